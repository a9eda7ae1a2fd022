"""The day of a story -> the part of its score that it keeps, where newer stories are preferred.

A story of today keeps all of its score, one a half-life older three quarters, the oldest half: what says more of the
query stays above what is merely new. A story without a day counts as the oldest.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from searcher.analysis.entries import MISSING
from searcher.codec.base import Numbers
from searcher.errors import RequestError
from searcher.search.scoring import Floats

#: What is left of the oldest story's score.
LEAST: Final = 0.5
_DAYS: Final = {"d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}
#: Days; ages are counted in whole days, so anything shorter is the same.
_SHORTEST: Final = 0.01
_WRITTEN: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*([dwmy])", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recency:
    """A half-life in days, and the day from which ages are counted."""

    half_life: float
    today: dt.date

    def age(self, days: Numbers) -> Numbers:
        """Days as ordinals -> ages in days, 0 for what is to come."""
        return np.maximum(self.today.toordinal() - days, 0)

    def kept(self, days: Numbers) -> Floats:
        """Days of publication as ordinals (MISSING for none) -> the part of the score that is kept, LEAST to 1."""
        more = np.exp2(-self.age(days) / self.half_life)
        return np.asarray(LEAST + (1 - LEAST) * np.where(days == MISSING, 0.0, more))


def read_recency(half_life: object, now: dt.datetime | None) -> Recency | None:
    """A half-life as it is given: `30d`, `2w`, `6m`, `1y`, a timedelta, a number of days; None for none."""
    if half_life is None:
        return None
    days = _days(half_life)
    if not _SHORTEST <= days < math.inf:
        raise RequestError(f"a half-life is a time over 0 such as 30d, 2w, 6m or 1y, not {half_life!r}")
    return Recency(days, (now or dt.datetime.now().astimezone()).date())


def _days(half_life: object) -> float:
    if isinstance(half_life, dt.timedelta):
        return half_life / dt.timedelta(days=1)
    if isinstance(half_life, str) and (written := _WRITTEN.fullmatch(half_life.strip())):
        return float(written[1]) * _DAYS[written[2].lower()]
    if isinstance(half_life, int | float) and not isinstance(half_life, bool):
        with suppress(OverflowError):
            return float(half_life)
    return math.nan
