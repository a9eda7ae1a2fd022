"""Kill ingest, merge, rebuild and delete at random moments, many times; nothing committed may ever be lost.

    python benchmarks/campaign_kill.py [--kills 200] [--seed 1]

Each round changes the sources, starts a verb in a process of its own and kills it (SIGKILL) after a random time. Then
the index must hold exactly the stories of the state before or of the state that was being written, `verify --deep`
must find nothing wrong, and the same verb, run again, must finish the work. Exit code 1 with the round that did not.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import searcher

FILES, LINES = 24, 30
VERBS = ("ingest", "ingest -j 2", "rebuild", "delete")


def write_sources(folder: Path, state: int, rng: random.Random) -> dict[str, int]:
    """Write the files of a state; what the index should hold of them: id -> the state that its story is of."""
    held: dict[str, int] = {}
    for number in range(FILES):
        path = folder / f"{number}.jsonl"
        changed = not path.exists() or rng.random() < 0.3
        if changed:
            words = " ".join(f"w{rng.randrange(4000)}" for _ in range(300))
            rows = [
                {"id": f"{number}-{line}", "title": f"Story {state}", "body": f"grain {words}"} for line in range(LINES)
            ]
            path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
        with path.open(encoding="utf-8") as stream:
            held |= {row["id"]: int(row["title"].split()[1]) for row in map(json.loads, stream)}
    return held


def holds(index: Path) -> dict[str, int]:
    """Id -> state of everything that the index answers with."""
    with searcher.open(index) as opened:
        page = opened.search("grain", limit=None, highlight=False)
        return {hit.id: int(hit.title.split()[1]) for hit in page}


def round_of(verb: str, news: Path, index: Path, before: dict[str, int], after: dict[str, int], wait: float) -> str:
    """Kill one run, look, finish it; what became of the kill."""
    command = [sys.executable, "-m", "searcher", *verb.split(), "-i", str(index)]
    if verb.startswith("ingest"):
        command.append(str(news))
    if verb == "delete":
        command += ["--query", "grain", "--yes"]
        after = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(wait)
            fate = "ended before"
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            fate = "killed"
    time.sleep(0.05)
    found = holds(index)
    if found not in (before, after):
        raise SystemExit(f"{verb}: the index holds neither the state before nor the one being written")
    if fate == "killed":
        fate += ", as before" if found == before else ", as written"
    with searcher.open(index) as opened:
        wrong = opened.verify(deep=True)
    if wrong:
        raise SystemExit(f"{verb}: {wrong[:3]}")
    return fate


def main() -> None:
    """All rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    fates: Counter[tuple[str, str]] = Counter()
    usual = dict.fromkeys(VERBS, 1.2)
    with tempfile.TemporaryDirectory() as place:
        news, index = Path(place) / "news", Path(place) / "index"
        news.mkdir()
        held = write_sources(news, 0, rng)
        with searcher.create(index) as opened:
            opened.ingest(news)
        for number in range(1, asked.kills + 1):
            verb = VERBS[number % len(VERBS)]
            after = held if verb == "delete" else write_sources(news, number, rng)
            fate = round_of(verb, news, index, held, after, rng.uniform(0.2, usual[verb]))
            fates[verb, fate] += 1
            # Kills fall evenly over the time that a run takes, whatever the machine.
            usual[verb] *= 0.8 if fate == "ended before" else 1.1
            with searcher.open(index) as opened:
                if verb == "delete":
                    opened.delete(query="grain")
                    opened.rebuild()
                else:
                    opened.ingest(news)
            held = holds(index)
            if held != after:
                raise SystemExit(f"{verb}: the next run did not finish the work")
            print(f"\r{number} of {asked.kills}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for (verb, fate), count in sorted(fates.items()):
        print(f"{verb:14}{fate:22}{count:5}")
    print(f"{asked.kills} kills, nothing lost")


if __name__ == "__main__":
    main()
