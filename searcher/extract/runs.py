"""A text -> its runs of capitalised words: what names of places are cut from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: Capital letters of the Latin script, as what stands between the brackets of a pattern.
UPPER: Final = "A-ZÀ-ÖØ-Þ" + "".join(
    chr(code) for code in (*range(0x100, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper()
)
#: Small words that stand inside names.
PARTICLES: Final = (
    "of|of the|de|de la|de los|del|da|do|dos|das|di|du|la|las|le|les|los|el|al|es|am|an der|van|van der|von|bin|ibn"
)
_HYPHENED: Final = "au|aux|en|sur|sous|les|le|la|lès|upon|on|of|de|des|e|i|el|al|an|am|by|the|in"
#: `St.` goes on with a name, and a few names have a possessive: the People's Republic, Martha's Vineyard, St. Peter's
#: Square.
_SAINT: Final = r"\.(?:(?<=\b(?:St|Mt|Ft)\.)|(?<=\bSte\.))(?=[ \n])"
_OWNER: Final = rf"['’]s(?:(?<=\bPeople..)|(?<=\bMartha..)|(?<=\bPeter..))(?=[ \n][{UPPER}])"
#: A word after its capital: `U.S.`, `N.Korea`, `St.`, `O'Brien`, `Sana'a`; not the full stop of a sentence, nor another
#: possessive.
_REST: Final = rf"(?:\.(?:[{UPPER}]\.)*(?:[{UPPER}]\w+)?|\w*(?:['’`](?!s\b)\w+)*(?:{_SAINT}|{_OWNER})?)"
#: "and" stands inside a name only before these.
_SECONDS: Final = (
    "Herzegovina|Hercegovina|Tobago|Barbuda|Nevis|Pr[ií]ncipe|Caicos|Futuna|Grenadines|Labrador|Kashmir|Miquelon"
)
_AND: Final = rf"and[ \n](?=(?:the[ \n])?(?:{_SECONDS})\b)(?:the[ \n])?"
_JOINT: Final = rf"(?:[ \n](?:(?:{PARTICLES})[ \n]|d['’]|{_AND})?|-(?:(?:{_HYPHENED})-)?)"
#: It begins with a set of letters, and looks back only then: so `re` finds the beginnings five times as fast.
_RUN: Final = re.compile(rf"[{UPPER}](?<!\w.){_REST}(?:{_JOINT}[{UPPER}]{_REST})*")


def runs(text: str) -> Iterator[re.Match[str]]:
    """The runs of capitalised words of a text, in order: words joined by one blank, line end or hyphen, small words of
    names between them ("Bank of England", "Rio de Janeiro", "Port-au-Prince").

    A run ends before a possessive's 's, a comma, a full stop that does not belong to an initial, and "and". It may
    begin with a word that is capitalised only because a sentence begins there.
    """
    return _RUN.finditer(text)
