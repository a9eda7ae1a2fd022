"""How much each kind of evidence for a person counts, in the units of the scores of names."""

from __future__ import annotations

from typing import Final, NamedTuple


class Scale(NamedTuple):
    """`enough`: a name is a person from here on (`benchmarks/gate_names.py`). `titles`: what a title adds, by its
    strength. `beside`: the most that what stands beside a mention adds. `repeated`: so many mentions more count.
    """

    enough: float
    titles: tuple[float, float, float, float]
    beside: float
    repeated: int


#: Of a name of several words, and of one.
MANY: Final = Scale(0.8, (0.0, 0.7, 2.5, 4.0), beside=3.0, repeated=3)
ONE: Final = Scale(2.6, (0.0, 1.4, 3.0, 5.5), beside=2.0, repeated=4)
#: Added for each mention more.
REPEATED: Final = 0.2
#: Added when the last word of a name stands alone elsewhere, as a surname does.
ALONE: Final = 1.0
#: A word of less than this is no person whatever stands beside it; it can be a short form of one.
_HOPELESS: Final = -0.2


def scale_of(key: tuple[str, ...]) -> Scale:
    """The scale for a name of these words."""
    return ONE if len(key) == 1 else MANY


def has_hope(key: tuple[str, ...], score: float, title: int) -> bool:
    """Whether a mention can be a person's with the best that a story can say for it."""
    if len(key) == 1:
        return score >= _HOPELESS or title > 0
    return score + MANY.titles[title] + MANY.beside + ALONE + REPEATED * MANY.repeated >= MANY.enough
