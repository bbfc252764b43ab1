"""Dates that cannot be, dates not written as the decree asks, citations ahead of their date.

Codes: ``impossible_date`` (ERROR; ``raw``), ``unpadded_date`` (INFO; ``raw``, ``expected``),
``cited_before_its_date`` (WARNING; ``number``, ``date``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from vanban.dates import find_dates, format_date, format_long_date
from vanban.models import Issue, ParsedDocument, Severity


def check_dates(parsed: ParsedDocument) -> Iterator[Issue]:
    """Dates that no calendar has, and days or months not padded as the decree asks.

    Source: Decree 30/2020/NĐ-CP, annex I.
    """
    for mention in find_dates(parsed.text.content):
        if mention.value is None:
            params = {"raw": mention.raw}
            yield Issue("impossible_date", Severity.ERROR, mention.span, params)
        elif _is_unpadded(mention.raw):
            params = {"raw": mention.raw, "expected": _official(mention.raw, mention.value)}
            yield Issue("unpadded_date", Severity.INFO, mention.span, params)


def _is_unpadded(raw: str) -> bool:
    day, month, _ = re.findall(r"\d+", raw)
    return len(day) == 1 or (len(month) == 1 and int(month) <= 2)


def _official(raw: str, day: dt.date) -> str:
    if "tháng" in raw:
        return format_long_date(day).removeprefix("ngày ")
    return format_date(day)


def check_citation_dates(parsed: ParsedDocument) -> Iterator[Issue]:
    """A cited document that is dated after the document that cites it."""
    issued = parsed.header.date
    for citation in parsed.citations:
        if issued and citation.date and citation.date > issued and citation.part == "body":
            params = {"number": citation.number, "date": citation.date.isoformat()}
            yield Issue("cited_before_its_date", Severity.WARNING, citation.span, params)
