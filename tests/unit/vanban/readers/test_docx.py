"""The DOCX reader: nothing Word prints is lost, nothing it hides or deletes is read."""

import pytest

from tests.unit.vanban.packages import (
    archive,
    cell,
    docx,
    numbered,
    numbering,
    package,
    paragraph,
    run,
    table,
)
from vanban.errors import UnreadableFile
from vanban.models import BlockKind, Text
from vanban.readers import read


def blocks(text: Text) -> list[str]:
    return [block.span.of(text.content) for block in text.blocks]


def codes(text: Text) -> list[str]:
    return [issue.code for issue in text.issues]


def test_text_in_controls_hyperlinks_and_smart_tags_is_kept() -> None:
    inner = (
        run("Số ")
        + f"<w:sdt><w:sdtContent>{run('146')}</w:sdtContent></w:sdt>"
        + f"<w:hyperlink>{run('/KH-')}</w:hyperlink><w:smartTag>{run('UBND')}</w:smartTag>"
    )
    text = read(docx(paragraph(inner=inner)))
    assert text.content == "Số 146/KH-UBND"


def test_a_block_in_a_content_control_is_kept() -> None:
    text = read(docx(f"<w:sdt><w:sdtContent>{paragraph('Nội dung')}</w:sdtContent></w:sdt>"))
    assert blocks(text) == ["Nội dung"]


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    inner = (
        run("Hoàn thành ")
        + f"<w:ins>{run('trước ngày 15/7/2025')}</w:ins>"
        + "<w:del><w:r><w:delText>trước ngày 30/6/2025</w:delText></w:r></w:del>"
    )
    text = read(docx(paragraph(inner=inner)))
    assert text.content == "Hoàn thành trước ngày 15/7/2025"
    issue = text.issues[0]
    assert (issue.code, issue.params) == (
        "tracked_changes",
        {"insertions": "1", "deletions": "1"},
    )


def test_a_paragraph_whose_mark_was_deleted_runs_into_the_next() -> None:
    first = paragraph("Rà soát ", "<w:rPr><w:del/></w:rPr>")
    text = read(docx(first, paragraph("văn bản."), paragraph("Khác.")))
    assert blocks(text) == ["Rà soát văn bản.", "Khác."]


def test_a_generated_table_of_contents_is_left_out_and_said() -> None:
    styles = (
        '<w:styles XMLNS><w:style w:type="paragraph" w:styleId="M1"><w:name w:val="toc 1"/>'
        "</w:style></w:styles>"
    )
    line = paragraph("I. MỤC TIÊU 3", '<w:pStyle w:val="M1"/>')
    text = read(docx(line, paragraph("I. MỤC TIÊU"), styles=styles))
    assert blocks(text) == ["I. MỤC TIÊU"]
    assert codes(text) == ["contents_left_out"]


def test_hidden_text_is_left_out_and_said() -> None:
    text = read(docx(paragraph(inner=run("Thấy") + run(" ẩn", "<w:vanish/>"))))
    assert text.content == "Thấy"
    assert codes(text) == ["hidden_text"]


def test_letters_composed_over_two_runs_are_one_letter() -> None:
    text = read(docx(paragraph(inner=run("Đa") + run("\u0306\u0301k Lắk"))))
    assert text.content == "Đắk Lắk"
    assert "normalised_to_nfc" in codes(text)


def test_capitals_set_by_format_are_printed_in_capitals() -> None:
    text = read(docx(paragraph(inner=run("Kế hoạch", "<w:caps/>"))))
    assert text.content == "KẾ HOẠCH"


def test_a_line_break_parts_lines_but_not_sentences() -> None:
    inner = run("TỈNH ĐẮK LẮK") + "<w:r><w:br/></w:r>" + run("Số: 146/KH-UBND")
    wrapped = run("các cơ quan") + "<w:r><w:br/></w:r>" + run("có liên quan.")
    text = read(docx(paragraph(inner=inner), paragraph(inner=wrapped)))
    assert blocks(text) == ["TỈNH ĐẮK LẮK", "Số: 146/KH-UBND", "các cơ quan có liên quan."]


def test_only_one_branch_of_alternate_content_is_read() -> None:
    box = f"<w:txbxContent>{paragraph('TỐI MẬT')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    text = read(docx(paragraph(inner=run("TỈNH ĐẮK LẮK") + drawing)))
    assert blocks(text) == ["TỈNH ĐẮK LẮK", "TỐI MẬT"]


def test_footnotes_follow_their_paragraph_as_notes() -> None:
    notes = (
        '<w:footnotes XMLNS><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Số liệu đến tháng 10.")}</w:footnote></w:footnotes>'
    )
    reference = run("Đã hoàn thành") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(".")
    text = read(docx(paragraph(inner=reference), paragraph("Tiếp theo."), footnotes=notes))
    assert blocks(text) == ["Đã hoàn thành.", "Số liệu đến tháng 10.", "Tiếp theo."]
    assert text.blocks[1].kind is BlockKind.FOOTNOTE


def test_a_secrecy_mark_in_a_page_header_is_flagged_outside_the_text() -> None:
    text = read(docx(paragraph("Nội dung"), header=f"<w:hdr XMLNS>{paragraph('MẬT')}</w:hdr>"))
    assert text.content == "Nội dung"
    assert [(i.code, i.params["mark"]) for i in text.issues] == [("secrecy_mark_in_header", "MẬT")]


# Numbering


def test_automatic_numbers_are_written_at_the_start_of_their_blocks() -> None:
    levels = numbering(("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"))
    body = [
        numbered("MỤC TIÊU"),
        numbered("Mục tiêu chung", level=1),
        numbered("Mục tiêu cụ thể", level=1),
        numbered("NHIỆM VỤ"),
        numbered("Hạ tầng", level=1),
        numbered("Rà soát", level=2),
        numbered("Xây dựng", level=2),
    ]
    text = read(docx(*body, numbering=levels))
    assert blocks(text) == [
        "I. MỤC TIÊU",
        "1. Mục tiêu chung",
        "2. Mục tiêu cụ thể",
        "II. NHIỆM VỤ",
        "1. Hạ tầng",
        "a) Rà soát",
        "b) Xây dựng",
    ]
    assert [block.numbering for block in text.blocks][:2] == ["I.", "1."]


def test_a_start_override_restarts_a_list() -> None:
    restarted = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    levels = numbering(("decimal", "%1."), overrides=restarted)
    body = [numbered("a"), numbered("b"), numbered("c", number=2), numbered("d", number=2)]
    text = read(docx(*body, numbering=levels))
    assert [b.numbering for b in text.blocks] == ["1.", "2.", "1.", "2."]


def test_lists_that_share_a_definition_count_on() -> None:
    other = '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    levels = numbering(("decimal", "%1."), overrides=other)
    text = read(docx(numbered("a"), numbered("b", number=2), numbering=levels))
    assert [b.numbering for b in text.blocks] == ["1.", "2."]


def test_each_list_keeps_its_own_definition() -> None:
    # Every list once took the levels of the last definition without a style.
    other = (
        '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    levels = numbering(("upperRoman", "%1."), overrides=other)
    text = read(docx(numbered("A"), numbered("B", number=2), numbered("C"), numbering=levels))
    assert [b.numbering for b in text.blocks] == ["I.", "a)", "II."]


def test_recipients_beside_a_signature_by_tabs_are_told_apart() -> None:
    def tabbed(left: str, right: str) -> str:
        return paragraph(inner=f"{run(left)}<w:r><w:tab/></w:r>{run(right)}")

    text = read(
        docx(
            paragraph("1. Việc./."),
            tabbed("Nơi nhận:", "GIÁM ĐỐC"),
            paragraph("- Các phòng;"),
            tabbed("- Lưu: VT.", "Nguyễn Văn An"),
            paragraph("Phụ lục"),
        )
    )
    assert blocks(text)[1:] == [
        "Nơi nhận:", "- Các phòng;", "- Lưu: VT.", "GIÁM ĐỐC", "Nguyễn Văn An", "Phụ lục",
    ]  # fmt: skip


def test_a_label_may_show_upper_levels() -> None:
    levels = numbering(("upperRoman", "%1."), ("decimal", "%1.%2."))
    text = read(docx(numbered("A"), numbered("B", level=1), numbering=levels))
    assert text.blocks[1].numbering == "I.1."


def test_a_custom_format_counts_in_vietnamese_letters() -> None:
    part = numbering(("custom", "%1)")).replace(
        'w:val="custom"', 'w:val="custom" w:format="a, b, c, d, đ, ..."'
    )
    text = read(docx(*[numbered("x")] * 6, numbering=part))
    assert [b.numbering for b in text.blocks] == ["a)", "b)", "c)", "d)", "đ)", "e)"]


def test_a_style_may_carry_the_list() -> None:
    styles = (
        '<w:styles XMLNS><w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    text = read(
        docx(
            paragraph("MỤC TIÊU", '<w:pStyle w:val="Muc"/>'),
            numbering=numbering(("upperRoman", "%1.")),
            styles=styles,
        )
    )
    assert text.content == "I. MỤC TIÊU"
    assert text.blocks[0].style == "Mục"


def test_symbol_bullets_become_a_bullet() -> None:
    text = read(docx(numbered("Rà soát"), numbering=numbering(("bullet", "\uf0b7"))))
    assert text.content == "• Rà soát"


# Tables


def test_merged_cells_appear_once_with_their_spans() -> None:
    text = read(
        docx(
            table(
                ["TT", cell("Mục tiêu", '<w:gridSpan w:val="2"/>')],
                [cell("1", '<w:vMerge w:val="restart"/>'), "80", "95"],
                [cell("", "<w:vMerge/>"), "81", "96"],
            )
        )
    )
    found = {
        c.span.of(text.content): (c.row, c.column, c.row_span, c.column_span)
        for c in text.tables[0].cells
    }
    assert found["Mục tiêu"] == (0, 1, 1, 2)
    assert found["1"] == (1, 0, 2, 1)
    assert found["96"] == (2, 2, 1, 1)
    assert (text.tables[0].rows, text.tables[0].columns) == (3, 3)


def test_an_empty_cell_has_an_empty_span() -> None:
    text = read(docx(table(["a", "", "c"])))
    assert [c.span.of(text.content) for c in text.tables[0].cells] == ["a", "", "c"]


def test_places_tell_table_row_and_column() -> None:
    text = read(docx(paragraph("Trước"), table(["a", "b"], ["c", "d"])))
    place = next(p for p in text.places if p.span.of(text.content) == "d")
    assert (place.table, place.row, place.column) == (0, 1, 1)


def test_a_nested_table_is_a_table_of_its_own_inside_the_outer_one() -> None:
    outer = table(["a", cell(inner=table(["x", "y"]) + paragraph())])
    text = read(docx(outer))
    assert len(text.tables) == 2
    assert text.tables[0].span.of(text.content) == "a\nx\ny"
    assert text.tables[1].span.of(text.content) == "x\ny"


def test_a_letterhead_table_is_layout_and_its_blocks_are_paragraphs() -> None:
    text = read(
        docx(
            table(
                ["TỈNH ỦY ĐẮK LẮK\n*", "ĐẢNG CỘNG SẢN VIỆT NAM"],
                ["Số 61-CTr/TU", "Đắk Lắk, ngày 25 tháng 02 năm 2025"],
            )
        )
    )
    assert text.tables[0].is_layout
    assert {block.kind for block in text.blocks} == {BlockKind.PARAGRAPH}


def test_a_table_of_tasks_is_no_layout() -> None:
    text = read(docx(table(["TT", "Nhiệm vụ"], ["1", "Rà soát"])))
    assert not text.tables[0].is_layout
    assert {block.kind for block in text.blocks} == {BlockKind.CELL}


def test_a_deleted_row_is_left_out() -> None:
    body = table(["a"], ["b"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert blocks(read(docx(body))) == ["b"]


def test_pages_are_counted_where_word_left_its_breaks() -> None:
    second = "<w:r><w:lastRenderedPageBreak/></w:r>" + run("Trang hai")
    text = read(docx(paragraph("Trang một"), paragraph(inner=second)))
    assert [place.page for place in text.places] == [1, 2]


# Files that cannot be read


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (docx(paragraph("x"))[:-30], "word/document.xml"),
        (package("<w:document"), "word/document.xml"),
        (package("<w:document xmlns:w='urn:other'/>"), "word/document.xml"),
        (archive({"[Content_Types].xml": "<Types/>"}), "word/document.xml"),
        (docx(paragraph("x"), numbering="<w:numbering XMLNS>"), "word/numbering.xml"),
    ],
)
def test_a_broken_part_is_named(raw: bytes, part: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(raw, "văn bản.docx")
    assert caught.value.code == "broken_docx"
    assert caught.value.params["part"] in {part, "package"}


def test_an_archive_whose_directory_points_before_its_start_is_broken() -> None:
    # zipfile raises ValueError for this one, and only when a part is opened.
    raw = bytearray(docx(paragraph("Kế hoạch")))
    offset = raw.index(b"PK\x05\x06") + 16
    raw[offset] += 90
    with pytest.raises(UnreadableFile, match="broken_docx"):
        read(bytes(raw), "a.docx")


def test_a_document_type_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    with pytest.raises(UnreadableFile, match="broken_docx"):
        read(package(bomb), "x.docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadableFile, match="broken_docx"):
        read(package("<w:document>" + " " * 30_000_000 + "</w:document>"), "x.docx")


def test_a_document_without_words_says_so() -> None:
    assert codes(read(docx(paragraph()))) == ["no_text"]
