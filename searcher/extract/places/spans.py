"""A run of capitalised words -> the names of places in it, and what each is used for there."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal, NamedTuple

from searcher.extract.places.strength import is_great, is_person_like
from searcher.knowledge import gazetteer
from searcher.knowledge.place_words import adjectives, words

#: place: may be a mention. abbreviation: one after a comma only ("Pa."). adjective: evidence for a country. person: in
#: the name of a person ("Jack London"). body: in another name ("Boston Celtics"). landscape: by its kind ("Ox River").
Use = Literal["place", "abbreviation", "adjective", "person", "body", "landscape"]


class Span(NamedTuple):
    """A name at `start`:`end` of a run, folded; `first` and `last` say whether it begins or ends the run."""

    use: Use
    start: int
    end: int
    key: str
    first: bool
    last: bool


class _Token(NamedTuple):
    text: str
    key: str
    start: int
    end: int
    hyphen: bool  # joined to the one before by a hyphen


@cache
def _telling() -> dict[str, tuple[int, ...]]:
    """The words that begin a name -> the numbers of words that names of places have which begin so, the most first:
    most words of a text are none.
    """
    single: list[str] = []
    longer: dict[str, set[int]] = {}
    for name in gazetteer.names():
        if " " in name:
            longer.setdefault(name.partition(" ")[0], {1}).add(name.count(" ") + 1)
        else:
            single.append(name)
    telling: dict[str, tuple[int, ...]] = dict.fromkeys((*_others(), *_adjective_words()), ())
    telling.update(dict.fromkeys(single, (1,)))
    telling.update((word, tuple(sorted(lengths, reverse=True))) for word, lengths in longer.items())
    return telling


@cache
def abbreviations() -> frozenset[str]:
    """Short forms of states that end in a full stop ("calif", "w.va"), without it; not the initials of one ("n.y.")."""
    return frozenset(name[:-1] for name in gazetteer.names() if name.endswith(".") and name[-3:-1].isalpha())


@cache
def _others() -> frozenset[str]:
    return frozenset(name.partition("_")[0] for name in words("others"))


@cache
def _adjective_words() -> frozenset[str]:
    return frozenset(word.partition(" ")[0] for word in adjectives())


@cache
def _heads() -> frozenset[str]:
    """The words that show a landscape."""
    return words("heads") | words("first_heads")


@lru_cache(maxsize=1 << 16)
def spans(run: str) -> tuple[Span, ...]:
    """The names in a run, in order."""
    return _found(run, headline=False)


@lru_cache(maxsize=1 << 12)
def headline_spans(run: str) -> tuple[Span, ...]:
    """The names in a run of a headline, where every word has a capital: there its neighbours do not tell whether a
    name is part of another one; only bodies and titles do.
    """
    return _found(run, headline=True)


def _found(run: str, *, headline: bool) -> tuple[Span, ...]:
    texts = run.replace("-", " ").split()
    keys = [gazetteer.fold(text) for text in texts]
    telling = _telling()
    shown = not headline and not _heads().isdisjoint(keys)
    if not shown and telling.keys().isdisjoint(keys):
        return ()
    tokens = _tokens(run, texts, keys)
    found: list[Span] = []
    end = 0
    for start, token in enumerate(tokens):
        if token.start < end or (token.key not in telling and not shown):
            continue
        here = (
            (_other(tokens, start) if token.key in _others() else None)
            or (_landscape(tokens, start) if shown else None)
            or (_adjective(tokens, start) if token.key in _adjective_words() else None)
            or _place(tokens, start, found[-1] if found else None, headline=headline)
        )
        if here is not None:
            found.append(here)
            end = here.end
    return tuple(found)


def _tokens(run: str, texts: list[str], keys: list[str]) -> list[_Token]:
    """The words of a run, which one character each divides."""
    tokens: list[_Token] = []
    start = 0
    for text, key in zip(texts, keys, strict=True):
        end = start + len(text)
        tokens.append(_Token(text, key, start, end, run[start - 1] == "-"))
        start = end + 1
    return tokens


def _name(tokens: list[_Token], start: int, end: int) -> str:
    """Some words as the gazetteer has them."""
    if end == start + 1:
        return tokens[start].key
    return " ".join([token.key for token in tokens[start:end]])


def _span(tokens: list[_Token], start: int, end: int, use: Use, key: str = "") -> Span:
    return Span(
        use,
        tokens[start].start,
        tokens[end - 1].end,
        key or _name(tokens, start, end),
        start == 0,
        end == len(tokens),
    )


def _place(tokens: list[_Token], start: int, last: Span | None, *, headline: bool) -> Span | None:
    """The longest name of the gazetteer that begins here; `last` is the name found before."""
    lengths = _telling().get(tokens[start].key)
    if not lengths or tokens[start].text.islower():
        return None
    names = gazetteer.names()
    left = len(tokens) - start
    for length in lengths:
        if length > left:
            continue
        end = start + length
        if _name(tokens, start, end) in names and not (end == start + 1 and _miswritten(tokens[start])):
            before = last if last is not None and start and last.end == tokens[start - 1].end else None
            return _span(tokens, start, end, _use(tokens, start, end, before=before, headline=headline))
    return None


def _miswritten(token: _Token) -> bool:
    """A month or another word, or a short form in small letters: "May", "Bank", "Us"."""
    if (_is_plain(token) or token.key in words("parts")) and not is_great(token.key):
        return True
    return not token.text.isupper() and (len(token.key) < 3 or token.key in words("acronyms"))


def _other(tokens: list[_Token], start: int) -> Span | None:
    """A name with that of a place in it that is none: "First Boston"."""
    for end in (start + 2, start + 3, start + 4):
        if end <= len(tokens) and "_".join(token.key for token in tokens[start:end]) in words("others"):
            return _span(tokens, start, end, "body")
    return None


def _landscape(tokens: list[_Token], start: int) -> Span | None:
    """A name that the gazetteer lacks and its kind shows: "Price River", "Lake Arrowhead"."""
    if len(tokens) - start < 2 or tokens[start].text.islower() or (start and not _is_plain(tokens[start - 1])):
        return None
    if _is_plain(tokens[start]) or tokens[start].key in adjectives() or "." in tokens[start].key:
        return None
    for end in (start + 3, start + 2):
        if end > len(tokens) or any(token.text.islower() or token.hyphen for token in tokens[start + 1 : end]):
            continue
        key = _name(tokens, start, end)
        if key in gazetteer.names():
            return None
        shown = tokens[end - 1].key in words("heads") and not any(map(_is_plain, tokens[start : end - 1]))
        shown = shown or (end == start + 2 and tokens[start].key in words("first_heads"))
        if shown and (end == len(tokens) or tokens[end].key in words("titles")):
            return _span(tokens, start, end, "landscape")
    return None


def _is_plain(token: _Token) -> bool:
    """Whether a word is no part of the name of a place."""
    return token.key in words("starters") or token.key in words("titles") or token.key in words("bodies")


def _adjective(tokens: list[_Token], start: int) -> Span | None:
    """An adjective of one or two words; its key is the country it is evidence for."""
    table = adjectives()
    if tokens[start].text.islower():
        return None
    for end in (start + 2, start + 3):
        if end <= len(tokens) and _name(tokens, start, end) in gazetteer.names():
            return None  # the Korean Peninsula, the Persian Gulf
    for end in (start + 2, start + 1):
        if country := table.get(_name(tokens, start, end)):
            return _span(tokens, start, min(end, len(tokens)), "adjective", country)
    return None


def _use(tokens: list[_Token], start: int, end: int, *, before: Span | None, headline: bool) -> Use:
    """What a name of the gazetteer is used for between its neighbours in the run; `before` is a name that ends where
    this one begins.
    """
    key = _name(tokens, start, end)
    if not _may_precede(tokens, start, end, headline=headline):
        return "body"
    if end == start + 1 and _is_abbreviation(tokens[start]):
        member = start and tokens[start].hyphen and len(tokens[start - 1].text) == 1  # "R-Calif."
        return "place" if member else "abbreviation"
    if start == 0:
        return "place"
    left = tokens[start - 1]
    if left.text in ("of", "the"):
        return _after_of(tokens, start)
    if left.key in words("starters"):
        return "place"
    if left.key in words("titles"):
        return "place" if headline and is_great(key) else "person"
    if left.key in words("parts") or key in ("u.s.", "u.k."):
        return "place"
    if tokens[start].hyphen and left.text.isupper() and len(left.text) < 5:  # a member's party and seat: "R-Calif."
        return "place"
    if before is not None and before.use in ("place", "adjective"):
        return "place"
    if left.key in words("bodies") or left.text.islower():
        return "body"
    if headline:
        return "place"
    return "person" if is_person_like(key) or not is_great(key) else "body"


def _may_precede(tokens: list[_Token], start: int, end: int, *, headline: bool) -> bool:
    """Whether what follows a place in the run leaves it one: "Chicago Mayor", "Seoul-Paris", not "Boston Celtics"."""
    if end == len(tokens):
        return True
    after = tokens[end]
    if after.text.islower():
        return after.text == "of"
    if after.key in words("starters"):  # "Seoul Friday", but the Dallas Morning News
        return end + 1 == len(tokens) or tokens[end + 1].key not in words("bodies")
    if after.key in words("titles"):
        return True
    key = _name(tokens, start, end)
    if after.key in words("bodies"):
        held = end + 1 < len(tokens) and tokens[end + 1].key in words("titles")
        return held and is_great(key) and not is_person_like(key)
    if headline or (after.hyphen and (after.key in gazetteer.names() or after.key in adjectives())):
        return True
    follows = next(
        (name for length in (3, 2, 1) if (name := _name(tokens, end, end + length)) in gazetteer.names()),
        "",
    )
    return bool(follows) and is_great(follows) and not is_person_like(follows)


def _after_of(tokens: list[_Token], start: int) -> Use:
    """A place after "of" or "of the": "President of France", not "Bank of England"."""
    head = start - 1
    while head > 0 and tokens[head].text in ("of", "the"):
        head -= 1
    key = tokens[head].key
    if tokens[start].key == "america":  # the Boy Scouts of America
        return "body"
    return "body" if key in words("bodies") and key not in words("of_places") else "place"


def _is_abbreviation(token: _Token) -> bool:
    """A postal code ("CA") or a state's short form ("Calif"), which stand after a town and a comma."""
    if token.key.endswith(".") and token.key.rstrip(".") in abbreviations():
        return True
    return len(token.key) == 2 and token.key not in words("acronyms") and token.text.isupper()
