"""Labels that Word prints but does not store."""

import pytest

from tests.unit.vanban.packages import docx, numbered, numbering, paragraph
from vanban.readers import read
from vanban.readers.number_formats import format_number


@pytest.mark.parametrize(
    ("number", "kind", "custom", "printed"),
    [
        (4, "upperRoman", "", "IV"), (19, "lowerRoman", "", "xix"), (0, "upperRoman", "", "0"),
        (2, "upperLetter", "", "B"), (28, "lowerLetter", "", "bb"), (0, "lowerLetter", "", "0"),
        (7, "decimalZero", "", "07"), (3, "none", "", ""), (3, "numberInDash", "", "- 3 -"),
        (3, "decimalEnclosedParen", "", "(3)"), (3, "decimalEnclosedFullstop", "", "3."),
        (3, "decimalEnclosedCircle", "", "③"), (30, "decimalEnclosedCircle", "", "30"),
        (1, "vietnameseCounting", "", "một"), (10, "vietnameseCounting", "", "mười"),
        (15, "vietnameseCounting", "", "mười lăm"), (21, "vietnameseCounting", "", "hai mươi mốt"),
        (5, "custom", "a, b, c, d, đ, ...", "đ"), (6, "custom", "A, B, C, D, Đ, ...", "E"),
        (7, "custom", "001, 002, 003, ...", "007"), (3, "chicago", "", "‡"),
        (12, "thaiNumbers", "", "12"), (255, "hex", "", "FF"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_the_format_of_their_list(
    number: int, kind: str, custom: str, printed: str
) -> None:
    assert format_number(number, kind, custom) == printed


def labels(*body: str, **parts: str) -> list[str | None]:
    return [block.numbering for block in read(docx(*body, **parts)).blocks]


def test_a_lower_level_begins_again_under_each_upper_one() -> None:
    part = numbering(("upperRoman", "%1."), ("decimal", "%2."))
    body = [numbered("x", level=level) for level in (0, 1, 1, 0, 1)]
    assert labels(*body, numbering=part) == ["I.", "1.", "2.", "II.", "1."]


def test_a_level_may_never_restart() -> None:
    part = numbering(("upperRoman", "%1."), ("decimal", "Điều %2.")).replace(
        '<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/>'
    )
    body = [numbered("x", level=level) for level in (0, 1, 1, 0, 1)]
    assert labels(*body, numbering=part) == ["I.", "Điều 1.", "Điều 2.", "II.", "Điều 3."]


def test_a_level_may_restart_under_the_top_level_alone() -> None:
    part = numbering(("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")).replace(
        '<w:lvl w:ilvl="2">', '<w:lvl w:ilvl="2"><w:lvlRestart w:val="1"/>'
    )
    body = [numbered("x", level=level) for level in (0, 1, 2, 1, 2, 0, 1, 2)]
    assert labels(*body, numbering=part) == ["I.", "1.", "a)", "2.", "b)", "II.", "1.", "a)"]


def test_legal_style_shows_upper_levels_in_digits() -> None:
    part = numbering(("upperRoman", "%1."), ("decimal", "%1.%2.")).replace(
        '<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:isLgl/>'
    )
    assert labels(numbered("x"), numbered("y", level=1), numbering=part) == ["I.", "1.1."]


@pytest.mark.parametrize(("suffix", "expected"), [("nothing", "1.Việc"), ("space", "1. Việc")])
def test_the_suffix_parts_label_and_text(suffix: str, expected: str) -> None:
    part = numbering(("decimal", "%1.")).replace("</w:lvl>", f'<w:suff w:val="{suffix}"/></w:lvl>')
    assert read(docx(numbered("Việc"), numbering=part)).content == expected


def test_styles_may_be_linked_to_levels() -> None:
    part = numbering(("upperRoman", "%1."), ("decimal", "%2.")).replace(
        '<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="M2"/>'
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/>{1}<w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    based = (
        '<w:style w:type="paragraph" w:styleId="M3"><w:name w:val="M3"/><w:basedOn w:val="M2"/>'
        "</w:style>"
    )
    styles = f"<w:styles XMLNS>{style.format('M1', '')}{style.format('M2', '')}{based}</w:styles>"
    body = [paragraph("x", f'<w:pStyle w:val="{name}"/>') for name in ("M1", "M2", "M3")]
    assert labels(*body, numbering=part, styles=styles) == ["I.", "1.", "2."]


def test_a_style_may_name_its_level_alone() -> None:
    part = numbering(("upperRoman", "%1."), ("decimal", "%2."))
    style = (
        '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/>{1}<w:pPr><w:numPr>{2}'
        "</w:numPr></w:pPr></w:style>"
    )
    styles = (
        "<w:styles XMLNS>"
        + style.format("M1", "", '<w:numId w:val="1"/>')
        + style.format("M2", '<w:basedOn w:val="M1"/>', '<w:ilvl w:val="1"/>')
        + "</w:styles>"
    )
    body = [paragraph("x", f'<w:pStyle w:val="{name}"/>') for name in ("M1", "M2", "M2")]
    assert labels(*body, numbering=part, styles=styles) == ["I.", "1.", "2."]


def test_a_list_may_take_its_levels_from_a_list_style() -> None:
    part = (
        '<w:numbering XMLNS><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/>'
        '</w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )
    assert labels(numbered("x"), numbered("y"), numbering=part) == ["3)", "4)"]


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    styles = (
        '<w:styles XMLNS><w:style w:type="paragraph" w:styleId="M"><w:name w:val="M"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    none = '<w:pStyle w:val="M"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = [paragraph("x", '<w:pStyle w:val="M"/>'), paragraph("y", none)]
    assert labels(*body, numbering=numbering(("decimal", "%1.")), styles=styles) == ["1.", None]


def test_an_empty_paragraph_of_a_list_counts() -> None:
    part = numbering(("decimal", "%1."))
    assert labels(numbered("x"), numbered(""), numbered("z"), numbering=part) == ["1.", "3."]


def test_a_list_without_a_definition_has_no_labels() -> None:
    assert labels(numbered("x", number=9), numbering=numbering(("decimal", "%1."))) == [None]
