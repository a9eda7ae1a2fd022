"""Make the index that every later version must go on reading: `python -m tests.compat.make` (once a format)."""

import datetime as dt
import shutil
from pathlib import Path

from searcher.codec import new_codec
from searcher.codec.files import write_atomically
from tests.compat.stories import DELETED, STORIES

FOLDER = Path(__file__).parent / "news1"


def main():
    """A folder with two segments, a deletion, captions, people, places and dates."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    codec = new_codec()
    codec.create(FOLDER)
    for batch in (STORIES[:3], STORIES[3:], []):
        writer = codec.writer(FOLDER, "english")
        for story in batch:
            writer.add(story, dt.date(2026, 1, 2))
        for key in DELETED if not batch else ():
            writer.delete(key)
        writer.commit(lambda generation: {})
    write_atomically(FOLDER / "README.md", b"Made by tests/compat/make.py; never made again for this format.\n")


if __name__ == "__main__":
    main()
