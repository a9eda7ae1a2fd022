import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.readers.encoding import decode, looks_binary

WEST = "Le café de l’Évêché rouvre, après un an de travaux : 3 €. "
KOREAN = "정부는 월요일 새 여객선이 부산과 제주를 오간다고 밝혔다. "
JAPANESE = "政府は月曜日、新しい連絡船が来月から運航を始めると発表した。 "
CHINESE = "政府星期一宣布,新的渡轮将于下月开始在两个港口之间航行。"
RUSSIAN = "Правительство сообщило в понедельник, что паром вернётся в порт. "
GREEK = "Το πλοίο της γραμμής επέστρεψε τη Δευτέρα στο λιμάνι του Πειραιά. "


@pytest.mark.parametrize(
    "mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE]
)
@pytest.mark.parametrize("text", ["Ærø, Århus", KOREAN, "", "a"])
@pytest.mark.parametrize("declared", [None, "utf-8", "cp949"])
def test_a_mark_says_it_all(mark, text, declared):
    encoding = {
        codecs.BOM_UTF8: "utf-8",
        codecs.BOM_UTF16_LE: "utf-16-le",
        codecs.BOM_UTF16_BE: "utf-16-be",
        codecs.BOM_UTF32_LE: "utf-32-le",
        codecs.BOM_UTF32_BE: "utf-32-be",
    }[mark]
    assert decode(mark + text.encode(encoding), declared) == text
    assert not looks_binary(mark + text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declared", [None, "utf-8", "utf-16"])
def test_wide_encodings_without_a_mark(encoding, declared):
    text = "<p>Ærø and Århus</p>"
    assert decode(text.encode(encoding), declared) == text
    assert not looks_binary(text.encode(encoding))


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("euc-kr", "cp949", "똠방각하 " + KOREAN),
        ("ks_c_5601-1987", "cp949", KOREAN),
        ("Shift_JIS", "shift_jis", JAPANESE),
        ("gb2312", "gb18030", CHINESE + "镕"),
        ("windows-1251", "cp1251", RUSSIAN),
        ("koi8-r", "koi8_r", RUSSIAN),
        ("iso-8859-7", "iso8859_7", GREEK),
        ("ISO-8859-1", "cp1252", WEST),
        ("us-ascii", "cp1252", WEST),
        ("latin1", "latin-1", "Café à Évian"),
        (' "iso-8859-2" ', "iso8859_2", "Łódź i Gdańsk"),
        ("utf-8", "utf-8", KOREAN),
        ("UTF8", "utf-8", WEST),
    ],
)
def test_what_is_declared_is_meant(declared, encoding, text):
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("utf-8", "cp1252", WEST * 3),
        ("us-ascii", "utf-8", WEST),
        ("euc-kr", "utf-8", KOREAN * 3),
        ("no-such-encoding", "utf-8", KOREAN),
        ("", "utf-8", WEST),
        ("utf-8\x00", "utf-8", WEST),
        ("utf-8", "cp949", KOREAN * 8),
        ("base64", "utf-8", WEST),
        ("rot13", "utf-8", WEST),
        ("idna", "utf-8", WEST),
        ("unicode_escape", "utf-8", WEST),
        ("raw_unicode_escape", "utf-8", WEST),
        ("undefined", "utf-8", WEST),
        ("iso-8859-1", "utf-8", KOREAN),
    ],
)
def test_what_is_declared_and_wrong_costs_nothing(declared, encoding, text):
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", WEST),
        ("utf-8", KOREAN),
        ("cp1252", WEST),
        ("cp1252", "Plain words, and one “quote” — no more."),
        ("latin-1", "Un été à Genève, où la grève s'arrête."),
        ("cp949", KOREAN * 8),
        ("shift_jis", JAPANESE * 8),
        ("gb18030", CHINESE * 8),
        ("cp1251", RUSSIAN * 8),
        ("cp1253", GREEK * 8),
    ],
)
def test_what_is_not_declared_is_guessed(encoding, text):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("noise", [b"\xff", b"\xe2\x80", b"\xc3"])
def test_a_few_stray_bytes_do_not_turn_utf_8_into_something_else(noise):
    data = (KOREAN * 20).encode()
    text = decode(data[:300] + noise + data[300:])
    assert text.count("�") >= 1
    assert text.replace("�", "") == KOREAN * 20
    assert decode(data + noise).startswith(KOREAN * 20)


@pytest.mark.parametrize(("encoding", "text"), [("cp949", KOREAN), ("cp1252", WEST), ("utf-8", KOREAN)])
def test_a_character_that_is_cut_off_costs_only_itself(encoding, text):
    data = (text * 30).encode(encoding)
    assert decode(data + b"\x81").startswith((text * 30).rstrip())


@pytest.mark.parametrize("shift", range(4))
def test_a_long_text_is_known_wherever_its_sample_ends(shift):
    text = "x" * shift + KOREAN * 3000
    assert decode(text.encode("cp949")) == text


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 20, b"\x89PNG\r\n\x1a\n" + bytes(200), bytes(5), b"MZ\x90\x00\x03\x00\x00\x00\x04" * 9],
)
def test_binary_bytes_look_binary(data):
    assert looks_binary(data)
    assert isinstance(decode(data), str)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a",
        WEST.encode(),
        WEST.encode("cp1252"),
        KOREAN.encode("cp949"),
        b"a\x0cb\x1bc\x1a\t\r\n" * 9 + b"x" * 400,
    ],
)
def test_text_does_not(data):
    assert not looks_binary(data)


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_what_is_written_is_read(text, encoding):
    data = text.encode(encoding, "replace")
    written = data.decode(encoding)
    if encoding == "utf-16" and written.startswith("\0"):
        return  # these bytes are the mark of UTF-32 as well
    if encoding != "utf-8" or (written.isprintable() and not written.startswith("\ufeff")):
        assert decode(data).removeprefix("\ufeff") == written.removeprefix("\ufeff")


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp949", "utf-16", "nonsense", "punycode"]))
def test_no_bytes_are_an_error(data, declared):
    assert isinstance(decode(data, declared), str)
    assert looks_binary(data) in (True, False)
