"""The queue of readings: who asked for one, how far it is, how it ended. Nothing is read here.

A reading runs at least once: its row says whether there is still something to do, so a job that
comes twice, or comes back after its worker died, does no harm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import SYSTEM, Author, State, record
from tiendo.documents import quarantine
from tiendo.documents.errors import DocumentError
from tiendo.documents.models import (
    OPEN_READING,
    QuarantinedUpload,
    QuarantineState,
    Reading,
    ReadingState,
    Rendition,
    TextVersion,
)
from tiendo.documents.permissions import can_stop
from tiendo.domain import clock

READ_JOB = "documents.read"
# A page of a scan takes seconds; a reader not heard of for longer has died with its worker.
SILENT_FOR = dt.timedelta(minutes=20)


class ReadingStopped(Exception):
    """The reading is no longer wanted: stopped by a person, or done by another worker."""


def queue_upload(
    *, author: Author, user_id: int, upload: QuarantinedUpload, declared: bool
) -> Reading:
    """Have an upload read before it is cleared. Call inside the transaction of the action."""
    return _queue(author, Reading(upload=upload, declared=declared), user_id)


def queue_rendition(*, author: Author, user_id: int, rendition: Rendition) -> Reading:
    """Have a kept file read again; the reading under way, where there is one already.

    Call inside the transaction of the action.
    """
    under_way = Reading.objects.filter(rendition=rendition, state__in=OPEN_READING).first()
    return under_way or _queue(author, Reading(rendition=rendition), user_id)


def _queue(author: Author, reading: Reading, user_id: int) -> Reading:
    reading.asked_by_id, reading.asked_at = user_id, clock.now()
    reading.save()
    _defer(reading)
    record(by=author, action="document.reading_asked", target=reading, after=_subject(reading))
    return reading


def _defer(reading: Reading) -> None:
    app.configure_task(READ_JOB).defer(reading_id=reading.pk)


def _subject(reading: Reading) -> State:
    if reading.rendition_id is not None:
        return {"rendition": reading.rendition_id}
    return {"upload": reading.upload_id}


def stop_reading(*, by: Actor, reading: Reading) -> Reading:
    """Stop a reading that waits or runs; the file of an upload is deleted.

    Errors: PermissionRefused; DocumentError(already_decided) where it has ended meanwhile.
    """
    author = by.require("document.upload")
    with transaction.atomic():
        current = locked(reading.pk)
        if not can_stop(by, current):
            raise DocumentError("already_decided")
        end(current, ReadingState.STOPPED)
        if current.upload is not None:
            _let_go(current.upload)
        record(
            by=author, action="document.reading_stopped", target=current, after=_subject(current)
        )
    return current


def _let_go(upload: QuarantinedUpload) -> None:
    path = upload.file.name
    upload.file.name = ""
    upload.state = QuarantineState.REFUSED
    upload.reason_code = "stopped"
    upload.decided_at = clock.now()
    upload.save()
    if path:
        transaction.on_commit(lambda: quarantine.release(path))


# What the job tells of itself


def locked(reading_id: int) -> Reading:
    """A reading locked until the end of the transaction."""
    return (
        Reading.objects.select_for_update(of=("self",))
        .select_related("upload", "rendition__document", "rendition__stored_file", "asked_by")
        .get(pk=reading_id)
    )


def begin(reading_id: int) -> Reading | None:
    """Mark a reading as running; None where there is nothing left to do."""
    with transaction.atomic():
        reading = locked(reading_id)
        if not reading.is_open:
            return None
        reading.state = ReadingState.RUNNING
        reading.beat_at = clock.now()
        reading.save(update_fields=["state", "beat_at"])
    return reading


def tell_progress(reading: Reading, done: int, total: int) -> None:
    """Store how many pages are read. Errors: ReadingStopped where it is no longer wanted."""
    running = Reading.objects.filter(pk=reading.pk, state=ReadingState.RUNNING)
    if not running.update(pages_done=done, pages_total=total, beat_at=clock.now()):
        raise ReadingStopped


def require_wanted(reading: Reading | None) -> Reading | None:
    """The reading, locked, where its outcome is still wanted; none for a file read at once.

    Errors: ReadingStopped.
    """
    if reading is None:
        return None
    current = locked(reading.pk)
    if not current.is_open:
        raise ReadingStopped
    return current


def end(
    reading: Reading,
    state: ReadingState,
    *,
    code: str = "",
    params: Mapping[str, object] | None = None,
    text: TextVersion | None = None,
    rendition: Rendition | None = None,
) -> None:
    """Write how a reading ended. Call inside the transaction of what it led to."""
    reading.state = state
    reading.ended_at = clock.now()
    reading.error_code = code[:60]
    reading.error_params = {key: str(value) for key, value in (params or {}).items()}
    reading.text = text
    reading.rendition = rendition or reading.rendition
    if state == ReadingState.DONE and reading.pages_total:
        reading.pages_done = reading.pages_total
    reading.save()


def fail_reading(reading_id: int, code: str, params: Mapping[str, object] | None = None) -> None:
    """Write that a reading came to nothing, with the reason; an ended one stays as it is."""
    with transaction.atomic():
        reading = locked(reading_id)
        if not reading.is_open:
            return
        end(reading, ReadingState.FAILED, code=code, params=params)
        after: State = {**_subject(reading), "reason": code}
        record(by=SYSTEM, action="document.reading_failed", target=reading, after=after)


def resume_silent(now: dt.datetime | None = None) -> int:
    """Queue the readings again whose worker died; the number queued."""
    before = (now or clock.now()) - SILENT_FOR
    with transaction.atomic():
        silent = list(
            Reading.objects.select_for_update(skip_locked=True).filter(
                state=ReadingState.RUNNING, beat_at__lt=before
            )
        )
        for reading in silent:
            reading.state = ReadingState.WAITING
            reading.beat_at = None
            reading.save(update_fields=["state", "beat_at"])
            _defer(reading)
    return len(silent)
