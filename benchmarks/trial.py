"""One thing asked of one engine, in a process of its own -> its figures as JSON, and the peak memory of that process.

    python benchmarks/trial.py build ENGINE FOLDER FILE ...

The benchmark scripts call `trial`, which starts that process and watches it: the memory is the proportional set size
of it and of all its children (Linux: /proc/PID/smaps_rollup), looked at ten times a second, each page counted once
whoever shares it. Mapped files count as far as they are in memory.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from collection import MARK, read_lines, record_of, reuters
from peers import PEERS, Peer, load
from questions import Question, questions

Figures = dict[str, Any]
EVERY: Final = 0.1
#: Questions asked before the clock starts, of another seed: pages and code are warm, no answer is known.
WARM: Final = 10


def build(peer: Peer, folder: Path, options: argparse.Namespace) -> Figures:
    """Make the index from ready documents; reading the lines is part of it, the same for all."""
    load(peer)
    start = perf_counter()
    peer.build(read_lines(options.file, options.limit or None), folder, options.jobs)
    seconds = perf_counter() - start
    return {"seconds": seconds, "bytes": size_of(folder), "segments": peer.segments(folder)}


def files(peer: Peer, folder: Path, options: argparse.Namespace) -> Figures:
    """Make the index from the files of Reuters-21578: this program with extraction, the others without."""
    load(peer)
    start = perf_counter()
    if peer.name == "searcher":
        import searcher

        with searcher.create(folder) as index:
            count = index.ingest(options.file, jobs=options.jobs).added
    else:
        peer.build(map(record_of, reuters(options.file)), folder, options.jobs)
        count = 0
    return {"seconds": perf_counter() - start, "documents": count}


def ask(peer: Peer, folder: Path, options: argparse.Namespace) -> Figures:
    """Every question once: seconds, totals and ids, by kind."""
    load(peer)
    answer = peer.opened(folder)
    for several in questions(options.file, WARM, seed=2).values():
        for question in several:
            answer(question)
    figures: Figures = {}
    for kind, several in questions(options.file, options.count, seed=1).items():
        rows = []
        for question in several:
            start = perf_counter()
            found = answer(question)
            rows.append((perf_counter() - start, found.total, [key for key, _ in found.best]))
        figures[kind] = {
            "seconds": [row[0] for row in rows],
            "totals": [row[1] for row in rows],
            "ids": [row[2] for row in rows],
        }
    return figures


def first(peer: Peer, folder: Path, options: argparse.Namespace) -> Figures:
    """Open an index and answer one question, modules loaded."""
    load(peer)
    question = Question(**json.loads(options.question))
    start = perf_counter()
    answer = peer.opened(folder)
    opened = perf_counter()
    total = answer(question).total
    return {"open": opened - start, "seconds": perf_counter() - start, "total": total}


def add(peer: Peer, folder: Path, options: argparse.Namespace) -> Figures:
    """Add the stories of a file, and see the last of them by its own word, in an index that has answered before."""
    load(peer)
    records = list(read_lines(options.file))
    question = Question("and", (f"{MARK}{len(records) - 1}".lower(),))
    peer.opened(folder)(question)
    start = perf_counter()
    peer.add(records, folder)
    seen = peer.opened(folder)(question)
    seconds = perf_counter() - start
    if records[-1]["id"] not in {key for key, _ in seen.best}:
        raise SystemExit(f"{peer.name} does not see what was added")
    return {"seconds": seconds, "segments": peer.segments(folder)}


ACTIONS: Final = {action.__name__: action for action in (build, files, ask, first, add)}


def size_of(folder: Path) -> int:
    """Bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def trial(action: str, engine: str, folder: Path, file: Path, **options: Any) -> Figures:
    """The figures of one action in a process of its own, with `pss`, the peak of its memory in bytes."""
    command = [sys.executable, __file__, action, engine, str(folder), str(file)]
    for name, value in options.items():
        command += [f"--{name}", json.dumps(asdict(value)) if isinstance(value, Question) else str(value)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        peak = 0
        # A pipe holds 64 KiB: what is longer waits for `communicate`, so the answers of `ask` are not watched.
        while action != "ask" and process.poll() is None:
            peak = max(peak, sum(map(pss, family(process.pid))))
            time.sleep(EVERY)
        out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{action} of {engine} failed: {' '.join(command)}")
    figures: Figures = json.loads(out)
    return figures | {"pss": peak}


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    try:
        children = [Path(f"/proc/{pid}/task/{task.name}/children") for task in Path(f"/proc/{pid}/task").iterdir()]
        numbers = [int(number) for path in children for number in path.read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(member for number in numbers for member in family(number))]


def pss(pid: int) -> int:
    """Proportional set size in bytes; 0 when the process is gone, or where there is no such file."""
    try:
        lines: Iterable[str] = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def fresh(folder: Path) -> Path:
    """The same folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def built(engine: str, file: Path, jobs: int) -> Path:
    """The folder of an engine's index of a collection, made when it is not there; ours anew when our code changes."""
    mark = code_digest() if engine == "searcher" else "stock"
    folder = file.parent / "indexes" / f"{file.stem}-{engine}"
    seal = folder.with_suffix(".built")
    if not (seal.exists() and seal.read_text() == mark):
        trial("build", engine, fresh(folder), file, jobs=jobs)
        seal.write_text(mark)
    return folder


def code_digest() -> str:
    """A digest of this program's modules."""
    import searcher

    digest = hashlib.sha256()
    for path in sorted(Path(searcher.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Do one action and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("engine", choices=PEERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--question", default="")
    options = parser.parse_args()
    print(json.dumps(ACTIONS[options.action](PEERS[options.engine], options.folder, options)))


if __name__ == "__main__":
    main()
