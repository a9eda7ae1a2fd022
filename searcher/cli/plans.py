"""A Plan -> an indented text, or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from searcher.cli.terminal import clean

if TYPE_CHECKING:
    from searcher.search.plan import Plan, Read, Step


def print_plan(plan: Plan, *, as_json: bool) -> None:
    """Write a plan to standard output."""
    if as_json:
        json.dump(asdict(plan), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    head = f"{_stories(plan.total)} in {plan.segments} segment{'s' * (plan.segments != 1)}, {plan.ms:.1f} ms"
    sys.stdout.write("\n".join([head, *_lines(plan.root, 0)]) + "\n")


def _lines(step: Step, depth: int) -> Iterator[str]:
    indent = "  " * depth
    told = [
        "" if step.words is None else f"{step.words:,} words",
        "" if step.places is None else f"{step.places:,} places",
        "" if step.stories is None else _stories(step.stories),
        ", ".join(step.ways),
        f"{step.ms:.1f} ms",
    ]
    yield f"{indent}{clean(step.clause)}: {', '.join(one for one in told if one)}"
    yield from (f"{indent}  read {_read(one)}" for one in step.reads)
    for inner in step.steps:
        yield from _lines(inner, depth + 1)


def _read(read: Read) -> str:
    return f"{read.entries:,} of {read.what}: {clean(read.of)}" if read.of else f"{read.entries:,} of {read.what}"


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"
