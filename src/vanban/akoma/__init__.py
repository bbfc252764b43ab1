"""A parsed document as Akoma Ntoso 3.0 XML, the OASIS standard for official documents."""

from __future__ import annotations

from lxml import etree

from vanban.akoma.elements import Ids, child, new_root
from vanban.akoma.inline import Inline
from vanban.akoma.meta import add_meta
from vanban.akoma.sections import add_conclusions, add_preface
from vanban.akoma.tree import add_main_body
from vanban.layout import Part, find_layout
from vanban.models import ParsedDocument


def to_akoma_ntoso(parsed: ParsedDocument) -> str:
    """The document as Akoma Ntoso 3.0, valid against the OASIS schema.

    Shape: one ``doc``: ``preface`` (letterhead and title), ``mainBody`` (the outline as hierarchy),
    ``conclusions`` (recipients and signature), each appendix an ``attachment``. Citations are
    ``ref``, footnotes ``authorialNote``. Missing: a document without a date carries the day
    0001-01-01, one without a number or issuer "unknown" in its address. Characters that XML cannot
    hold are left out. Source: Akoma Ntoso 1.0 part 2, OASIS, 29 August 2018 (schema 3.0).
    """
    root = new_root()
    layout = find_layout(parsed.text)
    inline, ids = Inline(parsed), Ids()
    doc = child(root, "doc", name=_name_of(parsed))
    add_meta(doc, parsed)
    add_preface(doc, parsed, layout.head, inline)
    body, *appendices = layout.parts
    add_main_body(doc, parsed, body, inline, ids)
    add_conclusions(doc, parsed, layout.tails, inline)
    if appendices:
        _add_attachments(doc, parsed, appendices, inline, ids)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written.decode()


def _name_of(parsed: ParsedDocument) -> str:
    """The kind of the document as a name in its own language: "Kế hoạch"."""
    return parsed.header.type or "Văn bản"


def _add_attachments(
    doc: etree._Element, parsed: ParsedDocument, parts: list[Part], inline: Inline, ids: Ids
) -> None:
    attachments = child(doc, "attachments")
    for part in parts:
        attachment = child(attachments, "attachment", eId=ids.new("att", part.name))
        own = child(attachment, "doc", name="Phụ lục")
        add_meta(own, parsed, part.name)
        add_main_body(own, parsed, part, inline, ids)
