"""The reader of plain text: wrapped lines become paragraphs, page furniture goes."""

import pytest

from vanban.models import BlockKind, Text
from vanban.readers import read


def lines(*given: str, between: str = "\n") -> list[str]:
    text = read(between.join(given).encode())
    return [block.span.of(text.content) for block in text.blocks]


def kinds(text: Text) -> list[BlockKind]:
    return [block.kind for block in text.blocks]


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

# A page of extracted PDF text; in spaced text a blank line stands after every line.
PAGE = (
    "KẾ HOẠCH",
    "Mở rộng dịch vụ số ở vùng sâu, vùng xa và đào tạo kỹ năng số của tỉnh trong giai",
    "đoạn mới theo Nghị quyết của Chính phủ",
    "Thực hiện Nghị quyết số 71/NQ-CP của Chính phủ về sửa đổi, bổ sung chương",
    "trình hành động, Ủy ban nhân dân tỉnh lập kế hoạch này để các bên cùng làm,",
    "gồm các phần dưới đây:",
    "I. MỤC TIÊU",
    "1. Mục tiêu chung",
    "Nâng cao nhận thức, trách nhiệm của các cấp ủy, chính quyền và người đứng",
    "đầu về ý nghĩa của Nghị quyết.",
    "a) Rà soát các văn bản không còn phù hợp, báo cáo Ủy ban nhân dân tỉnh xem",
    "xét, quyết định;",
    "b) Xây dựng công cụ đo lường.",
    "- Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ngành và địa phương",
    "tổ chức thực hiện.",
)
PARAGRAPHS = [
    "KẾ HOẠCH",
    f"{PAGE[1]} {PAGE[2]}",
    f"{PAGE[3]} {PAGE[4]} {PAGE[5]}",
    "I. MỤC TIÊU",
    "1. Mục tiêu chung",
    f"{PAGE[8]} {PAGE[9]}",
    f"{PAGE[10]} {PAGE[11]}",
    "b) Xây dựng công cụ đo lường.",
    f"{PAGE[13]} {PAGE[14]}",
]


@pytest.mark.parametrize("between", ["\n", "\n\n", " \n\n", "\r\n", "\r\n\r\n"])
def test_wrapped_lines_join_however_the_file_spaces_them(between: str) -> None:
    assert lines(*PAGE, between=between) == PARAGRAPHS


def test_lines_that_are_paragraphs_stay_apart() -> None:
    long = [sentence + " " + "nội dung " * 40 + "." for sentence in ("Một", "Hai", "Ba")]
    assert lines(*long) == [" ".join(paragraph.split()) for paragraph in long]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("tại Kế hoạch số 146/KH-", "UBND của tỉnh.", "Kế hoạch số 146/KH-UBND của tỉnh."),
        ("tại Kế hoạch số 146", "/KH-UBND của tỉnh.", "Kế hoạch số 146/KH-UBND của tỉnh."),
        ("theo Nghị quyết số 57-", "NQ/TW của Bộ Chính trị.", "số 57-NQ/TW của Bộ Chính trị."),
        ("theo Nghị quyết số", "71/NQ-CP của Chính phủ.", "Nghị quyết số 71/NQ-CP của Chính"),
        ("quy định tại khoản 2 và", "Điều 6; Điều 7 của Luật.", "khoản 2 và Điều 6; Điều 7"),
        ("trong giai đoạn 2026", "- 2030 phấn đấu đạt mục tiêu.", "2026 - 2030 phấn đấu"),
        ("phát triển kinh tế", "- xã hội của tỉnh.", "kinh tế - xã hội của tỉnh."),
    ],
)
def test_broken_references_are_joined(first: str, second: str, joined: str) -> None:
    filler = "Nội dung thực hiện của các cơ quan, đơn vị và địa phương trên địa bàn "
    assert any(joined in block for block in lines(*PAGE, filler + first, second))


def test_page_numbers_between_lines_go() -> None:
    page = [*PAGE[:9], "", "8", "", *PAGE[9:]]
    assert lines(*page) == PARAGRAPHS


def test_running_heads_and_page_numbers_of_real_pages_go() -> None:
    pages = [f"Kế hoạch của tỉnh\n{PAGE[8]}\n{PAGE[9]}\n{number}" for number in range(1, 5)]
    found = lines(*pages, between="\f")
    assert found == [f"{PAGE[8]} {PAGE[9]}"] * 4


def test_places_keep_lines_and_pages() -> None:
    text = read(f"{PAGE[8]}\n{PAGE[9]}\f{PAGE[12]}".encode())
    assert [(place.paragraph, place.page) for place in text.places] == [(0, 1), (1, 1), (1, 2)]


def test_a_footnote_inside_a_paragraph_is_set_apart() -> None:
    body = [
        *PAGE,
        "- Kho dữ liệu của huyện cũ được dựng từ năm 2020 nay đã hoàn thiện1. Sau",
        "khi nối với mạng mới, kho này sẽ nhận và giao số liệu hằng ngày cho các bên và",
        "1 Gồm hai tủ máy, một bộ lưu điện, đường cáp dự phòng và phòng lạnh ở tầng hai.",
        "giúp việc tính toán của Trung tâm.",
        "- Nội dung khác.",
    ]
    text = read("\n".join(body).encode())
    found = [block.span.of(text.content) for block in text.blocks]
    assert found[-3].endswith("cho các bên và giúp việc tính toán của Trung tâm.")
    assert found[-2].startswith("1 Gồm hai tủ máy")
    assert kinds(text)[-3:] == [BlockKind.PARAGRAPH, BlockKind.FOOTNOTE, BlockKind.PARAGRAPH]


def test_letterheads_of_portals_are_put_together() -> None:
    found = lines(
        "ỦY BAN NHÂN\nDÂN\nTỈNH ĐẮK LẮK\n-------",
        f"{NATION[:11]}\n{NATION[12:]}\n{MOTTO}\n---------------",
        "Số:\n0777/KH-UBND",
        "Đắk Lắk, ngày 09\ntháng 3 năm 2026",
        "KẾ HOẠCH",
        "LẮP TRẠM PHÁT SÓNG Ở CÁC BUÔN CÒN LÕM SÓNG TRONG HAI NĂM TỚI VÀ CÁC XÃ\nCỦA TỈNH",
        "I. MỤC ĐÍCH,\nYÊU CẦU",
        "Thực hiện chỉ thị của\nBan Thường vụ Tỉnh ủy về lãnh đạo việc chuyển đổi số và các nhiệm "
        "vụ có liên\nquan của các cơ quan.",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
        "TM. ỦY BAN NHÂN\nDÂN\nCHỦ TỊCH\nNguyễn Văn A",
        between="\n\n",
    )
    assert found == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH ĐẮK LẮK",
        NATION,
        MOTTO,
        "Số: 0777/KH-UBND",
        "Đắk Lắk, ngày 09 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "LẮP TRẠM PHÁT SÓNG Ở CÁC BUÔN CÒN LÕM SÓNG TRONG HAI NĂM TỚI VÀ CÁC XÃ CỦA TỈNH",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Thực hiện chỉ thị của Ban Thường vụ Tỉnh ủy về lãnh đạo việc chuyển đổi số và các nhiệm "
        "vụ có liên quan của các cơ quan.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn A",
    ]


# Tables in text


def test_rows_of_pipes_are_a_table() -> None:
    text = read(
        "Trước\n| TT | Nhiệm vụ |\n| --- | --- |\n| 1 | Rà soát |\n| | tiếp |\nSau".encode()
    )
    table = text.tables[0]
    assert (table.rows, table.columns) == (3, 2)
    assert [c.span.of(text.content) for c in table.cells][2:] == ["1", "Rà soát", "", "tiếp"]
    assert kinds(text)[0] is kinds(text)[-1] is BlockKind.PARAGRAPH


CELLS = (
    "STT\n\nNhiệm vụ\n\nCơ quan chủ trì\n\nThời gian\nthực hiện\n\n"
    "I\n\nHạ tầng\n\n"
    "1\n\nRà soát hạ tầng của các\nxã, phường\n\nSở Xây dựng\n\n2026\n\n"
    "2\n\nXây dựng nền tảng dùng chung\n\nSở Khoa học và Công nghệ\n\nQuý I/2026\n\n"
    "3\n\nĐào tạo nhân lực\n\nSở Nội vụ\n\nHằng năm\n\n"
    "Ghi chú: số liệu tạm tính."
)


def test_cells_under_one_another_are_a_table_where_every_row_fits() -> None:
    text = read(CELLS.encode())
    table = text.tables[0]
    words = {(c.row, c.column): c.span.of(text.content) for c in table.cells}
    assert (table.rows, table.columns) == (5, 4)
    assert words[2, 1] == "Rà soát hạ tầng của các xã, phường"
    assert words[4, 3] == "Hằng năm"
    assert text.blocks[-1].span.of(text.content) == "Ghi chú: số liệu tạm tính."
    assert text.blocks[-1].kind is BlockKind.PARAGRAPH


def test_cells_that_do_not_fit_the_columns_stay_paragraphs() -> None:
    raw = CELLS.replace("Sở Xây dựng\n\n", "").replace("Sở Nội vụ\n\n", "")
    assert read(raw.encode()).tables == ()


# Columns side by side


def test_a_letterhead_side_by_side_is_read_column_by_column() -> None:
    found = lines(
        f"     ỦY BAN NHÂN DÂN            {NATION[:25]}",
        f"                                        {NATION[26:]}",
        f"      TỈNH ĐẮK LẮK             {MOTTO}",
        "",
        "    Số: 146/KH-UBND          Đắk Lắk, ngày 25 tháng 6 năm 2025",
        "",
        "                    KẾ HOẠCH",
        *PAGE[1:],
    )
    assert found[:7] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH ĐẮK LẮK",
        "Số: 146/KH-UBND",
        NATION,
        MOTTO,
        "Đắk Lắk, ngày 25 tháng 6 năm 2025",
        "KẾ HOẠCH",
    ]


def test_columns_that_touch_are_parted_by_their_words() -> None:
    found = lines(
        f"UBND TỈNH ĐẮK LẮK {NATION}",
        f"SỞ NỘI VỤ {MOTTO}",
        "Số: 12/KH-SNV Đắk Lắk, ngày 05 tháng 01 năm 2026",
        *PAGE,
    )
    assert found[:6] == [
        "UBND TỈNH ĐẮK LẮK",
        "SỞ NỘI VỤ",
        "Số: 12/KH-SNV",
        NATION,
        MOTTO,
        "Đắk Lắk, ngày 05 tháng 01 năm 2026",
    ]


def test_a_signature_beside_the_recipients_follows_them() -> None:
    found = lines(
        *PAGE,
        "Nơi nhận:                                    KT. CHỦ TỊCH",
        "- Như trên;                                  PHÓ CHỦ TỊCH",
        "- Các sở, ban, ngành;",
        "                                            Nguyễn Văn A",
        "- Lưu: VT.",
        "PHỤ LỤC I",
        "DANH MỤC CHỈ TIÊU",
    )
    assert found[-9:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Các sở, ban, ngành;",
        "- Lưu: VT.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn A",
        "PHỤ LỤC I",
        "DANH MỤC CHỈ TIÊU",
    ]


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "HỎA TỐC"])
def test_a_mark_of_secrecy_or_urgency_stays_on_its_own_line(mark: str) -> None:
    found = lines("ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", mark, *PAGE)
    assert found[:4] == ["ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", mark, "KẾ HOẠCH"]


def test_a_deadline_in_its_place_tells_which_cell_is_empty() -> None:
    """Rows 2 and 3 lack who coordinates and the product; a group follows row 2 unmarked."""
    raw = (
        "STT\n\nNhiệm vụ\n\nChủ trì\n\nPhối hợp\n\nThời hạn\n\nSản phẩm\n\n"
        "Nhiệm vụ giao Sở Xây dựng\n\n"
        "1\n\nRà soát\n\nSở Xây dựng\n\nSở Nội vụ\n\nQuý I/2026\n\nBáo cáo\n\n"
        "2\n\nXây dựng\n\nSở Xây dựng\n\n31/12/2025\n\nKế hoạch\n\n"
        "4\n\nĐào tạo\n\nSở Xây dựng\n\nSở Nội vụ\n\n2026\n\nLớp học\n\n"
        "Nhiệm vụ giao Sở Nội vụ\n\n"
        "3\n\nBồi dưỡng\n\nSở Nội vụ\n\nCông an tỉnh\n\nHằng năm\n\n"
        "5\n\nSơ kết\n\nSở Nội vụ\n\nCông an tỉnh\n\nTháng 6/2026\n\nBáo cáo"
    )
    text = read(raw.encode())
    words = {(c.row, c.column): c.span.of(text.content) for c in text.tables[0].cells}
    assert text.tables[0].rows == 8
    assert [words[3, column] for column in range(2, 6)] == [
        "Sở Xây dựng",
        "",
        "31/12/2025",
        "Kế hoạch",
    ]
    assert words[1, 1] == "Nhiệm vụ giao Sở Xây dựng"
    assert words[5, 1] == "Nhiệm vụ giao Sở Nội vụ"
    assert (words[6, 4], words[6, 5]) == ("Hằng năm", "")


def test_a_sentence_broken_by_a_page_goes_on() -> None:
    raw = f"{PAGE[3]}\n{PAGE[4]}\n\n12\n\f\n{PAGE[5]}\n{PAGE[8]}\n{PAGE[9]}\n\n13\n\fTrang cuối"
    text = read(raw.encode())
    assert [b.span.of(text.content) for b in text.blocks] == [
        f"{PAGE[3]} {PAGE[4]} {PAGE[5]}",
        f"{PAGE[8]} {PAGE[9]}",
        "Trang cuối",
    ]


def test_a_number_at_the_edge_of_a_page_that_is_no_page_number_stays() -> None:
    text = read(f"{PAGE[8]}\n{PAGE[9]}\n2030\f{PAGE[12]}".encode())
    assert "2030" in text.content


def test_an_office_is_no_second_line_of_the_body_above_it() -> None:
    # In a short text these two lines once looked like one that was wrapped.
    given = ("UBND THÀNH PHỐ ĐÀ NẴNG", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", NATION, MOTTO, "TỜ TRÌNH")
    assert lines(*given)[:2] == ["UBND THÀNH PHỐ ĐÀ NẴNG", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"]
