"""A text -> its runs of capitalised words: what names of people are cut from."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from searcher.extract.runs import UPPER

_ABBREVIATED: Final = (
    "Sen Sens Rep Reps Gov Govs Gen Col Lt Maj Capt Cmdr Sgt Cpl Pvt Adm Brig Det Supt Insp Dr Drs Prof Profs Rev Fr "
    "St Msgr Messrs Mr Mrs Ms Mme Mx Hon Jr Sr Inc Corp Co Ltd Bros Mt Ft"
)
_SMALL: Final = (
    "van|von|der|den|de|la|las|los|del|della|di|da|dos|das|do|du|le|bin|ibn|al|el|ben|arap|ul|ur|ter|ten|zu|af|abu|y"
)
#: A full stop that belongs to the word before it; `re` looks back over words of one length only.
_DOT: Final = "|".join(
    rf"(?<=\b(?:{'|'.join(words)})\.)" for _, words in groupby(sorted(_ABBREVIATED.split(), key=len), key=len)
)
_TAIL: Final = r"(?:['’](?!(?:s|t|d|m|re|ve|ll)\b)\w+)?(?:-\w+)*"
#: A word after its capital: initials, or letters with a full stop, an apostrophe or hyphens.
_REST: Final = rf"(?:\.-?(?:[{UPPER}]\.-?)*(?![{UPPER}]?[a-z])|\w*(?:\.(?:{_DOT})|{_TAIL}))"
_WORD: Final = rf"(?:[{UPPER}]{_REST}|(?:[dl]['’]|(?:al|el|as|ad|an|ash|ul)-)[{UPPER}]\w*{_TAIL})"
_NICK: Final = rf"(?:[\"“]|``)[{UPPER}]\w+(?: [{UPPER}]\w+)?(?:[\"”]|'')[ \n]"
_JOINT: Final = rf"(?:[ \n](?:{_NICK}|(?:(?:{_SMALL})[ \n]){{1,2}})?|,[ \n](?=(?:Jr|Sr)\b|I{{2,3}}\b))"
#: It begins with a set of letters, and looks back only then: so `re` finds the beginnings five times as fast.
_RUN: Final = re.compile(rf"[{UPPER}](?<![\w&@].){_REST}(?:{_JOINT}{_WORD})*")
#: What may stand before the first capital of a run: al-Assad, d'Estaing.
_PREFIX: Final = re.compile(r"(?<![\w&@])(?:[dl]['’]|(?:al|el|as|ad|an|ash)-)\Z")
_LONGEST_PREFIX: Final = 4


def runs(text: str) -> list[tuple[int, str]]:
    """Where each run begins, and the run: words joined by one blank or line end, with the small words of names between
    them ("Ludwig van Beethoven"); never over a paragraph's end.
    """
    return [
        _prefixed(text, match) if text[match.start() - 1] in _JOINED else (match.start(), match[0])
        for match in _RUN.finditer(text)
    ]


_JOINED: Final = frozenset("'’-")


def _prefixed(text: str, match: re.Match[str]) -> tuple[int, str]:
    start, end = match.span()
    prefix = _PREFIX.search(text, max(0, start - _LONGEST_PREFIX), start)
    return (start, match[0]) if prefix is None else (prefix.start(), text[prefix.start() : end])
