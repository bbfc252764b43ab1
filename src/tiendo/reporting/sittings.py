"""What is being written: savings of one person in one place, kept as one version when they end.

A page saves by itself every few seconds. Each saving stands at once for everybody, takes the place
of the person's one before, and is numbered among the versions; a sitting ends after a pause, when
its words are kept by hand, and when the report is composed or approved. Then its last words become
a version that nobody changes.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from tiendo.domain import clock
from tiendo.reporting.models import Report, Sitting, Writing

# Who saves again within this time goes on with the same version.
PAUSE = dt.timedelta(minutes=15)
# However steadily somebody writes, what stood is kept after this time.
LONGEST = dt.timedelta(hours=2)


def sittings_in(report: Report, place: str) -> QuerySet[Sitting]:
    """What is being written in a place, the last saving at the end, with who writes it."""
    rows = Sitting.objects.filter(report=report, heading=place).select_related("by")
    return rows.order_by("version")


def save_in_sitting(report: Report, place: str, text: str, version: int, user_id: int) -> Sitting:
    """The person's words of this sitting. Call it with the report locked.

    A sitting that has just begun is told by ``first`` being ``version``.
    """
    now = clock.now()
    end_sittings(report, place, idle=True)
    held, _is_new = Sitting.objects.update_or_create(
        report=report,
        heading=place,
        by_id=user_id,
        defaults={"text": text, "version": version, "at": now},
        create_defaults={
            "text": text,
            "version": version,
            "at": now,
            "first": version,
            "began_at": now,
        },
    )
    return held


@transaction.atomic
def end_sittings(
    report: Report, place: str | None = None, *, writer: int | None = None, idle: bool = False
) -> None:
    """Make versions of what is being written: in one place or in all, by one person or by all.

    ``idle``: only where the pause was long, or the sitting. Cost: two or three queries.
    """
    rows = Sitting.objects.filter(report=report).order_by("version")
    rows = rows if place is None else rows.filter(heading=place)
    rows = rows if writer is None else rows.filter(by=writer)
    ending = [row for row in rows if not idle or _is_over(row)]
    if ending:
        Writing.objects.bulk_create(map(_as_version, ending))
        Sitting.objects.filter(pk__in=[row.pk for row in ending]).delete()


def _is_over(row: Sitting) -> bool:
    now = clock.now()
    return now - row.at > PAUSE or now - row.began_at > LONGEST


def _as_version(row: Sitting) -> Writing:
    return Writing(
        report_id=row.report_id,
        heading=row.heading,
        first=row.first,
        version=row.version,
        text=row.text,
        by_id=row.by_id,
        at=row.at,
    )
