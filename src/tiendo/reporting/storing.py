"""A written report kept as a document: its file under its hash, its text, its citations."""

from __future__ import annotations

import io

from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError

from tiendo.audit.trail import Author, Value, record
from tiendo.documents import quarantine
from tiendo.documents.kinds import BY_CODE
from tiendo.documents.links import link_citations
from tiendo.documents.models import (
    Document,
    DocumentLink,
    Passage,
    Rendition,
    RenditionKind,
    StoredFile,
    TextVersion,
)
from tiendo.documents.readings import keep_reading
from tiendo.documents.register import folded_identity
from tiendo.documents.storage import keep
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.reporting.models import Report
from vanban.models import ParsedDocument


def store_report(
    report: Report, source: bytes, parsed: ParsedDocument, *, by: Author, user_id: int
) -> Document:
    """Keep the written file as the report's document; an earlier draft's file makes room for it.

    Call it inside the transaction of the action.
    """
    document = _document_of(report, user_id)
    _drop_drafts(document)
    stored = _keep_file(source, file_name(report))
    rendition, is_new = Rendition.objects.get_or_create(
        stored_file=stored,
        defaults={
            "document": document,
            "kind": RenditionKind.DOCX,
            "original_name": file_name(report),
            "added_by_id": user_id,
            "added_at": clock.now(),
        },
    )
    if is_new:
        link_citations(document, keep_reading(rendition, parsed), parsed)
        after: dict[str, Value] = {
            "document": document.pk,
            "sha256": stored.sha256,
            "part": rendition.part,
        }
        record(by=by, action="document.rendition_added", target=rendition, after=after)
    return document


def file_name(report: Report) -> str:
    """ "bao-cao-ke-hoach-146-2025-11-10.docx": plain letters for every system."""
    words = "-".join("".join(c if c.isalnum() else " " for c in _plain(report)).split())
    return f"bao-cao-{words[:80]}-{report.as_of.isoformat()}.docx"


def _plain(report: Report) -> str:
    return fold(report.programme.short_title).encode("ascii", "ignore").decode()


def _type_name(report: Report) -> str:
    is_letter = report.outline is not None and report.outline.content.get("letter_unit")
    return "Công văn" if is_letter else "Báo cáo"


def _document_of(report: Report, user_id: int) -> Document:
    document = report.document or Document(
        type_name=_type_name(report),
        issuer=report.issuer,
        issuer_text=report.issuer.name,
        is_generated=True,
        created_by_id=user_id,
        created_at=clock.now(),
    )
    document.title = report.title
    document.issuer, document.issuer_text = report.issuer, report.issuer.name
    document.folded = folded_identity(document)
    document.save()
    return document


def _drop_drafts(document: Document) -> None:
    """Take the files of earlier drafts away, unless something else already leads to them."""
    for rendition in Rendition.objects.filter(document=document):
        texts = TextVersion.objects.filter(rendition=rendition)
        try:
            with transaction.atomic():
                DocumentLink.objects.filter(citing=document, passage__text__in=texts).delete()
                Passage.objects.filter(text__in=texts).delete()
                texts.delete()
                rendition.delete()
        except ProtectedError:
            continue


def _keep_file(source: bytes, name: str) -> StoredFile:
    held = quarantine.hold(File(io.BytesIO(source), name=name), name)
    stored = keep(held, BY_CODE["docx"])
    quarantine.release(held.path)
    return stored
