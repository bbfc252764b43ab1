"""What the short form of an update shows beside its fields, read in few queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from tiendo.accounts.prepared import PreparedQuery
from tiendo.domain import clock
from tiendo.domain.deadlines import is_recurring
from tiendo.domain.status import Status
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions.difficulties import open_difficulty
from tiendo.tasks.actions.progress import AT_WORK
from tiendo.tasks.models import (
    Difficulty,
    LifecycleEvent,
    Occurrence,
    Part,
    ProgressUpdate,
    StatusSpan,
    Task,
)
from tiendo.tasks.parties import parts_on
from tiendo.tasks.recurrence import current_occurrence, period_name
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_facts import Standing
from tiendo.workspace.task_history import Told, files_of
from tiendo.workspace.task_words import STEP_URLS


@dataclass(frozen=True, slots=True)
class WorkToReport:
    """A task that a person may update now, with the last word on it."""

    task: Task
    last: ProgressUpdate | None
    files: list[dict[str, str]]
    difficulty: Difficulty | None
    standing: Standing
    period: str
    can_claim: bool
    approves: bool

    def context(self) -> dict[str, Any]:
        """For the template of the form."""
        return {
            "task": self.task,
            "action": "update",
            "step_url": reverse(STEP_URLS["update"], args=[self.task.pk]),
            "standing": self.standing,
            "status": str(self.standing.status or "draft"),
            "last_update": self.last,
            "last_files": self.files,
            "open_difficulty": self.difficulty,
            "can_claim": self.can_claim,
            "approves": self.approves,
            "period": self.period,
        }


@dataclass(frozen=True, slots=True)
class Workplace:
    """A task at work with the bodies that have a part in it, by id."""

    task: Task
    body: int
    lead_id: int | None
    confirmer_id: int | None


def find_work(request: PageRequest, pk: int) -> Workplace | None:
    """The task, for a person who may update it now; None for others and where it moved on.

    Who works on a task may see it. Cost: two queries.
    """
    task = Task.objects.filter(pk=pk, lifecycle__in=AT_WORK).first()
    if task is None:
        return None
    parts = parts_on(task.pk, clock.today())
    bodies = {part: [body for held, body in parts if held == part] for part in Part}
    working = (*bodies[Part.LEAD], *bodies[Part.COORDINATE])
    body = next((body for body in working if request.actor.may("task.update", at=body)), None)
    if body is None:
        return None
    lead, confirmer = bodies[Part.LEAD], bodies[Part.CONFIRM]
    return Workplace(task, body, lead[0] if lead else None, confirmer[0] if confirmer else None)


def read_work(request: PageRequest, place: Workplace) -> WorkToReport:
    """What the form shows of the work. Cost: four queries, five for a recurring task."""
    today, actor, task = clock.today(), request.actor, place.task
    last = last_update(task)
    occurrence = current_occurrence(task, today) if is_recurring(task.recurrence) else None
    return WorkToReport(
        task=task,
        last=last,
        files=files_of(last.evidence.all()) if last else [],
        difficulty=open_difficulty(task.pk, place.body),
        standing=_standing(place, occurrence, last, today),
        period=period_name(occurrence.label) if occurrence else "",
        can_claim=place.lead_id is not None and actor.may("task.claim", at=place.lead_id),
        approves=actor.may("task.approve", at=place.body),
    )


def was_sent(request: PageRequest, pk: int) -> bool:
    """Whether this very form was sent before by this person, and taken. Cost: one query."""
    try:
        key = UUID(request.POST.get("request_key", ""))
    except ValueError:
        return False
    made = ProgressUpdate.objects.filter(request_key=key, task_id=pk, by_id=request.actor.user_id)
    return made.exists()


def last_update(task: Task) -> ProgressUpdate | None:
    """The newest update of a task, with its evidence. Cost: two queries."""
    updates = ProgressUpdate.objects.filter(task=task).select_related("by")
    return updates.prefetch_related("evidence").order_by("-recorded_at", "-pk").first()


_ANY_TASK, _ANY_DAY = -1, dt.date.min
_SPAN = PreparedQuery(
    lambda: (
        StatusSpan.objects.filter(
            task=_ANY_TASK, validity__contains=_ANY_DAY, known__upper_inf=True
        )
        .order_by("pk")
        .values_list("status")[:1]
    )
)


def _standing(
    place: Workplace, occurrence: Occurrence | None, last: ProgressUpdate | None, on: dt.date
) -> Standing:
    """Where the task stands; claim and confirmer are read only where the words speak of them."""
    task = place.task
    spans = _SPAN.run({_ANY_TASK: task.pk, _ANY_DAY: on})
    status = Status(spans[0][0]) if spans else None
    claims: tuple[LifecycleEvent, ...] = ()
    confirmer = ""
    if status in (Status.AWAITING, Status.AWAITING_OVERDUE) and place.confirmer_id is not None:
        claims = tuple(LifecycleEvent.objects.filter(task=task, action="claim").order_by("pk"))
        named = Organisation.objects.filter(pk=place.confirmer_id).values_list("name", flat=True)
        confirmer = named.first() or ""
    return Standing(
        task=task,
        status=status,
        due_on=occurrence.last_day if occurrence else task.last_day,
        on=on,
        told=Told(claims, (last,) if last else (), (), {}, ()),
        confirmer=confirmer,
    )
