"""All mentions of a name in a story -> whether it is a person's: the words, what stands beside them, how often."""

from __future__ import annotations

from typing import Final

from searcher.extract.people.context import context
from searcher.extract.people.mentions import Mention
from searcher.extract.people.scale import ALONE, REPEATED, scale_of
from searcher.knowledge.names import commonness, words

Key = tuple[str, ...]
Groups = dict[Key, list[Mention]]

#: A surname that stands alone is not worse than this.
_ALONE_LEAST: Final = -2.0
#: Taken off when all words stand in the name of a body too: "Gould Inc", then "Gould".
_BODIED: Final = 2.0
#: How much of what speaks against a name counts.
_WORST: Final = 0.7


def score_alone(key: Key, groups: Groups) -> float | None:
    """What the words, titles and repetition of a name say for a person; None if that leaves it no chance, whatever
    stands beside it.
    """
    scale, group = scale_of(key), groups[key]
    first = group[0][0]
    score = first.score + scale.titles[first.title]
    if len(group) > 1:
        score = min([mention[0].score for mention in group])
        score += scale.titles[max([mention[0].title for mention in group])]
        score += REPEATED * min(len(group) - 1, scale.repeated)
    if len(key) > 1:
        surname = groups.get(key[-1:])
        if surname is not None and min([mention[0].score for mention in surname]) > _ALONE_LEAST:
            score += ALONE
    elif key[0] in words("bodies") and commonness(key[0]).last < 3:
        return None  # none, however it is used
    return score if score + scale.beside >= scale.enough else None


def is_person(key: Key, groups: Groups, score: float, *, bodied: set[str]) -> bool:
    """Whether a name of this `score_alone` is a person's. `bodied` are all words of the story's names of bodies."""
    scale = scale_of(key)
    loss = _BODIED if bodied.issuperset(key) else 0.0
    if score + scale.beside - loss < scale.enough:
        return False
    beside = [
        context(text, at + piece.start, at + piece.end, words_in_name=len(key)) + bonus
        for piece, text, _, at, bonus in groups[key]
        if piece.hope or len(key) > 1
    ]
    best, worst = max(0.0, *beside), min(0.0, *beside)
    return score + min(best, scale.beside) + _against(key, worst) - loss >= scale.enough


def _against(key: Key, worst: float) -> float:
    """What the worst neighbours of a name take off: "the Clinton administration" is about Clinton all the same."""
    if len(key) == 1 and key[0] in words("mononyms") and worst >= -2.0:
        return 0.0
    return worst * _WORST
