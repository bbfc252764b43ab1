"""What a portal prints around a saved document is left out, and nothing of the document is."""

from tests.unit.vanban.readers.test_docx_layout import blocks
from vanban.readers import read

DOCUMENT = """UBND TỈNH SƠN LA

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

KẾ HOẠCH

1. Xây dựng hệ thống văn bản liên quan đến dữ liệu.

2. Việc khác./.

Nơi nhận:
- Lưu: VT.
"""


def test_menus_before_and_lists_after_a_document_are_left_out() -> None:
    before = "Trang chủ » Văn bản\nThuộc tính\nLược đồ\nSố ký hiệu 12/KH-UBND\n\nCỡ chữ\nA+\n\n"
    after = "\nVăn bản liên quan\nQuyết định 5/QĐ-UBND\nLượt xem: 20\n"
    assert blocks(read(f"{before}{DOCUMENT}{after}".encode())) == blocks(read(DOCUMENT.encode()))


def test_lines_above_a_letterhead_stay_where_no_menu_is_among_them() -> None:
    text = read(f"DỰ THẢO\n\nNgày 20/11/2025\n\n{DOCUMENT}".encode())
    assert blocks(text)[:2] == ["DỰ THẢO", "Ngày 20/11/2025"]


def test_a_heading_called_like_a_list_of_a_portal_stays_inside_the_document() -> None:
    text = read("I. CĂN CỨ\n\nVăn bản liên quan\n\n- Luật Đất đai;\n\nII. MỤC TIÊU\n".encode())
    assert "Văn bản liên quan" in blocks(text)


def test_buttons_inside_a_document_are_left_out() -> None:
    text = read("I. MỤC TIÊU\n\nTải về\n\nChia sẻ:\n\n1. Chia sẻ dữ liệu.\n".encode())
    assert blocks(text) == ["I. MỤC TIÊU", "1. Chia sẻ dữ liệu."]
