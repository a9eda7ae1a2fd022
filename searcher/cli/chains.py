"""A story's versions -> a chain with dates and marks, and what changed between two of them, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, TextIO

from searcher.cli.terminal import Terminal, cells, clean, cut, one_line
from searcher.errors import RequestError

if TYPE_CHECKING:
    from searcher.index import Reading
    from searcher.search.versions import Change, Version

#: Words at either end of what two versions have in common that are shown of a longer stretch.
_CONTEXT: Final = 12
_SIGNS: Final = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
_STYLES: Final = {"removed": "removed", "added": "added", "same": ""}


def print_chain(opened: Reading, key: str, against: str | None, stream: TextIO, screen: Terminal | None) -> None:
    """The chain of a story, and what changed from the version before it, or from `against`; JSON without a screen."""
    chain = opened.versions(key)
    base = against or _before(chain, key)
    changes = opened.compare(base, key) if base else ()
    if screen is None:
        told = {
            "id": key,
            "versions": [asdict(version) for version in chain],
            "compared_with": base,
            "changes": [asdict(change) for change in changes],
        }
        json.dump(told, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
        return
    stream.writelines(line + "\n" for line in _chain_lines(chain, key, screen))
    if base:
        stream.write("\n" + screen.style("title", f"from {one_line(base)} to {one_line(key)}") + "\n")
        stream.writelines(line + "\n" for line in _change_lines(changes, screen))


def _before(chain: Sequence[Version], key: str) -> str | None:
    """The id of the version before this one; of the one after it for the first."""
    ids = [version.id for version in chain]
    place = ids.index(key)
    if place:
        return ids[place - 1]
    return ids[1] if len(ids) > 1 else None


def killed_by(opened: Reading, key: str) -> str | None:
    """The sentence that says that a story was taken back, and by which notice; None when it was not."""
    from searcher.knowledge.withdrawals import is_withdrawal

    chain = opened.versions(key)
    if not next(version.killed for version in chain if version.id == key):
        return None
    notice = [version for version in chain if is_withdrawal(version.version)][-1]
    where = "this notice" if notice.id == key else one_line(notice.id)
    return f"KILLED: taken back by {where}" + (f", {notice.date}" if notice.date else "")


def _chain_lines(chain: Sequence[Version], key: str, screen: Terminal) -> Iterator[str]:
    """A line a document, date, marks and id first, and its headline below."""
    count = "1 document" if len(chain) == 1 else f"{len(chain)} documents"
    yield screen.style("title", f"{count} of this story")
    for version in chain:
        sign = ">" if version.id == key else " "
        facts = [
            version.date or "undated",
            version.version,
            "KILLED" if version.killed else None,
            f"id {one_line(version.id)}",
        ]
        more = [version.copy_of and f"copy of {version.copy_of}", version.source, f"{version.words:,} words"]
        head, rest = (" · ".join(fact for fact in part if fact) for part in (facts, more))
        yield f"{sign} " + screen.style("faint", _with_rest(head, rest, screen.width - 2))
        yield "  " + cut(version.title or "(no headline)", screen.width - 2)


def _with_rest(whole: str, rest: str, width: int) -> str:
    """A text that is never cut, since it will be pasted, and after it as much of another as there is room for."""
    room = width - cells(whole) - 3
    return f"{whole} · {cut(rest, room)}" if rest and room > 3 else whole


def _change_lines(changes: Sequence[Change], screen: Terminal) -> Iterator[str]:
    """The words of both, what was removed and added set off, wrapped to the screen; paragraphs as they are."""
    line: list[str] = []
    used, width = 0, min(screen.width, 100)
    for kind, word in _words(changes, coloured=screen.colour):
        if line and (not word or used + 1 + cells(word) > width):
            yield " ".join(line)
            line, used = [], 0
        if word:
            used += cells(word) + bool(line)
            line.append(screen.style(_STYLES[kind], word) if _STYLES[kind] else word)
    if line:
        yield " ".join(line)


def _words(changes: Sequence[Change], *, coloured: bool) -> Iterator[tuple[str, str]]:
    """Each word with its kind; an empty one where a paragraph ends."""
    for change in changes:
        before, after = ("", "") if coloured else _SIGNS[change.kind]
        paragraphs = [clean(paragraph).split() for paragraph in _shortened(change).split("\n\n")]
        for number, words in enumerate(paragraphs):
            if number:
                yield change.kind, ""
            if words:
                words[0], words[-1] = before + words[0], (words[-1] if len(words) > 1 else before + words[0]) + after
            yield from ((change.kind, word) for word in words)


def _shortened(change: Change) -> str:
    """The text of a change; of a long stretch that is the same, its two ends."""
    words = change.text.split(" ")
    if change.kind != "same" or len(words) <= 3 * _CONTEXT:
        return change.text
    return " ".join([*words[:_CONTEXT], "…", *words[-_CONTEXT:]])


def check_against(against: str | None, *, versions: bool) -> None:
    """RequestError for a document to compare with when nothing is compared."""
    if against is not None and not versions:
        raise RequestError("--against goes with --versions: searcher show ID --versions --against OTHER")
