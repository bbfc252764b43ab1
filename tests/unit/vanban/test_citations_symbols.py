"""Symbols: how they are printed and misprinted, and what only looks like one."""

import pytest

from vanban.citations import canonical_symbol, find_citations, find_symbols
from vanban.citations.symbol_rules import is_issuer_code


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Nghị quyết 57–NQ/TW", "57-NQ/TW"),
        ("Nghị quyết số 57 - NQ / TW", "57-NQ/TW"),
        ("Nghị quyết số 57 NQ/TW", "57-NQ/TW"),
        ("Nghị quyết số 57/NQ/TW", "57-NQ/TW"),
        ("Kế hoạch số 146 / KH - UBND", "146/KH-UBND"),
        ("Kế hoạch số 146/KH-\nUBND", "146/KH-UBND"),
        ("Kế hoạch số:146/KH-UBND", "146/KH-UBND"),
        ("Kế hoạch số 116A/KH-UBND", "116A/KH-UBND"),
        ("Quyết định 12/QĐ/UBND", "12/QĐ-UBND"),
        ("Chỉ thị số 27/CTTg", "27/CT-TTg"),
        ("Kế hoạch số 12/KHUBND", "12/KH-UBND"),
        ("Nghị định số 12/2025/ND-CP", "12/2025/NĐ-CP"),
        ("Quyết định số 9/QD-TTg", "9/QĐ-TTg"),
        ("Quyết định số 9/Q\u00d0-TTg", "9/QĐ-TTg"),
        ("Nghị quyết số 193/2025/QH 15", "193/2025/QH15"),
        ("Nghị quyết số 60/2024/UBTVQH15", "60/2024/UBTVQH15"),
        ("Thông tư số 01/2016/TTLT-VKSTC-TATC-BCA", "01/2016/TTLT-VKSTC-TATC-BCA"),
        ("Báo cáo số 12/BC-SKH,CN&ĐMST", "12/BC-SKH,CN&ĐMST"),
        ("Công văn số 1506/KCB-QLCL&CGKT", "1506/KCB-QLCL&CGKT"),
        ("Kế hoạch 01/KHPH-BCA-NHNNVN", "01/KHPH-BCA-NHNNVN"),
        ("Quyết định số 1002/QĐ-Ttg", "1002/QĐ-TTg"),
        ("Chương trình số 61-Ctr/TU", "61-CTr/TU"),
        ("Kế hoạch số 146-KH/UBND", "146/KH-UBND"),
        ("Công văn số 1234/UBND - KGVX", "1234/UBND-KGVX"),
        ("Thông báo số 07-TB/CQTTBCĐ", "07-TB/CQTTBCĐ"),
        ("Quyết định số 99/QĐ-EVNHCMC", "99/QĐ-EVNHCMC"),
    ],
)
def test_printed_symbols_and_their_canonical_form(printed: str, number: str) -> None:
    (symbol,) = find_symbols(f"Theo {printed} thì")
    assert symbol.number == number


@pytest.mark.parametrize("mark", ["¹", "²³", "1"])
def test_the_mark_of_a_footnote_is_no_part_of_a_symbol(mark: str) -> None:
    (symbol,) = find_symbols(f"Nghị quyết số 71/NQ-CP{mark} của")
    assert symbol.number == "71/NQ-CP"


@pytest.mark.parametrize(
    "words",
    [
        "192.168.1.1 và 10.0.0.1/A",
        "ISO/IEC 27001:2022",
        "TCVN 9001:2015/BKHCN-X",
        "QCVN 16-1:2014/BYT-X",
        "km 12/QL-1 và Km12/ĐT-601",
        "https://vanban.vn/tep/146/KH-UBND",
        "xem tại www.vanban.vn?so=146/KH-UBND",
        "tài khoản số 3712/KB-NN tại kho bạc",
        "Mẫu số 05/BC-TH",
        "thửa đất số 12/ĐC-A",
        "và/hoặc 1/2, 3/VR, 24/H",
        "điện thoại 0262.3811/KH",
        "mã 1.011442.000.00.00.H38",
        "gồm 12/CPU-GPU và 2-IPHONE-X",
        "ngày 01/4/2025, quý 4/2025, năm 2021-2025",
    ],
)
def test_what_only_looks_like_a_symbol(words: str) -> None:
    assert [symbol.raw for symbol in find_symbols(words)] == []


def test_a_bare_symbol_needs_known_codes_a_list_or_a_line_of_its_own() -> None:
    assert [s.number for s in find_symbols("có 708/ABCD-EFGH gửi")] == []
    listed = "văn bản số 1552/ABCD-TTH và 708/ABCD-EFGH gửi"
    assert [s.number for s in find_symbols(listed)] == ["1552/ABCD-TTH", "708/ABCD-EFGH"]
    assert [s.number for s in find_symbols("Bộ A\n708/ABCD-EFGH\nBộ B")] == ["708/ABCD-EFGH"]
    dated = "(2001/QLĐĐX-TKKK ngày 28/8/2025)"
    assert [s.number for s in find_symbols(dated)] == ["2001/QLĐĐX-TKKK"]


def test_a_symbol_is_canonical_after_one_pass() -> None:
    assert canonical_symbol("57-NQ-TW") == "57-NQ/TW"
    assert canonical_symbol("146 / KH - UBND") == "146/KH-UBND"
    assert canonical_symbol("012/KH-UBND") == "012/KH-UBND"
    assert canonical_symbol("không phải ký hiệu") == "không phải ký hiệu"


def test_codes_of_bodies_are_listed_or_built_alike() -> None:
    assert is_issuer_code("UBND") and is_issuer_code("QH15") and is_issuer_code("SKHCN")
    assert not is_issuer_code("XYZ")


def test_doubtful_symbols_have_a_lower_confidence() -> None:
    sure, doubtful = find_citations("Nghị quyết số 57-NQ/TW và Nghị quyết số 57-NQ-TW")
    assert sure.confidence > doubtful.confidence
