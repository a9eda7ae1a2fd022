"""Paths that a user names -> the files to read, in order, and what was passed over."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from searcher.errors import RequestError
from searcher.readers import known_suffix
from searcher.readers.base import ReadOptions

_ABOUT: Final = frozenset(("README", "LICENSE", "LICENCE", "COPYING", "NOTICE"))


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the files are.

    files       absolute paths with the options they are read with, sorted
    unknown     number of files by suffix
    unreadable  folders that may not be looked into, each with the reason
    """

    files: tuple[tuple[str, ReadOptions], ...]
    unknown: Counter[str]
    unreadable: tuple[tuple[str, str], ...]


def check_paths(paths: Iterable[str]) -> None:
    """RequestError for a path that is not there, or a folder or a way to it that may not be looked into."""
    for path in paths:
        try:
            if stat.S_ISDIR(Path(path).stat().st_mode):
                os.scandir(path).close()
        except FileNotFoundError:
            raise RequestError(f"there is no file or folder {path}; nothing was read") from None
        except (OSError, ValueError) as error:
            raise RequestError(f"cannot read {path}: {getattr(error, 'strerror', error)}; nothing was read") from None


def is_gone(path: str) -> bool:
    """Whether there is no such file any more; not where that cannot be told."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def size_of(path: str) -> int:
    """Bytes of a file; 0 for one that cannot be looked at."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def walk(roots: Iterable[tuple[str, ReadOptions]]) -> Walk:
    """The files under some roots. A root that is a file is read whatever its kind; unknown kinds in folders count.

    Hidden files and folders, index folders and the `*_files` folders that browsers save beside a page are passed over;
    READMEs and licences too, and counted. A file under two roots is read with the options of the last.
    """
    files: dict[str, ReadOptions] = {}
    unknown: Counter[str] = Counter()
    refused: list[OSError] = []
    for root, options in roots:
        if not os.path.isdir(root):  # noqa: PTH112 - Path.is_dir raises where it may not look
            files[root] = options
            continue
        for path in _under(root, refused.append):
            if _is_about(path):
                unknown[Path(path).name] += 1
            elif options.reader or known_suffix(path):
                files[path] = options
            elif path not in files:
                unknown[Path(path).suffix.lower() or "no suffix"] += 1
    unreadable = {str(error.filename): error.strerror or str(error) for error in refused}
    return Walk(tuple(sorted(files.items())), unknown, tuple(sorted(unreadable.items())))


def _is_about(path: str) -> bool:
    """Whether a file in a folder of articles is about the folder: a README, a licence."""
    return Path(path).stem.upper() in _ABOUT


def _under(root: str, refused: Callable[[OSError], None]) -> Iterator[str]:
    """Every visible file below a folder, in a fixed order; `refused` is told of a folder that may not be read."""
    for folder, names, files in os.walk(root, onerror=refused):
        if "index.json" in files and any(name.startswith("data-") for name in names):
            names.clear()
            continue
        names[:] = sorted(name for name in names if not name.startswith(".") and not name.endswith("_files"))
        yield from (str(Path(folder, name)) for name in sorted(files) if not name.startswith("."))
