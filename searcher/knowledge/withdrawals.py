"""Wire marks -> whether they take a story back."""

from __future__ import annotations

from typing import Final

_WITHDRAWALS: Final = frozenset({"KILL", "WITHDRAWN"})


def is_withdrawal(marks: str | None) -> bool:
    """Whether marks as `versions.split_marks` gives them take a story back."""
    return marks is not None and not _WITHDRAWALS.isdisjoint(mark.strip() for mark in marks.split(","))
