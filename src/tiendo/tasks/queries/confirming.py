"""What waits for a confirmation, each with all that whoever confirms must have seen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.tasks.actions.confirming import done_for, is_among, outsider_code
from tiendo.tasks.models import (
    Assignment,
    Evidence,
    Lifecycle,
    LifecycleEvent,
    Occurrence,
    Part,
    Task,
    TaskSource,
)
from tiendo.tasks.parties import Parties
from tiendo.tasks.queries.duplicates import Duplicate, duplicates_of
from tiendo.tasks.queries.statuses import with_confirmer, with_due_day, with_lead, with_stage
from tiendo.tasks.queries.visibility import visible_tasks

# What tells the house of a body (parties.house_of).
_HOUSE_FIELDS = tuple(
    f"organisation__{field}" for field in ("kind", "parent", "parent__kind", "parent__parent")
)
_STEP_FIELDS = (
    *("task", "occurrence", "action", "done_on", "day", "reason", "by__full_name", "by__username"),
    *_HOUSE_FIELDS,
)


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """One approved claim: who claimed what, with which proof, and why one may not confirm it.

    ``mark`` stands for the evidence as listed: another mark, other evidence.
    Missing: ``occurrence`` is None for a task done once; ``refusal`` is empty where one may.
    """

    task: Task
    occurrence: Occurrence | None
    claim: LifecycleEvent | None
    approval: LifecycleEvent | None
    evidence: tuple[Evidence, ...]
    duplicates: Mapping[int, Duplicate]
    source: TaskSource | None
    refusal: str
    mark: str


def waiting_for_confirmation(actor: Actor, on: dt.date) -> QuerySet[Task]:
    """The tasks with an approved claim that a person's bodies confirm, the most urgent first.

    Each bears its lead, its confirmer, ``due_on`` and ``stage``. Cost: one query when read.
    """
    # The few that wait are found first, each kind by its own index.
    waiting = Task.objects.filter(lifecycle=Lifecycle.UNIT_APPROVED).order_by().values("pk")
    claimed = Occurrence.objects.filter(lifecycle=Lifecycle.UNIT_APPROVED).order_by()
    found = visible_tasks(actor, on).filter(pk__in=waiting.union(claimed.values("task"), all=True))
    tasks = with_stage(with_due_day(with_confirmer(with_lead(found, on), on), on), on)
    ready = tasks.filter(
        Q(stage=Lifecycle.UNIT_APPROVED, confirmer_id__in=actor.bodies_for("task.confirm")),
        lifecycle__in=(Lifecycle.UNIT_APPROVED, Lifecycle.LIVE),
    )
    return ready.order_by(F("due_on").asc(nulls_last=True), "programme", "order", "pk")


def with_proof(tasks: Sequence[Task], actor: Actor, on: dt.date) -> list[ToConfirm]:
    """The claims of tasks with their proof, in the order given. Cost: seven queries at most."""
    occurrences = _current_occurrences(tasks, on)
    events = _steps(tasks)
    parties = _parties(tasks, on)
    proofs = _proofs(tasks)
    sources = _sources(tasks)
    by_others = done_for(actor, [task.pk for task in tasks])
    rows = [
        _claim_of(task, occurrences.get(task.pk), events[task.pk], proofs[task.pk])
        for task in tasks
    ]
    duplicates = duplicates_of([each for row in rows for each in row.evidence], actor)
    return [
        ToConfirm(
            task=row.task,
            occurrence=row.occurrence,
            claim=row.claim,
            approval=row.approval,
            evidence=row.evidence,
            duplicates={
                each.pk: duplicates[each.pk] for each in row.evidence if each.pk in duplicates
            },
            source=sources.get(row.task.pk),
            refusal=_refusal(row, events[row.task.pk], parties[row.task.pk], actor)
            or _done_on_behalf(row, by_others),
            mark=evidence_mark(row.evidence),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Claim:
    task: Task
    occurrence: Occurrence | None
    claim: LifecycleEvent | None
    approval: LifecycleEvent | None
    evidence: tuple[Evidence, ...]


def evidence_mark(rows: Iterable[Evidence]) -> str:
    """A short word for a list of evidence: it changes when a piece is added or withdrawn."""
    listed = ",".join(str(row.pk) for row in rows)
    return hashlib.sha256(listed.encode()).hexdigest()[:12]


def _claim_of(
    task: Task,
    occurrence: Occurrence | None,
    events: Iterable[LifecycleEvent],
    proofs: Iterable[Evidence],
) -> _Claim:
    work_id = occurrence.pk if occurrence else None
    own = [event for event in events if event.occurrence_id == work_id]
    return _Claim(
        task,
        occurrence,
        next((event for event in reversed(own) if event.action == "claim"), None),
        next((event for event in reversed(own) if event.action == "approve"), None),
        tuple(proof for proof in proofs if proof.occurrence_id == work_id),
    )


def _refusal(row: _Claim, events: Iterable[LifecycleEvent], parties: Parties, actor: Actor) -> str:
    stage = row.occurrence.lifecycle if row.occurrence else row.task.lifecycle
    if stage != Lifecycle.UNIT_APPROVED:
        return "wrong_state"
    confirmer = parties.confirmer_id
    if confirmer is None:
        return "confirmer_missing"
    if not actor.may("task.confirm", at=confirmer):
        return "not_permitted"
    work_id = row.occurrence.pk if row.occurrence else None
    steps = [event for event in events if event.occurrence_id == work_id]
    return outsider_code(steps, parties, actor)


def _done_on_behalf(row: _Claim, by_others: Collection[tuple[int, int | None]]) -> str:
    return "confirmer_claimed" if is_among(by_others, row.task.pk, row.occurrence) else ""


def _current_occurrences(tasks: Iterable[Task], on: dt.date) -> dict[int, Occurrence]:
    recurring = [task.pk for task in tasks if task.recurrence]
    if not recurring:
        return {}
    rows = Occurrence.objects.filter(task__in=recurring, lifecycle=Lifecycle.UNIT_APPROVED)
    found: dict[int, Occurrence] = {}
    for row in rows.filter(opens_on__lte=on).order_by("last_day", "pk"):
        found.setdefault(row.task_id, row)
    return found


def _steps(tasks: Iterable[Task]) -> dict[int, list[LifecycleEvent]]:
    rows = (
        LifecycleEvent.objects.filter(
            task__in=[task.pk for task in tasks], action__in=("claim", "approve")
        )
        .select_related("by", "organisation__parent")
        .only(*_STEP_FIELDS)
    )
    found: defaultdict[int, list[LifecycleEvent]] = defaultdict(list)
    for row in rows.order_by("recorded_at", "pk"):
        found[row.task_id].append(row)
    return found


def _parties(tasks: Iterable[Task], on: dt.date) -> dict[int, Parties]:
    rows = (
        Assignment.objects.filter(
            task__in=[task.pk for task in tasks],
            part__in=(Part.LEAD, Part.CONFIRM),
            validity__contains=on,
        )
        .select_related("organisation__parent")
        .only("task", "part", *_HOUSE_FIELDS)
    )
    found: defaultdict[int, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.task_id].append(row)
    return defaultdict(Parties, {pk: Parties(tuple(group)) for pk, group in found.items()})


def _proofs(tasks: Iterable[Task]) -> dict[int, list[Evidence]]:
    rows = Evidence.objects.filter(
        task__in=[task.pk for task in tasks], withdrawn_at=None
    ).select_related("stored_file")
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for row in rows.order_by("-pk"):
        found[row.task_id].append(row)
    return found


def _sources(tasks: Iterable[Task]) -> dict[int, TaskSource]:
    rows = (
        TaskSource.objects.filter(task__in=[task.pk for task in tasks])
        .select_related("passage")
        .only("task", "passage__quote")
    )
    found: dict[int, TaskSource] = {}
    for row in rows.order_by("order", "pk"):
        found.setdefault(row.task_id, row)
    return found
