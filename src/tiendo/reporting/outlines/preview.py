"""An outline tried with the data of a programme: composed as a report would be, and not kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.composer.model import OfficialDocument
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.programmes.models import Programme
from tiendo.reporting.composing import Composed, compose
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.letterhead import default_issuer, default_title
from tiendo.reporting.measures import Measure
from tiendo.reporting.models import Outline, OutlineVersion, Report
from tiendo.reporting.outlines.actions import checked

_DAYS = 90


def preview_outline(
    by: Actor, programme: Programme, content: Mapping[str, Any]
) -> tuple[OfficialDocument, tuple[Measure, ...]]:
    """What a report of the last three months by an outline would say today.

    Errors: PermissionRefused; OutlineError; ReportError unknown_value.
    """
    by.require("regime.manage")
    checked(content)
    made = _composed(by, programme, content)
    return made.document, made.measures


@transaction.atomic
def _composed(by: Actor, programme: Programme, content: Mapping[str, Any]) -> Composed:
    """Compose from rows that are undone at once: blocks read what belongs to their report."""
    today, point = clock.today(), transaction.savepoint()
    outline = Outline.objects.create(code="xem-thu", title="…")
    version = OutlineVersion.objects.create(
        outline=outline, number=1, since=today, source="…", content=dict(content),
        created_at=clock.now(),
    )  # fmt: skip
    report = Report.objects.create(
        programme=programme,
        outline=version,
        issuer=default_issuer(programme, today),
        title=default_title(programme),
        period_start=today - dt.timedelta(days=_DAYS),
        period_end=today,
        as_of=today,
        known_at=clock.now(),
        product_version="",
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    try:
        period = Period(report.period_start, report.period_end)
        subject = Subject(programme, period, today, report.known_at, None)
        return compose(by, report, subject, gather(by, subject))
    finally:
        transaction.savepoint_rollback(point)
