"""Registering what was taken in: the document's identity, its rendition, its text and its links."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tiendo.audit.trail import Author, State, record
from tiendo.documents.kinds import FileKind
from tiendo.documents.links import link_citations, relink_to
from tiendo.documents.models import (
    Document,
    QuarantinedUpload,
    Rendition,
    RenditionKind,
    StoredFile,
    TextVersion,
)
from tiendo.documents.readings import keep_reading
from tiendo.documents.screening import Screening
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import resolve_body
from vanban.models import Header, ParsedDocument

_RENDITION_KINDS = {
    "docx": RenditionKind.DOCX,
    "pdf": RenditionKind.PDF,
    "xlsx": RenditionKind.XLSX,
    "text": RenditionKind.TEXT,
    "png": RenditionKind.SCAN,
    "jpg": RenditionKind.SCAN,
    "tif": RenditionKind.SCAN,
    "doc": RenditionKind.DOC,
    "rtf": RenditionKind.DOC,
    "odt": RenditionKind.DOC,
    "xls": RenditionKind.XLSX,
    "html": RenditionKind.HTML,
}


@dataclass(frozen=True, slots=True)
class Registered:
    """The document a file was registered under; ``is_new`` is false where it was in stock.

    Missing: ``text`` is None where no words were read.
    """

    document: Document
    is_new: bool
    rendition: Rendition
    text: TextVersion | None = None


def register_rendition(
    *,
    author: Author,
    upload: QuarantinedUpload,
    stored: StoredFile,
    kind: FileKind,
    screening: Screening,
) -> Registered:
    """Register a cleared file: under the document it was meant for, or the one its header names.

    Call inside the transaction of the action. A document with the same issuer, symbol and date gets
    the file as one more rendition.
    """
    parsed = screening.parsed
    document = upload.attach_to
    if document is None and parsed is not None:
        document = find_same(parsed.header)
    is_new = document is None
    if document is None:
        document = _create(author, upload, parsed)
    rendition = Rendition.objects.create(
        document=document,
        kind=_rendition_kind(kind, parsed),
        stored_file=stored,
        original_name=upload.original_name,
        part=upload.part,
        added_by_id=upload.uploaded_by_id,
        added_at=clock.now(),
    )
    after: State = {"document": document.pk, "sha256": stored.sha256, "part": upload.part}
    record(by=author, action="document.rendition_added", target=rendition, after=after)
    text = None
    if parsed is not None:
        text = keep_reading(rendition, parsed)
        link_citations(document, text, parsed)
    if is_new:
        relink_to(document)
    return Registered(document, is_new, rendition, text)


def _rendition_kind(kind: FileKind, parsed: ParsedDocument | None) -> RenditionKind:
    """A PDF without words of its own is a scan."""
    pages = parsed.text.pages if parsed is not None else ()
    if kind.code == "pdf" and pages and all(page.is_scanned for page in pages):
        return RenditionKind.SCAN
    return _RENDITION_KINDS[kind.code]


def find_same(header: Header) -> Document | None:
    """The document in stock with the identity a header states.

    Missing: None for a draft, which has no number or no date and so no identity.
    """
    if header.number is None or header.number_raw is None or header.date is None:
        return None
    same = Document.objects.filter(number_raw=header.number_raw, issued_on=header.date)
    issuer = resolve_issuer(header.issuer, header.date)
    if issuer is not None:
        return same.filter(issuer=issuer).first()
    return same.filter(issuer=None, issuer_text=header.issuer or "").first()


def resolve_issuer(issuer: str | None, on: dt.date | None) -> Organisation | None:
    """The body an issuer's name stands for on a day; None where it is not known."""
    if not issuer:
        return None
    return resolve_body(issuer, on or clock.today()).organisation


def folded_identity(document: Document) -> str:
    """What a search looks into: type, symbol in two spellings, title and issuer, folded."""
    symbol = fold(document.number_raw or document.number)
    parts = (
        document.type_name,
        document.number_raw,
        document.number if document.number != document.number_raw else "",
        document.title,
        document.issuer_text,
    )
    plain = symbol.translate(str.maketrans("/-.", "   "))
    return " ".join(filter(None, (fold(" ".join(filter(None, parts))), plain)))


def _create(author: Author, upload: QuarantinedUpload, parsed: ParsedDocument | None) -> Document:
    document = Document(
        created_by_id=upload.uploaded_by_id, created_at=clock.now(), title=upload.original_name
    )
    if parsed is not None:
        _fill(document, parsed, upload.original_name)
    document.folded = folded_identity(document)
    document.save()
    after = header_state(document)
    record(by=author, action="document.registered", target=document, after=after)
    return document


def _fill(document: Document, parsed: ParsedDocument, file_name: str) -> None:
    header = parsed.header
    document.type_name = (header.type or "")[:60]
    document.title = header.title or file_name
    document.number = (header.number or "")[:60]
    # An unsigned draft prints the symbol without its number ("Số:      /BC-UBND"): it has none yet.
    document.number_raw = (header.number_raw or header.number)[:60] if header.number else ""
    document.issued_on = header.date
    document.issuer_text = (header.issuer or "")[:250]
    document.issuer = resolve_issuer(header.issuer, header.date)
    document.signer = ((parsed.signer and parsed.signer.name) or "")[:150]


def header_state(document: Document) -> State:
    """The header data as the trail keeps them; the signer, a person, is left out."""
    return {
        "type": document.type_name,
        "number": document.number_raw,
        "title": document.title,
        "issuer": document.issuer_id,
        "issuer_text": document.issuer_text,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
    }
