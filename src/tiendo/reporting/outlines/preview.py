"""An outline tried with the data of a programme: composed as a report would be, and not kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.composer.model import FigureRef, OfficialDocument
from tiendo.domain import clock
from tiendo.domain.live_sentences import gaps_of
from tiendo.domain.periods import Period
from tiendo.programmes.models import Programme
from tiendo.reporting.composing import Composed, compose, new_draft
from tiendo.reporting.drafting import Draft
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.letterhead import default_issuer, default_title
from tiendo.reporting.measures import Measure
from tiendo.reporting.models import Outline, OutlineVersion, Report
from tiendo.reporting.outlines.actions import checked
from tiendo.reporting.outlines.offered import Offer
from tiendo.reporting.readback import plain
from tiendo.reporting.values import value_of

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


@dataclass(frozen=True, slots=True)
class Today:
    """What a value prints, and the unit that is written behind it in the sentence; "" for none."""

    printed: str
    unit: str = ""


def values_today(by: Actor, programme: Programme, offers: Sequence[Offer]) -> Mapping[str, Today]:
    """What offered values would print in a report of the last three months, by their gaps.

    Missing: one that stands for nothing in this programme is left out. Errors: PermissionRefused.
    Cost: that of reading the tasks, and each register that is asked for once.
    """
    by.require("regime.manage")
    # Measures are read by the names that the outline has.
    blocks = [{"kind": "sentence", "template": each.typed} for each in offers]
    content = {"headings": [{"code": "a", "title": "…", "blocks": blocks}]}
    with _tried(by, programme, content) as (report, subject):
        draft = new_draft(by, report, subject, gather(by, subject))
        return {each.gap: shown for each in offers if (shown := _shown(draft, each))}


def _shown(draft: Draft, offer: Offer) -> Today | None:
    try:
        (gap,) = gaps_of(offer.typed)
        found = value_of(draft, gap)
    except ReportError:
        return None
    measures = {each.key: each for each in draft.book.measures}
    if isinstance(found, FigureRef):
        measure = measures[found.key]
        return Today(measure.printed, measure.unit if measure.value is not None else "")
    return Today(plain((found,), {}))


def _composed(by: Actor, programme: Programme, content: Mapping[str, Any]) -> Composed:
    with _tried(by, programme, content) as (report, subject):
        return compose(by, report, subject, gather(by, subject))


@contextmanager
def _tried(
    by: Actor, programme: Programme, content: Mapping[str, Any]
) -> Iterator[tuple[Report, Subject]]:
    """A report of an outline in rows that are undone at once: blocks read what belongs to it."""
    today = clock.today()
    with transaction.atomic():
        point = transaction.savepoint()
        report = _rows(by, programme, content, today)
        period = Period(report.period_start, report.period_end)
        try:
            yield report, Subject(programme, period, today, report.known_at, None)
        finally:
            transaction.savepoint_rollback(point)


def _rows(by: Actor, programme: Programme, content: Mapping[str, Any], today: dt.date) -> Report:
    outline = Outline.objects.create(code="xem-thu", title="…")
    version = OutlineVersion.objects.create(
        outline=outline, number=1, since=today, source="…", content=dict(content),
        created_at=clock.now(),
    )  # fmt: skip
    return Report.objects.create(
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
