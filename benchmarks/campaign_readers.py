"""Processes that search while another writes: every answer must be true of one generation.

    python benchmarks/campaign_readers.py [--seconds 120] [--readers 4]

The writer replaces every story at each commit (and rebuilds now and then), so a true answer has all stories, each once,
all of one state; states never go back. Exit code 1 when a reader saw anything else.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import searcher

STORIES = 400


def stories(state: int) -> Iterator[dict[str, object]]:
    """All stories of a state."""
    for number in range(STORIES):
        yield {"id": f"s{number}", "title": f"Story {state}", "body": f"grain number {number} state s{state} " * 5}


def read(index: str, until: float) -> str:
    """Search until the time is up; how often, and the states seen."""
    answers, last, seen = 0, -1, set()
    with searcher.open(index) as opened:
        while time.time() < until:
            pinned = opened.snapshot()
            page = pinned.search("grain", limit=None, highlight=False)
            states = {int(hit.title.split()[1]) for hit in page}
            ids = {hit.id for hit in page}
            if page.total != STORIES or len(page.hits) != STORIES or len(ids) != STORIES or len(states) != 1:
                raise SystemExit(f"{page.total} stories, {len(ids)} ids, states {states}")
            state = states.pop()
            if state < last:
                raise SystemExit(f"state {state} after {last}")
            if pinned.count(f"s{state}") != STORIES or pinned.show("s7").title != f"Story {state}":
                raise SystemExit("two answers of one generation differ")
            last = state
            seen.add(state)
            answers += 1
    return f"{answers} answers of {len(seen)} states"


def write(index: Path, until: float) -> int:
    """Replace everything, again and again; the last state."""
    state = 0
    with searcher.open(index) as opened:
        while time.time() < until:
            state += 1
            opened.add(stories(state))
            if state % 20 == 0:
                opened.rebuild()
        if opened.verify(deep=True):
            raise SystemExit("the index is damaged")
    return state


def main() -> None:
    """Start the readers, write, ask them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--read", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    until = time.time() + asked.seconds
    if asked.read:
        print(read(asked.read, until))
        return
    with tempfile.TemporaryDirectory() as place:
        index = Path(place) / "index"
        with searcher.create(index) as opened:
            opened.add(stories(0))
        command = [sys.executable, __file__, "--seconds", str(asked.seconds), "--read", str(index)]
        readers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            for _ in range(asked.readers)
        ]
        states = write(index, until)
        print(f"writer: {states} commits")
        failed = 0
        for number, reader in enumerate(readers, 1):
            said, _ = reader.communicate()
            print(f"reader {number}: {said.strip().splitlines()[-1]}")
            failed += reader.returncode != 0
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
