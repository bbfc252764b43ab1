"""How names are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.organisations.names import acronyms, families_of, lookup_keys, match_key, spelling
from tiendo.organisations.province import current_province, unit_slug

LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban nhân dân xã M’Drắk", "UBND Xã M'Drắk"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở KH & CN", "Sở KH và CN"),
        ("Sở VH,TT&DL", "Sở VHTTDL"),
        ("NHNN KV 11", "Ngân hàng Nhà nước Khu vực 11"),
        ("BQL các KCN", "BQL các khu công nghiệp"),
        ("Sở Nội vụ (để b/c)", "SỞ NỘI VỤ"),
        ("Hoà Phú", "Hòa Phú"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("xã Phú Hòa 1", "xã Phú Hòa 2"), ("xã Hòa Phú", "phường Hòa Phú"), ("Ea Kar", "Ea Kao")],
)
def test_different_names_have_different_keys(one, other):
    assert match_key(one) != match_key(other)


@given(LETTERS)
def test_a_key_is_its_own_key_and_the_same_for_composed_and_decomposed_text(text):
    key = match_key(text)
    assert match_key(unicodedata.normalize("NFD", text)) == key
    assert match_key(key) == key


@given(LETTERS)
def test_any_text_may_be_looked_up(text):
    assert all(key for key in lookup_keys(text, ("dak lak",)))
    assert isinstance(families_of(text), frozenset)


def test_diacritics_count_for_the_spelling_and_the_place_of_the_tone_does_not():
    assert spelling("Hoà Phú") == spelling("Hòa Phú")
    assert spelling("Ea Bá") != spelling("Ea Ba")


def test_short_forms_are_those_of_names_of_several_words():
    assert acronyms("Sở Giáo dục và Đào tạo") == ("Sở GDĐT", "SGDĐT")
    assert acronyms("Sở Y tế") == ()
    assert acronyms("Công an tỉnh") == ()


def test_the_communes_of_the_province_are_102_with_codes_of_their_own():
    units = [row for row in current_province().bodies if row.unit_code]
    assert len(units) == 102
    assert len({row.unit_code for row in units}) == 102
    codes = {row.slug: row.unit_code for row in units}
    assert codes[unit_slug("xã", "Xuân Cảnh")] == "22060"
    assert codes[unit_slug("xã", "Phú Hòa 2")] == "22303"
    assert codes[unit_slug("xã", "Hòa Sơn")] == "24472"


def test_no_two_bodies_of_one_level_share_a_name_at_one_time():
    taken: dict[tuple[str, str], list] = {}
    for row in current_province().bodies:
        taken.setdefault((match_key(row.name), row.level), []).append(row)
    for rows in taken.values():
        ordered = sorted(rows, key=lambda row: str(row.since or ""))
        for before, after in zip(ordered, ordered[1:], strict=False):
            assert before.until is not None and after.since is not None, before.name
            assert before.until <= after.since, before.name


def test_every_body_and_succession_names_its_source():
    province = current_province()
    assert all(row.source for row in (*province.bodies, *province.successions, *province.groups))
