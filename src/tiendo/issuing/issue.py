"""Issuing a sealed paper: it gets its place in the register, is sent, and stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

import vanban
from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.headers import HeaderData, edit_header
from tiendo.documents.links import link_citations
from tiendo.documents.models import Document, Rendition, RenditionKind
from tiendo.documents.readings import keep_reading
from tiendo.domain import clock
from tiendo.issuing.actions import begin_move, finish_move
from tiendo.issuing.codes import new_code
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import FileKind, OutgoingPaper, PaperFile
from tiendo.issuing.rendering import bytes_of, newest
from tiendo.outbox.actions import emit
from tiendo.reporting.models import Channel, ReportState


@transaction.atomic
def issue_paper(
    *,
    by: Actor,
    paper: OutgoingPaper,
    recipients: Sequence[str],
    channel: Channel = Channel.EXCHANGE,
    copies: int = 1,
) -> OutgoingPaper:
    """Issue and send a sealed paper: the report is issued, the register gets number, day and file.

    Errors: PermissionRefused; IssuingError moved_meanwhile, report_corrected, no_recipients,
    file_used; HeaderRefused document_exists.
    """
    current, move, author = begin_move(paper, "issue", by)
    names = [" ".join(each.split()) for each in recipients if each.strip()]
    if not names:
        raise IssuingError("no_recipients")
    current.recipients, current.channel, current.copies = names, channel, copies
    # Papers that were numbered before codes were given with the number have none yet.
    current.code = current.code or new_code()
    current.issued_by_id, current.issued_at = by.user_id, clock.now()
    _register(by, current)
    report = current.report
    report.state = ReportState.ISSUED
    report.save(update_fields=["state"])
    finished = finish_move(current, move, by, author)
    number = current.entry.printed if current.entry is not None else ""
    after: State = {"number": number, "is_public": current.is_public, "recipients": len(names)}
    record(by=author, action="report.issue", target=report, after=after)
    emit(
        "report.issued",
        target=report,
        bodies=[report.issuer_id, report.programme.coordinator_id],
        users=sorted({report.created_by_id, *filter(None, [report.approved_by_id])}),
        payload={"paper": current.pk, "number": number},
    )
    return finished


def _register(by: Actor, paper: OutgoingPaper) -> None:
    document, signed = paper.report.document, newest(paper, FileKind.SIGNED)
    if document is None or signed is None or paper.entry is None:
        raise IssuingError("moved_meanwhile", state=paper.get_state_display())
    header = HeaderData(
        type_name=document.type_name,
        number=paper.entry.printed,
        title=document.title,
        issuer_text=paper.issuer.name,
        issued_on=paper.entry.day,
        issuer=paper.issuer,
        signer=paper.signer_name,
    )
    version = document.version
    edit_header(by=by, document=document, version=version, data=header, permission="paper.number")
    _add_rendition(by, document, signed)


def _add_rendition(by: Actor, document: Document, signed: PaperFile) -> None:
    """The signed file as the document's PDF, with its text, so that search and readers find it."""
    rendition, is_new = Rendition.objects.get_or_create(
        stored_file=signed.stored_file,
        defaults={
            "document": document,
            "kind": RenditionKind.PDF,
            "original_name": signed.file_name,
            "added_by_id": by.user_id,
            "added_at": clock.now(),
        },
    )
    if rendition.document_id != document.pk:
        raise IssuingError("file_used")
    if is_new:
        parsed = vanban.parse(vanban.read(bytes_of(signed), signed.file_name))
        link_citations(document, keep_reading(rendition, parsed), parsed)
        after: State = {"document": document.pk, "sha256": signed.stored_file.sha256}
        author = by.require("paper.number")
        record(by=author, action="document.rendition_added", target=rendition, after=after)
