"""The smallest pieces of WordprocessingML: elements, runs, paragraphs, figures in their frames.

Elements are built directly, as python-docx is too slow for reports of hundreds of table cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from docx.oxml.ns import qn
from lxml import etree

from tiendo.composer.errors import ComposerError
from tiendo.composer.figures import bookmark_name
from tiendo.composer.model import Content, Figure, FigureRef, Footnote, Inline, Run
from tiendo.composer.wording import typeset

Element = etree._Element

TWIPS_PER_MM = 1440 / 25.4
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """An element of the ``w:`` namespace; attribute names are in it too."""
    made = etree.Element(qn(f"w:{tag}"))
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def part_of(node: Element, tag: str) -> Element:
    """The child of a name that must be there. Errors: ComposerError missing_part."""
    found = node.find(qn(f"w:{tag}"))
    if found is None:
        raise ComposerError("missing_part", part=tag)
    return found


def parent_of(node: Element) -> Element:
    """What an element stands in. Errors: ComposerError missing_part for one that stands alone."""
    found = node.getparent()
    if found is None:
        raise ComposerError("missing_part", part="parent")
    return found


def paragraph(style: str, *runs: Element, properties: Iterable[Element] = ()) -> Element:
    """A paragraph of a style, with further paragraph properties in the schema's order."""
    head = element("pPr", element("pStyle", val=style), *properties)
    return element("p", head, *runs)


def text_run(text: str, *, bold: bool = False, italic: bool = False) -> Element:
    """A run of text; line feeds become line breaks."""
    faces = [element(tag) for tag, wanted in (("b", bold), ("i", italic)) if wanted]
    made = element("r", *([element("rPr", *faces)] if faces else []))
    for at, line in enumerate(typeset(text).split("\n")):
        if at:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set(_SPACE, "preserve")
        made.append(words)
    return made


def note_run(mark: Element) -> Element:
    """A run with the mark of a note, raised."""
    return element("r", element("rPr", element("vertAlign", val="superscript")), mark)


class InlineWriter:
    """Writes the words of one document: figures in content controls inside bookmarks, notes apart.

    ``notes`` are those that were referred to so far, in their order; ``notes_before`` is how many
    the file holds without them.
    """

    def __init__(self, figures: Iterable[Figure], notes_before: int = 0) -> None:
        self._notes_before = notes_before
        self._figures: Mapping[str, Figure] = {figure.key: figure for figure in figures}
        self._printed: Counter[str] = Counter()
        self.notes: list[str] = []

    def write(self, content: Content) -> list[Element]:
        """The runs, framed figures and marks of notes of an inline content."""
        return [made for inline in content for made in self._inline(inline)]

    def _inline(self, inline: Inline) -> list[Element]:
        if isinstance(inline, Run):
            return [text_run(inline.text, bold=inline.bold, italic=inline.italic)]
        if isinstance(inline, Footnote):
            self.notes.append(inline.text)
            number = self._notes_before + len(self.notes)
            return [note_run(element("footnoteReference", id=str(number)))]
        return self._frame(self._figures[inline.key], inline)

    def _frame(self, figure: Figure, ref: FigureRef) -> list[Element]:
        self._printed[figure.key] += 1
        serial = str(self._printed.total())
        name = bookmark_name(figure.key, self._printed[figure.key])
        words = ref.words(figure.text)
        control = element(
            "sdt",
            element(
                "sdtPr",
                element("alias", val=figure.key),
                element("tag", val=figure.key),
                element("id", val=serial),
                # LibreOffice gives plain text no face of its own.
                *([] if ref.bold or ref.italic else [element("text")]),
            ),
            element("sdtContent", text_run(words, bold=ref.bold, italic=ref.italic)),
        )
        start = element("bookmarkStart", id=serial, name=name)
        return [start, control, element("bookmarkEnd", id=serial)]
