"""A document of the register as a title names it, and a day as documents print it."""

from __future__ import annotations

import datetime as dt

from tiendo.documents.models import Document
from vanban.dates import format_date


def cited(document: Document) -> str:
    """A document by its type, number and day: "Kế hoạch số 12/KH-UBND ngày 05/01/2026"."""
    parts = [document.type_name or "Văn bản"]
    if document.number_raw:
        parts.append(f"số {document.number_raw}")
    if document.issued_on:
        parts.append(f"ngày {format_date(document.issued_on)}")
    return " ".join(parts)


def printed_day(day: dt.date) -> str:
    """A day as official documents print it: "08/01/2027", "25/6/2025"."""
    return format_date(day)
