"""The confirmer's side of completion: never the lead body, nor anybody who holds a post in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.prepared import AnyOf, Given, PreparedQuery, Value
from tiendo.audit.models import AuditEvent
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.tasks.actions.transition import Particulars, Step, begin_step, finish_step
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import LifecycleEvent, Occurrence, Part, Task
from tiendo.tasks.parties import Parties, belongs_to, house_of


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of many tasks: those confirmed, and why each other was not."""

    tasks: tuple[Task, ...]
    refused: dict[int, TaskError | PermissionRefused]


@transaction.atomic
def confirm(*, task: Task, by: Actor, note: str = "", version: int | None = None) -> Task:
    """Confirm that the task is done, from outside the lead body.

    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, confirmer_is_lead,
    confirmer_from_lead, confirmer_claimed.
    """
    step = begin_step("confirm", task=task, by=by, version=version)
    check_outsider(step, by)
    _tell("task.confirmed", step)
    return finish_step(step, Particulars(reason=note, done_on=step.work.done_on))


def confirm_many(
    *, tasks: Iterable[Task], by: Actor, note: str = "", seen: Mapping[int, int] | None = None
) -> Confirmed:
    """Confirm each task that may be confirmed; the others are left as they are, each with why.

    ``seen`` holds the version of each task that was looked at, by its id.
    """
    done: list[Task] = []
    refused: dict[int, TaskError | PermissionRefused] = {}
    for task in tasks:
        try:
            version = None if seen is None else seen.get(task.pk)
            done.append(confirm(task=task, by=by, note=note, version=version))
        except (TaskError, PermissionRefused) as refusal:
            refused[task.pk] = refusal
    return Confirmed(tuple(done), refused)


@transaction.atomic
def return_claim(*, task: Task, reason: str, by: Actor, version: int | None = None) -> Task:
    """Return an approved claim to the lead body, with a reason; the task is live again.

    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, reason_needed.
    """
    step = begin_step("return", task=task, by=by, version=version)
    _tell("task.returned", step)
    return finish_step(step, Particulars(reason=reason))


@transaction.atomic
def reopen(
    *,
    task: Task,
    reason: str,
    by: Actor,
    version: int | None = None,
    occurrence: Occurrence | None = None,
) -> Task:
    """Reopen a confirmed task, with a reason; it is live again from today. Reopenings are counted.

    ``occurrence`` names an earlier one of a recurring task; without it the last is meant.
    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, reason_needed.
    """
    step = begin_step("reopen", task=task, by=by, version=version, occurrence=occurrence)
    _tell("task.reopened", step)
    return finish_step(step, Particulars(reason=reason))


def _tell(name: str, step: Step) -> None:
    """Leave word for the bodies at work on the task."""
    payload = {"task": step.write.task.pk}
    emit(name, target=step.write.task, bodies=step.parties.working_ids, payload=payload)


def check_outsider(step: Step, by: Actor) -> None:
    """Refuse a confirmation from inside the lead body, by body, by post and by deed.

    Errors: TaskError confirmer_is_lead, confirmer_from_lead, confirmer_claimed.
    """
    code = why_not_outside(step.write.task, step.occurrence, step.parties, by)
    if code:
        raise TaskError(code)


def why_not_outside(task: Task, occurrence: Occurrence | None, parties: Parties, by: Actor) -> str:
    """Why a person may not confirm for others, as a code of TaskError; empty where one may.

    The body that made the claim counts like the lead, also after the task was passed on. What a
    delegate did was done by who delegated too. Cost: two queries at most.
    """
    steps = list(
        LifecycleEvent.objects.filter(
            task=task, occurrence=occurrence, action__in=("claim", "approve")
        ).select_related("organisation__parent")
    )
    code = outsider_code(steps, parties, by)
    if not code and steps and _was_done_for(task, occurrence, by):
        return "confirmer_claimed"
    return code


def _was_done_for(task: Task, occurrence: Occurrence | None, by: Actor) -> bool:
    """Whether somebody claimed or approved the work on behalf of the person. Cost: one query."""
    return is_among(done_for(by, [task.pk]), task.pk, occurrence)


def done_for(person: Actor, task_ids: Iterable[int]) -> frozenset[tuple[int, int | None]]:
    """The work that others claimed or approved on behalf of a person: ids of task and occurrence.

    Cost: one query.
    """
    given: dict[Value, Given] = {_ANYBODY: person.user_id, "?tasks": [str(pk) for pk in task_ids]}
    return frozenset((int(task), occurrence) for task, occurrence in _DONE_FOR.run(given))


_ANYBODY = -1


def _done_for() -> QuerySet[AuditEvent, Any]:
    events = AuditEvent.objects.filter(
        AnyOf(F("object_id"), "?tasks"),
        object_type=Task._meta.label_lower,
        action__in=("task.claim", "task.approve"),
        on_behalf_of_id=_ANYBODY,
    )
    occurrence = Cast(KeyTextTransform("occurrence", "after"), BigIntegerField())
    return events.order_by().values_list("object_id", occurrence)


_DONE_FOR = PreparedQuery(_done_for)


def is_among(
    done: Collection[tuple[int, int | None]], task_id: int, occurrence: Occurrence | None
) -> bool:
    """Whether work on a task, or on one occurrence of it, is in what ``done_for`` found."""
    if occurrence is not None:
        return (task_id, occurrence.pk) in done
    return any(pk == task_id for pk, _occurrence_id in done)


def outsider_code(steps: Sequence[LifecycleEvent], parties: Parties, by: Actor) -> str:
    """``why_not_outside`` from the claims and approvals of the work, in order. No query.

    The bodies of ``steps`` and ``parties`` come with their parents, or cost a query each.
    """
    claim = next((step for step in reversed(steps) if step.action == "claim"), None)
    lead, confirmer = parties.first(Part.LEAD), parties.first(Part.CONFIRM)
    doers = [_side(row.organisation) for row in (lead, claim) if row and row.organisation]
    body = confirmer.organisation if confirmer else None
    did = [step.by_id for step in steps]
    return code_of_sides(doers, _side(body) if body else None, did, by)


class Side(NamedTuple):
    """A body and the house it is of: itself, or for a division the body it belongs to."""

    pk: int
    house: int


def _side(body: Organisation) -> Side:
    return Side(body.pk, house_of(body).pk)


def code_of_sides(
    doers: Iterable[Side], confirmer: Side | None, did: Iterable[int | None], by: Actor
) -> str:
    """``why_not_outside`` from the sides of the lead and of the claim, the confirmer's, and the
    ids of who claimed and approved. A person with a delegated post stands for who gave it too.
    """
    sides = list(doers)
    if confirmer and any(side.house == confirmer.house for side in sides):
        return "confirmer_is_lead"
    if any(belongs_to(by, side.pk) for side in sides):
        return "confirmer_from_lead"
    givers = (post.on_behalf_of_id for post in by.posts if post.on_behalf_of_id is not None)
    themselves = {by.user_id, *givers}
    return "confirmer_claimed" if any(person in themselves for person in did) else ""
