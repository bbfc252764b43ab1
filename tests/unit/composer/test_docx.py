"""The layout of a written document, read back from its XML."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document
from lxml import etree

from tests.unit.composer.documents import RATE, SPENT, TOTAL, document, letterhead, table
from tests.unit.composer.packages import WORD, body, lines, parts, sections, texts
from tiendo.composer.docx import write_docx
from tiendo.composer.model import (
    Appendix,
    Bullet,
    Clause,
    FigureRef,
    Heading,
    Landscape,
    PageBreak,
    Paragraph,
    RowKind,
    Signature,
    cell,
    content,
    group_row,
    row,
)


def millimetres(value: str | None) -> float:
    return round(int(value or "0") / 1440 * 25.4, 1)


def style(source: bytes, identity: str) -> etree._Element:
    root = etree.fromstring(parts(source)["word/styles.xml"])
    return next(node for node in root if node.get(f"{WORD}styleId") == identity)


def value(node: etree._Element, path: str, name: str = "val") -> str | None:
    found = node.find("/".join(f"{WORD}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{WORD}{name}")


# Pages


def test_pages_are_a4_with_margins_of_20_20_30_15() -> None:
    (section,) = sections(write_docx(document()))
    size, margins = section.find(f"{WORD}pgSz"), section.find(f"{WORD}pgMar")
    assert size is not None and margins is not None
    assert [millimetres(size.get(f"{WORD}{side}")) for side in ("w", "h")] == [210.0, 297.0]
    sides = [millimetres(margins.get(f"{WORD}{side}")) for side in ("top", "bottom", "left")]
    assert sides == [20.0, 20.0, 30.0]
    assert millimetres(margins.get(f"{WORD}right")) == 15.0


def test_the_page_number_stands_centred_above_but_not_on_the_first_page() -> None:
    source = write_docx(document())
    header = etree.fromstring(parts(source)["word/header1.xml"])
    assert [node.text for node in header.iter(f"{WORD}instrText")] == ["PAGE"]
    assert value(style(source, "header"), "pPr/jc") == "center"
    (section,) = sections(source)
    assert section.find(f"{WORD}titlePg") is not None


def test_each_appendix_is_a_section_numbered_on_its_own() -> None:
    grid = table(row("Sở Nội vụ", "3"))
    made = document(
        appendices=(Appendix("Một", (grid,), "I"), Appendix("Hai", (grid,), "II", True))
    )
    found = sections(write_docx(made))
    assert [value(section, "pgNumType", "start") for section in found] == ["1", "1", "1"]
    assert [value(section, "pgSz", "orient") for section in found] == [None, None, "landscape"]


def test_landscape_pages_in_the_body_number_on_and_turn_back() -> None:
    made = document(blocks=(Landscape((table(row("Sở Nội vụ", "3")),)),))
    found = sections(write_docx(made))
    assert [value(section, "pgSz", "orient") for section in found] == [None, "landscape", None]
    assert [value(section, "pgNumType", "start") for section in found] == ["1", None, None]


# Styles


@pytest.mark.parametrize(
    ("identity", "points", "bold", "italic"),
    [
        ("QuocHieu", 13, True, False),
        ("TieuNgu", 14, True, False),
        ("CoQuanChuQuan", 13, False, False),
        ("CoQuanBanHanh", 13, True, False),
        ("SoKyHieu", 13, False, False),
        ("DiaDanh", 14, False, True),
        ("TenLoai", 14, True, False),
        ("TrichYeu", 14, True, False),
        ("NoiDung", 14, False, False),
        ("CanCu", 14, False, True),
        ("NoiNhan", 12, True, True),
        ("NoiNhanDong", 11, False, False),
        ("KyTen", 14, True, False),
        ("HoTen", 14, True, False),
        ("KemTheo", 14, False, True),
        ("TrichYeuCongVan", 12, False, False),
    ],
)
def test_sizes_and_faces_are_those_of_the_decree(
    identity: str, points: int, bold: bool, italic: bool
) -> None:
    found = style(write_docx(document()), identity)
    assert value(found, "rPr/sz") == str(points * 2)
    assert (found.find(f"{WORD}rPr/{WORD}b") is not None) is bold
    assert (found.find(f"{WORD}rPr/{WORD}i") is not None) is italic


def test_text_is_justified_with_a_first_line_of_127_mm() -> None:
    found = style(write_docx(document()), "NoiDung")
    assert value(found, "pPr/jc") == "both"
    assert millimetres(value(found, "pPr/ind", "firstLine")) == 12.7


def test_everything_is_times_new_roman_in_vietnamese() -> None:
    source = parts(write_docx(document()))["word/styles.xml"].decode()
    assert 'w:ascii="Times New Roman"' in source
    assert 'w:val="vi-VN"' in source


def test_every_style_that_is_used_is_defined() -> None:
    made = document(
        blocks=(Heading(1, "I", "Kết quả"), table(row("a", "b"))), addressees=("A", "B")
    )
    source = write_docx(made)
    known = {name for name in (node.get(f"{WORD}styleId") for node in etree.fromstring(
        parts(source)["word/styles.xml"])) if name}  # fmt: skip
    used = {node.get(f"{WORD}val") for node in body(source).iter(f"{WORD}pStyle")}
    assert used <= known


# Fixed parts


def test_the_letterhead_stands_in_two_columns_without_borders() -> None:
    source = write_docx(document())
    head = body(source)[1]
    assert head.tag == f"{WORD}tbl"
    assert head.find(f"{WORD}tblPr/{WORD}tblBorders") is None
    assert lines(source)[:6] == [
        ("CoQuanBanHanh", "ỦY BAN NHÂN DÂNTỈNH ĐẮK LẮK"),
        ("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("TieuNgu", "Độc lập - Tự do - Hạnh phúc"),
        ("SoKyHieu", "Số: 146/KH-UBND"),
        ("DiaDanh", "Đắk Lắk, ngày 25\u00a0tháng 6\u00a0năm 2025"),
        ("TenLoai", "KẾ HOẠCH"),
    ]


def test_the_superior_body_stands_above_the_issuer() -> None:
    head = letterhead(issuer="Sở Nội vụ", parent="Ủy ban nhân dân\ntỉnh Đắk Lắk", symbol="KH-SNV")
    found = lines(write_docx(document(letterhead=head)))
    assert [name for name, _ in found[:2]] == ["CoQuanChuQuan", "CoQuanBanHanh"]


def test_three_rules_stand_under_issuer_motto_and_subject() -> None:
    found = list(body(write_docx(document())).iter(f"{WORD}pBdr"))
    assert len(found) == 3


def test_a_letter_has_its_subject_under_the_number_and_no_type() -> None:
    source = write_docx(document(type_name=None))
    assert texts(source, "TrichYeuCongVan") == ["V/v Kiểm tra tiến độ năm 2025"]
    assert texts(source, "TenLoai") == texts(source, "TrichYeu") == []


def test_one_addressee_stands_on_the_line_of_the_greeting() -> None:
    source = write_docx(document(addressees=("Đảng ủy UBND tỉnh",)))
    assert texts(source, "KinhGui") == ["Kính gửi: Đảng ủy UBND tỉnh"]


def test_several_addressees_stand_one_to_a_line() -> None:
    source = write_docx(document(addressees=("Sở Nội vụ", "Sở Y tế")))
    assert texts(source, "KinhGui") == ["Kính gửi:"]
    assert texts(source, "KinhGuiDong") == ["- Sở Nội vụ;", "- Sở Y tế."]


def test_bases_stand_one_to_a_line_before_the_text() -> None:
    source = write_docx(document(bases=("Căn cứ Luật A", "Căn cứ Luật B;")))
    assert texts(source, "CanCu") == ["Căn cứ Luật A;", "Căn cứ Luật B."]


def test_the_document_ends_with_its_mark_before_the_signature() -> None:
    source = write_docx(document())
    assert texts(source, "NoiDung") == ["Các cơ quan thực hiện./."]
    closing = next(node for node in body(source) if "./." in "".join(node.itertext()))
    assert closing.find(f"{WORD}pPr/{WORD}keepNext") is not None


def test_a_document_that_ends_with_a_figure_has_its_mark_too() -> None:
    closing = (Paragraph(content("Tổng số ", FigureRef("tasks.total"))),)
    source = write_docx(document(closing=closing, figures=(TOTAL,)))
    assert texts(source, "NoiDung") == ["Tổng số 62./."]


def test_recipients_and_signature_stand_side_by_side() -> None:
    found = lines(write_docx(document(drafter="nth.(05)")))
    assert found[-7:] == [
        ("NoiNhan", "Nơi nhận:"),
        ("NoiNhanDong", "- Như trên;"),
        ("NoiNhanDong", "- Lưu: VT."),
        ("KyHieuSoanThao", "NTH.(05)"),
        ("KyTen", "KT. CHỦ TỊCH"),
        ("KyTen", "PHÓ CHỦ TỊCH"),
        ("HoTen", "Nguyễn Văn An"),
    ]


def test_an_unsigned_draft_leaves_the_place_of_the_name_free() -> None:
    source = write_docx(document(signature=Signature(("KT. CHỦ TỊCH",), "PHÓ CHỦ TỊCH")))
    assert texts(source, "HoTen") == []
    assert "HoTen" in {node.get(f"{WORD}val") for node in body(source).iter(f"{WORD}pStyle")}


# Text


def test_headings_clauses_and_bullets_print_their_markers() -> None:
    blocks = (
        Heading(1, "I", "Kết quả"),
        Heading(2, "1", "Tình hình chung"),
        Clause("đ", content("Nội dung.")),
        Clause("2", content("Nội dung.")),
        Bullet(content("Một;")),
        Bullet(content("Hai."), 2),
    )
    assert lines(write_docx(document(blocks=blocks)))[7:13] == [
        ("heading1", "I. KẾT QUẢ"),
        ("heading2", "1. Tình hình chung"),
        ("NoiDung", "đ) Nội dung."),
        ("NoiDung", "2. Nội dung."),
        ("NoiDung", "- Một;"),
        ("NoiDung", "+ Hai."),
    ]


def test_a_page_break_is_a_break() -> None:
    source = write_docx(document(blocks=(PageBreak(),)))
    assert [node.get(f"{WORD}type") for node in body(source).iter(f"{WORD}br")][-1] == "page"


def test_a_line_feed_breaks_the_line() -> None:
    source = write_docx(document(blocks=(Paragraph(content("một\nhai")),)))
    made = next(node for node in body(source) if "một" in "".join(node.itertext()))
    assert len(list(made.iter(f"{WORD}br"))) == 1


# Tables


def test_header_rows_repeat_and_no_row_is_split() -> None:
    grid = table(row("Sở Nội vụ", "3"), row("Sở Y tế", "4"))
    made = list(body(write_docx(document(blocks=(grid,)))).iter(f"{WORD}tbl"))[1]
    rows = list(made.iter(f"{WORD}tr"))
    assert [line.find(f"{WORD}trPr/{WORD}tblHeader") is not None for line in rows] == [
        True,
        False,
        False,
    ]
    assert all(line.find(f"{WORD}trPr/{WORD}cantSplit") is not None for line in rows)


def test_a_table_fills_the_width_of_the_text() -> None:
    made = list(body(write_docx(document(blocks=(table(row("a", "b")),)))).iter(f"{WORD}tbl"))[1]
    assert millimetres(value(made, "tblPr/tblW", "w")) == 165.0


def test_merged_head_cells_are_written_once_and_continued() -> None:
    header = ((cell("Cơ quan", rows=2), cell("Số nhiệm vụ")), (cell("Quá hạn"),))
    grid = table(row("Sở Nội vụ", "3"), header=header)
    source = write_docx(document(blocks=(grid,)))
    assert texts(source, "BangDau") == ["Cơ quan", "Số nhiệm vụ", "Quá hạn"]
    merges = [node.get(f"{WORD}val") for node in body(source).iter(f"{WORD}vMerge")]
    assert merges == ["restart", "continue"]


def test_a_wide_head_cell_pushes_the_cells_of_the_next_row_into_place() -> None:
    header = ((cell("Cơ quan", columns=2),), (cell("Tên"), cell("Số")))
    source = write_docx(document(blocks=(table(row("a", "b"), header=header),)))
    widths = [node.get(f"{WORD}val") for node in body(source).iter(f"{WORD}gridSpan")]
    assert (texts(source, "BangDau"), widths) == (["Cơ quan", "Tên", "Số"], ["2"])


def test_groups_and_totals_are_bold_rows() -> None:
    grid = table(group_row("I", "Sở", 2), row("Sở Y tế", "4"), row("Tổng", "4", kind=RowKind.TOTAL))
    source = write_docx(document(blocks=(grid,)))
    assert texts(source, "BangNhom") == ["I", "Sở"]
    assert texts(source, "BangTong") == ["Tổng", "4"]


def test_unit_line_and_caption_stand_above_the_table() -> None:
    grid = table(row("a", "b"))
    named = type(grid)(grid.columns, grid.header, grid.rows, "Đơn vị tính: triệu đồng", "Bảng 1")
    names = [name for name, _ in lines(write_docx(document(blocks=(named,))))]
    assert names[names.index("TenBang") + 1] == "DonViTinh"


# The file


def test_the_same_model_gives_the_same_bytes() -> None:
    made = document(blocks=(table(row("a", content(FigureRef("tasks.total")))),), figures=(TOTAL,))
    assert write_docx(made) == write_docx(made)


def test_the_properties_describe_the_document() -> None:
    properties = Document(io.BytesIO(write_docx(document()))).core_properties
    assert properties.title == "Kiểm tra tiến độ năm 2025"
    assert properties.author == "Ủy ban nhân dân tỉnh Đắk Lắk"
    assert properties.language == "vi-VN"
    assert properties.created is not None
    assert properties.created.date() == dt.date(2025, 6, 25)


def test_a_subject_longer_than_a_property_is_cut_there_and_whole_on_the_page() -> None:
    source = write_docx(document(title="Kế hoạch rất dài " * 30))
    assert len(Document(io.BytesIO(source)).core_properties.title) == 255
    assert len(texts(source, "TrichYeu")[0]) > 500


def test_nothing_of_the_template_remains() -> None:
    names = set(parts(write_docx(document())))
    assert not {name for name in names if "thumbnail" in name or "WithEffects" in name}
    assert "customXml/item1.xml" not in names


def test_a_document_with_figures_carries_their_map() -> None:
    made = document(figures=(TOTAL, SPENT, RATE))
    assert b"tasks.total" in parts(write_docx(made))["customXml/item1.xml"]
