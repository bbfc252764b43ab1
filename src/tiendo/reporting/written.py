"""A written DOCX kept under its hash, outside the stock of documents until it is signed."""

from __future__ import annotations

import io

from django.core.files.base import File

from tiendo.documents import quarantine
from tiendo.documents.kinds import BY_CODE
from tiendo.documents.models import StoredFile
from tiendo.documents.storage import keep


def keep_docx(source: bytes, name: str) -> StoredFile:
    """Keep a file this system wrote itself; the same bytes are kept once."""
    held = quarantine.hold(File(io.BytesIO(source), name=name), name)
    stored = keep(held, BY_CODE["docx"])
    quarantine.release(held.path)
    return stored
