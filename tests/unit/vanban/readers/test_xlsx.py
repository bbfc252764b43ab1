"""Spreadsheets: cells as shown, merges, titles and notes apart, what is hidden, limits."""

import datetime as dt
import io
import zipfile
from itertools import product

import pytest

from tests.unit.vanban.packages import archive
from tests.unit.vanban.workbooks import Page, book, raw_book
from vanban.errors import UnreadableFile
from vanban.models import BlockKind, Table, Text
from vanban.parse import parse
from vanban.readers import read, xlsx_sheet

HEAD = ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
ROW = [1, "Rà soát quy chế", "Sở Tư pháp", "Quý III/2026"]


def paragraphs(text: Text) -> list[str]:
    return [
        block.span.of(text.content) for block in text.blocks if block.kind is BlockKind.PARAGRAPH
    ]


def rows_of(text: Text, table: Table) -> list[list[str]]:
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.span.of(text.content)
    return rows


def codes(text: Text) -> list[str]:
    return [issue.code for issue in text.issues]


# Cells


def test_cells_are_read_as_a_vietnamese_spreadsheet_shows_them() -> None:
    text = read(
        book(
            A=[
                HEAD,
                [
                    1.1,
                    (0.25, "0%"),
                    (1234567.5, "#,##0.0"),
                    (dt.datetime(2026, 7, 15), "dd/mm/yyyy"),
                ],
                ["2", True, (dt.datetime(2026, 12, 1), "mmm-yy"), "=1+1"],
            ]
        )
    )
    assert rows_of(text, text.tables[0])[1:] == [
        ["1,1", "25%", "1.234.567,5", "15/07/2026"],
        ["2", "TRUE", "12/2026", ""],
    ]
    assert [(i.code, i.params["count"]) for i in text.issues] == [("formula_without_value", "1")]


def test_a_formula_gives_the_value_it_had_and_an_error_is_counted() -> None:
    text = read(
        raw_book(
            '<row r="1"><c r="A1"><f>2*3</f><v>6</v></c><c r="B1" t="str"><f>x</f><v>chữ</v></c>'
            '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        )
    )
    assert text.content == "6\nchữ\n#DIV/0!"
    assert codes(text) == ["error_cells"]


def test_strings_may_be_shared_rich_inline_or_escaped() -> None:
    strings = (
        "<sst XMLNS><si><t>một</t></si><si><r><t>hai </t></r><r><t>phần</t></r>"
        "<rPh><t>bỏ</t></rPh></si><si><t>ba_x000D_\nbốn</t></si></sst>"
    )
    cells = "".join(f'<c t="s"><v>{at}</v></c>' for at in (0, 1, 2, 9))
    text = read(
        raw_book(
            f'<row>{cells}<c t="inlineStr"><is><t>năm</t></is></c></row>', sharedStrings=strings
        )
    )
    assert text.content.split("\n") == ["một", "hai phần", "ba", "bốn", "năm"]


def test_each_line_of_a_cell_is_a_block_in_its_place() -> None:
    text = read(book(A=[HEAD, [1, "Rà soát", "Sở Y tế\nSở Nội vụ", "2026"]]))
    places = [(p.span.of(text.content), p.row, p.column) for p in text.places if p.row == 1]
    assert places == [
        ("1", 1, 0),
        ("Rà soát", 1, 1),
        ("Sở Y tế", 1, 2),
        ("Sở Nội vụ", 1, 2),
        ("2026", 1, 3),
    ]
    assert {place.table for place in text.places} == {0}


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    workbook = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<workbookPr date1904="1"/><sheets><sheet name="A" r:id="worksheet"/></sheets></workbook>'
    )
    styles = '<styleSheet XMLNS><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    raw = raw_book('<row><c s="0"><v>1</v></c></row>', styles=styles)
    assert read(raw).content == "01/01/1900"
    assert read(_with_workbook(raw, workbook)).content == "02/01/1904"


def _with_workbook(raw: bytes, workbook: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    return archive({**parts, "xl/workbook.xml": workbook})


# Where things stand


def test_titles_and_notes_stand_apart_from_the_table() -> None:
    text = read(
        book(
            Nhiệm_vụ=Page(
                [
                    ["PHỤ LỤC"],
                    ["DANH MỤC NHIỆM VỤ"],
                    [None, None, None, "Đơn vị tính: triệu đồng"],
                    [],
                    HEAD,
                    ROW,
                    [2, "Xây dựng đề án", "Sở Y tế", "2027"],
                    [],
                    ["Ghi chú: thời hạn tính theo năm dương lịch."],
                ],
                "A1:D1",
                "A2:D2",
            )
        )
    )
    (table,) = text.tables
    assert (table.rows, table.columns, table.name) == (3, 4, "Nhiệm vụ")
    assert paragraphs(text) == [
        "PHỤ LỤC",
        "DANH MỤC NHIỆM VỤ",
        "Đơn vị tính: triệu đồng",
        "Ghi chú: thời hạn tính theo năm dương lịch.",
    ]


@pytest.mark.parametrize("boxed", [None, range(8, 11)])
def test_letterhead_and_signature_are_layout_and_give_the_header(boxed: range | None) -> None:
    page = Page(
        [
            ["UBND TỈNH LÂM SƠN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["SỞ XÂY DỰNG", None, None, "Độc lập - Tự do - Hạnh phúc"],
            ["Số: 215/BC-SXD", None, None, "Lâm Sơn, ngày 12 tháng 9 năm 2026"],
            [],
            ["BÁO CÁO"],
            ["Tiến độ nhiệm vụ được giao"],
            [],
            HEAD,
            ROW,
            [2, "Xây dựng đề án", "Sở Y tế", "2027"],
            [],
            [None, "NGƯỜI LẬP BIỂU", None, "GIÁM ĐỐC"],
            [None, "Trần Văn Bình", None, "Lê Thị Hoa"],
        ],
        "A1:B1",
        "A5:D5",
        "A6:D6",
        boxed=boxed,
    )
    text = read(book(A=page))
    assert [table.is_layout for table in text.tables] == [True, False, True]
    parsed = parse(text)
    header = parsed.header
    assert (header.number, header.date) == ("215/BC-SXD", dt.date(2026, 9, 12))
    assert (header.type, header.issuer) == ("Báo cáo", "Sở Xây dựng")
    assert paragraphs(text)[-4:] == ["NGƯỜI LẬP BIỂU", "Trần Văn Bình", "GIÁM ĐỐC", "Lê Thị Hoa"]
    assert len(parsed.tasks) == 2


def test_several_tables_of_a_sheet_are_told_apart_by_their_heads() -> None:
    text = read(
        book(
            A=[
                ["Biểu số 01"],
                ["STT", "Nội dung chi", "Dự toán 2026", "Nguồn vốn"],
                [1, "Mua máy chủ", 250, "Ngân sách tỉnh"],
                ["Biểu số 02"],
                HEAD,
                ROW,
                [],
                ["I", "Nhóm sau một dòng trống"],
                [2, "Xây dựng đề án", "Sở Y tế", "2027"],
            ]
        )
    )
    assert [(table.rows, table.columns) for table in text.tables] == [(2, 4), (4, 4)]
    assert paragraphs(text) == ["Biểu số 01", "Biểu số 02"]


def test_empty_rows_and_columns_are_trimmed_and_merges_kept() -> None:
    page = Page(
        [
            [],
            [None, None, "STT", None, "Nhiệm vụ", "Cơ quan thực hiện", None, None],
            [None, None, None, None, None, "Chủ trì", "Phối hợp"],
            [None, None, 1, None, "Rà soát", "Sở Y tế", "Sở Nội vụ"],
        ],
        "C2:D3",
        "E2:E3",
        "F2:G2",
    )
    (table,) = read(book(A=page)).tables
    assert (table.rows, table.columns) == (3, 4)
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in table.cells}
    assert (spans[0, 0], spans[0, 1], spans[0, 2]) == ((2, 1), (2, 1), (1, 2))
    assert (0, 3) not in spans


def test_sheets_follow_in_the_order_of_their_tabs() -> None:
    text = read(book(Một=[HEAD, ROW], Hai=[HEAD, ROW]))
    assert [table.name for table in text.tables] == ["Một", "Hai"]


def test_progress_counts_the_sheets() -> None:
    seen: list[tuple[int, int]] = []
    read(book(A=[HEAD], B=[HEAD]), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_running_heads_are_margins_without_their_fields() -> None:
    after = '<headerFooter><oddHeader>&amp;C&amp;"Arial"&amp;10Mẫu 01&amp;R&amp;P</oddHeader>'
    text = read(raw_book("<row><c><v>1</v></c></row>", after + "</headerFooter>"))
    assert [(m.kind.value, m.words) for m in text.margins] == [("head", "Mẫu 01")]


# What is hidden


def test_hidden_rows_columns_and_sheets_are_read_and_flagged() -> None:
    page = Page([HEAD, ROW, ROW, ROW], hidden=["D", 3, 4])
    text = read(book(A=page, B=Page([HEAD, ROW], state="hidden")))
    found = {(i.code, i.params["sheet"], i.params.get("count")) for i in text.issues}
    assert found == {
        ("hidden_rows", "A", "2"),
        ("hidden_columns", "A", "1"),
        ("hidden_sheet", "B", None),
    }
    assert [(table.rows, table.columns) for table in text.tables] == [(4, 4), (2, 4)]


# Damage and limits


def refusal(raw: bytes, name: str = "a.xlsx") -> tuple[str, dict[str, str]]:
    with pytest.raises(UnreadableFile) as caught:
        read(raw, name)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(
    "raw",
    [
        archive({"xl/workbook.xml": "<x/>"}),
        archive({"other.xml": "<x/>"}),
        raw_book("<row><c><v>1</v></c>"),
        raw_book("<row>" + "<c>" * 3000 + "</c>" * 3000 + "</row>"),
        raw_book("<row><c><v>1</v></c></row>")[:-90],
        raw_book("<row><c><v>1</v></c></row>" + " " * 8_000_000),
        raw_book(
            '<row><c t="str"><v>&b;</v></c></row>',
            before='<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>',
        ),
    ],
)
def test_damage_bombs_and_entities_are_refused(raw: bytes) -> None:
    assert refusal(raw)[0] == "broken_xlsx"


def test_a_binary_or_encrypted_workbook_is_named() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r0" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    )
    binary = archive({"_rels/.rels": relations, "xl/workbook.bin": "x"})
    assert refusal(binary, "a.xlsb") == ("unsupported_format", {"found": "xlsb"})
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert refusal(ole) == ("encrypted_file", {"found": "xlsx"})


def test_a_workbook_without_words_says_so() -> None:
    assert codes(read(raw_book('<row r="1"><c s="1"/></row>'))) == ["no_text"]


def test_more_cells_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheet.Budget.__init__, "__defaults__", (10, 1000))
    rows = "".join(f"<row>{'<c><v>7</v></c>' * 3}</row>" for _ in range(4))
    assert refusal(raw_book(rows))[0] == "too_many_cells"


def test_one_long_string_used_often_is_refused() -> None:
    strings = f"<sst XMLNS><si><t>{'đ' * 30_000}</t></si></sst>"
    cells = '<c t="s"><v>0</v></c>' * 1000
    assert refusal(raw_book(f"<row>{cells}</row>", sharedStrings=strings))[0] == "too_many_cells"


def test_formatted_empty_cells_are_passed_over() -> None:
    empty = "".join(f'<row r="{at}"><c r="A{at}" s="1"/></row>' for at in range(2, 50_000))
    text = read(raw_book(f'<row r="1"><c r="A1"><v>5</v></c></row>{empty}'))
    assert text.content == "5"


def test_a_merge_of_the_whole_sheet_is_cut_to_what_is_filled() -> None:
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}" t="str"><v>ô</v></c>' for column in columns)
        + "</row>"
        for row, columns in [(1, "A"), (2, "ABC"), (3, "ABC")]
    )
    merge = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="?"/></mergeCells>'
    (table,) = read(raw_book(rows, merge)).tables
    assert max(cell.column_span for cell in table.cells) <= table.columns


def test_cells_of_a_table_cover_each_place_once() -> None:
    page = Page([HEAD, ["I", "Nhóm"], ROW, ROW], "B2:D2", "C3:C4")
    (table,) = read(book(A=page)).tables
    covered = [
        place
        for cell in table.cells
        for place in product(
            range(cell.row, cell.row + cell.row_span),
            range(cell.column, cell.column + cell.column_span),
        )
    ]
    assert sorted(covered) == sorted(product(range(table.rows), range(table.columns)))
