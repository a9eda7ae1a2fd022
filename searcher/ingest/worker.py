"""Tasks on standard input -> results on standard output, a JSON line each: `python -m searcher.ingest SPOOL`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from subprocess import PIPE, Popen

from searcher.errors import StoreError
from searcher.ingest.read import FileResult, Spool, Task, read_file, result_from_json, result_to_json
from searcher.readers.base import ReadOptions


def main(spool_path: str) -> None:
    """Read one file a line until the input ends."""
    spool = Spool(Path(spool_path))
    for line in sys.stdin:
        path, field_map, encoding, reader, known = json.loads(line)
        result = read_file(Task(path, ReadOptions(field_map, encoding, reader), known), spool)
        sys.stdout.write(json.dumps(result_to_json(result)) + "\n")
        sys.stdout.flush()


def read_in_workers(tasks: Sequence[Task], folder: Path, jobs: int) -> Iterator[FileResult]:
    """The results of all tasks, as they come, from `jobs` processes with a spool each in `folder`."""
    with ExitStack() as stack:
        idle: SimpleQueue[Popen[str]] = SimpleQueue()
        for number in range(jobs):
            command = [sys.executable, "-m", "searcher.ingest", str(folder / f"spool-{number}")]
            worker = stack.enter_context(Popen(command, stdin=PIPE, stdout=PIPE, text=True))  # noqa: S603 - ourselves
            stack.callback(worker.kill)
            idle.put(worker)
        pool = stack.enter_context(ThreadPoolExecutor(jobs))

        def ask(task: Task) -> FileResult:
            worker = idle.get()
            try:
                return _ask(worker, task)
            finally:
                idle.put(worker)

        waiting: set[Future[FileResult]] = set()
        for task in tasks:
            if len(waiting) >= 2 * jobs:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
            waiting.add(pool.submit(ask, task))
        yield from (future.result() for future in waiting)


def _ask(worker: Popen[str], task: Task) -> FileResult:
    """One task's result; StoreError when the worker has died."""
    options = task.options
    line = json.dumps([task.path, dict(options.field_map), options.encoding, options.reader, task.known])
    answer = ""
    if worker.stdin and worker.stdout:
        try:
            worker.stdin.write(line + "\n")
            worker.stdin.flush()
            answer = worker.stdout.readline()
        except BrokenPipeError:
            answer = ""
    if not answer:
        raise StoreError(f"a worker died while it read {task.path}; try again with --jobs 1")
    return result_from_json(json.loads(answer))
