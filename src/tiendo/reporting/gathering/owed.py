"""Which bodies owed the report of a cycle to the one that compiles, kept with what it compiles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.reporting.models import Handing, OwedReport, Report


@dataclass(frozen=True, slots=True)
class Owed:
    """A body that owes its report, by which day, and how that stands.

    Missing: ``sent_on`` is None where nothing was sent.
    """

    body_id: int
    state: Handing
    last_day: dt.date
    is_late: bool = False
    sent_on: dt.date | None = None


def keep_owed(report: Report, owed: Iterable[Owed]) -> None:
    """Keep who owed a report, in order, in place of what was kept of the draft before."""
    OwedReport.objects.filter(report=report).delete()
    OwedReport.objects.bulk_create(
        OwedReport(
            report=report,
            body_id=each.body_id,
            state=each.state,
            is_late=each.is_late,
            last_day=each.last_day,
            sent_on=each.sent_on,
            order=at,
        )
        for at, each in enumerate(owed)
    )


def owed_of(report: Report) -> list[Owed]:
    """Who owed, as it was kept with a report. Cost: one query."""
    return [
        Owed(row.body_id, Handing(row.state), row.last_day, row.is_late, row.sent_on)
        for row in OwedReport.objects.filter(report=report)
    ]
