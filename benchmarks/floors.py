"""Measured figures -> a table beside their floors in `baseline.json`, and an exit code.

A gate is a script that measures named figures on a folder of data and calls `report`. `--update` writes the
figures as new floors; it refuses to lower one unless `--allow-regression` is given too.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Final

BASELINE: Final = Path(__file__).with_name("baseline.json")


def load(gate: str) -> dict[str, float]:
    """The floors of one gate, by figure."""
    everything: dict[str, dict[str, float]] = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    return everything.get(gate, {})


def save(gate: str, floors: dict[str, float]) -> None:
    """Replace the floors of one gate, atomically."""
    everything = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    everything[gate] = floors
    temporary = BASELINE.with_suffix(".tmp")
    temporary.write_text(json.dumps(everything, indent=2, sort_keys=True) + "\n")
    temporary.replace(BASELINE)


def report(gate: str, figures: dict[str, float], *, update: bool = False, allow_regression: bool = False) -> int:
    """Print the figures of a gate beside their floors; 0 when none is below its floor, else 1."""
    floors = load(gate)
    below = [name for name, floor in floors.items() if figures.get(name, float("-inf")) < floor]
    for name, figure in figures.items():
        mark = "BELOW" if name in below else "ok" if name in floors else "no floor"
        print(f"{name:<42} {figure:>12.4f}  floor {floors.get(name, float('nan')):>10.4f}  {mark}")
    if update:
        if below and not allow_regression:
            print(f"refused to lower: {', '.join(below)} (--allow-regression)", file=sys.stderr)
            return 1
        save(gate, {name: math.floor(figure * 10_000) / 10_000 for name, figure in figures.items()})
        return 0
    return 1 if below else 0
