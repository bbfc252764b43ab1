"""The forms of a citation: what is printed beside a symbol, lists, laws by name, short forms."""

import datetime as dt

import pytest

from vanban.citations import find_citations
from vanban.citations.laws import find_laws
from vanban.citations.provisions import find_provision
from vanban.models import Citation


def _cite(words: str) -> list[Citation]:
    found = list(find_citations(words))
    for citation in found:
        assert citation.span.of(words) == citation.raw
    return found


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Nghị quyết số 57-NQ/TW, ngày 22/12/2024", dt.date(2024, 12, 22)),
        ("Nghị quyết số 57-NQ/TW (ngày 22/12/2024)", dt.date(2024, 12, 22)),
        ("Nghị quyết số 57-NQ/TW¹ ngày 22-12-2024", dt.date(2024, 12, 22)),
        ("Nghị quyết số 57-NQ/TW ban hành ngày 22.12.2024", dt.date(2024, 12, 22)),
        ("Nghị quyết 57-NQ/TW ngày 22 tháng 12 nám 2024", dt.date(2024, 12, 22)),
        ("Nghị quyết 57-NQ/TW ngày22/12/24", dt.date(2024, 12, 22)),
        ("Ngày 22/12/2024, Bộ Chính trị đã ban hành Nghị quyết 57-NQ/TW", dt.date(2024, 12, 22)),
        ("NGHỊ QUYẾT SỐ 57-NQ/TW NGÀY 22/12/2024", dt.date(2024, 12, 22)),
        ("Nghị quyết số 57-NQ/TW Ngày 22/12/2024, tại trụ sở", None),
        ("Nghị quyết số 57-NQ/TW ngày 31/02/2024", None),
        ("Nghị quyết số 57-NQ/TW trước ngày 22/12/2024", None),
    ],
)
def test_dates_beside_a_symbol(words: str, date: dt.date | None) -> None:
    (citation,) = _cite(words)
    assert citation.date == date


@pytest.mark.parametrize(
    ("words", "issuer"),
    [
        ("của Ban thường vụ Tỉnh ủy về", "Ban Thường vụ Tỉnh ủy"),
        ("CỦA BỘ CHÍNH TRỊ VỀ", "Bộ Chính trị"),
        ("ngày 1/4/2025, của Bộ Chính trị", "Bộ Chính trị"),
        ("của UBND tỉnh Sửa đổi, bổ sung", "UBND tỉnh"),
        ("của Ban Chỉ đạo tỉnh về chuyển đổi số về việc", "Ban Chỉ đạo tỉnh về chuyển đổi số"),
        (
            "của Hội nghị lần thứ bảy Ban Chấp hành Trung ương Đảng khóa XIII về",
            "Hội nghị lần thứ bảy Ban Chấp hành Trung ương Đảng khóa XIII",
        ),
        ("của người dân", None),
    ],
)
def test_issuers_behind_a_symbol(words: str, issuer: str | None) -> None:
    (citation,) = _cite(f"Kế hoạch số 12-KH/TU {words}")
    assert citation.issuer == issuer


def test_as_many_issuers_as_a_joint_symbol_names() -> None:
    words = "Thông tư liên tịch số 7/2013/TTLT-BNV-BTC của Bộ Nội vụ và Bộ Tài chính"
    assert _cite(words)[0].issuer == "Bộ Nội vụ và Bộ Tài chính"
    words = "Nghị quyết số 7/NQ-CP của Chính phủ, UBND tỉnh ban hành"
    assert _cite(words)[0].issuer == "Chính phủ"


def test_the_issuer_may_stand_between_type_and_number() -> None:
    (citation,) = _cite("theo Nghị quyết của Bộ Chính trị số 57-NQ/TW")
    assert (citation.type, citation.issuer) == ("Nghị quyết", "Bộ Chính trị")
    assert citation.raw.startswith("Nghị quyết của")


def test_what_owns_the_next_document_is_no_issuer_of_the_last() -> None:
    first, second = _cite("thông báo số 99-TB/TW, của Ban Bí thư tại văn bản số 213-KL/TW")
    assert first.issuer is None
    assert second.number == "213-KL/TW"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("QĐ số 06/QĐ-TTg", "Quyết định"),
        ("CV 12/UBND-TH", "Công văn"),
        ("Chương trình hành động số 61-CTr/TU", "Chương trình hành động"),
        ("Thông báo kết luận số 552/TB-VPCP", "Thông báo kết luận"),
        ("Nghị Quyết 193/2025/QH15", "Nghị quyết"),
        ("399-QĐ/TW", None),
    ],
)
def test_the_type_as_named_or_by_its_code(words: str, kind: str | None) -> None:
    assert _cite(words)[0].type == kind


def test_a_list_shares_type_ending_and_issuer() -> None:
    first, second = _cite("các Nghị quyết số 1/2025/NQ-HĐND, 2/2025/NQ-HĐND của HĐND tỉnh")
    assert (first.issuer, second.issuer) == ("HĐND tỉnh", "HĐND tỉnh")
    numbers = [c.number for c in _cite("Nghị quyết số 12, 13 và 14/2025/NQ-HĐND của HĐND tỉnh")]
    assert numbers == ["12/2025/NQ-HĐND", "13/2025/NQ-HĐND", "14/2025/NQ-HĐND"]
    other = _cite("Nghị quyết số 1/NQ-CP, Quyết định số 2/QĐ-UBND của UBND tỉnh")
    assert [c.issuer for c in other] == [None, "UBND tỉnh"]


def test_a_date_at_the_end_of_a_list_is_that_of_its_last_member() -> None:
    dates = [c.date for c in _cite("số 8/CĐ-TTg và số 9/CĐ-TTg ngày 01/4/2025")]
    assert dates == [None, dt.date(2025, 4, 1)]


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("theo khoản 2 Mục II ", "khoản 2 Mục II"),
        ("tại điểm a, b khoản 2 Điều 5 của ", "điểm a, b khoản 2 Điều 5"),
        ("các Điều 5, 6 và 7 ", "các Điều 5, 6 và 7"),
        ("từ khoản 1 đến khoản 4 Điều 3 ", "từ khoản 1 đến khoản 4 Điều 3"),
        ("Điều 3 đến Điều 5 ", "Điều 3 đến Điều 5"),
        ("tại mục 1, Phần III ", "mục 1, Phần III"),
        ("Phụ lục I và II ban hành kèm theo ", "Phụ lục I và II"),
        ("điểm 2.3 mục II.1 ", "điểm 2.3 mục II.1"),
        ("khoản 200 tỷ đồng theo ", None),
        ("năm 2025 của ", None),
        ("", None),
    ],
)
def test_parts_of_a_document_before_it(words: str, clause: str | None) -> None:
    found = find_provision(words, len(words))
    assert (found[1] if found else None) == clause


def test_the_part_belongs_to_the_words_of_a_citation() -> None:
    (citation,) = _cite("theo khoản 2 Mục II Kế hoạch số 225-KH/UBKTTW")
    assert citation.raw == "khoản 2 Mục II Kế hoạch số 225-KH/UBKTTW"
    assert citation.clause == "khoản 2 Mục II"


@pytest.mark.parametrize(
    ("words", "name", "number"),
    [
        (
            "Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;",
            "Luật Tổ chức Chính phủ",
            "63/2025/QH15",
        ),
        ("theo Luật Ngân sách nhà nước và các văn bản", "Luật Ngân sách nhà nước", ""),
        ("Bộ luật Lao động năm 2019", "Bộ luật Lao động", ""),
        ("Hiến pháp năm 2013 quy định", "Hiến pháp", ""),
        ("Luật Phòng, chống tham nhũng; và", "Luật Phòng, chống tham nhũng", ""),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Đo lường và Luật Giá số 70/2025/QH15",
            "Luật sửa đổi, bổ sung một số điều của Luật Đo lường và Luật Giá",
            "70/2025/QH15",
        ),
        ("Luật Bảo tồn Gấu trúc, các nghị định", "Luật Bảo tồn Gấu trúc", ""),
    ],
)
def test_laws_by_name(words: str, name: str, number: str) -> None:
    (citation,) = _cite(words)
    assert (citation.name, citation.number) == (name, number)


def test_what_is_no_law() -> None:
    assert list(find_laws("pháp luật, luật sư, Luật này, dự án Luật")) == []
    (law,) = find_laws("Luật Đất đai ngày 18 tháng 01 năm 2024")
    assert (law.date, law.year) == (dt.date(2024, 1, 18), None)


def test_short_forms_take_the_number_of_the_full_citation() -> None:
    words = (
        "Nghị quyết số 347/NQ-CP ngày 24/10/2025 (sau đây gọi tắt là Nghị quyết 347); "
        "tại khoản 5 Mục II Nghị quyết 347."
    )
    full, definition, short = _cite(words)
    assert [full.number, definition.number, short.number] == ["347/NQ-CP"] * 3
    assert (short.clause, short.date, short.number_raw) == ("khoản 5 Mục II", None, "347")


def test_short_forms_of_two_documents_stay_open() -> None:
    words = "Nghị quyết số 71/NQ-CP; Nghị quyết số 71-NQ/TW; thực hiện Nghị quyết 71."
    *_, short = _cite(words)
    assert (short.number, short.name) == ("", "Nghị quyết 71")


@pytest.mark.parametrize(
    ("words", "number"),
    [("NQ57 và", "57-NQ/TW"), ("Nghị quyết 57 của Bộ Chính trị", "57-NQ/TW"), ("Đề án 06", "")],
)
def test_aliases_of_well_known_documents(words: str, number: str) -> None:
    (citation,) = _cite(words)
    assert citation.number == number


@pytest.mark.parametrize(
    "words",
    ["Kế hoạch 5 năm", "Chỉ thị 18 chống thất thu", "Quyết định 3 nội dung", "Nghị quyết 57/2"],
)
def test_numbers_that_name_no_known_document(words: str) -> None:
    assert _cite(words) == []


def test_a_count_after_a_type_is_no_short_form() -> None:
    assert len(_cite("Kế hoạch số 5/KH-UBND và Kế hoạch 5 năm")) == 1


def test_references_of_a_document_to_itself() -> None:
    (citation,) = _cite("tại điểm a khoản 2 Điều 5 Quyết định này.")
    assert citation.is_self
    assert (citation.number, citation.clause) == ("", "điểm a khoản 2 Điều 5")


def test_a_stretch_of_a_text_keeps_the_offsets_of_the_text() -> None:
    words = "Nghị quyết số 1/NQ-CP. Nghị quyết số 2/NQ-CP. Nghị quyết số 3/NQ-CP."
    start = words.index("Nghị quyết số 2")
    (citation,) = find_citations(words, start, start + 22)
    assert citation.span.of(words) == "Nghị quyết số 2/NQ-CP"
