"""The list of contents: a field that word processors renew, filled in as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.composer.docx_xml import Element, element, paragraph, text_run
from tiendo.composer.model import Appendix, Heading
from tiendo.composer.wording import appendix_heading, marked_heading

_FIELD = r'TOC \o "1-3" \h \z \u'
# The bookmarks of figures are numbered from 1.
_FIRST_ID = 100_000


def write_contents(
    headings: Sequence[Heading], pages: Sequence[int], appendices: Sequence[Appendix]
) -> list[Element]:
    """The list of the headings with their pages, of the appendices without, and a new page.

    Errors: ValueError where headings and pages are not as many.
    """
    entries = [
        _entry(number, heading, page)
        for number, (heading, page) in enumerate(zip(headings, pages, strict=True), start=1)
    ]
    named = [
        paragraph("MucLuc1", text_run(f"{appendix_heading(each.marker)}. {each.title}"))
        for each in appendices
    ]
    end = paragraph("MucLuc1", _mark("end"), element("r", element("br", type="page")))
    begin = paragraph("TenMucLuc", text_run("MỤC LỤC"), *_begin())
    return [begin, *entries, *named, end]


def with_bookmark(number: int, heading: Element) -> Element:
    """The paragraph of a heading that the list leads to."""
    identity = str(_FIRST_ID + number)
    heading.insert(1, element("bookmarkStart", id=identity, name=_name(number)))
    heading.append(element("bookmarkEnd", id=identity))
    return heading


def _begin() -> Iterator[Element]:
    instruction = element("instrText")
    instruction.text = _FIELD
    yield _mark("begin")
    yield element("r", instruction)
    yield _mark("separate")


def _entry(number: int, heading: Heading, page: int) -> Element:
    link = element(
        "hyperlink",
        text_run(marked_heading(heading)),
        element("r", element("tab")),
        text_run(str(page)),
        anchor=_name(number),
    )
    return paragraph(f"MucLuc{heading.level}", link)


def _name(number: int) -> str:
    return f"_Toc{number:04}"


def _mark(kind: str) -> Element:
    return element("r", element("fldChar", fldCharType=kind))
