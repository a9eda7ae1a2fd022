"""Corrections to people and places: applied when files are read, remembered with the paths, read anew when changed."""

import pytest

import searcher
from searcher.errors import RequestError
from tests.ingest.test_ingest import numbers, story

BODY = "Rain fell in Osaka and in Nara. President Moon Hee-won spoke."


@pytest.fixture
def corrections(tmp_path):
    """Writes the file of corrections; its path."""

    def write(text):
        path = tmp_path / "corrections.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def index(tmp_path):
    with searcher.create(tmp_path / "index") as opened:
        yield opened


def places(index, key="1"):
    return [place.name for place in index.show(key).places]


def test_corrections_hold_for_what_is_ingested_and_are_remembered(index, news, corrections):
    news("a.jsonl", story("1", body=BODY))
    index.ingest(news.folder, corrections=corrections('not_a_place = ["Osaka"]'))
    assert places(index) == ["Nara"]
    assert index.count("places:osaka") == 0

    news("b.jsonl", story("2", body=BODY))
    assert numbers(index.ingest()) == (1, 0, 1, 0, 0)
    assert places(index, "2") == ["Nara"]


def test_a_changed_file_of_corrections_has_its_files_read_again(index, news, corrections):
    news("a.jsonl", story("1", body=BODY), story("2", body="No place at all."))
    index.ingest(news.folder, corrections=corrections('not_a_place = ["Osaka"]'))
    assert numbers(index.ingest()) == (0, 0, 2, 0, 0)

    corrections('not_a_place = ["Nara"]\nsame = [["Moon Hee-won", "Hee Won Moon"]]')
    assert numbers(index.ingest()) == (0, 1, 1, 0, 0)
    assert places(index) == ["Osaka"]

    corrections('place = { "Nara" = "Kyoto, Japan" }')
    index.rebuild()
    assert places(index) == ["Osaka", "Kyoto"]
    assert index.count("places:=Kyoto") == 1


def test_paths_given_again_without_corrections_are_read_without(index, news, corrections):
    news("a.jsonl", story("1", body=BODY))
    path = corrections('not_a_place = ["Osaka"]')
    index.ingest(news.folder, corrections=path)
    path.unlink()
    assert numbers(index.ingest(news.folder)) == (0, 1, 0, 0, 0)
    assert places(index) == ["Osaka", "Nara"]


def test_a_missing_or_wrong_file_is_an_error_before_anything_is_read(index, news, corrections):
    news("a.jsonl", story("1", body=BODY))
    path = corrections('not_a_place = ["Osaka"]')
    index.ingest(news.folder, corrections=path)
    news("b.jsonl", story("2"))
    corrections("not_a_place = 3")
    with pytest.raises(RequestError, match=r"line 1: not_a_place is a list.*\n.*searcher ingest PATH"):
        index.ingest()
    path.unlink()
    with pytest.raises(RequestError, match="cannot be read"):
        index.ingest()
    with pytest.raises(RequestError, match="cannot be read"):
        index.rebuild()
    assert index.status().documents == 1
    assert places(index) == ["Nara"]


def test_other_paths_are_read_without_a_file_that_is_gone(index, news, corrections):
    news("one/a.jsonl", story("1", body=BODY))
    two = news("two/b.jsonl", story("2", body=BODY))
    path = corrections('not_a_place = ["Osaka"]')
    index.ingest(f"{news.folder}/one", corrections=path)
    path.unlink()
    index.ingest(two)
    assert (places(index, "1"), places(index, "2")) == (["Nara"], ["Osaka", "Nara"])


def test_files_that_share_an_id_keep_their_own_corrections(index, news, corrections):
    news("one/a.jsonl", story("1", body=BODY, date="2020-01-01"))
    news("two/b.jsonl", story("1", body=BODY, date="2020-02-01"))
    index.ingest(f"{news.folder}/one", corrections=corrections('not_a_place = ["Osaka"]'))
    index.ingest(f"{news.folder}/two")
    assert places(index) == ["Osaka", "Nara"]

    news("two/b.jsonl", story("2", body=BODY))
    index.ingest(f"{news.folder}/two")
    assert (places(index), places(index, "2")) == (["Nara"], ["Osaka", "Nara"])


def test_workers_correct_as_one_process_does(index, news, corrections):
    for number in range(4):
        news(f"{number}.jsonl", story(str(number), body=BODY))
    index.ingest(news.folder, jobs=2, corrections=corrections('not_a_place = ["Osaka"]'))
    assert [places(index, str(number)) for number in range(4)] == [["Nara"]] * 4
    assert numbers(index.ingest(jobs=1)) == (0, 0, 4, 0, 0)


def test_one_person_of_the_corrections_is_one_in_facets_and_queries(index, news, corrections):
    news(
        "a.jsonl", story("1", people=["Moammar Khadafy"]), story("2", people=["Muammar Gaddafi"]), story("3", people=[])
    )
    index.ingest(news.folder, corrections=corrections('same = [["Muammar Gaddafi", "Moammar Khadafy"]]'))
    assert [(one.value, one.count) for one in index.facets("*", "people")] == [("Muammar Gaddafi", 2)]
    assert index.count('people:"Muammar Gaddafi"') == 2
    assert index.count("people:khadafy") == 1


def test_corrections_need_a_path(index, corrections):
    with pytest.raises(RequestError, match="name these as well"):
        index.ingest(corrections=corrections(""))


def test_inspect_shows_what_is_corrected(news, corrections):
    path = news("a.jsonl", story("1", body=BODY))
    (found,) = searcher.inspect(path, corrections=corrections('not_a_place = ["Osaka"]'))
    assert [place.name for place in found.places] == ["Nara"]
    with pytest.raises(RequestError, match="line 1"):
        list(searcher.inspect(path, corrections=corrections("not_a_place = 3")))


@pytest.mark.parametrize("jobs", [1, 2])
def test_documents_given_by_hand_are_corrected(index, corrections, jobs):
    mine = corrections('not_a_place = ["Osaka"]')
    index.add([{"id": "1", "body": BODY}], corrections=mine, jobs=jobs)
    index.add([{"id": "2", "body": BODY}], jobs=jobs)
    index.add([{"id": "3", "body": BODY}], as_is=True, jobs=jobs)
    assert [places(index, key) for key in "123"] == [["Nara"], ["Osaka", "Nara"], []]
    with pytest.raises(RequestError, match="give one of them"):
        index.add([], as_is=True, corrections=mine)
