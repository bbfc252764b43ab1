"""What this system writes outside reports: its files kept under their hash, days as printed."""

from __future__ import annotations

import datetime as dt
import io

from django.core.files.base import File

from tiendo.documents import quarantine
from tiendo.documents.kinds import BY_CODE
from tiendo.documents.models import StoredFile
from tiendo.documents.storage import keep
from vanban.dates import format_date


def keep_docx(source: bytes, name: str) -> StoredFile:
    """Keep a file this system wrote itself; the same bytes are kept once."""
    held = quarantine.hold(File(io.BytesIO(source), name=name), name)
    stored = keep(held, BY_CODE["docx"])
    quarantine.release(held.path)
    return stored


def printed_day(day: dt.date) -> str:
    """The day as documents print it: 05/02/2025, 5/6/2025 as 05/6/2025."""
    return format_date(day)
