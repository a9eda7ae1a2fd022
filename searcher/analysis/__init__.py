"""Text -> words with positions, sentence and paragraph marks; one way for index and query.

    words("AT&T's F-35 deal, $1,234.5")  ->  ["AT&T", "F", "35", "deal", "1234.5"]
    fold("Café")                         ->  "cafe"
    stem("negotiations")                 ->  "negoti"

`tokens` does the same with offsets. `entries` turns a whole Document into what an index holds of it. Whatever changes
here changes which words are found: raise ANALYZER_VERSION, and old indexes ask to be rebuilt.
"""

from __future__ import annotations

from typing import Final

from searcher.analysis.fold import fold
from searcher.analysis.stem import stem, stemmer_languages
from searcher.analysis.tokens import Token, tokens, words

__all__ = ["ANALYZER_VERSION", "Token", "fold", "stem", "stemmer_languages", "tokens", "words"]

ANALYZER_VERSION: Final = 1
