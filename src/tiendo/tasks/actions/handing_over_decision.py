"""A hand-over submitted to a leader, returned, or decided: all its tasks at once, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.models import Passage
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.outbox.actions import emit
from tiendo.programmes.models import HandOverDecision, HandOverRow, HandOverState, ProgrammeHandOver
from tiendo.programmes.replacing import replace_programme
from tiendo.tasks.actions.directing import cancel, supersede
from tiendo.tasks.actions.handing_over import (
    RowChoice,
    check_choice,
    lock_handover,
    tasks_to_hand_over,
)
from tiendo.tasks.actions.sources import attach_sources
from tiendo.tasks.errors import TaskError
from tiendo.tasks.handover_sections import check_sections, new_sections
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.parties import parties_of
from tiendo.tasks.writing import finish_write, lock_task

_NAMED = 5


@transaction.atomic
def submit_handover(*, handover: ProgrammeHandOver, by: Actor) -> ProgrammeHandOver:
    """Submit a mapping in which every task is decided on to the leaders.

    Errors: PermissionRefused; TaskError handover_closed, handover_undecided, handover_outdated,
    handover_sections_unreviewed.
    """
    author = by.require("programme.hand_over")
    current = lock_handover(handover, HandOverState.DRAFT)
    undecided = current.rows.filter(decision="").count()
    if undecided:
        raise TaskError("handover_undecided", count=str(undecided))
    _check_rows(current, _rows_of(current))
    check_sections(current)
    current.state, current.returned_for = HandOverState.SUBMITTED, ""
    current.submitted_by_id, current.submitted_at = by.user_id, clock.now()
    _save(current, "returned_for", "submitted_by", "submitted_at")
    record(by=author, action="handover.submit", target=current)
    emit("handover.submitted", target=current)
    return current


@transaction.atomic
def return_handover(*, handover: ProgrammeHandOver, reason: str, by: Actor) -> ProgrammeHandOver:
    """Return a submitted mapping to those who prepared it, with a reason.

    Errors: PermissionRefused; TaskError handover_closed, handover_return_needs_reason.
    """
    author = by.require("task.direct")
    current = lock_handover(handover, HandOverState.SUBMITTED)
    if not reason.strip():
        raise TaskError("handover_return_needs_reason")
    users = [current.submitted_by_id] if current.submitted_by_id is not None else []
    current.state, current.returned_for = HandOverState.DRAFT, reason.strip()
    current.submitted_by, current.submitted_at = None, None
    _save(current, "returned_for", "submitted_by", "submitted_at")
    record(by=author, action="handover.return", target=current, reason=reason.strip())
    emit("handover.returned", target=current, users=users)
    return current


@transaction.atomic
def discard_handover(*, handover: ProgrammeHandOver, by: Actor) -> ProgrammeHandOver:
    """Give up a mapping that is still being prepared; another one may be begun.

    Errors: PermissionRefused; TaskError handover_closed.
    """
    author = by.require("programme.hand_over")
    current = lock_handover(handover, HandOverState.DRAFT)
    current.state = HandOverState.DISCARDED
    _save(current)
    record(by=author, action="handover.discard", target=current)
    return current


@transaction.atomic
def apply_handover(*, handover: ProgrammeHandOver, by: Actor) -> ProgrammeHandOver:
    """Decide a submitted mapping: every task is carried, superseded or ended, the old programme
    is replaced. All or nothing; deciding it again changes nothing.

    Errors: PermissionRefused; TaskError handover_closed, handover_outdated, and those of the
    tasks' own actions; ProgrammeError not_active.
    """
    author = by.require("task.direct")
    current = lock_handover(handover, HandOverState.SUBMITTED, HandOverState.APPLIED)
    if current.state == HandOverState.APPLIED:
        return current
    rows = _rows_of(current)
    ids = [row.task_id for row in rows]
    list(Task.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    _check_rows(current, rows)
    for row in rows:
        _STEPS[row.decision](current, row, by)
    replace_programme(old=current.old, new=current.new, reason=current.deciding_document, by=by)
    current.state = HandOverState.APPLIED
    current.applied_by_id, current.applied_at = by.user_id, clock.now()
    current.applied_on = clock.today()
    _save(current, "applied_by", "applied_at", "applied_on")
    after: State = {"old": current.old_id, "new": current.new_id, "rows": len(rows)}
    record(by=author, action="handover.apply", target=current, after=after)
    _tell(current, ids)
    return current


def _check_rows(handover: ProgrammeHandOver, rows: list[HandOverRow]) -> None:
    """The rows are those of the tasks that stand now, each with what may still become of it."""
    standing = {task.pk: task.code for task in tasks_to_hand_over(handover.old)}
    codes = [code for pk, code in standing.items() if pk not in {row.task_id for row in rows}]
    for row in rows:
        try:
            choice = RowChoice(HandOverDecision(row.decision), row.successor, row.reason)
            check_choice(handover, row, choice)
        except TaskError:
            codes.append(row.task.code)
    if codes:
        raise TaskError("handover_outdated", tasks=", ".join(sorted(codes)[:_NAMED]))


def _carry(handover: ProgrammeHandOver, row: HandOverRow, by: Actor) -> None:
    """Move the task into the new programme; its history, deadlines and bodies stay."""
    write = lock_task(row.task)
    task = write.task
    before: State = {"programme": task.programme_id, "code": task.code, "section": task.section_id}
    row.old_code, row.old_section_id = task.code, task.section_id
    row.save(update_fields=["old_code", "old_section"])
    task.folded = task.folded.removeprefix(fold(task.code))
    task.programme = handover.new
    task.section_id = new_sections(handover).get(task.section_id or 0)
    task.code = _free_code(task.code, handover)
    task.folded = f"{fold(task.code)}{task.folded}"
    finish_write(
        write,
        by=by.require("task.direct"),
        action="task.carry",
        before=before,
        after={
            "programme": task.programme_id,
            "code": task.code,
            "section": task.section_id,
            "handover": handover.pk,
        },
        reason=handover.deciding_document,
        fields=["programme", "section", "code", "folded"],
    )


def _free_code(code: str, handover: ProgrammeHandOver) -> str:
    """The code a task had, with a mark of the old programme where the new one uses it already."""
    taken = set(Task.objects.filter(programme=handover.new).values_list("code", flat=True))
    free, number = code, 1
    while free in taken:
        mark = f"-CT{handover.old_id}" + (f"-{number}" if number > 1 else "")
        free, number = f"{code[: 30 - len(mark)]}{mark}", number + 1
    return free


def _supersede(handover: ProgrammeHandOver, row: HandOverRow, by: Actor) -> None:
    """Let the task of the new programme take the place; it also answers to what a draft, which
    stays a draft, was made from."""
    heir = row.successor
    if row.task.lifecycle == Lifecycle.DRAFT:
        if heir is not None:
            passages = Passage.objects.filter(task_sources__task=row.task).order_by("pk")
            attach_sources(heir, passages, by.require("task.direct"))
        return
    words = _("Thay bằng nhiệm vụ %(code)s của chương trình mới") % {"code": heir and heir.code}
    document = handover.deciding_document
    supersede(task=row.task, reason=row.reason or words, deciding_document=document, by=by)


def _end(handover: ProgrammeHandOver, row: HandOverRow, by: Actor) -> None:
    document = handover.deciding_document
    supersede(task=row.task, reason=row.reason, deciding_document=document, by=by)


def _cancel(handover: ProgrammeHandOver, row: HandOverRow, by: Actor) -> None:
    document = handover.deciding_document
    cancel(task=row.task, reason=row.reason, deciding_document=document, by=by)


def _leave(_handover: ProgrammeHandOver, _row: HandOverRow, _by: Actor) -> None:
    """A draft nobody gave stays where it is."""


_STEPS: Mapping[str, Callable[[ProgrammeHandOver, HandOverRow, Actor], None]] = {
    HandOverDecision.CARRY: _carry,
    HandOverDecision.SUPERSEDE: _supersede,
    HandOverDecision.END: _end,
    HandOverDecision.CANCEL: _cancel,
    HandOverDecision.LEAVE: _leave,
}


def _tell(handover: ProgrammeHandOver, ids: list[int]) -> None:
    parties = parties_of(ids, clock.today()).values()
    leads = {held.lead_id for held in parties if held.lead_id is not None}
    users = [pk for pk in (handover.prepared_by_id, handover.submitted_by_id) if pk is not None]
    payload = {"old": handover.old_id, "new": handover.new_id}
    emit("handover.applied", target=handover, bodies=leads, users=set(users), payload=payload)


def _rows_of(handover: ProgrammeHandOver) -> list[HandOverRow]:
    rows = handover.rows.select_related("task", "successor").order_by("task__order", "task_id")
    return list(rows)


def _save(handover: ProgrammeHandOver, *fields: str) -> None:
    handover.version += 1
    handover.save(update_fields=["state", "version", *fields])
