"""What the short form of an update shows beside its fields, read in few queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from tiendo.domain import clock
from tiendo.domain.status import Status
from tiendo.tasks.actions.difficulties import open_difficulty
from tiendo.tasks.actions.progress import AT_WORK, working_body
from tiendo.tasks.models import Difficulty, LifecycleEvent, Part, ProgressUpdate, Task
from tiendo.tasks.parties import Parties, parties_on
from tiendo.tasks.queries import with_status, with_work
from tiendo.tasks.recurrence import period_name
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
    can_claim: bool
    approves: bool

    def context(self) -> dict[str, Any]:
        """For the template of the form."""
        label = getattr(self.task, "occurrence_label", None)
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
            "period": period_name(label) if label else "",
        }


def read_work(request: PageRequest, pk: int) -> WorkToReport | None:
    """The task with what the form shows; None where this person cannot update it now.

    Who works on a task may see it. Cost: five queries, one fewer without an update.
    """
    today, actor = clock.today(), request.actor
    task = _task_on(pk, today)
    if task is None or task.lifecycle not in AT_WORK:
        return None
    parties = parties_on(task, today)
    body = working_body(parties, actor)
    if body is None:
        return None
    last = _last_update(task)
    lead_id = parties.lead_id
    return WorkToReport(
        task=task,
        last=last,
        files=files_of(last.evidence.all()) if last else [],
        difficulty=open_difficulty(task.pk, body),
        standing=_standing(task, parties, last, today),
        can_claim=lead_id is not None and actor.may("task.claim", at=lead_id),
        approves=actor.may("task.approve", at=body),
    )


def was_sent(request: PageRequest, pk: int) -> bool:
    """Whether this very form was sent before by this person, and taken. Cost: one query."""
    try:
        key = UUID(request.POST.get("request_key", ""))
    except ValueError:
        return False
    made = ProgressUpdate.objects.filter(request_key=key, task_id=pk, by_id=request.actor.user_id)
    return made.exists()


def _task_on(pk: int, on: dt.date) -> Task | None:
    row = with_work(with_status(Task.objects.filter(pk=pk), on), on)
    return row.select_related("programme").first()


def _last_update(task: Task) -> ProgressUpdate | None:
    updates = ProgressUpdate.objects.filter(task=task).select_related("by")
    return updates.prefetch_related("evidence").order_by("-recorded_at", "-pk").first()


def _standing(task: Task, parties: Parties, last: ProgressUpdate | None, on: dt.date) -> Standing:
    """Where the task stands; a claim is read only where the words speak of one."""
    code = getattr(task, "status", None)
    status = Status(code) if code else None
    claims: tuple[LifecycleEvent, ...] = ()
    if status in (Status.AWAITING, Status.AWAITING_OVERDUE):
        claims = tuple(LifecycleEvent.objects.filter(task=task, action="claim").order_by("pk"))
    confirmer = parties.first(Part.CONFIRM)
    return Standing(
        task=task,
        status=status,
        due_on=getattr(task, "due_on", None),
        on=on,
        told=Told(claims, (last,) if last else (), (), {}, ()),
        confirmer=confirmer.organisation.name if confirmer and confirmer.organisation else "",
    )
