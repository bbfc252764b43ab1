"""Citations by symbol."""

import datetime as dt

import pytest

from vanban.citations import SYMBOL_RULES, find_citations, find_symbols, is_guide_line
from vanban.models import Citation, Relation


def _only(words: str) -> Citation:
    (citation,) = find_citations(words)
    assert citation.span.of(words) == citation.raw
    return citation


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("71/NQ-CP", "71/NQ-CP"),
        ("57-NQ/TW", "57-NQ/TW"),
        ("57-NQ-TW", "57-NQ/TW"),
        ("57/NQ-TW", "57-NQ/TW"),
        ("012/KH-UBND", "012/KH-UBND"),
        ("146/KH- UBND", "146/KH-UBND"),
        ("71/NQ -CP", "71/NQ-CP"),
        ("04010/UBND-KGVX", "04010/UBND-KGVX"),
        ("15972/SXD-QLN& TTBĐS", "15972/SXD-QLN&TTBĐS"),
        ("30/2023/NQ-HĐND", "30/2023/NQ-HĐND"),
        ("193/2025/QH15", "193/2025/QH15"),
        ("66.22/2026/NQ-CP", "66.22/2026/NQ-CP"),
        ("02-KH/BCĐTW", "02-KH/BCĐTW"),
        ("27/CT-TTG", "27/CT-TTg"),
    ],
)
def test_symbols_are_brought_to_their_canonical_form(printed: str, number: str) -> None:
    (symbol,) = find_symbols(f"Theo văn bản số {printed} thì")
    assert (symbol.raw, symbol.number) == (printed, number)


@pytest.mark.parametrize(
    "words", ["24/7", "tháng 11/2025", "5G/6G", "1.003 Thạc sỹ", "giai đoạn 2021-2025", "4-H/X"]
)
def test_other_numbers_are_no_symbols(words: str) -> None:
    assert list(find_symbols(words)) == []


def test_a_dash_after_a_symbol_does_not_join_the_next_word() -> None:
    (symbol,) = find_symbols("Kế hoạch số 12/KH-UBND - Sở Y tế")
    assert symbol.raw == "12/KH-UBND"


def test_a_full_citation_gives_type_date_issuer_and_clause() -> None:
    citation = _only("khoản 2 Mục II Kế hoạch số 226-KH/UBKTTW, ngày 05/4/2025 của Bộ Chính trị")
    assert citation.type == "Kế hoạch"
    assert citation.date == dt.date(2025, 4, 5)
    assert citation.issuer == "Bộ Chính trị"


def test_the_clause_before_a_citation_is_kept() -> None:
    words = "theo khoản 2 Mục II Kế hoạch số 225-KH/UBKTTW"
    (citation,) = find_citations(words)
    assert citation.clause == "khoản 2 Mục II"


def test_issuer_may_stand_before_the_date() -> None:
    citation = _only("Quyết định số 412/QĐ-TTg của Thủ tướng Chính phủ ngày 30/3/2022")
    assert (citation.date, citation.issuer) == (dt.date(2022, 3, 30), "Thủ tướng Chính phủ")


def test_long_dates_and_upper_case_titles_are_read() -> None:
    citation = _only("CHỈ THỊ SỐ 28/CT-TTG NGÀY 16 THÁNG 9 NĂM 2024")
    assert (citation.number, citation.date) == ("28/CT-TTg", dt.date(2024, 9, 16))


def test_a_date_that_is_not_printed_is_none() -> None:
    assert _only("Kế hoạch 043/KH-UBND").date is None


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("triển khai thực hiện Nghị quyết số 71/NQ-CP", Relation.IMPLEMENTS),
        ("Căn cứ Nghị quyết số 71/NQ-CP", Relation.BASED_ON),
        ("Kế hoạch này thay thế Kế hoạch số 49/KH-UBND", Relation.REPLACES),
        ("sửa đổi, bổ sung Nghị quyết số 03/NQ-CP", Relation.AMENDS),
        ("bãi bỏ Quyết định số 10/QĐ-UBND", Relation.REPEALS),
        ("Nghị quyết số 71/NQ-CP", Relation.CITES),
    ],
)
def test_the_verb_before_a_citation_states_the_relation(words: str, relation: Relation) -> None:
    *_, citation = find_citations(words)
    assert citation.relation is relation


def test_the_type_of_a_party_symbol_is_not_guessed() -> None:
    assert _only("399-QĐ/TW").type is None
    assert _only("146/KH-UBND").type == "Kế hoạch"
    assert _only("04010/UBND-KGVX").type == "Công văn"


def test_a_law_with_a_number_has_the_type_of_its_name() -> None:
    (citation,) = find_citations("Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;")
    assert (citation.number, citation.type) == ("63/2025/QH15", "Luật")


def test_a_single_group_of_letters_needs_the_word_for_number() -> None:
    assert _only("Công văn số 6006/BGDĐT").number == "6006/BGDĐT"
    assert list(find_citations("tỷ lệ 3/VR và 24/H")) == []


def test_the_guide_line_of_an_annex_is_a_self_reference() -> None:
    words = "(Kèm theo Kế hoạch số 146/KH-UBND ngày 25 tháng 6 năm 2025)"
    (citation,) = find_citations(words)
    assert is_guide_line(words, citation)


def test_the_examples_of_each_rule_are_read_by_it() -> None:
    for rule in SYMBOL_RULES:
        for printed, number in rule.examples.items():
            match = rule.pattern.fullmatch(printed)
            assert match and rule.canonical(match) == number, (rule.name, printed)
