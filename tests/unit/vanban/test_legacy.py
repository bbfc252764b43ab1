"""Old encodings, text decoded twice, letters of other scripts."""

import pytest

from vanban.legacy import LegacyFont, convert_legacy, font_encoding, legacy_encoding, to_unicode
from vanban.lookalikes import count_lookalikes, unify_lookalikes
from vanban.mojibake import mend_mojibake
from vanban.text import find_text_issues, normalise


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".VnTime", LegacyFont("TCVN3")), (".VnTimeH", LegacyFont("TCVN3", True)),
        (".VnArial NarrowH", LegacyFont("TCVN3", True)), ("ABCDEF+.VnTime", LegacyFont("TCVN3")),
        ("VnTime", LegacyFont("TCVN3")), ("VNI-Times", LegacyFont("VNI")),
        ("VNI Helve", LegacyFont("VNI")), ("Times New Roman", None), ("Vnature", None), ("", None),
    ],
)  # fmt: skip
def test_the_name_of_a_font_tells_its_encoding(name: str, expected: LegacyFont | None) -> None:
    assert font_encoding(name) == expected


@pytest.mark.parametrize(
    ("typed", "encoding", "expected"),
    [
        ("KÕ ho¹ch ngµy 25 th¸ng 6", "TCVN3", "Kế hoạch ngày 25 tháng 6"),
        ("tr\u00ad\u00edc ng\u00ady", "TCVN3", "trước ngưy"),
        ("CéNG HßA X· HéI", "TCVN3", "CỘNG HÒA XÃ HỘI"),
        ("UBND tØnh", "TCVN3", "UBND tỉnh"),
        ("®îc, tr\u00edc, ®¬n vÞ", "TCVN3", "được, trước, đơn vị"),
        ("Keá hoaïch ngaøy 25 thaùng 6", "VNI", "Kế hoạch ngày 25 tháng 6"),
        ("Ñaéc aú, saün, kî, Aùp", "VNI", "Đắc ẳ, sẵn, kỵ, Áp"),
        ("Ủy ban nhân dân", "TCVN3", "Ủy ban nhân dân"),
        ("150 ha", "VNI", "150 ha"),
    ],
)
def test_typed_glyph_codes_become_the_letters_meant(
    typed: str, encoding: str, expected: str
) -> None:
    assert to_unicode(typed, encoding) == expected


def test_words_tell_the_encoding_and_whether_only_a_part_is_in_it() -> None:
    old = "cña c¸c ngµy th¸ng n¨m"
    new = "của các ngày tháng năm nhân dân việt cộng hội"
    assert legacy_encoding(old) == ("TCVN3", False)
    assert legacy_encoding(f"{new} {old}") == ("TCVN3", True)
    assert legacy_encoding(new) is None


def test_only_the_lines_typed_in_the_old_way_are_converted() -> None:
    old = "ñy ban nh©n d©n tØnh, ngµy 25 th¸ng 6 cña n¨m, viÖt nam"
    new = "Diện tích 3 × 4 km của các xã; hội đồng nhân dân, các ngày trong tháng, của năm đã được"
    converted, encoding = convert_legacy(f"{new}\n{old}\n{new}")
    assert encoding == "TCVN3"
    assert converted.split("\n") == [
        new, "ủy ban nhân dân tỉnh, ngày 25 tháng 6 của năm, việt nam", new,
    ]  # fmt: skip


WORDS = "Kế hoạch triển khai Nghị quyết của Ủy ban nhân dân tỉnh Đắk Lắk được ban hành"


def as_windows(raw: bytes) -> str:
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


@pytest.mark.parametrize("decoded", [WORDS.encode().decode("latin-1"), as_windows(WORDS.encode())])
def test_text_decoded_twice_is_put_right(decoded: str) -> None:
    assert mend_mojibake(f"{decoded}\nplain") == (f"{WORDS}\nplain", 1)


@pytest.mark.parametrize("sound", [WORDS, "São Paulo, Ã, Áo dài, 3°", "Ã\u00a0 a"])
def test_sound_text_is_not_touched(sound: str) -> None:
    assert mend_mojibake(sound) == (sound, 0)


def test_a_line_that_lost_bytes_stays_as_it_is() -> None:
    lost = as_windows(WORDS.encode())[:-40] + "á» ?"
    assert mend_mojibake(lost) == (lost, 0)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("146/КH-UBND", "146/KH-UBND"),
        ("Νghị quyết", "Nghị quyết"),
        ("Đề án “Привет”", "Đề án “Привет”"),
        ("алфавitж", "алфавitж"),
        ("β-caroten 5 μg", "β-caroten 5 μg"),
    ],
)
def test_letters_that_look_alike_are_latin_inside_latin_words(typed: str, expected: str) -> None:
    assert unify_lookalikes(typed) == expected
    assert count_lookalikes(typed) == (typed != expected)


def test_lookalikes_are_put_right_and_said() -> None:
    raw = "146/КH-UBND"
    assert normalise(raw) == "146/KH-UBND"
    assert [issue.code for issue in find_text_issues(raw, normalise(raw))] == ["lookalike_letters"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("é\u0302", "ế"), ("e\u0301\u0302", "ế"), ("ạ\u0302", "ậ"), ("a\u0323\u0306", "ặ"),
     ("à\u0306", "ằ")],
)  # fmt: skip
def test_marks_typed_in_another_order_make_the_same_letter(typed: str, expected: str) -> None:
    assert normalise(typed) == expected
