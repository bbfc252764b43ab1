"""What is wrong with a house template is named, with the placeholder that was meant."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.document import Document as PackageDocument
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement

from tests.golden.composer.report import report
from tests.unit.composer.house_templates import (
    LINES,
    starter,
    template,
    with_line,
    with_parts,
    without,
)
from tiendo.composer.docx import write_docx
from tiendo.composer.house_checks import check_template, nearest_field, placeholders_of
from tiendo.composer.house_starter import starter_template


def faults(source: bytes) -> list[tuple[str, dict[str, str]]]:
    return [(each.code, dict(each.params)) for each in check_template(source)]


@pytest.mark.parametrize("has_type", [True, False])
def test_the_template_to_begin_with_is_right(has_type: bool) -> None:
    assert faults(starter_template(has_type=has_type)) == []


def test_placeholders_are_told_in_the_order_of_the_page() -> None:
    assert placeholders_of(template()) == tuple(
        words.split("{{")[1].removesuffix("}}") for words in LINES
    )


def test_capitals_and_spaces_in_a_placeholder_do_not_count() -> None:
    assert faults(template(*LINES[1:], "{{ Co quan }}")) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("{{tieude}}", ("unknown_near", {"found": "tieude", "right": "tieu_de"})),
        ("{{Tiêu đề}}", ("unknown_near", {"found": "Tiêu đề", "right": "tieu_de"})),
        ("{{xyz}}", ("unknown", {"found": "xyz"})),
        ("{{so}} lần nữa", ("twice", {"name": "so"})),
        ("Ngày {{ngay", ("unclosed", {"found": "Ngày {{ngay"})),
        ("Ngày {ngay}", ("single_braces", {"found": "{ngay}", "right": "ngay"})),
        ("Gửi: {{kinh_gui}}", ("not_alone", {"name": "kinh_gui"})),
    ],
)
def test_a_wrong_placeholder_is_named(words: str, fault: tuple[str, dict[str, str]]) -> None:
    assert faults(with_line(words)) == [fault]


@pytest.mark.parametrize("name", ["co_quan", "so", "ngay", "tieu_de", "noi_dung", "ky", "noi_nhan"])
def test_a_placeholder_that_is_needed_and_missing_is_named(name: str) -> None:
    assert ("missing", {"name": name}) in faults(without("{{" + name + "}}"))


def test_braces_of_other_words_are_no_placeholders() -> None:
    assert faults(with_line("Tập hợp {1, 2, 3}")) == []


def test_a_placeholder_split_by_word_over_runs_is_found() -> None:
    def split(made: PackageDocument) -> None:
        line = made.add_paragraph()
        for piece in ("{", "{kinh", "_g", "ui}", "}"):
            line.add_run(piece).bold = piece == "_g"

    assert "kinh_gui" in placeholders_of(template(*LINES, change=split))


def test_several_faults_are_told_at_once() -> None:
    source = template(*LINES[1:], "{{xyz}}", "{{so}}")
    assert [code for code, _ in faults(source)] == ["unknown", "twice", "missing"]


def test_the_words_of_a_head_may_repeat_what_the_body_says() -> None:
    def head(made: PackageDocument) -> None:
        made.sections[0].header.paragraphs[0].text = "{{co_quan}} - {{so}}"

    assert faults(template(change=head)) == []


def test_lists_do_not_fit_into_a_head() -> None:
    def head(made: PackageDocument) -> None:
        made.sections[0].footer.paragraphs[0].text = "{{noi_nhan}}"

    source = template(*LINES[:-1], change=head)
    assert faults(source) == [
        ("not_in_head", {"name": "noi_nhan"}),
        ("missing", {"name": "noi_nhan"}),
    ]


def test_the_text_stands_in_no_table_and_in_the_last_section() -> None:
    def boxed(made: PackageDocument) -> None:
        made.add_table(1, 1).cell(0, 0).text = "{{noi_dung}}"

    lines = [words for words in LINES if "noi_dung" not in words]
    assert faults(template(*lines, change=boxed)) == [("boxed_text", {"name": "noi_dung"})]
    parted = template(change=lambda made: made.add_section(WD_SECTION.NEW_PAGE))
    assert faults(parted) == [("section_after", {"name": "noi_dung"})]


def test_macros_under_any_name_are_refused() -> None:
    macro = template()
    as_docm = with_parts(macro, {"[Content_Types].xml": lambda xml: xml.replace(
        "wordprocessingml.document.main+xml", "wordprocessingml.macroEnabled.main+xml"
    )})  # fmt: skip
    assert faults(as_docm) == [("unreadable_template", {})]
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    project = f'<Relationship Id="v" Type="{kind}" Target="styles.xml"/></Relationships>'
    with_project = with_parts(macro, {"word/_rels/document.xml.rels": lambda xml: xml.replace(
        "</Relationships>", project
    )})  # fmt: skip
    assert faults(with_project) == [("has_macros", {})]


def test_what_is_fetched_from_elsewhere_is_refused_and_links_to_click_are_not() -> None:
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

    def linked(made: PackageDocument) -> None:
        made.part.rels.get_or_add_ext_rel(image, "http://example.org/a.png")

    assert faults(template(change=linked)) == [("linked_part", {})]

    def clicked(made: PackageDocument) -> None:
        made.part.rels.get_or_add_ext_rel(image.replace("image", "hyperlink"), "http://example.org")

    assert faults(template(change=clicked)) == []


def test_open_changes_are_refused() -> None:
    def changed(made: PackageDocument) -> None:
        made.paragraphs[0]._p.append(OxmlElement("w:ins"))

    assert faults(template(change=changed)) == [("tracked_changes", {})]


def test_a_written_report_is_no_template() -> None:
    assert ("has_figures", {}) in faults(write_docx(report()))


@pytest.mark.parametrize("source", [b"", b"PK", b"{\\rtf1}", starter_template()[:900]])
def test_what_word_does_not_read_is_no_template(source: bytes) -> None:
    assert faults(source) == [("unreadable_template", {})]


def test_a_box_of_words_counts_once_though_word_writes_it_twice() -> None:
    def boxed(made: PackageDocument) -> None:
        words = made.add_paragraph("{{kinh_gui}}")._p
        fallback = OxmlElement("w:p")
        other = words.makeelement(
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
        )
        words.addnext(fallback)
        fallback.append(other)
        copied = Document(io.BytesIO(template("{{kinh_gui}}"))).paragraphs[0]._p
        other.append(copied)

    assert faults(template(change=boxed)) == []


def test_the_nearest_placeholder_is_the_one_meant() -> None:
    found = [nearest_field(name) for name in ("noidung", "Nơi nhận", "nguoi_ky", "abc")]
    assert found == ["noi_dung", "noi_nhan", "nguoi_soan", ""]


def test_a_changed_starter_is_still_right() -> None:
    assert faults(starter(lambda made: made.add_paragraph("Điện thoại: 0262"))) == []
