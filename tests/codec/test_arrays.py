"""Each step on sorted arrays, compiled and with NumPy, does what sets and loops do."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.space import BODY, CAPTION, KEY_BITS
from searcher.codec import arrays
from searcher.codec.arrays import LAST, Marks, Packed, Step

SORTED = st.lists(st.integers(0, 60), unique=True).map(sorted)
LONG = st.one_of(SORTED, st.integers(1, 7).map(lambda step: list(range(0, 600, step))))
PLACES = st.sampled_from([*range(12), BODY, BODY + 3, CAPTION - 1, CAPTION, CAPTION + 4, LAST])
KEYS = st.lists(st.tuples(st.integers(0, 3), PLACES), unique=True, max_size=30).map(
    lambda pairs: sorted((document << KEY_BITS) + place for document, place in pairs)
)


def numbers(values):
    return np.array(values, dtype=np.int64)


@pytest.fixture(params=["compiled", "numpy"], autouse=True)
def _way(request, monkeypatch):
    """Where the package was built without a compiler, both are NumPy's."""
    if request.param == "numpy":
        monkeypatch.setattr(arrays, "_arrays", None)


@given(LONG, LONG, st.integers(-5, 5))
def test_both_have_what_sets_have(one, other, shift):
    found = arrays.both(numbers(one), numbers(other), shift=shift)
    assert found.tolist() == [value for value in one if value + shift in set(other)]


def packed(values):
    """Numbers of up to three pages, as a file has them; without ends where they all lie in the first."""
    low = np.array([value & 0xFFFF for value in values], dtype=np.uint16)
    if not values or values[-1] < 1 << 16:
        return Packed(low, None)
    ends = np.searchsorted(numbers(values), numbers([1 << 16, 2 << 16, 3 << 16])).astype("<u4")
    return Packed(low, np.frombuffer(ends.tobytes(), dtype=np.uint8))


PAGES = st.one_of(LONG, st.builds(lambda one, two: sorted({*one, *(131_000 + 7 * value for value in two)}), LONG, LONG))


@given(PAGES, PAGES)
def test_what_is_found_in_packed_numbers_stands_in_both(held, wanted):
    list_ = packed(held)
    assert list_.numbers().tolist() == held
    assert list_.at(np.arange(len(held))).tolist() == held
    for way in (list_, numbers(held)):
        here, there = arrays.find(way, numbers(wanted))
        shared = sorted({*wanted} & {*held})
        assert [held[place] for place in here.tolist()] == shared
        assert [wanted[place] for place in there.tolist()] == shared


def damaged(list_, change):
    ends = np.frombuffer(list_.ends.tobytes(), dtype="<u4").copy()
    change(ends)
    return replace(list_, ends=np.frombuffer(ends.tobytes(), dtype=np.uint8))


def _first_too_far(ends):
    ends[0] = 1 << 31


def _falling(ends):
    ends[0], ends[1] = 2, 1


def _short(ends):
    ends[-1] -= 1


@pytest.mark.parametrize("change", [_first_too_far, _falling, _short])
def test_ends_that_lead_nowhere_are_told(change):
    list_ = damaged(packed([3, 65_600, 65_700, 140_000]), change)
    one = np.ones(1 << 18, dtype=np.float32)
    assert list_.numbers() is None
    assert arrays.find(list_, numbers([65_600])) is None
    assert not arrays.add_up(list_, np.zeros(4, dtype=np.uint8), one[:256].copy(), one, 1.0, one.copy())


@given(PAGES, st.data())
def test_sums_are_added_up_where_a_document_takes_the_step(held, data):
    size = (held[-1] if held else 0) + data.draw(st.integers(1, 3))
    code = np.array(data.draw(st.lists(st.integers(0, 255), min_size=len(held), max_size=len(held))), dtype=np.uint8)
    value = np.arange(256, dtype=np.float32) % 5
    norm, sums = np.full(size, 1.5, dtype=np.float32), np.ones(size, dtype=np.float32)
    stage = (np.arange(size) % 3).astype(np.uint8)
    step = data.draw(st.sampled_from([None, Step(stage.copy(), 1)]))
    expected = sums.astype(float)
    for number, one in zip(held, code.tolist(), strict=True):
        if value[one] > 0 and (step is None or stage[number] == 1):
            expected[number] += 2 * value[one] / (1.5 + value[one])
    assert arrays.add_up(packed(held), code, value, norm, 2.0, sums, step)
    assert np.allclose(sums, expected)
    if step is not None:
        stage[[number for number in held if stage[number] == 1]] = 2
        assert step.stage.tolist() == stage.tolist()


def test_sums_are_not_written_beyond_their_end():
    values = np.ones(256, dtype=np.float32)
    assert not arrays.add_up(packed([1, 9]), np.zeros(2, dtype=np.uint8), values, values[:9], 1.0, np.zeros(9, "f4"))


@given(st.lists(st.integers(0, 4), max_size=200), st.data())
def test_positions_before_a_posting_are_counted_from_the_last_sample(each, data):
    wanted = numbers(data.draw(st.lists(st.integers(0, len(each) - 1)).map(sorted)) if each else [])
    code, size = np.array(each, dtype=np.uint8), np.arange(256).astype(np.uint8)
    sample = np.array([sum(each[:end]) for end in range(8, len(each), 8)], dtype=np.uint32)
    first, count = arrays.starts(code, size, sample, 3, wanted)
    assert first.tolist() == [sum(each[:posting]) for posting in wanted.tolist()]
    assert count.tolist() == [each[posting] for posting in wanted.tolist()]


@pytest.mark.parametrize(("samples", "wanted"), [(2, 9), (0, 9), (1, 10)])
def test_samples_that_do_not_fit_and_postings_that_are_not_there_are_told(samples, wanted):
    code, size = np.zeros(10, dtype=np.uint8), np.ones(256, dtype=np.uint8)
    assert arrays.starts(code, size, np.zeros(samples, dtype=np.uint32), 3, numbers([wanted])) is None


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 4))))
def test_ranges_are_side_by_side(pairs):
    starts, lengths = numbers([start for start, _ in pairs]), numbers([length for _, length in pairs])
    expected = [start + step for start, length in pairs for step in range(length)]
    assert arrays.ranges(starts, lengths).tolist() == expected


def test_lengths_below_zero_are_an_error():
    with pytest.raises(ValueError, match=r"add up|negative"):
        arrays.ranges(numbers([3, 4]), numbers([-1, 3]))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3))), st.integers(-1, 1))
def test_each_base_is_added_to_its_own_and_a_wrong_number_of_them_is_told(pairs, more):
    bases, counts = numbers([base for base, _ in pairs]), numbers([count for _, count in pairs])
    each = [base for base, count in pairs for _ in range(count)]
    values = numbers(range(max(0, len(each) + more)))
    assert arrays.add_each(bases, counts, values) == (len(values) == len(each))
    if len(values) == len(each):
        assert values.tolist() == [number + base for number, base in enumerate(each)]


def near(one, other, reach, *, ordered):
    """Whether a left and a right key are a pair."""
    apart = other - one if ordered else abs(other - one)
    return one >> KEY_BITS == other >> KEY_BITS and 0 < apart <= reach


@given(KEYS, KEYS, st.sampled_from([1, 2, 5, 255, LAST]), st.booleans())
def test_partners_are_those_of_all_pairs(left, right, reach, ordered):
    mine, theirs = arrays.partners(numbers(left), numbers(right), reach, ordered=ordered)
    assert mine.tolist() == [any(near(one, two, reach, ordered=ordered) for two in right) for one in left]
    assert theirs.tolist() == [any(near(one, two, reach, ordered=ordered) for one in left) for two in right]


@given(KEYS, KEYS, st.lists(st.lists(PLACES, unique=True).map(sorted), min_size=4, max_size=4), st.booleans())
def test_partners_with_no_mark_between_them(left, right, marks, ordered):
    upper = 60_000
    kept = [[mark for mark in of if mark < upper - 1 or CAPTION <= mark < LAST] for of in marks]
    short = [[mark if mark < CAPTION else mark - CAPTION + upper for mark in of] for of in kept]
    first = np.cumsum([0, *map(len, short)]).astype(np.uint32)
    table = Marks(first, np.concatenate(short).astype(np.uint16), limit=CAPTION, upper=upper)
    found = arrays.partners_between(numbers(left), numbers(right), table, ordered=ordered)
    if found is None:
        assert arrays._arrays is None
        return

    def pair(one, other):
        low, high = sorted((one, other))
        between = (low & LAST < mark <= high & LAST for mark in kept[one >> KEY_BITS])
        return near(one, other, LAST, ordered=ordered) and not any(between)

    assert found[0].tolist() == [any(pair(one, two) for two in right) for one in left]
    assert found[1].tolist() == [any(pair(one, two) for one in left) for two in right]


def test_marks_that_lead_nowhere_are_not_followed():
    left, right = numbers([5 << KEY_BITS]), numbers([(5 << KEY_BITS) + 1])
    for first in ([0, 1], [0, 0, 0, 0, 0, 9, 9], [0, 0, 0, 0, 0, 1, 0]):
        table = Marks(np.array(first, dtype=np.uint32), np.zeros(1, dtype=np.uint16), limit=CAPTION, upper=60_000)
        assert arrays.partners_between(left, right, table, ordered=False) is None


@given(st.lists(st.integers(0, 65_535), min_size=1), st.lists(st.tuples(st.integers(-1, 9), st.integers(0, 4))))
def test_gathered_numbers_are_those_of_their_ranges(short, pairs):
    table = np.array(short, dtype=np.uint16)
    starts, counts = numbers([start for start, _ in pairs]), numbers([count for _, count in pairs])
    bases = numbers(range(0, 1000 * len(pairs), 1000))
    found = arrays.gathered(table, starts, counts, bases, limit=100, shift=7)
    inside = all(start >= 0 and start + count <= len(short) for start, count in pairs)
    if arrays._arrays is None or not inside:
        assert found is None
        return
    taken = [short[start + step] for start, count in pairs for step in range(count)]
    if 65_535 in taken:
        assert found is None
        return
    bases = [base for base, (_, count) in zip(bases.tolist(), pairs, strict=True) for _ in range(count)]
    expected = [base + one + (7 if one >= 100 else 0) for base, one in zip(bases, taken, strict=True)]
    assert found.tolist() == expected


@given(KEYS, st.data())
def test_tallies_are_sums_of_weights(keys, data):
    chosen = data.draw(st.none() | st.lists(st.booleans(), min_size=len(keys), max_size=len(keys)))
    kept = None if chosen is None else np.array(chosen, dtype=np.bool_)
    documents, sums = arrays.tally(numbers(keys), title=2.5, body=1.0, caption=0.5, kept=kept)
    expected = {}
    for key, counts in zip(keys, chosen or [True] * len(keys), strict=True):
        place = key & LAST
        if counts:
            weight = 2.5 if place < BODY else 0.5 if place >= CAPTION else 1.0
            expected[key >> KEY_BITS] = expected.get(key >> KEY_BITS, 0.0) + weight
    assert dict(zip(documents.tolist(), sums.tolist(), strict=True)) == expected


def test_steps_take_no_other_arguments():
    if arrays._arrays is None:
        return
    empty = numbers([])
    for name, count in (
        ("both", 4),
        ("find", 6),
        ("add_up", 10),
        ("starts", 7),
        ("add", 3),
        ("partners", 11),
        ("gather", 7),
        ("tally", 10),
    ):
        step = getattr(arrays._arrays, name)
        with pytest.raises(TypeError, match="arguments"):
            step(*[empty] * (count - 1))
        with pytest.raises((TypeError, BufferError)):
            step(*["text"] * count)


@given(KEYS, KEYS)
def test_what_follows_closely_is_counted_by_distance_and_zone(left, right):
    documents, sums = arrays.follow(
        numbers(left), numbers(right), np.array([1, 0.25, 0.125]), title=2.5, body=1, caption=0.5
    )
    counted = {}
    for key in left:
        place = key & LAST
        weight = 2.5 if place < BODY else 1 if place < CAPTION else 0.5
        for other in right:
            if other >> KEY_BITS == key >> KEY_BITS and 1 <= other - key <= 3:
                document = key >> KEY_BITS
                counted[document] = counted.get(document, 0) + weight * (1, 0.25, 0.125)[other - key - 1]
    assert dict(zip(documents.tolist(), sums.tolist(), strict=True)) == counted
    assert documents.tolist() == sorted(counted)


def test_keys_that_do_not_rise_are_no_neighbours():
    """As only a file could have them that was made to do harm."""
    left, right = numbers([1_000_000]), numbers([1_000_001, 5])
    assert arrays.follow(left, right, np.ones(3), title=1, body=1, caption=1)[1].tolist() in ([1.0], [])


GROUPS = st.lists(st.integers(0, 5), max_size=40)


@given(GROUPS, st.integers(6, 9))
def test_values_are_grouped_in_their_order(group, groups):
    values = np.arange(100, 100 + len(group), dtype=np.uint64)
    counts = numbers([group.count(one) for one in range(groups)])
    found = arrays.grouped(np.array(group, dtype=np.int32), counts, values)
    assert found.tolist() == [100 + at for _, at in sorted((one, at) for at, one in enumerate(group))]


def test_groups_that_are_not_as_large_as_said_are_refused():
    if arrays._arrays is None:
        return
    values = np.arange(3, dtype=np.uint64)
    for group, counts in (([0, 0, 1], [1, 2]), ([0, 1, 5], [1, 2]), ([0, 1, -1], [1, 2])):
        with pytest.raises(ValueError, match="groups"):
            arrays.grouped(np.array(group, dtype=np.int32), numbers(counts), values)


ENTRIES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 9)), max_size=30).map(sorted)


@given(ENTRIES)
def test_postings_count_the_places_of_each_pair(entries):
    term, owner, place = (np.array([entry[at] for entry in entries], dtype=np.int32) for at in range(3))
    lengths, owners, low, high = arrays.postings(term, owner, place, second=4, terms=4)
    pairs = sorted({entry[:2] for entry in entries})
    assert lengths.tolist() == [sum(pair[0] == one for pair in pairs) for one in range(4)]
    assert owners.tolist() == [pair[1] for pair in pairs]
    assert low.tolist() == [sum(entry[:2] == pair and entry[2] < 4 for entry in entries) for pair in pairs]
    assert high.tolist() == [sum(entry[:2] == pair and entry[2] >= 4 for entry in entries) for pair in pairs]


@given(ENTRIES, st.permutations(range(4)))
def test_owners_of_terms_are_counted_once(entries, order):
    """The entries of a term stand among those of others, as the forms of one stem do."""
    entries = sorted(entries, key=lambda entry: (entry[0] // 2, entry[1], order[entry[0]]))
    term, owner = (np.array([entry[at] for entry in entries], dtype=np.int32) for at in range(2))
    found = arrays.owners(term, owner, terms=4)
    assert found.tolist() == [len({entry[1] for entry in entries if entry[0] == one}) for one in range(4)]


def test_terms_without_a_number_are_refused():
    if arrays._arrays is None:
        return
    lost = np.array([0, 9], dtype=np.int32)
    with pytest.raises(ValueError, match="terms"):
        arrays.postings(lost, lost, lost, second=4, terms=4)
    with pytest.raises(ValueError, match="terms"):
        arrays.owners(lost, lost, terms=4)
