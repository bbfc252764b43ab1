"""A document in a house template: the office's pages and faces, our words and figures."""

from __future__ import annotations

import dataclasses
import io

import pytest
from docx import Document
from docx.document import Document as PackageDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

import vanban
from tests.golden.composer.report import FIGURES, report
from tests.unit.composer.documents import DOT, document, letterhead
from tests.unit.composer.house_templates import LINES, starter, template
from tests.unit.composer.packages import WORD, parts, sections
from tiendo.composer.docx import write_docx
from tiendo.composer.errors import ComposerError
from tiendo.composer.figures import find_figures, read_figure_map
from tiendo.composer.house_starter import starter_template
from tiendo.composer.model import Drawing, Landscape, OfficialDocument, Signature


def filled(made: OfficialDocument, source: bytes | None = None) -> PackageDocument:
    return Document(io.BytesIO(write_docx(made, template=source or starter_template())))


def said(package: PackageDocument) -> list[str]:
    return [line.text for line in package.paragraphs if line.text]


def test_the_starter_says_what_the_layout_of_the_product_says() -> None:
    texts = [
        vanban.read(write_docx(report(), template=each), "bao-cao.docx").content.split()
        for each in (None, starter_template())
    ]
    assert texts[0] == texts[1]


def test_figures_keep_their_frames_marks_and_map() -> None:
    plain, source = write_docx(report()), write_docx(report(), template=starter_template())
    assert find_figures(source) == find_figures(plain)
    assert read_figure_map(source) == FIGURES
    assert source == write_docx(report(), template=starter_template())


def test_pages_margins_and_heads_are_those_of_the_office() -> None:
    def change(made: PackageDocument) -> None:
        section = made.sections[0]
        section.left_margin, section.right_margin = Mm(35), Mm(20)
        section.first_page_footer.paragraphs[0].text = "Địa chỉ: {{co_quan}}, điện thoại 0262"

    package = filled(report(), starter(change))
    margins = {round(each.left_margin.mm) for each in package.sections if each.left_margin}
    assert margins == {35}
    foot = package.sections[0].first_page_footer.paragraphs[0].text
    assert foot == "Địa chỉ: ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK, điện thoại 0262"


def test_wide_pages_and_appendices_follow_the_office_page() -> None:
    found = sections(write_docx(report(), template=starter_template()))
    turned = [each.find(f"{WORD}pgSz").get(f"{WORD}orient") for each in found]  # type: ignore[union-attr]
    assert turned == [None, "landscape", None, None, "landscape"]
    starts = [each.find(f"{WORD}pgNumType") is not None for each in found]
    assert starts == [True, False, False, True, True]
    firsts = [each.find(f"{WORD}titlePg") is not None for each in found]
    assert firsts == starts


def test_a_placeholder_keeps_the_face_the_office_gave_it() -> None:
    def change(made: PackageDocument) -> None:
        line = made.add_paragraph()
        line.add_run("{{ng")
        run = line.add_run("ay}} - bản chính")
        run.font.color.rgb = RGBColor(1, 2, 3)

    lines = [words for words in LINES if "ngay" not in words]
    package = filled(document(), template(*lines, change=change))
    line = next(each for each in package.paragraphs if "bản chính" in each.text)
    # Days and months are tied together by hard spaces.
    words = " ".join(line.text.split())
    assert words == "Đắk Lắk, ngày 25 tháng 6 năm 2025 - bản chính"
    assert [run.font.color.rgb for run in line.runs] == [None, RGBColor(1, 2, 3)]


def test_each_line_of_the_signature_stands_as_its_placeholder() -> None:
    def change(made: PackageDocument) -> None:
        line = next(each for each in made.paragraphs if each.text == "{{ky}}")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.runs[0].font.size = Pt(13)

    signature = Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH", "Trần Thị Bình")
    package = filled(document(signature=signature), template(change=change))
    lines = [line for line in package.paragraphs if line.alignment == WD_ALIGN_PARAGRAPH.RIGHT]
    assert [line.text for line in lines] == [*signature.authority, "PHÓ CHỦ TỊCH"]
    assert {line.runs[0].font.size for line in lines} == {Pt(13)}


def test_a_style_of_the_office_goes_before_ours_of_the_same_name() -> None:
    def change(made: PackageDocument) -> None:
        made.styles.add_style("Nội dung", 1).font.size = Pt(13)

    package = filled(report(), template(change=change))
    body = next(line for line in package.paragraphs if "nhiệm vụ, trong đó" in line.text)
    assert body.style is not None and body.style.font.size == Pt(13)
    heading = next(line for line in package.paragraphs if "KẾT QUẢ" in line.text)
    assert heading.style is not None and heading.style.style_id == "Heading1"


def test_styles_that_are_added_depend_on_nothing_of_the_office() -> None:
    package = filled(report(), template())
    style = package.styles["Nội dung"]
    assert style.base_style is None
    assert style.font.name == "Times New Roman"


def test_what_a_document_lacks_leaves_no_empty_line() -> None:
    lines = ("{{co_quan_chu_quan}}", "{{kinh_gui}}", "{{can_cu}}", *LINES)
    package = filled(document(), template(*lines))
    assert package.paragraphs[0].text == "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK"
    assert not any("{{" in words for words in said(package))


def test_addressees_stand_on_one_line_or_in_a_list() -> None:
    source = template("{{kinh_gui}}", *LINES)
    assert said(filled(document(addressees=("Tỉnh ủy",)), source))[0] == "Kính gửi: Tỉnh ủy"
    several = said(filled(document(addressees=("Tỉnh ủy", "Bộ Nội vụ")), source))
    assert several[:3] == ["Kính gửi:", "- Tỉnh ủy;", "- Bộ Nội vụ."]


def test_bases_open_the_text_where_the_template_names_no_place_for_them() -> None:
    made = document(bases=("Căn cứ Luật Thanh tra",))
    assert "Căn cứ Luật Thanh tra." in said(filled(made, template()))
    assert said(filled(made, template("{{can_cu}}", *LINES)))[0] == "Căn cứ Luật Thanh tra."


def test_a_number_and_a_day_stand_where_the_clerk_wants_them() -> None:
    made = document(letterhead=letterhead(number="5"))
    assert "Số: 05/KH-UBND" in said(filled(made, template()))


def test_notes_come_behind_those_of_the_template() -> None:
    with_note = write_docx(report())
    notes = parts(write_docx(report(), template=_holding_notes(with_note)))["word/footnotes.xml"]
    ids = [each.get(f"{WORD}id") for each in _xml(notes)]
    assert ids == ["-1", "0", "1", "2"]


def test_pictures_are_told_apart() -> None:
    drawn = (Drawing(DOT, "Một"), Landscape((Drawing(DOT, "Hai"),)))
    source = write_docx(document(blocks=drawn), template=template())
    found = [
        each for each in _xml(parts(source)["word/document.xml"]).iter() if "docPr" in each.tag
    ]
    assert [(each.get("id"), each.get("descr")) for each in found] == [
        ("10001", "Một"),
        ("10002", "Hai"),
    ]


def test_a_record_of_two_sides_has_no_house_template() -> None:
    made = document(countersignature=Signature(("BÊN B",)))
    with pytest.raises(ComposerError, match="template_one_signature"):
        write_docx(made, template=starter_template())


def test_a_template_without_a_place_for_the_text_is_refused() -> None:
    with pytest.raises(ComposerError, match="missing_placeholder"):
        write_docx(document(), template=template("{{so}}"))


def _xml(source: bytes) -> etree._Element:
    return etree.fromstring(source)


def _holding_notes(source: bytes) -> bytes:
    """A template with a note of its own: a written one, its figures and body taken away."""
    package = Document(io.BytesIO(source))
    body = package.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for words in LINES:
        package.add_paragraph(words)
    target = io.BytesIO()
    package.save(target)
    return target.getvalue()


def test_every_placeholder_of_a_document_is_filled() -> None:
    made = dataclasses.replace(report(), drafter="ttb.(03)")
    words = vanban.read(write_docx(made, template=starter_template()), "a.docx").content
    assert "{{" not in words and "TTB.(03)" in words


def test_what_the_office_puts_on_its_first_page_is_not_on_those_of_appendices() -> None:
    def change(made: PackageDocument) -> None:
        made.sections[0].first_page_header.paragraphs[0].text = "TỈNH ĐẮK LẮK"
        made.sections[0].first_page_footer.paragraphs[0].text = "Địa chỉ: 01 đường Mẫu"

    package = filled(report(), starter(change))
    said_first = [
        (each.first_page_header.paragraphs[0].text, each.first_page_footer.paragraphs[0].text)
        for each in package.sections
    ]
    first, *_, one, two = said_first
    assert first == ("TỈNH ĐẮK LẮK", "Địa chỉ: 01 đường Mẫu")
    assert one == two == ("", "")
