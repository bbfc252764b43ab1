"""Taking a signed PDF back, or signing it here with the body's key; what is refused is kept too."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.errors import UploadRefused
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.documents.models import StoredFile
from tiendo.domain import clock
from tiendo.issuing.actions import begin_move, finish_move
from tiendo.issuing.checking import CheckResult, check_returned
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import FileKind, OutgoingPaper, SignatureCheck
from tiendo.issuing.permissions import require_at
from tiendo.issuing.rendering import add_file, bytes_of, keep_file, newest
from tiendo.issuing.sealing import seal_key_of, seal_pdf
from tiendo.issuing.trust import read_trust


def take_signed(
    *, by: Actor, paper: OutgoingPaper, file: File[Any], name: str, with_seal: bool = False
) -> OutgoingPaper:
    """Take back the PDF that was signed outside, once it is found good.

    ``with_seal``: the body's key of this installation signs it too. Screened like every upload,
    so not to be called inside another transaction.
    Errors: PermissionRefused; UploadRefused; IssuingError not_pdf, no_words, unreadable_pdf,
    moved_meanwhile, no_seal_key, seal_failed, and the fault found (``domain.issuing.fault_of``).
    """
    require_at(by, "paper.number", paper.issuer_id)
    if not name.lower().endswith(".pdf"):
        raise IssuingError("not_pdf", name=name)
    with transaction.atomic():
        begin_move(paper, "seal", by)
    stored = _received(by, file, name)
    returned, given_out = _read(stored), _given_out(paper)
    result = check_returned(given_out, returned, read_trust(), clock.now())
    if result.fault:
        _refuse(by, paper, result, stored.sha256, name)
    if with_seal:
        return _seal(by, paper, given_out, returned)
    with transaction.atomic():
        current, move, author = begin_move(paper, "seal", by)
        _note_check(by, current, result, stored.sha256, name)
        add_file(current, FileKind.SIGNED, stored, name, by.user_id)
        return finish_move(current, move, by, author)


def seal_here(*, by: Actor, paper: OutgoingPaper) -> OutgoingPaper:
    """Sign the numbered PDF with the body's key of this installation.

    Errors: PermissionRefused; IssuingError moved_meanwhile, no_seal_key, seal_failed.
    """
    require_at(by, "paper.number", paper.issuer_id)
    given_out = _given_out(paper)
    return _seal(by, paper, given_out, given_out)


@transaction.atomic
def _seal(by: Actor, paper: OutgoingPaper, given_out: bytes, source: bytes) -> OutgoingPaper:
    """Sign under the lock of the paper, and check what was made as any file is checked."""
    current, move, author = begin_move(paper, "seal", by)
    key = seal_key_of(current.issuer)
    if key is None:
        raise IssuingError("no_seal_key")
    made = seal_pdf(source, key, current.issuer.name, clock.now())
    result = check_returned(given_out, made, read_trust(), clock.now())
    if result.fault:
        raise IssuingError(result.fault, count=result.comparison.count)
    name = f"{_stem(current)}-da-ky.pdf"
    kept = keep_file(current, FileKind.SIGNED, made, name, by.user_id)
    _note_check(by, current, result, kept.stored_file.sha256, name)
    return finish_move(current, move, by, author)


def _received(by: Actor, file: File[Any], name: str) -> StoredFile:
    try:
        return receive_evidence(by=by, file=file, name=name, permission="paper.number")
    except UploadRefused as refused:
        if refused.code == "needs_declaration":
            raise IssuingError("no_words") from refused
        raise


def _read(stored: StoredFile) -> bytes:
    with stored.file.open("rb") as source:
        return bytes(source.read())


def _given_out(paper: OutgoingPaper) -> bytes:
    final = newest(paper, FileKind.FINAL_PDF)
    if final is None:
        raise IssuingError("moved_meanwhile", state=paper.get_state_display())
    return bytes_of(final)


@transaction.atomic
def _note_check(
    by: Actor, paper: OutgoingPaper, result: CheckResult, sha256: str, name: str
) -> SignatureCheck:
    return SignatureCheck.objects.create(
        paper=paper,
        sha256=sha256,
        file_name=name[-255:],
        fault=result.fault,
        found=result.dump(),
        by_id=by.user_id,
        at=clock.now(),
    )


def _refuse(by: Actor, paper: OutgoingPaper, result: CheckResult, sha256: str, name: str) -> None:
    """Keep what was found, then refuse. Errors: IssuingError, always."""
    author = require_at(by, "paper.number", paper.issuer_id)
    with transaction.atomic():
        check = _note_check(by, paper, result, sha256, name)
        after: State = {
            "sha256": sha256,
            "fault": result.fault,
            "differences": result.comparison.count,
        }
        record(by=author, action="paper.refuse_file", target=check.paper, after=after)
    raise IssuingError(result.fault, count=result.comparison.count)


def _stem(paper: OutgoingPaper) -> str:
    final = newest(paper, FileKind.FINAL_PDF)
    return final.file_name.removesuffix(".pdf") if final is not None else f"van-ban-{paper.pk}"
