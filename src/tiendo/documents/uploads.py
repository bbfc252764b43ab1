"""Taking files in: quarantine, check, screening, then kept under their hash or refused whole.

Each function is one action. A refusal deletes the file and leaves one event in the trail, without
name or content where a secrecy mark was found. Do not call these inside another transaction: the
trace of a refusal must not be rolled back with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.files.base import File
from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State, record
from tiendo.documents import quarantine
from tiendo.documents.errors import DocumentError, UploadRefused
from tiendo.documents.kinds import DOCUMENT_KINDS, EVIDENCE_KINDS, FileKind, check_kind
from tiendo.documents.models import (
    Document,
    QuarantinedUpload,
    QuarantineState,
    Rendition,
    StoredFile,
    quarantine_files,
)
from tiendo.documents.permissions import can_declare
from tiendo.documents.quarantine import Held
from tiendo.documents.register import Registered, register_rendition
from tiendo.documents.screening import Screening, screen
from tiendo.documents.storage import keep
from tiendo.domain import clock

MAX_NAME = 255


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an upload.

    Missing: ``document`` is None while the uploader's declaration is awaited.
    """

    upload: QuarantinedUpload
    document: Document | None = None
    is_new: bool = False


class Intent(NamedTuple):
    """Where an uploaded document goes: a new one, or a part of one in stock."""

    attach_to: Document | None = None
    part: str = "body"


_NEW = Intent()


def receive_upload(
    *,
    by: Actor,
    file: File[Any],
    name: str,
    declared: bool = False,
    attach_to: Document | None = None,
    part: str = "body",
) -> Received:
    """Take a document in and register it, or keep it waiting for the uploader's declaration.

    ``declared``: the uploader states that the file holds no state secret; asked only for a file
    whose words cannot be read. ``attach_to`` adds the file to a document in stock.
    Errors: PermissionRefused; UploadRefused with its code, nothing kept.
    """
    author = by.require("document.upload")
    upload = _take_in(author, file, name, DOCUMENT_KINDS, Intent(attach_to, part))
    checked = _judged(author, upload, lambda: _check_document(upload))
    if not checked.screening.is_readable and not declared:
        return Received(_await_declaration(author, upload))
    return _register(author, upload, checked, declared=declared)


def declare_upload(*, by: Actor, upload: QuarantinedUpload) -> Received:
    """Register a waiting file after its uploader declared that it holds no state secret.

    Errors: PermissionRefused; DocumentError(already_decided); UploadRefused.
    """
    author = by.require("document.upload")
    if not can_declare(by, upload):
        raise DocumentError("already_decided")
    checked = _judged(author, upload, lambda: _check_document(upload))
    return _register(author, upload, checked, declared=True)


def receive_evidence(
    *, by: Actor, file: File[Any], name: str, declared: bool = False
) -> StoredFile:
    """Keep a file that proves a piece of work, screened like any document.

    Errors: PermissionRefused; UploadRefused (needs_declaration for a file whose words cannot be
    read, and every code of a refused file), nothing kept.
    """
    author = by.require("task.update")
    upload = _take_in(author, file, name, EVIDENCE_KINDS, _NEW)
    checked = _judged(author, upload, lambda: _check_evidence(upload, declared))
    held = _held(upload)
    stored = keep(held, checked.kind)
    with transaction.atomic():
        _clear(author, upload, stored, declared=declared and not checked.screening.is_readable)
    quarantine.release(held.path)
    return stored


@dataclass(frozen=True, slots=True)
class _Checked:
    kind: FileKind
    screening: Screening


def _take_in(
    author: Author, file: File[Any], name: str, allowed: frozenset[str], intent: Intent
) -> QuarantinedUpload:
    held = None
    upload = QuarantinedUpload(
        original_name=name[-MAX_NAME:],
        uploaded_by_id=_person(author),
        uploaded_at=clock.now(),
        attach_to=intent.attach_to,
        part=intent.part,
        size=file.size or 0,
    )
    try:
        held = quarantine.hold(file, name)
        _fill(upload, held)
        with quarantine_files().open(held.path) as source:
            check_kind(source, name, allowed)
    except UploadRefused as refused:
        _refuse(author, upload, refused)
        raise
    upload.save()
    return upload


def _person(author: Author) -> int:
    """The uploading person; the system itself uploads nothing."""
    if author.user_id is None:
        raise TypeError("an upload needs a person")
    return author.user_id


def _fill(upload: QuarantinedUpload, held: Held) -> None:
    upload.file.name = held.path
    upload.sha256 = held.sha256
    upload.size = held.size


def _judged(author: Author, upload: QuarantinedUpload, check: Callable[[], _Checked]) -> _Checked:
    try:
        return check()
    except UploadRefused as refused:
        _refuse(author, upload, refused)
        raise


def _check_document(upload: QuarantinedUpload) -> _Checked:
    same = Rendition.objects.filter(stored_file__sha256=upload.sha256).select_related("document")
    rendition = same.first()
    if rendition is not None:
        params = {"document": str(rendition.document)}
        raise UploadRefused("same_file", params, document_id=rendition.document_id)
    return _screened(upload, DOCUMENT_KINDS)


def _check_evidence(upload: QuarantinedUpload, declared: bool) -> _Checked:
    checked = _screened(upload, EVIDENCE_KINDS)
    if not checked.screening.is_readable and not declared:
        raise UploadRefused("needs_declaration", {"name": upload.original_name})
    return checked


def _screened(upload: QuarantinedUpload, allowed: frozenset[str]) -> _Checked:
    with quarantine_files().open(_held(upload).path) as source:
        kind = check_kind(source, upload.original_name, allowed)
        return _Checked(kind, screen(source, kind, upload.original_name))


def _held(upload: QuarantinedUpload) -> Held:
    return Held(upload.file.name or "", upload.sha256, upload.size)


def _register(
    author: Author, upload: QuarantinedUpload, checked: _Checked, *, declared: bool
) -> Received:
    held = _held(upload)
    try:
        registered = _register_once(author, upload, checked, declared)
    except IntegrityError:
        # Somebody registered the same file or document meanwhile: it is in stock now.
        _judged(author, upload, lambda: _check_document(upload))
        registered = _register_once(author, upload, checked, declared)
    quarantine.release(held.path)
    return Received(upload, registered.document, registered.is_new)


def _register_once(
    author: Author, upload: QuarantinedUpload, checked: _Checked, declared: bool
) -> Registered:
    stored = keep(_held(upload), checked.kind)
    with transaction.atomic():
        registered = register_rendition(
            author=author,
            upload=upload,
            stored=stored,
            kind=checked.kind,
            screening=checked.screening,
        )
        _clear(author, upload, stored, declared=declared and not checked.screening.is_readable)
    return registered


def _clear(
    author: Author, upload: QuarantinedUpload, stored: StoredFile, *, declared: bool
) -> None:
    upload.state = QuarantineState.CLEARED
    upload.decided_at = clock.now()
    upload.stored_file = stored
    upload.file.name = ""
    upload.declared_by_id = author.user_id if declared else None
    upload.save()
    after: State = {"sha256": stored.sha256, "size": stored.size, "declared": declared}
    record(by=author, action="document.upload_cleared", target=upload, after=after)


def _await_declaration(author: Author, upload: QuarantinedUpload) -> QuarantinedUpload:
    with transaction.atomic():
        upload.state = QuarantineState.DECLARATION
        upload.reason_code = "needs_declaration"
        upload.save()
        after: State = {"sha256": upload.sha256}
        record(by=author, action="document.declaration_asked", target=upload, after=after)
    return upload


def _refuse(author: Author, upload: QuarantinedUpload, refused: UploadRefused) -> None:
    """Delete the file and leave the trace. The name of a marked file may be a secret itself."""
    if upload.file.name:
        quarantine.release(upload.file.name)
    with transaction.atomic():
        upload.file.name = ""
        upload.state = QuarantineState.REFUSED
        upload.reason_code = refused.code
        upload.decided_at = clock.now()
        if refused.code == "secrecy_mark":
            upload.original_name = ""
        upload.save()
        after: State = {"reason": refused.code, "sha256": upload.sha256, "size": upload.size}
        record(by=author, action="document.upload_refused", target=upload, after=after)
