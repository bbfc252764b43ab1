"""Where an upload waits until it is screened: private, outside backups, deleted when decided."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import File

from tiendo.documents.errors import UploadRefused
from tiendo.documents.models import quarantine_files

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Held:
    """A file in quarantine: its name there, its hash and its size."""

    path: str
    sha256: str
    size: int


class _Measured(File):  # type: ignore[type-arg]  # Django's File takes no type at run time
    """A file hashed and counted while it is copied; a file over the limit stops the copy."""

    def __init__(self, source: File[bytes], name: str) -> None:
        super().__init__(source.file, name)
        self._source = source
        self.digest = hashlib.sha256()
        self.copied = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        self._source.seek(0)
        for chunk in self._source.chunks(chunk_size or _CHUNK):
            self.copied += len(chunk)
            if self.copied > settings.UPLOAD_MAX_BYTES:
                raise UploadRefused("too_large", **limit_params(self.name or ""))
            self.digest.update(chunk)
            yield chunk


def hold(file: File[Any], name: str) -> Held:
    """Copy an upload into quarantine, chunk by chunk.

    Errors: UploadRefused (too_large, empty_file); the half-copied file is deleted.
    """
    storage = quarantine_files()
    path = f"{uuid.uuid4().hex}.upload"
    measured = _Measured(file, name)
    try:
        path = storage.save(path, measured)
    except UploadRefused:
        release(path)
        raise
    if measured.copied == 0:
        release(path)
        raise UploadRefused("empty_file", name=name)
    return Held(path, measured.digest.hexdigest(), measured.copied)


def release(path: str) -> None:
    """Delete a file from quarantine; a missing one is no error."""
    quarantine_files().delete(path)


def limit_params(name: str) -> dict[str, object]:
    """What the message of a file that is too large needs."""
    return {"name": name, "limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
