"""What has changed since a body's last submission for the same regime."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.domain.status import Status
from tiendo.organisations.models import Succession
from tiendo.regimes.models import Submission
from tiendo.reporting.facts.tasks import Subject, counted_tasks
from tiendo.reporting.models import Figure, Report
from tiendo.tasks.models import Difficulty
from tiendo.tasks.queries.difficulties import visible_difficulties

_DONE = (Status.DONE_ON_TIME, Status.DONE_LATE)
# Figures of one task are told by the task's own row.
_OF_ONE_TASK = "task."
_COMPARED = ("key", "label", "unit", "value", "value_state", "printed")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure then and now. Missing: ``difference`` where one of the two is no value.

    Units: the difference of ratios is a ratio.
    """

    label: str
    unit: str
    then: str
    now: str
    difference: Decimal | None


@dataclass(frozen=True, slots=True)
class Before:
    """What a submission is held against.

    Missing: ``submission`` is None for the first one, and where several bodies were merged into
    this one: their ``merged`` reports are named, and never added up.
    """

    submission: Submission | None
    merged: tuple[Submission, ...] = ()


def before(submission: Submission) -> Before:
    """The last submission of the same regime that was sent for an earlier period, by the body or
    by the one it carries on. Cost: two queries at most."""
    cycle = submission.duty.cycle
    body = submission.duty.body_id
    sent = Submission.objects.filter(
        duty__cycle__version__regime=cycle.version.regime_id,
        duty__cycle__period_end__lt=cycle.period_end,
        sent_at__isnull=False,
    ).select_related("duty__body", "duty__cycle", "report")
    sent = sent.order_by("-duty__cycle__period_end", "-pk")
    own = sent.filter(duty__body=body).first()
    if own is not None:
        return Before(own)
    gone = Succession.objects.filter(successor=body).values("predecessor")
    earlier = tuple(sent.filter(duty__body__in=gone)[:20])
    last = earlier[0].duty.cycle_id if earlier else None
    merged = tuple(row for row in earlier if row.duty.cycle_id == last)
    return Before(merged[0]) if len(merged) == 1 else Before(None, merged)


def compare_figures(then: Report, now: Report) -> list[FigureChange]:
    """The figures that stand in both reports and differ, in the order of the newer. Two queries."""
    old = {row.key: row for row in _figures(then)}
    pairs = [(old[row.key], row) for row in _figures(now) if row.key in old]
    return [_change(was, row) for was, row in pairs if _differ(was, row)]


def newly_done(actor: Actor, then: Report, now: Report) -> QuerySet[Any, Any]:
    """The tasks of the body that are done by the day of the newer report and were not by that of
    the older, of those the person may see."""
    done_before = _done(actor, then).values("pk")
    return _done(actor, now).exclude(pk__in=done_before).order_by("order", "pk")


def ended_between(actor: Actor, then: Report, now: Report) -> QuerySet[Difficulty]:
    """The difficulties of the body that ended between the days of two reports."""
    after, until = clock.end_of(then.as_of), clock.end_of(now.as_of)
    own = visible_difficulties(actor).filter(
        programme=now.programme_id, organisation=now.body_id, ended_at__isnull=False
    )
    return own.filter(ended_at__gte=after, ended_at__lt=until).order_by("-ended_at")


def _figures(report: Report) -> QuerySet[Figure]:
    rows = Figure.objects.filter(~Q(key__startswith=_OF_ONE_TASK), report=report)
    return rows.only(*_COMPARED).order_by("order")


def _differ(then: Figure, now: Figure) -> bool:
    return (then.value_state, then.value) != (now.value_state, now.value)


def _change(then: Figure, now: Figure) -> FigureChange:
    difference = None
    if then.value is not None and now.value is not None and then.unit == now.unit:
        difference = now.value - then.value
    return FigureChange(now.label, now.unit, then.printed, now.printed, difference)


def _done(actor: Actor, report: Report) -> QuerySet[Any, Any]:
    """The tasks that the report counts as done."""
    period = Period(report.period_start, report.period_end)
    subject = Subject(report.programme, period, report.as_of, report.known_at, report.body)
    counted: QuerySet[Any, Any] = counted_tasks(actor, subject)
    return counted.filter(status__in=_DONE)
