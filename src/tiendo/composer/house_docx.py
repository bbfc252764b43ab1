"""An official document in a house template: the office's pages, heads, fonts and lines are kept.

What the template lacks of our styles is added to it; a style of the same name stays the office's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document as PackageDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from tiendo.composer.docx_body import BodyWriter
from tiendo.composer.docx_layout import MARGIN_LEFT_MM, MARGIN_RIGHT_MM, PAGE_MM
from tiendo.composer.docx_package import Package, describe_package, save_package
from tiendo.composer.docx_styles import add_styles
from tiendo.composer.docx_xml import TWIPS_PER_MM, Element, element, paragraph, part_of, text_run
from tiendo.composer.errors import ComposerError
from tiendo.composer.house_fields import (
    ADDRESSEES,
    BASES,
    BODY_TEXT,
    OTHER_SIGNATURE,
    RECIPIENTS,
    SIGNATURE,
    inline_values,
)
from tiendo.composer.house_filling import copy_line, fill_line, put_gaps
from tiendo.composer.house_reading import (
    GAP,
    OWN_TEMPLATE,
    is_free,
    lines_of,
    names_in,
    open_package,
    roots_of,
)
from tiendo.composer.model import OfficialDocument, Signature
from tiendo.composer.wording import end_with

# The marks of the template are numbered behind ours.
_KEPT_MARKS = 500_000


def fill_template(document: OfficialDocument, template: bytes) -> bytes:
    """The document as a DOCX file laid out by a template that ``check_template`` finds right.

    Errors: ComposerError unreadable_template, template_one_signature, missing_placeholder,
    missing_gap.
    """
    inner = open_package(template)
    _leave_out(inner)
    describe_package(inner, document)
    styles = add_styles(inner.styles.element)
    package = Package(inner)
    sections = _TemplateSections(_last_section(inner), _blanks(inner, document))
    writer = BodyWriter(document, package, sections, package.note_count)
    _fill(inner, document, writer)
    package.add_footnotes(writer.notes)
    _rename_styles(inner, styles)
    return save_package(package)


@dataclass(frozen=True, slots=True)
class _TemplateSections:
    """Sections on the pages of a template: its size, its margins, its heads and feet.

    ``blanks`` are the relations of an empty head and foot, for the first pages of appendices: what
    the office puts on its first page belongs to the document alone.
    """

    first: Element
    blanks: Mapping[str, str]

    def begin(self) -> Element:
        """The properties of the first section: those of the template."""
        return deepcopy(self.first)

    def make(self, *, landscape: bool = False, restart: bool = False) -> Element:
        """The properties of a further section; one that restarts counts its pages from 1."""
        made = deepcopy(self.first)
        _drop(made, "type", "pgNumType", *(() if restart else ("titlePg",)))
        made.insert(_place_of_type(made), element("type", val="nextPage"))
        if restart:
            part_of(made, "pgMar").addnext(element("pgNumType", start="1"))
            self._blank_first_page(made)
        if landscape:
            _turn(part_of(made, "pgSz"))
        return made

    def _blank_first_page(self, made: Element) -> None:
        for tag, identity in self.blanks.items():
            for reference in made.findall(qn(f"w:{tag}")):
                if reference.get(qn("w:type")) == "first":
                    reference.set(qn("r:id"), identity)

    def width_mm(self, *, landscape: bool) -> float:
        """How wide its text is."""
        size, margins = part_of(self.first, "pgSz"), part_of(self.first, "pgMar")
        wide = _millimetres(size, "h" if landscape else "w", PAGE_MM[1 if landscape else 0])
        left = _millimetres(margins, "left", MARGIN_LEFT_MM)
        return wide - left - _millimetres(margins, "right", MARGIN_RIGHT_MM)


def _fill(inner: PackageDocument, document: OfficialDocument, writer: BodyWriter) -> None:
    body = inner.element.body
    values = inline_values(document)
    blocks = _blocks_of(document, writer.write_mark())
    found: set[str] = set()
    _fill_gaps(body, document, writer)
    for _kind, root in roots_of(inner):
        for line in list(lines_of(root)):
            names = names_in(line.words)
            found.update(names)
            block = next((name for name in names if name in blocks), None)
            if block is not None:
                copy_line(line, blocks[block])
            elif any(name in values for name in names):
                fill_line(line, values)
    if document.countersignature is not None and OTHER_SIGNATURE not in found:
        raise ComposerError("template_one_signature")
    place = _place_of_text(body)
    text = writer.write_text(has_bases=BASES not in found)
    for made in text:
        place.addprevious(made)
    body.remove(place)
    body.remove(body[-1])
    body.extend(writer.write_rest())


def _blocks_of(
    document: OfficialDocument, mark: Iterable[Element]
) -> dict[str, tuple[str | Element, ...]]:
    """The lines in place of each placeholder that stands alone; none leaves no line."""
    return {
        ADDRESSEES: _addressees(document.addressees),
        BASES: end_with(document.bases),
        SIGNATURE: _signer(document.signature),
        OTHER_SIGNATURE: _signer(document.countersignature),
        RECIPIENTS: (*(f"- {line}" for line in end_with(document.recipients)), *mark),
    }


def _signer(signature: Signature | None) -> tuple[str, ...]:
    if signature is None:
        return ()
    return (*signature.authority, *((signature.position,) if signature.position else ()))


def _fill_gaps(body: Element, document: OfficialDocument, writer: BodyWriter) -> None:
    """Puts live values in the office's own sentences, figures in frames of their own."""
    values = dict(document.house or ())

    def written(inside: str) -> Sequence[Element]:
        if inside not in values:
            raise ComposerError("missing_gap", name=inside)
        return writer.write_inlines(values[inside])

    for line in [line for line in lines_of(body) if is_free(line) and GAP.search(line.words)]:
        put_gaps(line, written)


def _addressees(names: tuple[str, ...]) -> tuple[str | Element, ...]:
    """One on the line of the placeholder, several in a list of their own."""
    if len(names) < 2:
        return tuple(f"Kính gửi: {name}" for name in names)
    listed = (paragraph("KinhGuiDong", text_run(f"- {name}")) for name in end_with(names))
    return ("Kính gửi:", *listed, paragraph("SauBang"))


def _place_of_text(body: Element) -> Element:
    for line in lines_of(body):
        if BODY_TEXT in names_in(line.words):
            return line.paragraph
    raise ComposerError("missing_placeholder", name=BODY_TEXT)


def _last_section(inner: PackageDocument) -> Element:
    """The properties of the last section, with the page of the decree where it names none."""
    properties: Element = inner.element.body.get_or_add_sectPr()
    sizes = zip(("w", "h"), PAGE_MM, strict=True)
    if properties.find(qn("w:pgSz")) is None:
        size = {name: str(round(side * TWIPS_PER_MM)) for name, side in sizes}
        properties.insert(0, element("pgSz", **size))
    if properties.find(qn("w:pgMar")) is None:
        sides = {"left": MARGIN_LEFT_MM, "right": MARGIN_RIGHT_MM, "top": 20.0, "bottom": 20.0}
        margins = {name: str(round(side * TWIPS_PER_MM)) for name, side in sides.items()}
        part_of(properties, "pgSz").addnext(element("pgMar", **margins, header="567", footer="567"))
    return properties


def _blanks(inner: PackageDocument, document: OfficialDocument) -> dict[str, str]:
    """The relations of an empty head and an empty foot, where a document has appendices."""
    if not document.appendices:
        return {}
    made = {
        "headerReference": inner.part.add_header_part(),  # type: ignore[no-untyped-call]
        "footerReference": inner.part.add_footer_part(),  # type: ignore[no-untyped-call]
    }
    for part, _identity in made.values():
        root = part.element
        for child in list(root):
            root.remove(child)
        root.append(element("p"))
    return {tag: identity for tag, (_part, identity) in made.items()}


def _leave_out(inner: PackageDocument) -> None:
    """Takes out what belongs to the office's machine alone, and marks that could be taken for
    those of figures."""
    for part in list(inner.part.package.iter_parts()):
        for name, relation in list(part.rels.items()):
            if relation.reltype == OWN_TEMPLATE:
                del part.rels[name]
    _drop(inner.settings.element, "attachedTemplate")
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(inner.element.body.iter(qn(f"w:{tag}"))):
            mark.set(qn("w:id"), str(_KEPT_MARKS + int(mark.get(qn("w:id"), "0"))))
            if mark.get(qn("w:name"), "").startswith(("f_", "h_")):
                mark.set(qn("w:name"), "m_" + mark.get(qn("w:name"), ""))


def _rename_styles(inner: PackageDocument, styles: dict[str, str]) -> None:
    """Has our paragraphs follow the office's styles of the same names."""
    renamed = {ours: theirs for ours, theirs in styles.items() if ours != theirs}
    if not renamed:
        return
    _restyle(inner.element.body.iter(qn("w:pStyle")), renamed)
    for relation in inner.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            part = relation.target_part
            root = etree.fromstring(part.blob)
            _restyle(root.iter(qn("w:pStyle")), renamed)
            part._blob = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def _restyle(marks: Iterable[Element], renamed: dict[str, str]) -> None:
    for mark in marks:
        mark.set(qn("w:val"), renamed.get(mark.get(qn("w:val"), ""), mark.get(qn("w:val"), "")))


def _drop(parent: Element, *tags: str) -> None:
    for tag in tags:
        for child in parent.findall(qn(f"w:{tag}")):
            parent.remove(child)


def _place_of_type(section: Element) -> int:
    """Where the schema wants the kind of a section: behind its heads, feet and notes."""
    before = {
        qn(f"w:{t}") for t in ("headerReference", "footerReference", "footnotePr", "endnotePr")
    }
    return sum(child.tag in before for child in section)


def _turn(size: Element) -> None:
    wide, high = size.get(qn("w:w"), ""), size.get(qn("w:h"), "")
    size.set(qn("w:w"), high)
    size.set(qn("w:h"), wide)
    size.set(qn("w:orient"), "landscape")


def _millimetres(node: Element, name: str, default: float) -> float:
    value = node.get(qn(f"w:{name}"))
    return default if value is None else int(value) / TWIPS_PER_MM
