"""What waits for a confirmation, each with what whoever confirms must have seen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import Left

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import AnyOf, KeptQueries, PreparedQuery
from tiendo.domain import clock
from tiendo.organisations.models import Kind
from tiendo.tasks.actions.confirming import Side, code_of_sides, done_for, is_among
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
from tiendo.tasks.queries.duplicates import Duplicate, duplicates_of
from tiendo.tasks.queries.proofs import Proof, proofs_by_id
from tiendo.tasks.queries.rows import TaskRows
from tiendo.tasks.queries.statuses import with_confirmer, with_due_day, with_lead, with_stage
from tiendo.tasks.queries.visibility import visible_tasks

# So many pieces of evidence of a claim are shown at once; the others when they are asked for.
SHOWN = 3
_QUOTED = 300
_ANY_DAY = dt.date.min
_KEPT = KeptQueries()


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A claim or an approval. Missing: ``side`` is None where nobody's body took it."""

    task_id: int
    occurrence_id: int | None
    action: str
    done_on: dt.date | None
    day: dt.date
    reason: str
    by_id: int | None
    by_name: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """One approved claim: who claimed what, with which proof, and why one may not confirm it.

    ``evidence`` is what is shown at once, the newest first; ``folded`` counts what is not.
    ``mark`` stands for all evidence: another mark, other evidence.
    Missing: ``occurrence`` is None for a task done once; ``refusal`` is empty where one may.
    """

    task: Task
    occurrence: Occurrence | None
    claim: StepTaken | None
    approval: StepTaken | None
    evidence: tuple[Proof, ...]
    folded: int
    duplicates: Mapping[int, Duplicate]
    quote: str
    refusal: str
    mark: str


@dataclass(frozen=True, slots=True)
class ListedProof:
    """The ids of all evidence of a claim, the newest first."""

    ids: tuple[int, ...]

    @property
    def mark(self) -> str:
        """A short word for the list: it changes when a piece is added or withdrawn."""
        listed = ",".join(str(pk) for pk in self.ids)
        return hashlib.sha256(listed.encode()).hexdigest()[:12]

    @property
    def folded(self) -> int:
        """How many are not shown at once."""
        return max(0, len(self.ids) - SHOWN)


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


_ROWS = TaskRows(
    {"id", "code", "title", "product", "version", "lifecycle", "recurrence", "last_day"},
    "lead_name",
    "lead_short_name",
    "due_on",
)


def waiting_page(actor: Actor, on: dt.date, *, start: int, size: int) -> tuple[list[Task], int]:
    """Those of ``waiting_for_confirmation`` from a place on, and how many there are in all.

    None are counted beyond the last. Cost: one query.
    """

    def found() -> QuerySet[Task, Any]:
        counted = waiting_for_confirmation(actor, on).annotate(waiting=Window(Count("pk")))
        return counted.values_list(*_ROWS.columns, "waiting")[start : start + size]

    rows = _KEPT.rows((actor, on, clock.today(), start, size), found)
    return [_ROWS.task(row) for row in rows], rows[0][-1] if rows else 0


def count_waiting(actor: Actor, on: dt.date) -> int:
    """How many of ``waiting_for_confirmation`` there are. Cost: one query."""

    def counted() -> QuerySet[Task, Any]:
        waiting = waiting_for_confirmation(actor, on).order_by()
        return waiting.annotate(waiting=Window(Count("pk"))).values_list("waiting")[:1]

    rows = _KEPT.rows((actor, on, clock.today()), counted)
    return rows[0][0] if rows else 0


def with_proof(
    tasks: Sequence[Task], actor: Actor, on: dt.date, opened: Container[int] = ()
) -> list[ToConfirm]:
    """The claims of tasks with their proof, in the order given; ``opened``: those shown with all
    their evidence. Cost: nine queries at most.
    """
    occurrences = _current_occurrences(tasks, on)
    listed = _listed(tasks, occurrences)
    steps, sides, quotes = _steps(tasks), _sides(tasks, on), _quotes(tasks)
    shown = {task.pk: listed[task.pk].ids[: None if task.pk in opened else SHOWN] for task in tasks}
    proofs = proofs_by_id(pk for ids in shown.values() for pk in ids)
    duplicates = duplicates_of(list(proofs.values()), actor)
    by_others = done_for(actor, [task.pk for task in tasks])
    return [
        _claim_of(
            task,
            occurrences.get(task.pk),
            steps[task.pk],
            sides[task.pk],
            actor,
            by_others,
            evidence=tuple(proofs[pk] for pk in shown[task.pk] if pk in proofs),
            folded=len(listed[task.pk].ids) - len(shown[task.pk]),
            duplicates={pk: duplicates[pk] for pk in shown[task.pk] if pk in duplicates},
            quote=quotes.get(task.pk, ""),
            mark=listed[task.pk].mark,
        )
        for task in tasks
    ]


def listed_proofs(tasks: Sequence[Task], on: dt.date) -> dict[int, ListedProof]:
    """The evidence of the claims of tasks, by the task's id. Cost: two queries at most."""
    return _listed(tasks, _current_occurrences(tasks, on))


def _claim_of(
    task: Task,
    occurrence: Occurrence | None,
    events: Iterable[StepTaken],
    sides: Mapping[str, Side | None],
    actor: Actor,
    by_others: Collection[tuple[int, int | None]],
    **proof: Any,
) -> ToConfirm:
    work_id = occurrence.pk if occurrence else None
    own = [event for event in events if event.occurrence_id == work_id]
    claim = next((event for event in reversed(own) if event.action == "claim"), None)
    doers = [side for side in (sides.get(Part.LEAD), claim.side if claim else None) if side]
    confirmer = sides.get(Part.CONFIRM)
    stage = occurrence.lifecycle if occurrence else task.lifecycle
    return ToConfirm(
        task=task,
        occurrence=occurrence,
        claim=claim,
        approval=next((event for event in reversed(own) if event.action == "approve"), None),
        refusal=_first_refusal(stage, confirmer, actor)
        or code_of_sides(doers, confirmer, [event.by_id for event in own], actor)
        or ("confirmer_claimed" if is_among(by_others, task.pk, occurrence) else ""),
        **proof,
    )


def _first_refusal(stage: str, confirmer: Side | None, actor: Actor) -> str:
    if stage != Lifecycle.UNIT_APPROVED:
        return "wrong_state"
    if confirmer is None:
        return "confirmer_missing"
    return "" if actor.may("task.confirm", at=confirmer.pk) else "not_permitted"


def _current_occurrences(tasks: Iterable[Task], on: dt.date) -> dict[int, Occurrence]:
    recurring = [task.pk for task in tasks if task.recurrence]
    if not recurring:
        return {}
    rows = Occurrence.objects.filter(task__in=recurring, lifecycle=Lifecycle.UNIT_APPROVED)
    found: dict[int, Occurrence] = {}
    for row in rows.filter(opens_on__lte=on).order_by("last_day", "pk"):
        found.setdefault(row.task_id, row)
    return found


_OF_TASKS = AnyOf(F("task"), "?tasks")


def _house(body: str) -> Case:
    """The id of the house of a body (parties.house_of): a division stands at most third."""
    above, top = f"{body}__parent", f"{body}__parent__parent"
    is_division = Q(**{f"{body}__kind": Kind.DIVISION, f"{above}__isnull": False})
    is_below = Q(**{f"{above}__kind": Kind.DIVISION, f"{top}__isnull": False})
    return Case(
        When(is_division & is_below, then=F(f"{top}_id")),
        When(is_division, then=F(f"{above}_id")),
        default=F(f"{body}_id"),
    )


def _step_query() -> QuerySet[LifecycleEvent, Any]:
    fields = ("task", "occurrence", "action", "done_on", "day", "reason", "by")
    rows = LifecycleEvent.objects.filter(_OF_TASKS, action__in=("claim", "approve"))
    names = ("by__full_name", "by__username", "organisation", "house")
    rows = rows.annotate(house=_house("organisation")).order_by("recorded_at", "pk")
    return rows.values_list(*fields, *names)


_STEPS = PreparedQuery(_step_query)


def _steps(tasks: Iterable[Task]) -> dict[int, list[StepTaken]]:
    found: defaultdict[int, list[StepTaken]] = defaultdict(list)
    for row in _STEPS.run(_ids(tasks)):
        task, work, action, done_on, day, reason, person, name, username, body, house = row
        side, by = _side_of(body, house), name or username
        found[task].append(StepTaken(task, work, action, done_on, day, reason, person, by, side))
    return found


def _side_of(body: int | None, house: int) -> Side | None:
    return None if body is None else Side(body, house)


def _side_query() -> QuerySet[Assignment, Any]:
    held = Assignment.objects.filter(
        _OF_TASKS,
        part__in=(Part.LEAD, Part.CONFIRM),
        validity__contains=_ANY_DAY,
    )
    rows = held.annotate(house=_house("organisation")).order_by("pk")
    return rows.values_list("task", "part", "organisation", "house")


_SIDES = PreparedQuery(_side_query)


def _sides(tasks: Iterable[Task], on: dt.date) -> dict[int, dict[str, Side | None]]:
    found: defaultdict[int, dict[str, Side | None]] = defaultdict(dict)
    for task, part, body, house in _SIDES.run({**_ids(tasks), _ANY_DAY: on}):
        found[task].setdefault(part, _side_of(body, house))
    return found


_LISTED = PreparedQuery(
    lambda: (
        Evidence.objects.filter(_OF_TASKS, withdrawn_at=None)
        .order_by()
        .values("task", "occurrence")
        .annotate(ids=ArrayAgg("pk", order_by="-pk"))
        .values_list("task", "occurrence", "ids")
    )
)


def _listed(tasks: Sequence[Task], occurrences: Mapping[int, Occurrence]) -> dict[int, ListedProof]:
    works = {(task, work): ids for task, work, ids in _LISTED.run(_ids(tasks))}
    found = {}
    for task in tasks:
        occurrence = occurrences.get(task.pk)
        ids = works.get((task.pk, occurrence.pk if occurrence else None), ())
        found[task.pk] = ListedProof(tuple(ids))
    return found


_QUOTES = PreparedQuery(
    lambda: (
        TaskSource.objects.filter(_OF_TASKS)
        .order_by("task", "order", "pk")
        .distinct("task")
        .values_list("task", Left("passage__quote", _QUOTED))
    )
)


def _quotes(tasks: Iterable[Task]) -> dict[int, str]:
    return dict(_QUOTES.run(_ids(tasks)))


def _ids(tasks: Iterable[Task]) -> dict[Any, Any]:
    return {"?tasks": [task.pk for task in tasks]}
