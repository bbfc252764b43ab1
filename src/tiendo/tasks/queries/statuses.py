"""Tasks with their status, their bodies and their work on a day, each by one indexed join."""

from __future__ import annotations

import datetime as dt

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.tasks.models import DeadlineChange, Lifecycle, Occurrence, Part, Task
from tiendo.tasks.recurrence import CLOSED

IS_RECURRING = Q(recurrence__startswith="R:") & ~Q(recurrence=CONTINUOUS)


def with_status(
    tasks: QuerySet[Task], on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """Annotate ``status``: the task's status on a day, as known at a moment (None: as known now);
    and ``is_part``: whether it is then part of a task that counts, and does not count itself.

    Missing: ``status`` is None for drafts and for days before the task went live. It can be
    filtered and ordered by. Cost: one join on the spans, no query of its own.
    """
    known = (
        Q(status_spans__known__upper_inf=True)
        if known_at is None
        else Q(status_spans__known__contains=known_at)
    )
    span = FilteredRelation(
        "status_spans", condition=Q(status_spans__validity__contains=on) & known
    )
    told_by = on if known_at is None else min(on, clock.local_day(known_at))
    is_part = Case(
        When(subtask_during__contains=told_by, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return tasks.annotate(span_now=span, status=F("span_now__status"), is_part=is_part)


def with_lead(tasks: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Annotate the lead of a day: lead_id, lead_name, lead_short_name, lead_sort_key, lead_slug,
    lead_officer_id. Annotating again changes nothing.

    Missing: all are None where no known body leads. Cost: two joins.
    """
    if "lead_id" in tasks.query.annotations:
        return tasks
    return tasks.annotate(
        lead_now=_assignment(Part.LEAD, on),
        lead_id=F("lead_now__organisation_id"),
        lead_name=F("lead_now__organisation__name"),
        lead_short_name=F("lead_now__organisation__short_name"),
        lead_sort_key=F("lead_now__organisation__sort_key"),
        lead_slug=F("lead_now__organisation__slug"),
        lead_officer_id=F("lead_now__officer_id"),
    )


def with_confirmer(tasks: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Annotate the confirmer of a day: confirmer_id, confirmer_name.

    Missing: both are None where no known body confirms. Cost: two joins.
    """
    return tasks.annotate(
        confirm_now=_assignment(Part.CONFIRM, on),
        confirmer_id=F("confirm_now__organisation_id"),
        confirmer_name=F("confirm_now__organisation__name"),
    )


def _assignment(part: Part, on: dt.date) -> FilteredRelation:
    return FilteredRelation(
        "assignments", condition=Q(assignments__part=part, assignments__validity__contains=on)
    )


def with_work(
    tasks: QuerySet[Task], on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """Annotate the work to be done: ``due_on`` (last day in force), ``stage`` (lifecycle),
    ``stage_action`` (last action) and ``occurrence_label``, of the current occurrence of a
    recurring task and of any other task itself.

    Missing: ``stage`` is None where no occurrence is open; ``due_on`` where there is no deadline.
    ``stage`` is the present one; ``due_on`` is that of the day and the moment asked for.
    """
    label = Case(When(IS_RECURRING, then=_of_occurrence("label", on)), output_field=CharField())
    return with_stage(with_due_day(tasks, on, known_at), on).annotate(
        stage_action=_stage("last_action", on),
        occurrence_label=label,
    )


def with_due_day(
    tasks: QuerySet[Task], on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """Annotate ``due_on`` alone, as ``with_work`` does. Annotating again changes nothing."""
    if "due_on" in tasks.query.annotations:
        return tasks
    due_on = Case(
        When(IS_RECURRING, then=_of_occurrence("last_day", on)),
        default=_last_day(on, known_at),
        output_field=DateField(),
    )
    return tasks.annotate(due_on=due_on)


def with_stage(tasks: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Annotate ``stage`` alone, as ``with_work`` does."""
    return tasks.annotate(stage=_stage("lifecycle", on))


def _stage(field: str, on: dt.date) -> Case:
    return Case(
        When(IS_RECURRING, then=_of_occurrence(field, on)),
        default=F(field),
        output_field=CharField(),
    )


def _of_occurrence(field: str, on: dt.date) -> Subquery:
    opened = Occurrence.objects.filter(task=OuterRef("pk"), opens_on__lte=on)
    still_open = ~Q(lifecycle__in=CLOSED)
    if on < clock.today():
        # Confirmed since, with a product of a later day: on that day it was still to be done.
        still_open |= Q(lifecycle=Lifecycle.CONFIRMED, done_on__gt=on)
    current = opened.filter(still_open).order_by("last_day", "id")
    return Subquery(current.values(field)[:1])


def _last_day(on: dt.date, known_at: dt.datetime | None) -> Combinable:
    """The task's own field for today; the changes of the deadline for any other day or moment."""
    if known_at is None and on >= clock.today():
        return F("last_day")
    changes = DeadlineChange.objects.filter(
        task=OuterRef("pk"), occurrence__isnull=True, effective_on__lte=on
    )
    if known_at is not None:
        changes = changes.filter(recorded_at__lte=known_at)
    return Subquery(changes.order_by("-recorded_at", "-id").values("last_day")[:1])
