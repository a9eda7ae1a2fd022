"""Neighbours in a query that may be meant as one value of a field -> a note that says how that is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searcher.fields import BY_NAME
from searcher.query.nodes import Named, Node, Phrase, Word

_NAME_LIKE = frozenset({"names", "words"})


def split_names(query: str, neighbours: Sequence[Node]) -> Iterator[str]:
    """A note for each `people:Donald Trump`: a bare word in a field, and right after it bare words, all in capitals."""
    for place, node in enumerate(neighbours):
        if not (field := _begun(query, node)):
            continue
        rest = []
        for follower in neighbours[place + 1 :]:
            if not _goes_on(query, follower):
                break
            rest.append(_written(query, follower))
        if rest:
            whole = _written(query, node)
            said, value = " ".join(rest), " ".join([whole.partition(":")[2], *rest])
            what = "is a plain word" if len(rest) == 1 else "are plain words"
            names = BY_NAME[field.lower()].kind == "names"
            several = f", for words of several {field}:({value})" if names else ""
            one = "name" if names else "value"
            yield f'`{said}` after {whole} {what}; for one {one} write {field}:"{value}"{several}'


def _begun(query: str, node: Node) -> str:
    """The field, as it is written, of a bare capitalised word in a field of names or short values; else nothing."""
    if not isinstance(node, (Word, Phrase, Named)) or node.field is None:
        return ""
    field, _, value = _written(query, node).partition(":")
    known = BY_NAME.get(field.lower())
    return field if known and known.kind in _NAME_LIKE and value[:1].isupper() else ""


def _goes_on(query: str, node: Node) -> bool:
    """Whether a node is a bare capitalised word (or chunk of words) in no field."""
    return isinstance(node, (Word, Phrase)) and node.field is None and _written(query, node)[:1].isupper()


def _written(query: str, node: Node) -> str:
    return query[node.span[0] : node.span[1]]
