"""The package around the body: styles, settings, page header, properties, figure map, zip."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from docx import Document
from docx.document import Document as PackageDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from tiendo.composer.docx_layout import drawing_limit_mm
from tiendo.composer.docx_styles import replace_styles
from tiendo.composer.docx_xml import Element, element, note_run, paragraph, text_run
from tiendo.composer.figures import FIGURES_NAMESPACE, write_figure_map
from tiendo.composer.model import Drawing, OfficialDocument, VerificationMark
from tiendo.composer.verification_mark import LEAD_WORDS, SIDE_MM, qr_png, words_of
from tiendo.composer.wording import clean

LANGUAGE = "vi-VN"
PROPERTY_LIMIT = 255
# Zip archives know no time before 1980; a file's own times would make each build differ.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
UNDATED = dt.datetime(2000, 1, 1)
_FIRST_PICTURE = 10_000
_MARK_PICTURE = 9_000
_FOOTNOTES = PackURI("/word/footnotes.xml")
_KEPT_PARTS = {"styles", "settings", "theme", "header"}
_CUSTOM_XML_PROPS = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


@dataclass(frozen=True, slots=True)
class Package:
    """A document package with our styles and an empty body.

    ``header_id`` is empty where a house template has heads of its own.
    """

    inner: PackageDocument
    header_id: str = ""

    def replace_body(self, children: Iterable[Element]) -> None:
        """Puts the children in place of the body's."""
        body = self.inner.element.body
        for child in list(body):
            body.remove(child)
        body.extend(children)

    def add_footnotes(self, notes: Sequence[str]) -> None:
        """Puts the notes, numbered from 1, at the feet of their pages; behind those there are."""
        if not notes:
            return
        if (kept := self._kept_notes()) is not None:
            kept._blob = _with_notes(kept.blob, notes)
            return
        part = Part(_FOOTNOTES, CONTENT_TYPE.WML_FOOTNOTES, _notes(notes), self.inner.part.package)
        self.inner.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    @property
    def note_count(self) -> int:
        """The highest number of a note the file holds."""
        kept = self._kept_notes()
        return 0 if kept is None else _last_note(etree.fromstring(kept.blob))

    def _kept_notes(self) -> Part | None:
        kinds = self.inner.part.rels.values()
        return next(
            (r.target_part for r in kinds if r.reltype == RELATIONSHIP_TYPE.FOOTNOTES), None
        )


def describe_package(inner: PackageDocument, document: OfficialDocument) -> None:
    """Says in a package what its document is and what its figures were computed from."""
    _describe(inner, document)
    if document.figures:
        _add_figure_map(inner, document)


def new_package(document: OfficialDocument) -> Package:
    """A package for the document with everything but its body."""
    package = empty_package()
    describe_package(package.inner, document)
    return package


def empty_package() -> Package:
    """A package with our styles and page numbers that says nothing yet."""
    inner = Document()
    _keep_only(inner.part.rels, _KEPT_PARTS)
    _keep_only(inner.part.package.rels, {"officeDocument", "core-properties"})
    replace_styles(inner.styles.element)
    _replace_settings(inner.settings.element)
    properties = inner.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = UNDATED
    return Package(inner, _add_page_number(inner))


def write_drawing(
    package: Package, drawing: Drawing, width_mm: float, number: int
) -> list[Element]:
    """The caption and a paragraph with a picture of a width; its part is put into the package.

    Errors: ComposerError not_drawn.
    """
    wide, high = drawing.size
    fitted = min(width_mm, drawing_limit_mm(width_mm) * wide / high)
    inline = package.inner.part.new_pic_inline(io.BytesIO(drawing.png), Mm(fitted))
    inline.docPr.set("descr", drawing.words)
    # Its own name would be that of a file there is not, its own id that of the picture before.
    inline.docPr.set("id", str(_FIRST_PICTURE + number))
    inline.docPr.set("name", f"Hình {number}")
    named = [paragraph("TenBang", text_run(drawing.caption))] if drawing.caption else []
    return [*named, paragraph("Hinh", element("r", element("drawing", inline)))]


def write_mark(package: Package, mark: VerificationMark) -> list[Element]:
    """The QR code of a public paper and, under it, the address; its part goes into the package."""
    inline = package.inner.part.new_pic_inline(io.BytesIO(qr_png(mark)), Mm(SIDE_MM))
    inline.docPr.set("descr", words_of(mark))
    inline.docPr.set("id", str(_MARK_PICTURE))
    inline.docPr.set("name", "Mã xác minh")
    code = paragraph("NoiNhanDong", element("r", element("drawing", inline)))
    lines = (paragraph("NoiNhanDong", _small(words)) for words in (LEAD_WORDS, mark.address))
    return [code, *lines]


def _small(words: str) -> Element:
    made = text_run(words)
    made.insert(0, element("rPr", element("sz", val="18")))
    return made


def save_package(package: Package) -> bytes:
    """The package as a zip with fixed times and the parts in a fixed order."""
    loose = io.BytesIO()
    package.inner.save(loose)
    fixed = io.BytesIO()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name[0] != "[", name)):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name), compresslevel=6)
    return fixed.getvalue()


def _keep_only(relations: Relationships, kinds: set[str]) -> None:
    for identity, relation in list(relations.items()):
        if relation.reltype.rsplit("/", 1)[-1] not in kinds:
            del relations[identity]


def _replace_settings(root: Element) -> None:
    for child in list(root):
        root.remove(child)
    mode = element(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val="15",
    )
    root.extend(
        [
            element("zoom", percent="100"),
            element("defaultTabStop", val="720"),
            element("characterSpacingControl", val="doNotCompress"),
            element("compat", mode),
            element("themeFontLang", val=LANGUAGE),
            element("decimalSymbol", val=","),
            element("listSeparator", val=";"),
        ]
    )


def _describe(inner: PackageDocument, document: OfficialDocument) -> None:
    head = document.letterhead
    moment = dt.datetime.combine(head.date, dt.time()) if head.date else UNDATED
    properties = inner.core_properties
    issuer = _property(head.issuer)
    properties.title = _property(document.title)
    properties.subject = _property(document.type_name or "Công văn")
    properties.author = properties.last_modified_by = issuer
    properties.language = LANGUAGE
    properties.created = properties.modified = moment
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1


def _property(text: str) -> str:
    """The text on one line, cut to what a property holds; subjects of directives run longer."""
    return " ".join(clean(text).split())[:PROPERTY_LIMIT]


def _add_page_number(inner: PackageDocument) -> str:
    """Gives the header of every page but the first of a section the page's number."""
    first = inner.sections[0]
    root = first.header._element
    for child in list(root):
        root.remove(child)
    root.append(paragraph("header", *_page_field()))
    reference = inner.element.body.sectPr.find(qn("w:headerReference"))
    return str(reference.get(qn("r:id")))


def _page_field() -> list[Element]:
    instruction = element("instrText")
    instruction.text = "PAGE"
    shown = element("t")
    shown.text = "2"
    marks = [element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    return [element("r", part) for part in (marks[0], instruction, marks[1], shown, marks[2])]


def _add_figure_map(inner: PackageDocument, document: OfficialDocument) -> None:
    source = write_figure_map(document.figures)
    package = inner.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(at for at in count(1) if f"/customXml/item{at}.xml" not in taken)
    item = Part(PackURI(f"/customXml/item{number}.xml"), CONTENT_TYPE.XML, source, package)
    properties = Part(
        PackURI(f"/customXml/itemProps{number}.xml"),
        _CUSTOM_XML_PROPS,
        _item_properties(),
        package,
    )
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    inner.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def _notes(notes: Sequence[str]) -> bytes:
    """The part of the notes, with the lines that part them from the text before the first."""
    root = element("footnotes")
    for identity, kind in ((-1, "separator"), (0, "continuationSeparator")):
        line = paragraph("ChuThich", element("r", element(kind)))
        root.append(element("footnote", line, type=kind, id=str(identity)))
    return _written_notes(root, notes, 1)


def _with_notes(source: bytes, notes: Sequence[str]) -> bytes:
    root = etree.fromstring(source)
    return _written_notes(root, notes, _last_note(root) + 1)


def _last_note(root: Element) -> int:
    return max((int(note.get(qn("w:id"), "0")) for note in root), default=0)


def _written_notes(root: Element, notes: Sequence[str], first: int) -> bytes:
    for number, words in enumerate(notes, start=first):
        inside = paragraph("ChuThich", note_run(element("footnoteRef")), text_run(f" {words}"))
        root.append(element("footnote", inside, id=str(number)))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _item_properties() -> bytes:
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, FIGURES_NAMESPACE)).upper()
    root = etree.Element(f"{{{_CUSTOM_XML}}}datastoreItem", nsmap={"ds": _CUSTOM_XML})
    root.set(f"{{{_CUSTOM_XML}}}itemID", f"{{{identity}}}")
    references = etree.SubElement(root, f"{{{_CUSTOM_XML}}}schemaRefs")
    reference = etree.SubElement(references, f"{{{_CUSTOM_XML}}}schemaRef")
    reference.set(f"{{{_CUSTOM_XML}}}uri", FIGURES_NAMESPACE)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=False))
