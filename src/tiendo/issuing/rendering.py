"""The frozen text of a paper as files: the same words and figures, with number, day and signer."""

from __future__ import annotations

import io
from dataclasses import replace

from django.core.files.base import File

from tiendo.composer.errors import NotTypeset
from tiendo.composer.model import OfficialDocument, VerificationMark
from tiendo.composer.typst import write_pdf
from tiendo.documents import quarantine
from tiendo.documents.kinds import BY_CODE
from tiendo.documents.models import StoredFile
from tiendo.documents.storage import keep
from tiendo.domain import clock
from tiendo.domain.issuing import bare_number
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import FileKind, OutgoingPaper, PaperFile
from tiendo.reporting.house_templates.actions import write_in_house
from tiendo.reporting.models import SigningForm
from tiendo.reporting.queries import composed_document, figures_of
from tiendo.reporting.storing import file_name
from tiendo.reporting.urging.composing import signature_for


def final_document(paper: OutgoingPaper) -> OfficialDocument:
    """The document as approved, with number, day, signer and, where it is public, its mark.

    Cost: one query.
    """
    document = composed_document(paper.report, list(figures_of(paper.report)))
    signature = signature_for(paper.issuer, SigningForm(paper.signing))
    if paper.signer_name:
        signature = replace(signature, name=paper.signer_name)
    head = document.letterhead
    if paper.entry is not None:
        number = bare_number(paper.entry.printed)
        head = replace(head, number=number, date=paper.entry.day)
    mark = VerificationMark(paper.address) if paper.address else None
    return replace(document, letterhead=head, signature=signature, verification=mark)


def write_final(paper: OutgoingPaper, user_id: int) -> None:
    """Write and keep the numbered paper as DOCX and PDF.

    Errors: IssuingError unprintable; TemplateRefused template_unusable.
    """
    document = final_document(paper)
    moment = paper.entry.given_at if paper.entry is not None else clock.now()
    try:
        pages = write_pdf(document, moment)
    except NotTypeset as refused:
        if refused.code != "unprintable":
            raise
        raise IssuingError("unprintable", **refused.params) from refused
    day = clock.local_day(paper.report.known_at)
    source = write_in_house(document, paper.issuer, day)
    stem = file_name(paper.report).removesuffix(".docx")
    keep_file(paper, FileKind.FINAL_DOCX, source, f"{stem}.docx", user_id)
    keep_file(paper, FileKind.FINAL_PDF, pages, f"{stem}.pdf", user_id)


def keep_file(
    paper: OutgoingPaper, kind: FileKind, source: bytes, name: str, user_id: int
) -> PaperFile:
    """Keep a file this system wrote itself as one of the paper."""
    held = quarantine.hold(File(io.BytesIO(source), name=name), name)
    stored = keep(held, BY_CODE["pdf" if name.endswith(".pdf") else "docx"])
    quarantine.release(held.path)
    return add_file(paper, kind, stored, name, user_id)


def add_file(
    paper: OutgoingPaper, kind: FileKind, stored: StoredFile, name: str, user_id: int
) -> PaperFile:
    """Enter a kept file as one of the paper."""
    return PaperFile.objects.create(
        paper=paper,
        kind=kind,
        stored_file=stored,
        file_name=name[-255:],
        by_id=user_id,
        at=clock.now(),
    )


def newest(paper: OutgoingPaper, kind: FileKind) -> PaperFile | None:
    """The file of a kind that stands. Cost: one query."""
    rows = PaperFile.objects.filter(paper=paper, kind=kind).select_related("stored_file")
    return rows.order_by("pk").last()


def bytes_of(file: PaperFile) -> bytes:
    """The bytes of a paper's file."""
    with file.stored_file.file.open("rb") as source:
        return bytes(source.read())
