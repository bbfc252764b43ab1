"""Letterhead, title block, zones, recipients and signature."""

import datetime as dt

import pytest

from tests.unit.vanban.texts import PLAN, text_of
from vanban.header import read_header
from vanban.layout import appendix_number, find_layout
from vanban.models import Header, Text
from vanban.signing import read_recipients, read_signer

LETTERHEAD = PLAN[:6]


def _header(*paragraphs: str) -> Header:
    text = text_of(*paragraphs)
    return read_header(text, find_layout(text))


def test_a_letterhead_gives_number_date_place_issuer_and_title() -> None:
    header = _header(*PLAN)
    assert header.number == "0210/KH-UBND"
    assert header.date == dt.date(2026, 1, 5)
    assert (header.place, header.issuer, header.parent) == ("Lâm Đồng", "UBND tỉnh Lâm Đồng", None)
    assert (header.type, header.title) == ("Kế hoạch", "Phát triển dữ liệu mở năm 2026")
    assert not header.is_draft


def test_field_spans_quote_the_printed_words() -> None:
    text = text_of(*PLAN)
    spans = read_header(text, find_layout(text)).field_spans
    assert spans["number"].of(text.content) == "0210/KH-UBND"
    assert spans["date"].of(text.content) == "Lâm Đồng, ngày 05 tháng 01 năm 2026"
    assert spans["issuer"].of(text.content) == "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG"


def test_blank_number_and_day_mark_a_draft() -> None:
    header = _header(
        "ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", "Số: /BC-UBND",
        "Đắk Lắk, ngày tháng 11 năm 2025", "BÁO CÁO", "Kết quả thực hiện", "Kính gửi: Sở Y tế",
    )  # fmt: skip
    assert (header.number, header.number_raw, header.date) == (None, "/BC-UBND", None)
    assert header.is_draft
    assert header.addressees == ("Sở Y tế",)


def test_a_superior_body_is_the_parent() -> None:
    header = _header(
        "UBND TỈNH ĐẮK LẮK", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Số: 12/SKHCN-CĐS",
        "Đắk Lắk, ngày 10 tháng 7 năm 2025", "V/v cung cấp số liệu", "Kính gửi:",
        "- Sở Nội vụ;", "- UBND các xã, phường.", "Thực hiện Kế hoạch số 12/KH-UBND, Sở đề nghị",
    )  # fmt: skip
    assert header.issuer == "Sở Khoa học và Công nghệ"
    assert header.parent == "UBND tỉnh Đắk Lắk"
    assert (header.type, header.title) == ("Công văn", "cung cấp số liệu")
    assert header.addressees == ("Sở Nội vụ", "UBND các xã, phường")


def test_a_decision_is_issued_by_the_holder_named_before_its_bases() -> None:
    header = _header(
        *LETTERHEAD[:4], "Số: 5/QĐ-UBND", LETTERHEAD[5], "QUYẾT ĐỊNH", "BAN HÀNH QUY CHẾ DỮ LIỆU",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", "Căn cứ Luật Dữ liệu;",
    )  # fmt: skip
    assert header.issuer == "Chủ tịch UBND tỉnh Đắk Lắk"
    assert header.title == "BAN HÀNH QUY CHẾ DỮ LIỆU"


def test_without_a_letterhead_the_issuer_is_inferred() -> None:
    header = _header(
        "KẾ HOẠCH", "Chuyển đổi số trên địa bàn tỉnh Đắk Lắk",
        "Thực hiện Nghị quyết số 71/NQ-CP, UBND tỉnh ban hành Kế hoạch như sau:", "I. MỤC TIÊU",
    )  # fmt: skip
    assert header.issuer == "UBND tỉnh Đắk Lắk"
    assert (header.number, header.date) == (None, None)


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_secrecy_mark_on_a_line_of_its_own_is_read(mark: str) -> None:
    assert _header(*LETTERHEAD[:5], mark, *PLAN[5:]).secrecy == mark


def test_the_word_for_security_in_a_sentence_is_no_mark() -> None:
    header = _header(*PLAN, "Thực hiện các giải pháp bảo mật; tài liệu MẬT được quản lý riêng.")
    assert header.secrecy is None


def test_an_urgency_mark_is_read() -> None:
    assert _header(*LETTERHEAD[:5], "HỎA TỐC", *PLAN[5:]).urgency == "HỎA TỐC"


def test_an_empty_text_has_an_empty_header() -> None:
    header = _header()
    assert (header.number, header.issuer, header.type, header.title) == (None,) * 4


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Phụ lục I", "I"),
        ("PHỤ LỤC II", "II"),
        ("PHỤ LỤC", ""),
        ("Phụ lục 2: DANH MỤC NHIỆM VỤ", "2"),
        ("Mẫu biểu số 01", "01"),
        ("Phụ lục I kèm theo Kế hoạch này", None),
        ("Phụ lục của Kế hoạch", None),
        ("Mẫu mực trong công việc", None),
    ],
)
def test_appendix_headings_are_told_from_references(line: str, number: str | None) -> None:
    assert appendix_number(line) == number


def test_the_zones_of_a_plan_with_an_appendix() -> None:
    text = text_of(*PLAN, "Phụ lục I", "DANH MỤC NHIỆM VỤ", "1. Việc")
    layout = find_layout(text)
    assert [part.name for part in layout.parts] == ["body", "appendix-1"]
    assert layout.part_at(text.content.index("DANH MỤC NHIỆM VỤ")) == "appendix-1"
    assert layout.part_at(0) == "body"


def _tail(*paragraphs: str) -> tuple[Text, tuple]:
    text = text_of("I. NHIỆM VỤ", "1. Việc./.", *paragraphs)
    return text, find_layout(text).tails[0]


def test_recipients_are_listed_without_dashes_and_joined_over_lines() -> None:
    text, tail = _tail(
        "Nơi nhận:", "- Như trên;", "- Các phòng: TH, CN", "và Cổng TTĐT;", "- Lưu: VT."
    )
    found = read_recipients(text.content, tail)
    assert [line.text for line in found] == [
        "Như trên", "Các phòng: TH, CN và Cổng TTĐT", "Lưu: VT",
    ]  # fmt: skip


def test_the_signer_has_authority_position_and_name() -> None:
    text, tail = _tail(
        "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Bùi", "Xuân Cường"
    )
    signer = read_signer(text.content, tail)
    assert signer is not None
    assert signer.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    assert (signer.position, signer.name) == ("PHÓ CHỦ TỊCH", "Bùi Xuân Cường")


def test_a_title_after_the_name_is_not_the_position() -> None:
    text, tail = _tail("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lâm Văn Bi", "DỰ BÁO MỘT SỐ CHỈ TIÊU")
    signer = read_signer(text.content, tail)
    assert signer is not None
    assert (signer.position, signer.name) == ("PHÓ CHỦ TỊCH", "Lâm Văn Bi")


def test_a_party_letterhead_has_no_colon_and_its_own_codes() -> None:
    text = text_of(
        "TỈNH ỦY ĐẮK LẮK", "*", "Số 283-KH/TU", "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Buôn Ma Thuột, ngày 22 tháng 5 năm 2025", "KẾ HOẠCH", "Thực hiện Nghị quyết 57",
        "I- MỤC TIÊU", "1- Một./.", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Trần Thị Hoa",
    )  # fmt: skip
    layout = find_layout(text)
    header = read_header(text, layout)
    assert (header.number, header.issuer) == ("283-KH/TU", "Tỉnh ủy Đắk Lắk")
    signer = read_signer(text.content, layout.tails[0])
    assert signer is not None
    assert (signer.authority, signer.name) == (("T/M BAN THƯỜNG VỤ",), "Trần Thị Hoa")


def test_letterhead_columns_run_together_are_told_apart() -> None:
    header = _header(
        "UBND TỈNH ĐẮK LẮK CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ TÀI CHÍNH Độc lập - Tự do - Hạnh phúc",
        "Số: 45/BC-STC Đắk Lắk, ngày 5 tháng 3 năm 2026",
        "BÁO CÁO", "Tình hình giải ngân", "I. KẾT QUẢ",
    )  # fmt: skip
    assert (header.number, header.date) == ("45/BC-STC", dt.date(2026, 3, 5))
    assert (header.issuer, header.parent) == ("Sở Tài chính", "UBND tỉnh Đắk Lắk")
    assert header.place == "Đắk Lắk"


def test_a_draft_mark_in_brackets_names_no_body() -> None:
    header = _header(
        "UBND TỈNH HÀ TĨNH", "Số:       /KH-UBND", "Hà Tĩnh, ngày     tháng     năm 2026",
        "(DỰ THẢO)", "KẾ HOẠCH", "Thực hiện", "I. MỤC TIÊU",
    )  # fmt: skip
    assert (header.issuer, header.is_draft) == ("UBND tỉnh Hà Tĩnh", True)


def test_the_assembly_prints_the_type_before_its_number() -> None:
    header = _header(
        "QUỐC HỘI", "Nghị quyết số: 193/2025/QH15", "NGHỊ QUYẾT", "VỀ THÍ ĐIỂM", "Điều 1. Phạm vi"
    )
    assert (header.number, header.type) == ("193/2025/QH15", "Nghị quyết")


def test_an_office_is_named_with_its_body() -> None:
    header = _header(
        "UBND TỈNH GIA LAI", "VĂN PHÒNG", "Số: 45/TB-VP", *LETTERHEAD[2:4],
        "Gia Lai, ngày 9 tháng 3 năm 2026", "THÔNG BÁO", "Kết luận cuộc họp", "1. Giao Sở Y tế.",
    )  # fmt: skip
    assert header.issuer == "Văn phòng UBND tỉnh Gia Lai"


def test_the_holder_who_wires_a_telegram_is_its_issuer() -> None:
    header = _header(
        "CÔNG ĐIỆN", "Ứng phó với bão", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH GIA LAI ĐIỆN:",
        "- Giám đốc các sở.",
    )  # fmt: skip
    assert header.issuer == "Chủ tịch UBND tỉnh Gia Lai"


def test_a_copy_without_its_type_line_takes_type_and_title_from_what_is_left() -> None:
    header = _header(
        "Số: 7/2026/TT-BNV", "Quy định chế độ báo cáo của cơ quan", "Căn cứ Luật Lưu trữ;",
        "Điều 1. Phạm vi",
    )  # fmt: skip
    assert (header.type, header.title) == ("Thông tư", "Quy định chế độ báo cáo của cơ quan")
