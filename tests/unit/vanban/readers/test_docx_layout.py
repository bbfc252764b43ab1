"""Letterheads in every way Word sets them, text boxes, page heads, pages."""

import pytest

from tests.unit.vanban.packages import cell, docx, paragraph, run, table
from vanban.models import BlockKind, MarginKind, Text
from vanban.readers import read

TAB = "<w:r><w:tab/></w:r>"
NATIONAL = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def blocks(text: Text) -> list[str]:
    return [block.span.of(text.content) for block in text.blocks]


def tabbed(*words: str) -> str:
    return paragraph(inner=TAB.join(run(part) for part in words))


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


# Letterheads


def test_the_left_column_of_a_letterhead_set_by_tabs_is_read_before_the_right_one() -> None:
    text = read(
        docx(
            tabbed("UBND TỈNH SƠN LA", NATIONAL),
            tabbed("SỞ NỘI VỤ", "", MOTTO),
            tabbed("", "---------------"),
            tabbed("Số: 7/KH-SNV", "Sơn La, ngày 05 tháng 01 năm 2026"),
            paragraph("KẾ HOẠCH"),
        )
    )
    assert blocks(text)[:3] == ["UBND TỈNH SƠN LA", "SỞ NỘI VỤ", "Số: 7/KH-SNV"]
    assert blocks(text)[3:5] == [NATIONAL, MOTTO]
    assert blocks(text)[-2:] == ["Sơn La, ngày 05 tháng 01 năm 2026", "KẾ HOẠCH"]


def test_the_right_column_keeps_the_paragraph_it_came_from() -> None:
    text = read(docx(tabbed("UBND TỈNH SƠN LA", NATIONAL), tabbed("SỞ NỘI VỤ", MOTTO)))
    numbers = {place.span.of(text.content): place.paragraph for place in text.places}
    assert numbers[NATIONAL] == numbers["UBND TỈNH SƠN LA"] == 0
    assert numbers[MOTTO] == numbers["SỞ NỘI VỤ"] == 1


def test_a_letterhead_may_be_set_by_spaces_and_in_one_paragraph() -> None:
    lines = [f"UBND XÃ EA KAR          {NATIONAL}", f"Số: 5/BC-UBND      {MOTTO}"]
    inner = "<w:r><w:br/></w:r>".join(map(run, lines))
    text = read(docx(paragraph(inner=inner), paragraph("BÁO CÁO")))
    assert blocks(text) == ["UBND XÃ EA KAR", "Số: 5/BC-UBND", NATIONAL, MOTTO, "BÁO CÁO"]


def test_tabs_inside_the_text_part_nothing() -> None:
    text = read(docx(tabbed("1.", "Rà soát văn bản"), tabbed("a", "b")))
    assert blocks(text) == ["1. Rà soát văn bản", "a b"]


def test_a_signature_set_by_spaces_follows_the_recipients() -> None:
    text = read(
        docx(
            paragraph("Nơi nhận:                TM. ỦY BAN NHÂN DÂN"),
            paragraph("- Như trên;                     CHỦ TỊCH"),
            paragraph("- Lưu: VT."),
        )
    )
    assert blocks(text) == [
        *("Nơi nhận:", "- Như trên;", "- Lưu: VT."),
        *("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ]


def test_a_letterhead_in_text_boxes_is_read_box_by_box() -> None:
    def box(*lines: str) -> str:
        words = "".join(map(paragraph, lines))
        content = f"<w:txbxContent>{words}</w:txbxContent>"
        return f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"

    inner = box("TỈNH ỦY NGHỆ AN", "*") + box("ĐẢNG CỘNG SẢN VIỆT NAM")
    text = read(docx(paragraph(inner=inner), paragraph("KẾT LUẬN")))
    assert blocks(text) == ["TỈNH ỦY NGHỆ AN", "*", "ĐẢNG CỘNG SẢN VIỆT NAM", "KẾT LUẬN"]


def test_a_letterhead_kept_in_the_page_head_opens_the_text() -> None:
    head = f"<w:hdr XMLNS>{table(['UBND TỈNH A', NATIONAL])}</w:hdr>"
    text = read(docx(paragraph("KẾ HOẠCH"), header=head))
    assert blocks(text) == ["UBND TỈNH A", NATIONAL, "KẾ HOẠCH"]


def test_a_page_head_stays_outside_where_the_body_has_its_own_letterhead() -> None:
    head = f"<w:hdr XMLNS>{paragraph(NATIONAL)}</w:hdr>"
    text = read(docx(paragraph(NATIONAL), paragraph("KẾ HOẠCH"), header=head))
    assert blocks(text) == [NATIONAL, "KẾ HOẠCH"]


def test_a_table_that_lists_whom_a_dispatch_goes_to_is_layout() -> None:
    text = read(docx(table(["Kính gửi:", "- Các sở;\n- UBND các xã."])))
    assert text.tables[0].is_layout
    assert {block.kind for block in text.blocks} == {BlockKind.PARAGRAPH}


def test_a_single_frame_around_text_is_layout() -> None:
    text = read(docx(table(["I. MỤC TIÊU\n1. Mục tiêu chung"])))
    assert {block.kind for block in text.blocks} == {BlockKind.PARAGRAPH}


# Page heads and feet


def test_heads_feet_and_page_numbers_are_margins() -> None:
    head = f"<w:hdr XMLNS>{paragraph(inner=field(' PAGE ', '3'))}{paragraph('Dự thảo')}</w:hdr>"
    foot = f"<w:ftr XMLNS>{paragraph('Địa chỉ: số 1')}</w:ftr>"
    text = read(docx(paragraph("Nội dung"), header=head, footer=foot))
    assert text.content == "Nội dung"
    assert [(margin.kind, margin.words) for margin in text.margins] == [
        (MarginKind.PAGE_NUMBER, "3"),
        (MarginKind.HEAD, "Dự thảo"),
        (MarginKind.FOOT, "Địa chỉ: số 1"),
    ]


def test_a_watermark_of_drawn_letters_in_a_page_head_is_seen() -> None:
    drawn = '<w:r><w:pict><v:shape><v:textpath string="MẬT"/></v:shape></w:pict></w:r>'
    head = f"<w:hdr XMLNS>{paragraph(inner=drawn)}</w:hdr>"
    text = read(docx(paragraph("Nội dung"), header=head))
    assert [(i.code, i.params) for i in text.issues] == [
        ("secrecy_mark_in_header", {"mark": "MẬT"})
    ]


# Pages


def test_a_paragraph_begins_on_the_page_before_its_break() -> None:
    broken = run("Đầu trang một") + "<w:r><w:lastRenderedPageBreak/></w:r>" + run(" cuối câu")
    text = read(docx(paragraph(inner=broken), paragraph("Trang hai")))
    assert [place.page for place in text.places] == [1, 2]


def test_without_marks_of_pages_there_are_none() -> None:
    text = read(docx(paragraph("a"), paragraph(inner='<w:r><w:br w:type="page"/></w:r>')))
    assert {place.page for place in text.places} == {None}


# Tables


def test_order_numbers_that_a_list_prints_in_empty_cells_are_read() -> None:
    from tests.unit.vanban.packages import numbering

    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    rows = [[cell(inner=paragraph("", number)), work] for work in ("Rà soát", "Xây dựng")]
    text = read(docx(table(["TT", "Việc"], *rows), numbering=numbering(("decimal", "%1."))))
    assert blocks(text) == ["TT", "Việc", "1.", "Rà soát", "2.", "Xây dựng"]


def test_cells_merged_in_the_old_way_are_one_cell() -> None:
    merged = [
        cell("Mục tiêu", '<w:hMerge w:val="restart"/>'),
        cell("", "<w:hMerge/>"),
        "Ghi chú",
    ]
    text = read(docx(table(merged, ["a", "b", "c"])))
    first = [c for c in text.tables[0].cells if c.row == 0]
    assert [(c.column, c.column_span) for c in first] == [(0, 2), (2, 1)]


def test_a_deleted_cell_is_left_out() -> None:
    text = read(docx(table(["a", cell("b", "<w:cellDel/>"), "c"])))
    assert blocks(text) == ["a", "c"]


def test_cells_before_the_first_column_are_skipped() -> None:
    row = table(["b"]).replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>', 1)
    text = read(docx(row.replace("</w:tbl>", table(["c", "d"])[7:])))
    assert [(c.row, c.column) for c in text.tables[0].cells] == [(0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    "wrapper", ["<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:ins>{}</w:ins>"]
)
def test_rows_inside_a_control_or_an_insertion_are_rows(wrapper: str) -> None:
    row = table(["1", "Rà soát"])[7:-8]
    text = read(docx(f"<w:tbl>{row}{wrapper.format(row)}</w:tbl>"))
    assert text.tables[0].rows == 2
