"""A programme replaced by another: the coordinator prepares what becomes of each task.

A leader decides in one step, ``handing_over_decision``; until then no task changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.domain import clock
from tiendo.domain.duties import Duty, DutyIndex
from tiendo.domain.parameters import parameter_on
from tiendo.programmes.models import (
    HandOverDecision,
    HandOverRow,
    HandOverState,
    Programme,
    ProgrammeHandOver,
    ProgrammeState,
)
from tiendo.tasks.errors import TaskError
from tiendo.tasks.handover_sections import lay_sections
from tiendo.tasks.models import Lifecycle, Part, Task
from tiendo.tasks.parties import parties_of

_SET_ASIDE = (Lifecycle.CONFIRMED, Lifecycle.CANCELLED, Lifecycle.SUPERSEDED)
_ONLY_CARRY = frozenset({HandOverDecision.CARRY})
_OF_DRAFTS = frozenset({HandOverDecision.CARRY, HandOverDecision.LEAVE})
# What may become of a task, by where it stands: a claim is settled or carried, never cut off.
DECISIONS: Mapping[str, frozenset[HandOverDecision]] = {
    Lifecycle.LIVE: frozenset(HandOverDecision) - {HandOverDecision.LEAVE},
    Lifecycle.CLAIMED: _ONLY_CARRY,
    Lifecycle.UNIT_APPROVED: _ONLY_CARRY,
    Lifecycle.SUSPENDED: _ONLY_CARRY,
    Lifecycle.UMBRELLA: _OF_DRAFTS,
    Lifecycle.DRAFT: _OF_DRAFTS | {HandOverDecision.SUPERSEDE},
}
# The states in which another task may take a task's place.
TAKE_PLACE = tuple(
    state for state, open_to in DECISIONS.items() if HandOverDecision.SUPERSEDE in open_to
)
NEEDS_REASON = frozenset({HandOverDecision.END, HandOverDecision.CANCEL})
_DECIDED = ["decision", "successor", "reason", "decided_by", "decided_at"]


@dataclass(frozen=True, slots=True)
class RowChoice:
    """What becomes of a task; ``successor`` is the task that takes its place."""

    decision: HandOverDecision
    successor: Task | None = None
    reason: str = ""


def tasks_to_hand_over(programme: Programme) -> list[Task]:
    """The tasks of a programme that are not done or set aside. Cost: one query."""
    tasks = Task.objects.filter(programme=programme).exclude(lifecycle__in=_SET_ASIDE)
    return list(tasks.order_by("order", "pk"))


@transaction.atomic
def start_handover(
    *, old: Programme, new: Programme, deciding_document: str, by: Actor
) -> ProgrammeHandOver:
    """Begin the hand-over of a programme's tasks into the one that replaces it, with proposals.

    Errors: PermissionRefused; TaskError handover_same, handover_not_active,
    handover_document_needed, handover_under_way, handover_nothing.
    """
    author = by.require("programme.hand_over")
    pair = Programme.objects.select_for_update().order_by("pk").in_bulk([old.pk, new.pk])
    _check_pair(pair[old.pk], pair[new.pk], deciding_document)
    handover = ProgrammeHandOver.objects.create(
        old=pair[old.pk],
        new=pair[new.pk],
        deciding_document=deciding_document.strip()[:120],
        prepared_by_id=by.user_id,
        prepared_at=clock.now(),
    )
    count = _lay_rows(handover)
    after: State = {
        "old": old.pk,
        "new": new.pk,
        "deciding_document": handover.deciding_document,
        "rows": count,
    }
    record(by=author, action="handover.start", target=handover, after=after)
    return handover


def _check_pair(old: Programme, new: Programme, deciding_document: str) -> None:
    if old.pk == new.pk:
        raise TaskError("handover_same")
    if old.state == ProgrammeState.CLOSED or new.state != ProgrammeState.ACTIVE:
        raise TaskError("handover_not_active")
    if not deciding_document.strip():
        raise TaskError("handover_document_needed")
    under_way = (HandOverState.DRAFT, HandOverState.SUBMITTED)
    if ProgrammeHandOver.objects.filter(old=old, state__in=under_way).exists():
        raise TaskError("handover_under_way")
    if not tasks_to_hand_over(old):
        raise TaskError("handover_nothing")


@transaction.atomic
def decide_rows(*, handover: ProgrammeHandOver, choices: Mapping[int, RowChoice], by: Actor) -> int:
    """Write what becomes of tasks, by the ids of their rows; the number of rows written.

    Errors: PermissionRefused; TaskError handover_closed, handover_not_allowed,
    handover_reason_needed, handover_successor_wrong: then none is written.
    """
    author = by.require("programme.hand_over")
    current = lock_handover(handover, HandOverState.DRAFT)
    rows = list(_rows(current).filter(pk__in=choices))
    for row in rows:
        choice = choices[row.pk]
        check_choice(current, row, choice)
        row.decision, row.successor = choice.decision, choice.successor
        row.reason = choice.reason.strip()
        row.decided_by_id, row.decided_at = by.user_id, clock.now()
    HandOverRow.objects.bulk_update(rows, _DECIDED, batch_size=500)
    if rows:
        after: State = {
            "rows": [row.task.code for row in rows],
            "decision": ", ".join(sorted({str(row.decision) for row in rows})),
            "successor": rows[0].successor_id if len(rows) == 1 else None,
        }
        reason = rows[0].reason if len(rows) == 1 else ""
        record(by=author, action="handover.decide", target=current, after=after, reason=reason)
    return len(rows)


def accept_proposals(*, handover: ProgrammeHandOver, row_ids: Collection[int], by: Actor) -> int:
    """Take the proposed successor for each of these rows that has one and may be superseded.

    Errors: as ``decide_rows``.
    """
    rows = _rows(handover).filter(pk__in=row_ids, proposed__isnull=False)
    choices = {
        row.pk: RowChoice(HandOverDecision.SUPERSEDE, row.proposed)
        for row in rows.filter(task__lifecycle__in=TAKE_PLACE)
    }
    return decide_rows(handover=handover, choices=choices, by=by)


def carry_rows(*, handover: ProgrammeHandOver, row_ids: Collection[int], by: Actor) -> int:
    """Carry the tasks of these rows into the new programme. Errors: as ``decide_rows``."""
    choices = {pk: RowChoice(HandOverDecision.CARRY) for pk in row_ids}
    return decide_rows(handover=handover, choices=choices, by=by)


@transaction.atomic
def refresh_rows(*, handover: ProgrammeHandOver, by: Actor) -> int:
    """Bring the rows in line with the tasks as they stand now; the number of rows that came new.

    Decisions that no longer fit go; the others stay. Errors: PermissionRefused; TaskError
    handover_closed.
    """
    author = by.require("programme.hand_over")
    current = lock_handover(handover, HandOverState.DRAFT)
    count = _lay_rows(current)
    record(by=author, action="handover.refresh", target=current, after={"rows": count})
    return count


def lock_handover(handover: ProgrammeHandOver, *states: HandOverState) -> ProgrammeHandOver:
    """The hand-over locked, in one of the states. Errors: TaskError handover_closed."""
    current = ProgrammeHandOver.objects.select_for_update().get(pk=handover.pk)
    if current.state not in states:
        raise TaskError("handover_closed", where=str(HandOverState(current.state).label))
    return current


def check_choice(handover: ProgrammeHandOver, row: HandOverRow, choice: RowChoice) -> None:
    """Go on only with what may become of the row's task as it stands now.

    Errors: TaskError handover_not_allowed, handover_reason_needed, handover_successor_wrong.
    """
    code = row.task.code
    if choice.decision not in DECISIONS.get(row.task.lifecycle, frozenset()):
        label = str(Lifecycle(row.task.lifecycle).label)
        raise TaskError("handover_not_allowed", task=code, where=label)
    if choice.decision in NEEDS_REASON and not choice.reason.strip():
        raise TaskError("handover_reason_needed", task=code)
    heir = choice.successor
    if (heir is not None) != (choice.decision == HandOverDecision.SUPERSEDE):
        raise TaskError("handover_successor_wrong", task=code)
    if heir is not None and (
        heir.programme_id != handover.new_id or heir.lifecycle in _GONE or heir.pk == row.task_id
    ):
        raise TaskError("handover_successor_wrong", task=code)


_GONE = (Lifecycle.CANCELLED, Lifecycle.SUPERSEDED)


# Rows and proposals


def _rows(handover: ProgrammeHandOver) -> QuerySet[HandOverRow]:
    return HandOverRow.objects.filter(handover=handover).select_related(
        "task", "successor", "proposed"
    )


def _lay_rows(handover: ProgrammeHandOver) -> int:
    """Rows for the tasks that stand now, each with its proposal; the number of new ones."""
    tasks = {task.pk: task for task in tasks_to_hand_over(handover.old)}
    held = {row.task_id: row for row in _rows(handover)}
    HandOverRow.objects.filter(handover=handover).exclude(task_id__in=tasks).delete()
    proposals = propose_successors(tasks.values(), handover.new)
    rows = [held.get(pk) or HandOverRow(handover=handover, task=task) for pk, task in tasks.items()]
    for row in rows:
        row.proposed, row.score = proposals.get(row.task_id, (None, None))
        _forget_unfit(handover, row)
    HandOverRow.objects.bulk_create([row for row in rows if row.pk is None], batch_size=500)
    kept = [row for row in rows if row.task_id in held]
    lay_sections(handover, {task.section_id for task in tasks.values() if task.section_id})
    HandOverRow.objects.bulk_update(kept, [*_DECIDED, "proposed", "score"], batch_size=500)
    return len(rows) - len(kept)


def _forget_unfit(handover: ProgrammeHandOver, row: HandOverRow) -> None:
    if not row.decision:
        return
    choice = RowChoice(HandOverDecision(row.decision), row.successor, row.reason)
    try:
        check_choice(handover, row, choice)
    except TaskError:
        row.decision, row.successor, row.reason = "", None, ""
        row.decided_by, row.decided_at = None, None


def propose_successors(tasks: Iterable[Task], new: Programme) -> Mapping[int, tuple[Task, Decimal]]:
    """For each task (by id) the likeliest task of the new programme, and how like it is.

    Tasks like none are left out. Cost: three queries.
    """
    heirs = list(Task.objects.filter(programme=new).exclude(lifecycle__in=_GONE).order_by("pk"))
    asked = list(tasks)
    index = DutyIndex(duties_of(heirs))
    least = parameter_on("match_offered_percent", clock.today()) / 100
    found: dict[int, tuple[Task, Decimal]] = {}
    for task, duty in zip(asked, duties_of(asked), strict=True):
        for alike in index.likest(duty, least, 1):
            found[task.pk] = heirs[alike.duty], Decimal(str(round(alike.score, 3)))
    return found


def duties_of(tasks: Collection[Task]) -> list[Duty]:
    """What is compared of tasks. Cost: one query."""
    parties = parties_of([task.pk for task in tasks], clock.today())
    duties = []
    for task in tasks:
        held = parties[task.pk].assignments if task.pk in parties else ()
        parts = (Part.LEAD, Part.COORDINATE)
        bodies = frozenset(a.organisation_id for a in held if a.part in parts) - {None}
        known = frozenset(body for body in bodies if body is not None)
        lead = parties[task.pk].lead_id if task.pk in parties else None
        duties.append(Duty(f"{task.title} {task.product}", lead, known, task.last_day))
    return duties
