"""Taking in files that prove something: screened like documents, kept under their hash.

Like every upload not to be called inside another transaction (see ``uploads``).
"""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State, record
from tiendo.documents import quarantine
from tiendo.documents.errors import DocumentError, ScannerDown, UploadRefused
from tiendo.documents.kinds import (
    EVIDENCE_KINDS,
    check_kind,
)
from tiendo.documents.models import (
    QuarantinedUpload,
    QuarantineState,
    StoredFile,
    quarantine_files,
)
from tiendo.documents.scanning import require_clean
from tiendo.documents.screening import screen
from tiendo.documents.storage import keep
from tiendo.documents.taking_in import (
    Checked,
    Intent,
    clear,
    held_by,
    judged,
    take_in,
)


def receive_evidence(
    *,
    by: Actor,
    file: File[Any],
    name: str,
    declared: bool = False,
    permission: str = "task.update",
) -> StoredFile:
    """Keep a file that proves something, screened like any document.

    ``permission`` is that of the work it proves.
    Errors: PermissionRefused; UploadRefused (needs_declaration for a file whose words cannot be
    read, and every code of a refused file), nothing kept; ScannerDown, the file waits.
    """
    author = by.require(permission)
    upload = take_in(author, file, name, EVIDENCE_KINDS, Intent())
    return _keep_evidence(author, upload, declared)


def receive_held(
    *, by: Actor, upload: QuarantinedUpload, declared: bool = False, permission: str = "task.update"
) -> StoredFile:
    """Go on with one's own evidence that waited in quarantine for the virus scanner.

    Errors: PermissionRefused; DocumentError(already_decided); else as ``receive_evidence``.
    """
    author = by.require(permission)
    is_own = upload.uploaded_by_id == by.user_id
    is_held = upload.state == QuarantineState.WAITING and upload.reason_code == "scanner_down"
    if not (is_own and is_held and upload.file.name):
        raise DocumentError("already_decided")
    return _keep_evidence(author, upload, declared)


def _keep_evidence(author: Author, upload: QuarantinedUpload, declared: bool) -> StoredFile:
    try:
        judged(author, upload, lambda: require_clean(upload))
    except ScannerDown:
        _hold_back(author, upload)
        raise
    checked = judged(author, upload, lambda: _check_evidence(upload, declared))
    held = held_by(upload)
    stored = keep(held, checked.kind)
    with transaction.atomic():
        clear(author, upload, stored, declared=declared and not checked.screening.is_readable)
    quarantine.release(held.path)
    return stored


def _hold_back(author: Author, upload: QuarantinedUpload) -> None:
    """Leave the file in quarantine until the scanner answers, with one event of it."""
    if upload.reason_code == "scanner_down":
        return
    with transaction.atomic():
        upload.reason_code = "scanner_down"
        upload.save(update_fields=["reason_code"])
        after: State = {"sha256": upload.sha256, "size": upload.size}
        record(by=author, action="document.upload_held", target=upload, after=after)


def _check_evidence(upload: QuarantinedUpload, declared: bool) -> Checked:
    with quarantine_files().open(held_by(upload).path) as source:
        kind = check_kind(source, upload.original_name, EVIDENCE_KINDS)
        checked = Checked(kind, screen(source, kind, upload.original_name))
    if not checked.screening.is_readable and not declared:
        raise UploadRefused("needs_declaration", name=upload.original_name)
    return checked
