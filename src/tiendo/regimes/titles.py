"""What the report of a cycle is called: the title of its regime with its gaps filled."""

from __future__ import annotations

from tiendo.documents.models import Document
from tiendo.domain.regime_words import cycle_name
from tiendo.regimes.models import Cycle
from vanban.dates import format_date

# Gaps of a title: the name of the cycle, and the document whose issue began it.
CYCLE_GAP, DOCUMENT_GAP = "{cycle}", "{document}"


def title_of(cycle: Cycle) -> str:
    """The title of a cycle's report; "" where the regime has none."""
    filled = cycle.version.report_title.replace(CYCLE_GAP, cycle_name(cycle.label))
    day = format_date(cycle.period_start)
    document = cited(cycle.trigger) if cycle.trigger else f"văn bản ban hành ngày {day}"
    return filled.replace(DOCUMENT_GAP, document)


def cited(document: Document) -> str:
    """A document by its type, number and day: "Kế hoạch số 12/KH-UBND ngày 05/01/2026"."""
    parts = [document.type_name or "Văn bản"]
    if document.number_raw:
        parts.append(f"số {document.number_raw}")
    if document.issued_on:
        parts.append(f"ngày {format_date(document.issued_on)}")
    return " ".join(parts)
