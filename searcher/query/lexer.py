r"""A query string -> Lexemes with their places. What is no query at all is an error here, with what to write instead.

Typographic quotes and dashes are read as plain ones. `?` with no letter after it, `:` before a blank, `-` between
blanks and other lone punctuation are dropped, so that pasted text can be searched. `\` takes away a meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, NoReturn

from searcher.analysis import words
from searcher.errors import Diagnostic, QueryError
from searcher.fields import BY_NAME, closest
from searcher.query.foreign import compared, field_elsewhere, instead

Kind = Literal[
    "word", "quoted", "open", "close", "and", "or", "not", "minus", "near", "atleast", "field", "exact", "raw"
]

#: Longest query, in characters.
MAX_LENGTH: Final = 10_000
_PLAIN: Final = str.maketrans(
    {**dict.fromkeys("“”„‟«»＂〝〞", '"'), **dict.fromkeys("‘’‚‛ʼ", "'"), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_NEAR: Final = re.compile(r"(w|near|pre)/(\d{1,9}|[sp])", re.IGNORECASE)
_ATLEAST: Final = re.compile(r"atleast(\d*)", re.IGNORECASE)
_DATE: Final = re.compile(r'(?:"[^"]*"|[^\s()"])*')
_FIELD: Final = re.compile(r"([A-Za-z_][A-Za-z_-]*):")
_SUFFIX: Final = re.compile(r"(?:~(\d*(?:\.\d+)?))?(?:\^(-?\d*(?:\.\d+)?))?\Z")
_STOP: Final = frozenset('()"')
#: Fields whose value is read up to the next blank, as it stands.
_RAW_KINDS: Final = frozenset({"date", "number", "path", "url", "id"})
PRESENCE_FIELDS: Final = ("has", "no")
DAY_FIELDS: Final = ("since", "until")
_NAMES: Final = frozenset((*BY_NAME, *PRESENCE_FIELDS, *DAY_FIELDS))
_EXAMPLES: Final = {
    "date": "2020-01",
    "number": ">500",
    "path": "archive/2020",
    "url": "example.org/world",
    "id": "reuters:17192",
    **dict.fromkeys(PRESENCE_FIELDS, "people"),
    **dict.fromkeys(DAY_FIELDS, "2020-01-15"),
}
#: Words that are operators elsewhere when they stand between two others -> what to say, and after which words they
#: are nothing but words.
_ELSEWHERE: Final = {
    "same": ("for one paragraph write w/p", frozenset("the this that these those very".split())),
    "near": ("for words near each other write w/5", frozenset[str]()),
}
_NO_SLASH: Final = re.compile(r"(w|pre)(\d{1,3})", re.IGNORECASE)
_OPERAND: Final = re.compile(r'\s+(?!(?:AND|OR|NOT)\b)["(=\w]')


def example(field: str) -> str:
    """A field as it is written with a value."""
    kind = BY_NAME[field].kind if field in BY_NAME else field
    return f"{field}:{_EXAMPLES.get(kind, 'word')}"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query.

    `text` is what it says: the word without escapes, the inside of the quotes, the field's name, the value. `literal`
    are the places in `text` of escaped characters. `tilde` and `boost` are what stands after `~` and `^` ("" for the
    bare sign). `distance`, `unit`, `ordered` belong to proximity operators; `glued` says that no blank stands before.
    """

    kind: Kind
    text: str
    start: int
    end: int
    literal: frozenset[int] = frozenset()
    tilde: str | None = None
    boost: str | None = None
    distance: int = 0
    unit: Literal["word", "sentence", "paragraph"] = "word"
    ordered: bool = False
    glued: bool = False


@dataclass(slots=True)
class Lexer:
    """One pass over a query. `notes` collects what is worth saying though it is no error."""

    query: str
    notes: list[str] = field(default_factory=list)

    def run(self) -> list[Lexeme]:
        """All lexemes; QueryError for what can be none."""
        if len(self.query) > MAX_LENGTH:
            self.fail("too-long", f"a query has at most {MAX_LENGTH:,} characters, this one {len(self.query):,}", 0, 1)
        text = self.query.translate(_PLAIN)
        found: list[Lexeme] = []
        place = 0
        while place < len(text):
            if text[place].isspace():
                place += 1
                continue
            place = self._next(text, place, found)
        return found

    def fail(self, kind: str, message: str, start: int, end: int) -> NoReturn:
        """Raise the QueryError of one place."""
        raise QueryError(self.query, [Diagnostic(kind, message, start, min(max(end, start + 1), len(self.query)))])

    def _next(self, text: str, place: int, found: list[Lexeme]) -> int:
        """Read one lexeme at a place that is no blank; where to go on."""
        character = text[place]
        glued = place > 0 and not text[place - 1].isspace()
        if character == "(":
            found.append(Lexeme("open", "(", place, place + 1, glued=glued))
            return place + 1
        if character == ")":
            end, tilde, boost = self._suffix(text, place + 1)
            if tilde is not None:
                self.fail("bad-fuzzy", "~ stands after one word or a quoted phrase, not after brackets", place + 1, end)
            found.append(Lexeme("close", ")", place, end, boost=boost))
            return end
        if character == '"':
            return self._quoted(text, place, found, glued=glued)
        if character == "=" and place + 1 < len(text) and not text[place + 1].isspace():
            found.append(Lexeme("exact", "=", place, place + 1, glued=glued))
            return place + 1
        following = text[place + 1 : place + 2]
        if character == "-" and following.strip() and following not in "-)":
            found.append(Lexeme("minus", "-", place, place + 1, glued=glued))
            return place + 1
        if character in "[{":
            self._bracket(text, place, found)
        if character == "+" and following.strip() and not re.match(r"\d+\s", text[place + 1 :]):
            self.fail("plus", "every word is required already: write it without +", place, place + 1)
        return self._chunk(text, place, found, glued=glued)

    def _bracket(self, text: str, place: int, found: list[Lexeme]) -> NoReturn:
        """Square and curly brackets outside a date."""
        before = f" for {found[-1].text}:" if found and found[-1].kind == "field" else ""
        message = (
            f"[ ] is for ranges of dates, as in date:[20200101 TO 20200331], not{before or ' here'}; "
            "to search for words in brackets write them alone"
        )
        end = text.find("]" if text[place] == "[" else "}", place)
        self.fail("bracket", message, place, end + 1 if end > 0 else place + 1)

    def _quoted(self, text: str, place: int, found: list[Lexeme], *, glued: bool) -> int:
        """A quoted phrase with what follows its closing quote."""
        inside: list[str] = []
        literal: set[int] = set()
        end = place + 1
        while end < len(text) and text[end] != '"':
            if text[end] == "\\" and end + 1 < len(text):
                end += 1
                literal.add(len(inside))
            inside.append(text[end])
            end += 1
        if end >= len(text):
            self.fail(
                "unbalanced-quote",
                'this quote is not closed: write another " at the end of the phrase',
                place,
                place + 1,
            )
        if inside and inside[-1].isspace() and text[end + 1 : end + 2].isalnum():
            self.fail("quote-in-quotes", 'for quotes inside quotes write \\", or leave them out', place, end + 1)
        after, tilde, boost = self._suffix(text, end + 1)
        found.append(Lexeme("quoted", "".join(inside), place, after, frozenset(literal), tilde, boost, glued=glued))
        return after

    def _suffix(self, text: str, place: int) -> tuple[int, str | None, str | None]:
        """`~2` and `^3` right after a quote or bracket: where they end, and what they say."""
        match = re.compile(r"(?:~(\d*(?:\.\d+)?))?(?:\^(-?\d*(?:\.\d+)?))?").match(text, place)
        return (match.end(), match[1], match[2]) if match else (place, None, None)

    def _chunk(self, text: str, place: int, found: list[Lexeme], *, glued: bool) -> int:
        """A run without blanks, quotes and brackets: an operator, a field, or a word with its suffixes."""
        whole, end = self._run(text, place)
        named = _FIELD.match(text, place, end)
        if named and not (named.end() == end and text[end : end + 1] not in ('"', "(")):
            return self._field(text, named[1], place, end, found, glued=glued)
        if named:
            self._blank_after(text, named[1], place, end)
        if operator := self._operator(text, place, end, whole, found):
            found.append(operator)
            return operator.end
        self._refuse(text, place, end, whole)
        self._word(text, place, end, found, glued=glued)
        return end

    def _run(self, text: str, place: int) -> tuple[str, int]:
        """The run from a place up to a blank, quote or bracket that is not escaped; and its end."""
        end = place
        while end < len(text) and not text[end].isspace() and text[end] not in _STOP:
            end += 2 if text[end] == "\\" and end + 1 < len(text) else 1
        return text[place:end], end

    def _operator(self, text: str, place: int, end: int, whole: str, found: list[Lexeme]) -> Lexeme | None:
        """AND, OR, NOT, w/5 and its kin, atleast3."""
        simple: dict[str, Kind] = {"AND": "and", "OR": "or", "NOT": "not"}
        if whole in simple:
            return Lexeme(simple[whole], whole, place, end)
        if match := _NEAR.fullmatch(whole):
            how, size = match[1].lower(), match[2].lower()
            unit: Literal["word", "sentence", "paragraph"] = (
                "sentence" if size == "s" else "paragraph" if size == "p" else "word"
            )
            distance = int(size) if unit == "word" else 0
            return Lexeme("near", whole, place, end, distance=distance, unit=unit, ordered=how == "pre")
        opened = text[end : end + 1] == "("
        if (match := _ATLEAST.fullmatch(whole)) and (match[1] or opened):
            if not opened or len(match[1]) > 9 or int(match[1] or 0) < 1:
                message = "write how many times, from 1, and the brackets right after it: atleast3(tax)"
                self.fail("bad-count", message, place, end)
            return Lexeme("atleast", whole, place, end, distance=int(match[1]))
        if whole.lower() in ("and", "or", "not") and (found or whole.lower() == "not") and text[end:].strip():
            self.notes.append(f"`{whole}` here is a word; for the operator write {whole.upper()}")
        self._elsewhere(text, end, whole, found)
        return None

    def _elsewhere(self, text: str, end: int, whole: str, found: list[Lexeme]) -> None:
        """A note on a word between two others that is an operator elsewhere."""
        if not (found and found[-1].kind in ("word", "quoted", "close") and _OPERAND.match(text, end)):
            return
        if match := _NO_SLASH.fullmatch(whole):
            self.notes.append(f"`{whole}` here is a word; for words near each other write {match[1]}/{match[2]}")
        instead_of_it, after = _ELSEWHERE.get(whole, ("", frozenset()))
        if instead_of_it and found[-1].text.lower() not in after:
            self.notes.append(f"`{whole}` here is a word; {instead_of_it}")

    def _refuse(self, text: str, place: int, end: int, whole: str) -> None:
        """What other search engines would read as an operator."""
        lower = whole.lower()
        if message := instead(whole, text[end:]):
            self.fail("foreign-operator", message, place, end)
        if message := compared(whole, text[end:]):
            self.fail("field-equals", message, place, end)
        if whole[0] == "!" and len(whole) > 1 and words(whole):
            self.fail("foreign-operator", "for ! write NOT, or - right before the word", place, place + 1)
        if re.fullmatch(r"(w|near|pre|adj|n)/\S*", lower):
            after = text[end:].lstrip()
            size = re.match(r"\d+|[sp]\b", after) if lower.endswith("/") else None
            example = f"{lower}{size[0]}" if size and not lower.startswith(("adj", "n/")) else "w/5, pre/5, w/s or w/p"
            self.fail("bad-proximity", f"for words near each other write {example}", place, end)
        if whole[0] == "/" and len(whole) > 1:
            message = (
                "there are no regular expressions, and proximity is w/5: use * and ? inside a word, or w/5, w/s, w/p"
            )
            self.fail("regex", message, place, end)

    def _field(self, text: str, name: str, place: int, end: int, found: list[Lexeme], *, glued: bool) -> int:
        """`name:` and, for kinds whose value is no text, the value up to the next blank."""
        colon = place + len(name) + 1
        known = name.lower()
        if known not in _NAMES:
            self._unknown_field(text, name, place, colon, end)
        found.append(Lexeme("field", known, place, colon, glued=glued))
        kind = BY_NAME[known].kind if known in BY_NAME else "date" if known in DAY_FIELDS else "presence"
        if kind not in _RAW_KINDS and kind != "presence":
            return colon
        if kind == "date":
            return self._date(text, known, colon, found)
        start = colon + 1 if text[colon : colon + 1] == "=" and kind in ("id", "path", "url") else colon
        if text[start : start + 1] in ('"', "("):
            return start
        whole, end = self._run(text, start)
        return self._raw(text, known, start, end, whole if kind == "path" else re.sub(r"\\(.)", r"\1", whole), found)

    def _raw(self, text: str, name: str, start: int, end: int, whole: str, found: list[Lexeme]) -> int:
        """A value as it stands, with its weight."""
        if text[end : end + 1] in ('"', "("):
            message = f'leave a blank before {text[end]}, or put all of it in quotes: {name}:"..."'
            self.fail("quote-value", message, start, end + 1)
        boost = re.search(r"\^(-?\d*(?:\.\d+)?)\Z", whole)
        value = whole[: boost.start()] if boost else whole
        found.append(Lexeme("raw", value, start, end, boost=boost[1] if boost else None))
        return end

    def _date(self, text: str, name: str, start: int, found: list[Lexeme]) -> int:
        """The value of a date field: a range in brackets, or a run of which parts may stand in quotes."""
        if text[start : start + 1] == "(":
            return start
        if text[start : start + 1] in ("[", "{"):
            closing = re.compile(r"[\]}]").search(text, start)
            if closing is None:
                message = f"this {text[start]} is not closed: write {name}:[20200101 TO 20200331]"
                self.fail("unbalanced-bracket", message, start, start + 1)
            end = self._run(text, closing.end())[1]
            return self._raw(text, name, start, end, text[start:end], found)
        run = _DATE.match(text, start)
        end = run.end() if run else start
        if text[end : end + 1] == '"':
            self.fail(
                "unbalanced-quote", 'this quote is not closed: write another " at the end of the date', end, end + 1
            )
        return self._raw(text, name, start, end, text[start:end].replace('"', "").replace("\\", ""), found)

    def _unknown_field(self, text: str, name: str, place: int, colon: int, end: int) -> NoReturn:
        """The error for a field that there is not, with the nearest name."""
        if text[colon : colon + 2] == "//":
            self.fail("unknown-field", f"for an address write url:{text[colon + 2 : end] or 'example.org'}", place, end)
        near = field_elsewhere(name) or closest(name, _NAMES)
        hint = f"did you mean {near}:? " if near else ""
        rest = text[colon:end]
        message = (
            f'there is no field {name}: {hint}To search for the words write "{name} {rest}"; '
            "searcher fields lists the fields"
        )
        self.fail("unknown-field", message, place, colon)

    def _blank_after(self, text: str, name: str, place: int, end: int) -> None:
        """A field's name and colon with a blank, or nothing, after it."""
        field = name.lower()
        if field not in _NAMES:
            return
        if not text[end:].strip():
            self.fail("empty-field", f"write what {field} should be: {example(field)}", place, end)
        self.notes.append(f"`{name}:` before a blank is a word; for the field write {example(field)} without a blank")

    def _blank_before(self, whole: str, found: list[Lexeme]) -> None:
        """A colon with a word after it, and before it a blank and a field's name."""
        before = found[-1] if found else None
        if whole[0] == ":" and len(whole) > 1 and before and before.kind == "word" and before.text.lower() in _NAMES:
            name = before.text
            self.notes.append(f"`{name} {whole}` is read as words; for the field write {name}{whole} without a blank")

    def _word(self, text: str, place: int, end: int, found: list[Lexeme], *, glued: bool) -> None:
        """A word, pattern or fuzzy word; lone punctuation gives nothing."""
        self._blank_before(text[place:end], found)
        characters: list[str] = []
        literal: set[int] = set()
        position = place
        while position < end:
            if text[position] == "\\" and position + 1 < end:
                position += 1
                literal.add(len(characters))
            characters.append(text[position])
            position += 1
        whole = "".join(characters)
        suffix = _SUFFIX.search(whole)
        cut = (
            suffix.start()
            if suffix and suffix.start() not in literal and _holds(whole[: suffix.start()])
            else len(whole)
        )
        tilde, boost = (suffix[1], suffix[2]) if suffix and cut < len(whole) else (None, None)
        body = whole[:cut]
        while body.endswith("?") and len(body) - 1 not in literal:
            body = body[:-1]
        loose = re.search(r"\w([~^])", body)
        if loose and loose.start(1) not in literal:
            message = f"write one {loose[1]} at the end of a word, with a number after it: tax^2, korea~2"
            self.fail("bad-weight", message, place, end)
        kept = frozenset(number for number in literal if number < len(body))
        if body in ("*", "*" * len(body)) and body and not kept:
            found.append(Lexeme("word", "*", place, end, tilde=tilde, boost=boost, glued=glued))
        elif words(body) or (body and not kept and set(body) <= {"*", "?"}):
            found.append(Lexeme("word", body, place, end, kept, tilde, boost, glued=glued))
        elif found and found[-1].kind in ("exact", "field", "minus") and found[-1].end == place:
            self.fail("no-word", f"there is no word in {text[place:end]!r} to search for", found[-1].start, end)


def _holds(text: str) -> bool:
    """Whether a text is something to look for: it has a word, or is nothing but wildcards."""
    return bool(words(text)) or (text != "" and set(text) <= {"*", "?"})
