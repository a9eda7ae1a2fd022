import json
import os
import subprocess
import sys

import pytest

STORIES = [
    {
        "id": "k1",
        "title": "Grain exports rise",
        "body": "LONDON, March 3 - Grain exports rose on Tuesday. U.S. officials said so.",
        "date": "1987-03-03",
        "people": ["Jane Doe"],
        "places": ["London"],
        "source": "Harbour Times",
        "url": "https://example.org/1",
    },
    {
        "id": "k2",
        "title": "Cocoa quotas talks",
        "body": "Export quotas for cocoa were discussed in Accra.",
        "date": "1987-03",
        "people": [],
        "places": ["Accra"],
        "source": "Harbour Times",
    },
    {
        "id": "k3",
        "title": "=HYPERLINK(evil)",
        "body": "A title with \u001b[31m control characters and a formula; grain.",
        "people": [],
        "places": [],
    },
]


@pytest.fixture(scope="session")
def news(tmp_path_factory):
    folder = tmp_path_factory.mktemp("news")
    (folder / "a.jsonl").write_text("".join(json.dumps(story) + "\n" for story in STORIES), encoding="utf-8")
    return folder


def program(*arguments, cwd=None, stdin=None, **environment):
    """Run the program as a user would; its finished process."""
    names = [name for name in os.environ if name in {"PATH", "HOME", "SYSTEMROOT"} or name.startswith("COV")]
    kept = {name: os.environ[name] for name in names}
    return subprocess.run(
        [sys.executable, "-m", "searcher", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**kept, "PYTHONWARNINGS": "ignore", **environment},
    )


@pytest.fixture(scope="session")
def index(tmp_path_factory, news):
    folder = tmp_path_factory.mktemp("cli") / "index"
    done = program("ingest", news, "-i", folder)
    assert done.returncode == 0, done.stderr
    return folder
