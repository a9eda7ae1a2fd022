"""A folded word -> its stem, by the Snowball stemmer of the index's language."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_local = threading.local()


def stemmer_languages() -> tuple[str, ...]:
    """The languages an index can be made for."""
    import Stemmer

    return tuple(Stemmer.algorithms())


def _stemmer(language: str) -> Any:
    """This thread's stemmer: Snowball's objects hold a buffer, so threads do not share one."""
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        import Stemmer

        # Its own cache takes twice the time of stemming, and whoever asks keeps the answers anyway.
        stemmers[language] = Stemmer.Stemmer(language, 0)
    return stemmers[language]


def stemmer(language: str) -> Callable[[str], str]:
    """`stem` for one thread that keeps what it has stemmed itself."""
    found: Callable[[str], str] = _stemmer(language).stemWord
    return found


@lru_cache(maxsize=1 << 17)
def stem(word: str, language: str = "english") -> str:
    """The stem of a folded word. "english" is Porter 2, as in Lucene's and OpenSearch's `porter2`."""
    stemmed: str = _stemmer(language).stemWord(word)
    return stemmed
