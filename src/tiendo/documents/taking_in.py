"""What becomes of an uploaded file: held, judged, cleared or refused, each with its trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.core.files.base import File
from django.db import transaction

from tiendo.audit.trail import Author, State, record
from tiendo.documents import quarantine
from tiendo.documents.errors import ScannerDown, UploadRefused
from tiendo.documents.kinds import FileKind, check_kind
from tiendo.documents.models import (
    Document,
    QuarantinedUpload,
    QuarantineState,
    StoredFile,
    quarantine_files,
)
from tiendo.documents.quarantine import Held
from tiendo.documents.screening import Screening
from tiendo.domain import clock

MAX_NAME = 255
_Verdict = TypeVar("_Verdict")


class Intent(NamedTuple):
    """Where an uploaded document goes: a new one, or a part of one in stock."""

    attach_to: Document | None = None
    part: str = "body"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file is, and what screening it found."""

    kind: FileKind
    screening: Screening


def take_in(
    author: Author, file: File[Any], name: str, allowed: frozenset[str], intent: Intent
) -> QuarantinedUpload:
    """Hold a file of an allowed kind in quarantine. Errors: UploadRefused, nothing kept."""
    held = None
    upload = QuarantinedUpload(
        original_name=name[-MAX_NAME:],
        uploaded_by_id=person_of(author),
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


def person_of(author: Author) -> int:
    """The uploading person; the system itself uploads nothing."""
    if author.user_id is None:
        raise TypeError("an upload needs a person")
    return author.user_id


def _fill(upload: QuarantinedUpload, held: Held) -> None:
    upload.file.name = held.path
    upload.sha256 = held.sha256
    upload.size = held.size


def judged(author: Author, upload: QuarantinedUpload, check: Callable[[], _Verdict]) -> _Verdict:
    """What a check says; what it refuses is deleted. A scanner that is down refuses nothing."""
    try:
        return check()
    except ScannerDown:
        raise
    except UploadRefused as refused:
        _refuse(author, upload, refused)
        raise


def held_by(upload: QuarantinedUpload) -> Held:
    """The file in quarantine."""
    return Held(upload.file.name or "", upload.sha256, upload.size)


def clear(author: Author, upload: QuarantinedUpload, stored: StoredFile, *, declared: bool) -> None:
    """Mark an upload as kept, with its event. Call inside a transaction."""
    upload.state, upload.reason_code = QuarantineState.CLEARED, ""
    upload.decided_at = clock.now()
    upload.stored_file = stored
    upload.file.name = ""
    upload.declared_by_id = author.user_id if declared else None
    upload.save()
    after: State = {"sha256": stored.sha256, "size": stored.size, "declared": declared}
    record(by=author, action="document.upload_cleared", target=upload, after=after)


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
