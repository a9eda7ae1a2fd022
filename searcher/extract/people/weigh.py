"""All mentions of a name in a story -> whether it is a person's: the words, what stands beside them, how often."""

from __future__ import annotations

from typing import Final, NamedTuple

from searcher.extract.people.context import context
from searcher.extract.people.mentions import Mention
from searcher.extract.people.pieces import Piece
from searcher.knowledge.names import commonness, words

Key = tuple[str, ...]
Groups = dict[Key, list[Mention]]


class Scale(NamedTuple):
    """`enough`: a name is a person from here on (`benchmarks/gate_names.py`). `titles`: what a title adds, by its
    strength. `best`: the most that what stands beside a mention adds. `repeated`: so many mentions more count.
    """

    enough: float
    titles: tuple[float, float, float, float]
    best: float
    repeated: int


#: Of a name of several words, and of one.
_MANY: Final = Scale(0.8, (0.0, 0.7, 2.5, 4.0), best=3.0, repeated=3)
_ONE: Final = Scale(2.6, (0.0, 1.4, 3.0, 5.5), best=2.0, repeated=4)
#: Added for each mention more.
_REPEATED: Final = 0.2
#: Added when the last word of a name stands alone elsewhere, as a surname does; it must not be worse than this.
_ALONE: Final = 1.0
_ALONE_LEAST: Final = -2.0
#: A word of less than this is no person whatever stands beside it; it can be a short form of one.
_HOPELESS: Final = -0.2
#: Taken off when all words stand in the name of a body too: "Gould Inc", then "Gould".
_BODIED: Final = 2.0
#: How much of what speaks against a name counts.
_WORST: Final = 0.7


def _is_hopeless(piece: Piece) -> bool:
    """Whether a mention is none of a person, but perhaps a short form of a longer name."""
    return piece.score < _HOPELESS and len(piece.key) == 1 and not piece.title


def may_be_person(key: Key, groups: Groups) -> bool:
    """Whether the words and titles of a name leave it a chance."""
    if len(key) == 1 and all(_is_hopeless(mention[0]) for mention in groups[key]):
        return False
    scale = _scale(key)
    return _alone(key, groups, scale) + scale.best >= scale.enough


def is_person(key: Key, groups: Groups, bodied: set[str]) -> bool:
    """Whether a name is a person's. `bodied` are all words of the story's names of bodies."""
    scale = _scale(key)
    score = _alone(key, groups, scale)
    loss = _BODIED if bodied.issuperset(key) else 0.0
    if score + scale.best - loss < scale.enough:
        return False
    beside = [
        context(text, at + piece.start, at + piece.end, words_in_name=len(key)) + bonus
        for piece, text, at, bonus in groups[key]
        if not _is_hopeless(piece)
    ]
    best, worst = max(0.0, *beside), min(0.0, *beside)
    return score + min(best, scale.best) + _against(key, worst) - loss >= scale.enough


def _scale(key: Key) -> Scale:
    return _ONE if len(key) == 1 else _MANY


def _alone(key: Key, groups: Groups, scale: Scale) -> float:
    """What the words of a name, its titles and its repetition say, whatever stands beside it."""
    group = groups[key]
    score = min([mention[0].score for mention in group]) + scale.titles[max([mention[0].title for mention in group])]
    score += _REPEATED * min(len(group) - 1, scale.repeated)
    if len(key) > 1:
        surname = groups.get(key[-1:])
        if surname is not None and min([mention[0].score for mention in surname]) > _ALONE_LEAST:
            score += _ALONE
    elif key[0] in words("bodies") and commonness(key[0]).last < 3:
        return -scale.enough - scale.best  # none, however it is used
    return score


def _against(key: Key, worst: float) -> float:
    """What the worst neighbours of a name take off: "the Clinton administration" is about Clinton all the same."""
    if len(key) == 1 and key[0] in words("mononyms") and worst >= -2.0:
        return 0.0
    return worst * _WORST
