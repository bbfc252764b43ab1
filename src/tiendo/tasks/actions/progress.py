"""What the bodies at work add: updates, and the evidence that proves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.prepared import PreparedQuery
from tiendo.audit.trail import Author, Value, record
from tiendo.documents.models import Document, StoredFile
from tiendo.domain import clock
from tiendo.domain.deadlines import is_recurring
from tiendo.domain.progress import Count
from tiendo.outbox.actions import emit
from tiendo.tasks.actions.difficulties import note_difficulty
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import (
    Evidence,
    EvidenceKind,
    Lifecycle,
    Occurrence,
    Part,
    ProgressUpdate,
    Task,
)
from tiendo.tasks.parties import Parties, parts_on
from tiendo.tasks.recurrence import current_occurrence
from tiendo.tasks.writing import Write, finish_write, lock_task

AT_WORK = (Lifecycle.LIVE, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED)


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """Evidence as given: a screened file, or the number of an issued document."""

    stored_file: StoredFile | None = None
    original_name: str = ""
    document_number: str = ""
    document_date: dt.date | None = None
    document: Document | None = None
    note: str = ""


@transaction.atomic
def record_update(
    *,
    task: Task,
    done: str,
    by: Actor,
    percent: Decimal | None = None,
    count: Count | None = None,
    difficulty: str = "",
    difficulty_course: str = "",
    proposal: str = "",
    as_of: dt.date | None = None,
    evidence: Iterable[NewEvidence] = (),
    request_key: UUID | None = None,
) -> ProgressUpdate:
    """Record what the actor's body did on the task: the lead's, or one that coordinates.

    A ``count`` gives the percent. The words of ``difficulty`` enter the register once;
    ``difficulty_course`` says what became of the one open there. ``request_key`` names the form:
    sent again, it gives the update it made the first time.
    Missing: no ``percent`` is not 0 %. Errors: PermissionRefused; TaskError wrong_state,
    update_empty, percent_out_of_range, as_of_in_future, as_of_before_live, evidence_empty,
    form_sent_already.
    """
    write = lock_task(task)
    if sent := _sent_before(write, request_key, by, done):
        return sent
    author, body_id = _author_at_work(write, by)
    day = as_of or write.day
    share = percent if count is None else count.percent
    _check_update(write, done, share, day)
    update = ProgressUpdate.objects.create(
        task=write.task,
        occurrence=_occurrence_at_work(write),
        organisation_id=body_id,
        done=done.strip(),
        percent=share,
        **_count_fields(count),
        difficulty=difficulty.strip(),
        proposal=proposal.strip(),
        as_of=day,
        recorded_at=write.moment,
        by_id=by.user_id,
        request_key=request_key,
    )
    save_evidence(
        write, evidence, by=by, author=author, occurrence=update.occurrence, update=update
    )
    has_begun = _has_begun(write, update)
    write.task.last_update_at = write.moment
    finish_write(
        write,
        by=author,
        action="task.update",
        after=_update_facts(update),
        fields=["last_update_at"],
        is_edit=False,
        moves_status=not has_begun,
    )
    note_difficulty(update=update, author=author, course=difficulty_course)
    emit("task.updated", target=write.task, payload={"organisation": body_id})
    return update


def _has_begun(write: Write, update: ProgressUpdate) -> bool:
    """Whether an update of the same work by the same or an earlier day was there already: then one
    more changes no status. Cost: no query for a task done once that reports on today.
    """
    before = write.task.last_update_at
    if before is None:
        return False
    if not is_recurring(write.task.recurrence) and update.as_of == write.day:
        return clock.local_day(before) <= update.as_of
    earlier = ProgressUpdate.objects.filter(
        task=write.task,
        occurrence=update.occurrence,
        as_of__lte=update.as_of,
        takes_back=None,
        taken_back_by=None,
    )
    return earlier.exclude(pk=update.pk).exists()


def _sent_before(write: Write, key: UUID | None, by: Actor, done: str) -> ProgressUpdate | None:
    """The update this form made before, where it is sent again with the same words."""
    if key is None:
        return None
    if not _SENT.run({_ANY_KEY: key}):
        return None
    made = ProgressUpdate.objects.get(request_key=key)
    if (made.task_id, made.by_id, made.done) != (write.task.pk, by.user_id, done.strip()):
        raise TaskError("form_sent_already")
    return made


# A form is seldom sent again: whether it was is asked with a query compiled once.
_ANY_KEY = UUID(int=0)
_SENT = PreparedQuery(
    lambda: ProgressUpdate.objects.filter(request_key=_ANY_KEY).order_by().values_list("pk")
)


class _CountFields(TypedDict, total=False):
    done_count: Decimal
    total_count: Decimal
    count_unit: str


def _count_fields(count: Count | None) -> _CountFields:
    if count is None:
        return {}
    return {
        "done_count": count.done,
        "total_count": count.total,
        "count_unit": count.unit.strip()[:60],
    }


def _update_facts(update: ProgressUpdate) -> dict[str, Value]:
    facts: dict[str, Value] = {
        "update": update.pk,
        "percent": None if update.percent is None else str(update.percent),
        "as_of": update.as_of.isoformat(),
    }
    if update.total_count is not None:
        facts |= {"done_count": str(update.done_count), "total_count": str(update.total_count)}
    return facts


@transaction.atomic
def add_evidence(*, task: Task, evidence: NewEvidence, by: Actor) -> Evidence:
    """Add one piece of evidence to the task, by a body at work on it.

    Errors: PermissionRefused; TaskError wrong_state, evidence_empty.
    """
    write = lock_task(task)
    author, _body_id = _author_at_work(write, by)
    (row,) = save_evidence(
        write, [evidence], by=by, author=author, occurrence=_occurrence_at_work(write)
    )
    finish_write(
        write, by=author, action="task.add_evidence", after={"evidence": row.pk}, is_edit=False
    )
    return row


@transaction.atomic
def approve_update(*, update: ProgressUpdate, by: Actor) -> ProgressUpdate:
    """Approve an update for the body that made it. Approving again changes nothing.

    Errors: PermissionRefused.
    """
    author = by.require("task.approve", at=update.organisation_id)
    write = lock_task(update.task)
    current = ProgressUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if current.approved_at is None:
        current.approved_at, current.approved_by_id = write.moment, by.user_id
        current.save(update_fields=["approved_at", "approved_by"])
        record(by=author, action="task.approve_update", target=current, after={"approved": True})
    return current


def save_evidence(
    write: Write,
    items: Iterable[NewEvidence],
    *,
    by: Actor,
    author: Author,
    occurrence: Occurrence | None,
    update: ProgressUpdate | None = None,
) -> list[Evidence]:
    """Save evidence of a locked task, each piece with an event of its own in the trail.

    Errors: TaskError evidence_empty.
    """
    rows = [_as_evidence(write, item, by, occurrence, update) for item in items]
    for row in rows:
        row.save(force_insert=True)
        after: dict[str, Value] = {
            "task": row.task_id,
            "kind": row.kind,
            "document_number": row.document_number,
        }
        record(by=author, action="evidence.add", target=row, after=after)
    return rows


def _as_evidence(
    write: Write,
    item: NewEvidence,
    by: Actor,
    occurrence: Occurrence | None,
    update: ProgressUpdate | None,
) -> Evidence:
    number = item.document_number.strip()
    if item.stored_file is None and not number:
        raise TaskError("evidence_empty")
    return Evidence(
        task=write.task,
        occurrence=occurrence,
        update=update,
        kind=EvidenceKind.FILE if item.stored_file else EvidenceKind.DOCUMENT,
        stored_file=item.stored_file,
        original_name=item.original_name,
        document_number=number,
        document_date=item.document_date,
        document=item.document,
        note=item.note.strip(),
        added_by_id=by.user_id,
        added_at=write.moment,
    )


def _author_at_work(write: Write, by: Actor) -> tuple[Author, int]:
    """Who updates, and for which of the bodies at work on the task, the lead first."""
    if write.task.lifecycle not in AT_WORK:
        raise TaskError("wrong_state", action="update", state=write.task.lifecycle)
    parts = parts_on(write.task.pk, write.day)
    at_work = [body for wanted in _AT_WORK for part, body in parts if part == wanted]
    body_id = _first_body(at_work, by)
    if body_id is None:
        raise PermissionRefused("task.update")
    return by.require("task.update", at=body_id), body_id


def working_body(parties: Parties, by: Actor) -> int | None:
    """The body for which a person may update the task; None where there is none."""
    return _first_body(parties.working_ids, by)


_AT_WORK = (Part.LEAD, Part.COORDINATE)


def _first_body(bodies: Iterable[int], by: Actor) -> int | None:
    return next((body for body in bodies if by.may("task.update", at=body)), None)


def _occurrence_at_work(write: Write) -> Occurrence | None:
    if not is_recurring(write.task.recurrence):
        return None
    return current_occurrence(write.task, write.day)


def _check_update(write: Write, done: str, percent: Decimal | None, day: dt.date) -> None:
    if not done.strip():
        raise TaskError("update_empty")
    if percent is not None and not 0 <= percent <= 100:
        raise TaskError("percent_out_of_range")
    if day > write.day:
        raise TaskError("as_of_in_future")
    first = write.task.live_on
    if first is not None and day < first:
        raise TaskError("as_of_before_live", first=first.strftime("%d/%m/%Y"))
