"""Screened files under their hash: the file first, then the row; what lost its row is swept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage.base import Storage

from tiendo.documents.kinds import FileKind
from tiendo.documents.models import (
    QuarantinedUpload,
    QuarantineState,
    StoredFile,
    kept_files,
    quarantine_files,
)
from tiendo.documents.quarantine import Held
from tiendo.domain import clock

ORPHAN_AGE = dt.timedelta(hours=24)


def keep(held: Held, kind: FileKind) -> StoredFile:
    """Store a screened file under its SHA-256, once; the quarantined copy is left to the caller."""
    stored = StoredFile.objects.filter(sha256=held.sha256).first()
    if stored is not None:
        return stored
    path = f"{held.sha256[:2]}/{held.sha256[2:4]}/{held.sha256}"
    storage = kept_files()
    if not storage.exists(path):
        with quarantine_files().open(held.path) as source:
            path = storage.save(path, File(source, name=path))
    stored, _is_new = StoredFile.objects.get_or_create(
        sha256=held.sha256,
        defaults={
            "file": path,
            "size": held.size,
            "media_type": kind.media_type,
            "created_at": clock.now(),
        },
    )
    return stored


def open_kept(stored: StoredFile) -> File[bytes]:
    """The bytes of a kept file, to be closed by the caller."""
    return kept_files().open(stored.file.name or "", "rb")


def sweep_orphans(now: dt.datetime | None = None) -> int:
    """Delete kept files without a row and quarantined ones nobody decided; the number deleted.

    Only files older than a day go: a younger one may belong to an upload under way.
    """
    before = (now or clock.now()) - ORPHAN_AGE
    stale = QuarantinedUpload.objects.filter(
        state__in=[QuarantineState.WAITING, QuarantineState.DECLARATION], uploaded_at__lt=before
    )
    known = set(StoredFile.objects.values_list("file", flat=True))
    waiting = set(
        QuarantinedUpload.objects.exclude(file="")
        .exclude(pk__in=stale.values("pk"))
        .values_list("file", flat=True)
    )
    swept = _sweep(kept_files(), known, before) + _sweep(quarantine_files(), waiting, before)
    stale.update(
        state=QuarantineState.REFUSED, reason_code="expired", file="", decided_at=clock.now()
    )
    return swept


def _sweep(storage: Storage, known: set[str], before: dt.datetime) -> int:
    swept = 0
    for path in list(_walk(storage, "")):
        if path not in known and storage.get_modified_time(path) < before:
            storage.delete(path)
            swept += 1
    return swept


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in files)
    for name in folders:
        yield from _walk(storage, prefix + name)
