"""Letterheads and signatures set side by side."""

from collections.abc import Sequence

from tests.unit.vanban.page_layouts import LEFT, blocks, centred, page, paragraphs, text_of, words
from vanban.header import read_header
from vanban.layout import find_layout
from vanban.models import Text
from vanban.parse import parse
from vanban.readers.page_layout import PageWord

BODY = "Căn cứ tình hình thực tế, Sở đề nghị các đơn vị triển khai thực hiện những việc sau đây."
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
NEAR, FAR = 165.0, 420.0


def _letterhead(*left: str, date: str = "Đắk Lắk, ngày 05 tháng 9 năm 2025") -> list[PageWord]:
    found: list[PageWord] = []
    for row, line in enumerate(left):
        found += centred(line, 60 + 16 * row, NEAR, size=12)
    for row, line in enumerate((NATION, MOTTO, "", date)):
        found += centred(line, 60 + 16 * row, FAR, size=12) if line else []
    return found


def _cells(text: Text) -> list[list[str]]:
    table = text.tables[0]
    assert table.is_layout
    return [cell.span.of(text.content).split("\n") for cell in table.cells]


def test_the_left_column_is_read_before_the_right_one() -> None:
    printed = _letterhead("ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", "", "Số: 146/KH-UBND")
    text = text_of(page(printed, centred("KẾ HOẠCH", 160, bold=True), paragraphs(BODY, top=200)))
    assert _cells(text) == [
        ["ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", "Số: 146/KH-UBND"],
        [NATION, MOTTO, "Đắk Lắk, ngày 05 tháng 9 năm 2025"],
    ]
    assert blocks(text)[6:] == ["KẾ HOẠCH", BODY]


def test_the_parts_of_a_blank_number_are_one_line() -> None:
    printed = _letterhead("SỞ TÀI CHÍNH", "", "")
    number = [*words("Số:", 110, 108, size=12), *words("/KH-STC", 190, 108, size=12)]
    text = text_of(page(printed, number, paragraphs(BODY, top=200)))
    assert _cells(text)[0] == ["SỞ TÀI CHÍNH", "Số: /KH-STC"]


def test_the_subject_below_the_number_belongs_to_the_letterhead() -> None:
    printed = _letterhead("BỘ NỘI VỤ", "VỤ PHÁP CHẾ", "", "Số: 12/PC-VP")
    subject = [
        centred("V/v báo cáo tình hình thực", 124, NEAR, size=11),
        centred("hiện nhiệm vụ quý IV năm", 138, NEAR, size=11),
        centred("2025", 152, NEAR, size=11),
    ]
    text = text_of(page(printed, *subject, paragraphs(BODY, top=210)))
    assert _cells(text)[0][-1] == "V/v báo cáo tình hình thực hiện nhiệm vụ quý IV năm 2025"


def test_columns_that_touch_are_parted() -> None:
    # A name so long that the country's begins where it ends.
    left = words("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", LEFT, 60, size=12)
    edge = left[-1].box.right
    right = words(NATION, edge, 60, size=12)
    motto = centred(MOTTO, 76, edge + 110, size=12)
    glued = PageWord(left[-1].text + "CỘNG", left[-1].box, 12.0)
    text = text_of(page([*left[:-1], glued, *right[1:]], motto, paragraphs(BODY, top=160)))
    assert blocks(text)[0] == "BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"
    assert blocks(text)[1] == NATION


def test_a_letterhead_of_the_party_is_understood() -> None:
    left = [
        centred("TỈNH ỦY ĐẮK LẮK", 60, NEAR, size=12),
        centred("BAN TỔ CHỨC", 76, NEAR, size=12, bold=True),
        centred("*", 92, NEAR, size=12),
        centred("Số 57-KH/BTCTU", 108, NEAR, size=12),
    ]
    right = [
        centred("ĐẢNG CỘNG SẢN VIỆT NAM", 60, FAR, size=12),
        centred("Đắk Lắk, ngày 05 tháng 9 năm 2025", 92, FAR, size=12),
    ]
    text = text_of(page(*left, *right, centred("KẾ HOẠCH", 150), paragraphs(BODY, top=200)))
    header = read_header(text, find_layout(text))
    assert header.number == "57-KH/BTCTU"
    assert str(header.date) == "2025-09-05"


RECIPIENTS = ("- Như trên;", "- Bộ Tài chính (để báo cáo);", "- Lưu: VT.")
SIGNATURE = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "Trần Thị Hạnh")


def _signing(recipients: Sequence[str], top: float = 500.0) -> list[PageWord]:
    found = words("Nơi nhận:", LEFT, top, size=12, bold=True)
    for row, line in enumerate(recipients):
        found += words(line, LEFT, top + 15 + 13 * row, size=11)
    for row, line in enumerate(SIGNATURE):
        found += centred(line, top + 17 * row, 440, bold=True) if line else []
    return found


def test_recipients_stand_before_the_signature() -> None:
    text = text_of(page(paragraphs(BODY), _signing(RECIPIENTS)))
    assert blocks(text)[1:] == [
        "Nơi nhận:",
        *RECIPIENTS,
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Trần Thị Hạnh",
    ]
    parsed = parse(text)
    assert parsed.signer is not None
    assert parsed.signer.name == "Trần Thị Hạnh"
    assert len(parsed.recipients) == 3


def test_recipients_go_on_with_the_next_page() -> None:
    rest = [words("- Sở Nội vụ;", LEFT, 60, size=11), words("- Lưu: VT, TH.", LEFT, 74, size=11)]
    text = text_of(page(paragraphs(BODY), _signing(RECIPIENTS[:2], top=780)), page(*rest))
    assert blocks(text)[4:6] == ["- Sở Nội vụ;", "- Lưu: VT, TH."]
    assert blocks(text)[-1] == "Trần Thị Hạnh"


def test_a_letterhead_may_begin_on_any_page() -> None:
    printed = _letterhead("ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", "", "Số: 146/KH-UBND")
    text = text_of(page(paragraphs(BODY)), page(printed, paragraphs(BODY, top=200)))
    assert len(text.tables) == 1
    assert blocks(text)[1] == "ỦY BAN NHÂN DÂN"
