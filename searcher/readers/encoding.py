"""Bytes -> text: byte-order mark, declared encoding, UTF-8, then the likeliest of the encodings news is found in."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How text that begins with `<` or a Latin letter looks in the wide encodings, without a mark.
_WIDE: Final = (
    (re.compile(rb"\x00\x00\x00[^\x00]"), "utf-32-be"),
    (re.compile(rb"[^\x00]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00[^\x00]\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"[^\x00]\x00[^\x00]\x00"), "utf-16-le"),
)
#: Encodings that pages declare and do not mean: every browser reads these as the ones on the right.
_MEANT: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030"}
_UNSURE: Final = frozenset(("iso8859-1", "ascii"))
#: Python's own ways of writing text, which no document is in.
_NO_CHARSETS: Final = frozenset("idna punycode unicode-escape raw-unicode-escape undefined unicode_escape".split())
#: What charset-normalizer may answer; other code pages have no news in them, and it guesses them for short texts.
_CANDIDATES: Final = (
    "cp949 shift_jis euc_jp gb18030 big5 cp1251 koi8_r cp1253 cp1255 cp1256 cp1254 cp1250 cp874 utf_16_le utf_16_be"
).split()
#: Looking at more bytes than this does not change the answer.
_SAMPLE: Final = 65_536
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of some bytes. Never raises: what fits no encoding becomes U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    known = _known(declared)
    # What servers say that know nothing gives way to UTF-8, which no other text is by chance.
    unsure = known is not None and known[0] in _UNSURE
    for candidate in ("utf-8", known and known[1]) if unsure else (known and known[1], "utf-8"):
        with suppress(UnicodeError):
            if candidate:
                return data.decode(candidate)
    guess = _guess(data)
    try:
        return data.decode(guess)
    except UnicodeDecodeError:
        return data.decode(guess, "replace")


def _wide(data: bytes) -> str | None:
    """The wide encoding of unmarked bytes that begin with plain letters or markup."""
    return next((name for pattern, name in _WIDE if pattern.match(data)), None)


def _known(name: str | None) -> tuple[str, str] | None:
    """The Python names of a declared encoding and of the one that is meant by it; None for an unknown or none."""
    if not name:
        return None
    try:
        canonical = codecs.lookup(name.strip().strip("\"'")).name
        "".encode(canonical)
    except (LookupError, ValueError):  # of no such name, or of one that is no encoding of text, as base64
        return None
    return None if canonical in _NO_CHARSETS else (canonical, _MEANT.get(canonical, canonical))


def _guess(data: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8."""
    sample = data[:_SAMPLE]
    blank = max(sample.rfind(b" "), sample.rfind(b"\n"))
    if blank * 2 > len(sample):
        sample = sample[:blank]  # not in the middle of a character, which would rule out its encoding
    high = [byte for byte in sample if byte >= 0x80]
    # A cut-off last character of a UTF-8 sample, or a few stray bytes in one, is still UTF-8.
    repaired = sample.decode("utf-8", "replace")
    if high and repaired.count("\ufffd") * 20 < len(high):
        return "utf-8"
    # Western text has few letters beyond ASCII; in other scripts they are the text.
    if len(high) * 4 < len(sample) and not _is_double_byte(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*_CANDIDATES, "cp1252"]).best()
    return best.encoding if best else "cp1252"


def _is_double_byte(sample: bytes) -> bool:
    """Whether high bytes stand in pairs, as in the East Asian encodings and hardly ever in Western ones."""
    runs = re.findall(rb"[\x80-\xff][\x40-\x7e\x80-\xff]", sample)
    paired = sum(1 for run in runs if run[1] >= 0x80)
    return bool(runs) and paired * 10 >= len(runs) * 7


def looks_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are no text in any encoding."""
    if any(head.startswith(mark) for mark, _ in _MARKS) or _wide(head):
        return False
    sample = head[:4096]
    if not sample:
        return False
    return len(_CONTROLS.findall(sample)) * 50 > len(sample)
