"""Taking files in: quarantine, check, screening, then kept under their hash or refused whole.

Each function is one action. What is read page by page is read by the worker, still in quarantine.
A refusal deletes the file and leaves one event in the trail, without name or content where a
secrecy mark was found. Do not call these inside another transaction: the
trace of a refusal must not be rolled back with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State, record
from tiendo.documents import quarantine
from tiendo.documents.errors import AlreadyInStock, DocumentError, ScannerDown
from tiendo.documents.kinds import (
    DOCUMENT_KINDS,
    FileKind,
    check_kind,
    is_slow,
)
from tiendo.documents.known import known_documents
from tiendo.documents.models import (
    Document,
    QuarantinedUpload,
    QuarantineState,
    Reading,
    ReadingState,
    Rendition,
    quarantine_files,
)
from tiendo.documents.permissions import can_declare
from tiendo.documents.reading_queue import (
    ReadingStopped,
    end,
    queue_upload,
    require_wanted,
    tell_progress,
)
from tiendo.documents.register import Registered, register_rendition
from tiendo.documents.scanning import require_clean
from tiendo.documents.screening import Help, Screening, screen, screen_document
from tiendo.documents.storage import keep
from tiendo.documents.taking_in import (
    Checked,
    Intent,
    clear,
    held_by,
    judged,
    person_of,
    take_in,
)

# The words a PDF itself holds are looked through in about a second for so large a file.
SCREENED_AT_ONCE = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an upload.

    Missing: ``document`` is None while it is read in the background (``reading``), and while the
    uploader's declaration is awaited.
    """

    upload: QuarantinedUpload
    document: Document | None = None
    is_new: bool = False
    reading: Reading | None = None


def receive_upload(
    *,
    by: Actor,
    file: File[Any],
    name: str,
    declared: bool = False,
    attach_to: Document | None = None,
    part: str = "body",
    at_once: bool = False,
) -> Received:
    """Take a document in and register it, have it read in the background, or keep it waiting.

    ``declared``: the uploader states that the file holds no state secret; asked only for a file
    whose words cannot be read. ``attach_to`` adds the file to a document in stock; ``at_once``
    reads slow kinds too before this returns.
    Errors: PermissionRefused; UploadRefused with its code, nothing kept.
    """
    author = by.require("document.upload")
    upload = take_in(author, file, name, DOCUMENT_KINDS, Intent(attach_to, part))
    return _read_or_queue(author, upload, declared=declared, at_once=at_once)


def declare_upload(*, by: Actor, upload: QuarantinedUpload) -> Received:
    """Register a waiting file after its uploader declared that it holds no state secret.

    Errors: PermissionRefused; DocumentError(already_decided); UploadRefused.
    """
    author = by.require("document.upload")
    if not can_declare(by, upload):
        raise DocumentError("already_decided")
    return _read_or_queue(author, upload, declared=True, at_once=False)


def read_upload_again(*, by: Actor, upload: QuarantinedUpload) -> Received:
    """Have a waiting upload read once more after its reading failed.

    Errors: PermissionRefused; DocumentError(already_decided); UploadRefused.
    """
    author = by.require("document.upload")
    is_own = upload.uploaded_by_id == by.user_id
    if not (is_own and upload.state == QuarantineState.WAITING and upload.file.name):
        raise DocumentError("already_decided")
    return _read_or_queue(author, upload, declared=False, at_once=False)


def read_queued(*, by: Actor, reading: Reading) -> Received:
    """Read an upload in the background, for the person who asked: register, refuse, or ask.

    Errors: PermissionRefused; UploadRefused; ReadingStopped where nobody wants it any more.
    """
    author = by.require("document.upload")
    upload = reading.upload
    if upload is None or not upload.file.name:
        raise ReadingStopped
    judged(author, upload, lambda: require_clean(upload))
    checked = judged(author, upload, lambda: _check_document(upload, reading))
    return _settle(author, upload, checked, declared=reading.declared, reading=reading)


def _read_or_queue(
    author: Author, upload: QuarantinedUpload, *, declared: bool, at_once: bool
) -> Received:
    judged(author, upload, lambda: _refuse_same(upload))
    try:
        judged(author, upload, lambda: require_clean(upload))
    except ScannerDown:
        if at_once:
            raise
        # The worker asks the scanner again; until it answers the file is not opened.
        return _queued(author, upload, declared)
    if not at_once and is_slow(_kind_of(upload), upload.size):
        judged(author, upload, lambda: _refuse_plainly_marked(upload))
        return _queued(author, upload, declared)
    checked = judged(author, upload, lambda: _check_document(upload))
    return _settle(author, upload, checked, declared=declared)


def _queued(author: Author, upload: QuarantinedUpload, declared: bool) -> Received:
    with transaction.atomic():
        upload.state = QuarantineState.WAITING
        upload.save(update_fields=["state"])
        reading = upload.readings.filter(ended_at=None).first() or queue_upload(
            author=author, user_id=person_of(author), upload=upload, declared=declared
        )
    return Received(upload, reading=reading)


def _settle(
    author: Author,
    upload: QuarantinedUpload,
    checked: Checked,
    *,
    declared: bool,
    reading: Reading | None = None,
) -> Received:
    if not checked.screening.is_readable and not declared:
        return Received(_await_declaration(author, upload, checked.screening, reading))
    return _register(author, upload, checked, declared=declared, reading=reading)


def _refuse_same(upload: QuarantinedUpload) -> None:
    same = Rendition.objects.filter(stored_file__sha256=upload.sha256).select_related("document")
    rendition = same.first()
    if rendition is not None:
        raise AlreadyInStock(rendition.document)


def _check_document(upload: QuarantinedUpload, reading: Reading | None = None) -> Checked:
    _refuse_same(upload)
    progress = None if reading is None else partial(tell_progress, reading)
    using = Help(known_documents(but=upload.attach_to), progress)
    with quarantine_files().open(held_by(upload).path) as source:
        kind = check_kind(source, upload.original_name, DOCUMENT_KINDS)
        return Checked(kind, screen_document(source, kind, upload.original_name, using))


def _refuse_plainly_marked(upload: QuarantinedUpload) -> None:
    """Refuse a damaged or marked PDF before anybody waits for it; the worker looks at the rest."""
    kind = _kind_of(upload)
    if kind.code == "pdf" and upload.size <= SCREENED_AT_ONCE:
        with quarantine_files().open(held_by(upload).path) as source:
            screen(source, kind, upload.original_name)


def _kind_of(upload: QuarantinedUpload) -> FileKind:
    with quarantine_files().open(held_by(upload).path) as source:
        return check_kind(source, upload.original_name, DOCUMENT_KINDS)


def _register(
    author: Author,
    upload: QuarantinedUpload,
    checked: Checked,
    *,
    declared: bool,
    reading: Reading | None = None,
) -> Received:
    held = held_by(upload)
    try:
        registered = _register_once(author, upload, checked, declared, reading)
    except IntegrityError:
        # Somebody registered the same file or document meanwhile: it is in stock now.
        judged(author, upload, lambda: _refuse_same(upload))
        registered = _register_once(author, upload, checked, declared, reading)
    quarantine.release(held.path)
    return Received(upload, registered.document, registered.is_new)


def _register_once(
    author: Author,
    upload: QuarantinedUpload,
    checked: Checked,
    declared: bool,
    reading: Reading | None,
) -> Registered:
    stored = keep(held_by(upload), checked.kind)
    with transaction.atomic():
        wanted = require_wanted(reading)
        registered = register_rendition(
            author=author,
            upload=upload,
            stored=stored,
            kind=checked.kind,
            screening=checked.screening,
        )
        clear(author, upload, stored, declared=declared and not checked.screening.is_readable)
        if wanted is not None:
            rendition, text = registered.rendition, registered.text
            end(wanted, ReadingState.DONE, text=text, rendition=rendition)
    return registered


def _await_declaration(
    author: Author,
    upload: QuarantinedUpload,
    screening: Screening,
    reading: Reading | None,
) -> QuarantinedUpload:
    with transaction.atomic():
        wanted = require_wanted(reading)
        if wanted is not None:
            end(wanted, ReadingState.DONE, code=screening.reason)
        upload.state = QuarantineState.DECLARATION
        upload.reason_code = "needs_declaration"
        upload.save()
        after: State = {"sha256": upload.sha256}
        record(by=author, action="document.declaration_asked", target=upload, after=after)
    return upload
