"""A Timeline -> lines with bars, as wide as the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from searcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from searcher.search import Bucket

#: An eighth, two eighths, ... of a cell.
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
#: From so many empty periods in a row on, one line stands for them.
_FOLDED: Final = 4


def bars(buckets: Sequence[Bucket], screen: Terminal, *, by: str, share: bool) -> Iterator[str]:
    """A heading and a line a period; bars are counts, with `share` shares, the longest as wide as there is room."""
    columns = ("period", "count", *(("all", "share") if share else ()))
    rows = [_row(bucket, share=share) for bucket in buckets]
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    room = max(8, screen.width - sum(widths) - 2 * len(widths))
    sizes = [(bucket.share or 0.0) if share else float(bucket.count) for bucket in buckets]
    peak = max(sizes, default=0.0)
    yield screen.style("faint", _aligned(columns, widths).rstrip())
    lines = list(zip(buckets, rows, sizes, strict=True))
    for empty, run in groupby(lines, key=lambda line: not line[0].count):
        several = list(run)
        if empty and len(several) >= _FOLDED:
            yield screen.style("faint", f"{'·':<{widths[0]}}  {len(several):,} {by}s with no such story")
            continue
        for _, row, size in several:
            line = _aligned(row, widths) + "  " + screen.style("number", bar(size, peak, room))
            yield line.rstrip()


def bar(size: float, peak: float, room: int) -> str:
    """A bar of size / peak of the room, to an eighth of a cell; what is not nothing is seen."""
    if not size or not peak:
        return ""
    eighths = max(1, round(8 * room * size / peak))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def _row(bucket: Bucket, *, share: bool) -> list[str]:
    row = [bucket.label, f"{bucket.count:,}"]
    return [*row, f"{bucket.total or 0:,}", f"{bucket.share or 0:.2%}"] if share else row


def _aligned(values: Sequence[str], widths: Sequence[int]) -> str:
    """The first column to the left, numbers to the right."""
    first, *rest = zip(values, widths, strict=True)
    return "  ".join([f"{first[0]:<{first[1]}}", *(f"{value:>{width}}" for value, width in rest)])
