"""Sizes of segments -> which of them to merge.

Tiered merging (the log-structured merge tree of P. O'Neil and others, 1996, as search engines have it): segments of
about one size are merged once there are eight of them, so a document is written again a few times at most, and an
index of any size has a few segments. A segment of which a third is deleted is written again without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Segments of one tier that are merged together, and how much greater the next tier's are.
_FANOUT: Final = 8
#: Segments below this size are of one tier.
_SMALLEST: Final = 256
_MOST_DELETED: Final = 1 / 3
#: Documents that one segment may have: their numbers have 24 bits.
_MOST: Final = 1 << 24


def to_merge(sizes: Sequence[tuple[int, int]]) -> list[list[int]]:
    """(live documents, documents) of each segment -> groups of segments to merge, by number."""
    tiers: dict[int, list[int]] = {}
    for number, (live, _) in enumerate(sizes):
        tiers.setdefault(_tier(live), []).append(number)
    groups = [group for group in tiers.values() if len(group) >= _FANOUT and sum(sizes[n][0] for n in group) < _MOST]
    merged = {number for group in groups for number in group}
    worn = [n for n, (live, total) in enumerate(sizes) if n not in merged and total - live > total * _MOST_DELETED]
    return groups + [[number] for number in worn]


def _tier(size: int) -> int:
    tier, limit = 0, _SMALLEST
    while size > limit:
        tier, limit = tier + 1, limit * _FANOUT
    return tier
