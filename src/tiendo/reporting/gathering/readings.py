"""Which documents the words of gathered reports cite, read once and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import F

import vanban
from tiendo.reporting.models import Report, SourceReading

# Number, type, day as ISO 8601 or None, issuer.
Cited = tuple[str, str, str | None, str]


def cited_by_sources(report: Report) -> Iterator[tuple[int, list[Cited]]]:
    """The documents that the words of each source cite, by the source's id.

    What was not read yet is read now and not kept. Cost: two queries.
    """
    sources = Report.objects.filter(gathered_into__report=report)
    kept = SourceReading.objects.filter(
        report__in=sources.values("pk"), version=F("report__version")
    )
    read: dict[int, list[Cited]] = {
        pk: [(number, kind, day, issuer) for number, kind, day, issuer in cited]
        for pk, cited in kept.values_list("report_id", "cited")
    }
    unread = sources.exclude(pk__in=read).values_list("pk", "narrative")
    for pk, narrative in unread.iterator(chunk_size=20):
        read[pk] = cited_in(narrative)
    order = sources.order_by("gathered_into__order").values_list("pk", flat=True)
    for pk in order:
        yield pk, read[pk]


def keep_reading(report_id: int) -> int:
    """Read what the words of a report cite, and keep it: how many documents. Safe to repeat."""
    version, narrative = Report.objects.values_list("version", "narrative").get(pk=report_id)
    cited = cited_in(narrative)
    SourceReading.objects.bulk_create(
        [SourceReading(report_id=report_id, version=version, cited=cited)],
        update_conflicts=True,
        unique_fields=["report"],
        update_fields=["version", "cited"],
    )
    return len(cited)


def cited_in(narrative: Mapping[str, str]) -> list[Cited]:
    """The documents that people's words cite by number, but the report itself."""
    words = "\n".join(narrative.values())
    return [
        (
            cited.number,
            cited.type or "",
            cited.date.isoformat() if cited.date else None,
            cited.issuer or "",
        )
        for cited in vanban.find_citations(words)
        if cited.number and not cited.is_self
    ]
