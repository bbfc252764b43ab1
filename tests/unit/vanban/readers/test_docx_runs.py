"""What Word prints for fields, controls, symbols, changes and old fonts."""

import pytest

from tests.unit.vanban.packages import docx, numbered, numbering, paragraph, run
from tests.unit.vanban.readers.test_docx_layout import blocks, field
from vanban.readers import read


def codes(text: object) -> list[str]:
    return [issue.code for issue in getattr(text, "issues", ())]


# Fields


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [(" REF muc1 ", "Mục II"), (' HYPERLINK "http://a" ', "146/KH-UBND"), (" DATE ", "25/6/2025")],
)
def test_a_field_shows_its_result_once(instruction: str, shown: str) -> None:
    text = read(docx(paragraph(inner=run("Theo ") + field(instruction, shown) + run(" đã nêu."))))
    assert text.content == f"Theo {shown} đã nêu."


def test_a_field_inside_the_instruction_of_another_is_not_shown() -> None:
    nested = field(' IF "x" ', "a").replace("<w:instrText>", field(" PAGE ", "9") + "<w:instrText>")
    assert read(docx(paragraph(inner=nested))).content == "a"


def test_a_field_that_never_ends_hides_nothing_of_the_next_paragraphs() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF</w:instrText></w:r>'
    text = read(docx(paragraph(inner=begun + run("ẩn")), paragraph("Thấy")))
    assert blocks(text) == ["Thấy"]


def test_lines_of_contents_made_by_a_field_without_a_style_are_left_out() -> None:
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    line = paragraph(inner=start + run("I. MỤC TIÊU ") + field(" PAGEREF _Toc1 ", "3"))
    end = paragraph(inner='<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    text = read(docx(line, end, paragraph("I. MỤC TIÊU")))
    assert blocks(text) == ["I. MỤC TIÊU"]
    assert codes(text) == ["contents_left_out"]


def test_a_control_of_contents_is_left_out_whole() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{paragraph('MỤC LỤC')}"
        "</w:sdtContent></w:sdt>"
    )
    assert blocks(read(docx(control, paragraph("Nội dung")))) == ["Nội dung"]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="Chưa"/><w:listEntry w:val="Đã"/>'
         "</w:ddList>", "Đã"),
    ],
)  # fmt: skip
def test_old_form_fields_show_their_value(data: str, shown: str) -> None:
    inner = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    assert read(docx(paragraph(inner=inner))).content == shown


# Controls


def test_a_prompt_of_a_control_is_no_text_and_a_choice_is() -> None:
    def control(properties: str, words: str) -> str:
        content = f"<w:sdtContent>{run(words)}</w:sdtContent>"
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{content}</w:sdt>"

    inner = control("<w:showingPlcHdr/>", "Choose an item.") + control("<w:dropDownList/>", "Khẩn")
    assert read(docx(paragraph(inner=inner))).content == "Khẩn"


# Symbols


@pytest.mark.parametrize(
    ("font", "char", "shown"),
    [
        ("Symbol", "F0B3", "≥"), ("Symbol", "F0A3", "≤"), ("Symbol", "F0B1", "±"),
        ("Symbol", "F02D", "-"), ("Symbol", "F0B7", "•"), ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F0A8", "☐"), ("Wingdings", "F0D8", "•"), ("Times New Roman", "2265", "≥"),
        ("Symbol", "B3", "≥"), ("Symbol", "zz", ""), ("Symbol", "D800", ""),
    ],
)  # fmt: skip
def test_symbols_are_the_characters_their_font_draws(font: str, char: str, shown: str) -> None:
    inner = f'{run("Đạt ")}<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>{run(" 90%")}'
    assert read(docx(paragraph(inner=inner))).content.split() == ["Đạt", *shown.split(), "90%"]


def test_private_characters_in_runs_are_read_by_their_font() -> None:
    symbol = run("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')
    assert read(docx(paragraph(inner=run("Đạt ") + symbol + run(" 90%")))).content == "Đạt ≥ 90%"


@pytest.mark.parametrize(
    ("sign", "font", "shown"),
    [("\uf02d", "Symbol", "-"), ("\uf0d8", "Wingdings", "•"), ("o", "Courier New", "○"),
     ("-", "", "-")],
)  # fmt: skip
def test_bullets_are_plain_signs(sign: str, font: str, shown: str) -> None:
    part = numbering(("bullet", sign)).replace(
        "</w:lvl>", f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr></w:lvl>'
    )
    assert read(docx(numbered("Rà soát"), numbering=part)).content == f"{shown} Rà soát"


def test_hyphens_spaces_and_small_capitals_change_no_words() -> None:
    inner = (
        run("57") + "<w:r><w:noBreakHyphen/></w:r>" + run("NQ/TW\u00a0ngày ")
        + run("Kế ho", "<w:smallCaps/>") + "<w:r><w:softHyphen/></w:r>"
        + run("ạch", "<w:smallCaps/>")
    )  # fmt: skip
    assert read(docx(paragraph(inner=inner))).content == "57-NQ/TW ngày Kế hoạch"


# Changes


def test_moved_text_is_read_once_where_it_went() -> None:
    away = paragraph(inner=f"<w:moveFrom>{run('Việc A.')}</w:moveFrom>")
    there = paragraph(inner=f"<w:moveTo>{run('Việc A.')}</w:moveTo>")
    text = read(docx(away, paragraph("Việc B."), there))
    assert blocks(text) == ["Việc B.", "Việc A."]
    assert text.issues[0].params == {"insertions": "0", "deletions": "0", "moves": "1"}


def test_the_number_before_a_tracked_change_is_not_printed() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    old = f"<w:pPrChange><w:pPr>{number}</w:pPr></w:pPrChange>"
    text = read(docx(paragraph("Việc", old), numbering=numbering(("decimal", "%1."))))
    assert text.content == "Việc"


def test_comments_are_counted_and_left_out() -> None:
    comments = (
        f'<w:comments XMLNS><w:comment w:id="1">{paragraph("Xem lại")}</w:comment></w:comments>'
    )
    inner = run("Nội dung") + '<w:r><w:commentReference w:id="1"/></w:r>'
    text = read(docx(paragraph(inner=inner), comments=comments))
    assert text.content == "Nội dung"
    assert [(i.code, i.params) for i in text.issues] == [("comments_left_out", {"count": "1"})]


# Old fonts


def old(text: str, font: str = ".VnTime") -> str:
    return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def test_only_runs_in_an_old_font_are_converted() -> None:
    text = read(docx(paragraph(inner=run("Kế hoạch của ") + old("ñy ban nh©n d©n") + run(" tỉnh"))))
    assert text.content == "Kế hoạch của ủy ban nhân dân tỉnh"
    assert [(i.code, i.params) for i in text.issues] == [
        ("converted_encoding", {"encoding": "TCVN3"})
    ]


def test_a_letter_of_vni_parted_over_two_runs_is_one_letter() -> None:
    inner = old("nga", "VNI-Times") + old("øy 25", "VNI-Times")
    assert read(docx(paragraph(inner=inner))).content == "ngày 25"


def test_the_soft_hyphen_of_an_old_font_is_a_letter() -> None:
    inner = (
        old("Thñ t")
        + old("x").replace('<w:t xml:space="preserve">x</w:t>', "<w:softHyphen/>")
        + old("íng")
    )
    assert read(docx(paragraph(inner=inner))).content == "Thủ tướng"


def test_a_capital_font_prints_capitals() -> None:
    assert read(docx(paragraph(inner=old("céng hßa", ".VnTimeH")))).content == "CỘNG HÒA"


def test_the_font_may_come_from_a_style_or_the_defaults() -> None:
    fonts = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    styles = (
        f"<w:styles XMLNS><w:docDefaults><w:rPrDefault><w:rPr>{fonts}</w:rPr></w:rPrDefault>"
        "</w:docDefaults></w:styles>"
    )
    assert read(docx(paragraph("KÕ ho¹ch"), styles=styles)).content == "Kế hoạch"


def test_unicode_under_the_name_of_an_old_font_stays() -> None:
    assert (
        read(docx(paragraph(inner=old("Ủy ban nhân dân tỉnh")))).content == "Ủy ban nhân dân tỉnh"
    )


def test_glyph_codes_under_a_unicode_font_are_told_by_their_words() -> None:
    words = "Céng hßa x· héi chñ nghÜa ViÖt Nam, ngµy 25 th¸ng 6 n¨m 2025 cña ñy ban nh©n d©n tØnh"
    text = read(docx(paragraph(words)))
    assert text.content.startswith("Cộng hòa xã hội chủ nghĩa Việt Nam, ngày 25 tháng 6")
    assert codes(text) == ["converted_encoding"]
