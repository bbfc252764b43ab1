"""The metadata of Akoma Ntoso: work, expression and manifestation, and who issued the document."""

from __future__ import annotations

import datetime as dt

from lxml import etree

from vanban.akoma.elements import child, slug
from vanban.models import ParsedDocument

# The day of a document that states none, or whose day is still blank.
NO_DAY = dt.date(1, 1, 1)
_SOURCE = "#vanban"


def add_meta(doc: etree._Element, parsed: ParsedDocument, part: str = "main") -> None:
    """The ``meta`` of a document or of one of its appendices."""
    header = parsed.header
    day = (header.date or NO_DAY).isoformat()
    work = f"/akn/vn/doc/{slug(header.type or '').lower()}/{day}/{slug(header.number or '')}"
    form = {"application/pdf": "pdf", "text/plain": "txt"}.get(parsed.text.media_type, "xml")
    meta = child(doc, "meta")
    identification = child(meta, "identification", source=_SOURCE)
    levels = (("FRBRWork", work), ("FRBRExpression", f"{work}/vie@{day}"))
    for tag, address in (*levels, ("FRBRManifestation", f"{work}/vie@{day}.{form}")):
        level = child(identification, tag)
        child(level, "FRBRthis", value=f"{address}/!{part}")
        child(level, "FRBRuri", value=address)
        child(level, "FRBRdate", date=day, name="issued" if header.date else "unknown")
        child(level, "FRBRauthor", href="#issuer")
        _add_own(level, tag, parsed)
    if part == "main":
        _add_references(meta, parsed)


def _add_references(meta: etree._Element, parsed: ParsedDocument) -> None:
    """Whom the addresses of the metadata mean; said once, for the appendices too."""
    references = child(meta, "references", source=_SOURCE)
    issuer = parsed.header.issuer
    child(
        references,
        "TLCOrganization",
        eId="issuer",
        href=f"/akn/ontology/organization/vn/{slug(issuer or '').lower()}",
        showAs=issuer or "?",
    )
    child(
        references,
        "TLCConcept",
        eId="vanban",
        href="/akn/ontology/concept/vanban",
        showAs="vanban",
    )


def _add_own(level: etree._Element, tag: str, parsed: ParsedDocument) -> None:
    if tag == "FRBRWork":
        child(level, "FRBRcountry", value="vn")
        if parsed.header.number:
            child(level, "FRBRnumber", value=parsed.header.number)
        if parsed.header.title:
            child(level, "FRBRname", value=parsed.header.title)
    elif tag == "FRBRExpression":
        child(level, "FRBRlanguage", language="vie")
