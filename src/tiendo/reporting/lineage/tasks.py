"""The records of work behind figures: tasks, their updates, evidence, terms and difficulties."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.status import Status
from tiendo.reporting.lineage.clauses import clauses_of_tasks
from tiendo.reporting.lineage.records import (
    Compared,
    Deed,
    Proof,
    Record,
    RecordState,
    SourceClause,
    in_order,
)
from tiendo.reporting.measures import DIFFICULTY, EVIDENCE, OCCURRENCE, TASK, UPDATE
from tiendo.reporting.models import Figure, Report
from tiendo.tasks.models import (
    Difficulty,
    Evidence,
    Lifecycle,
    LifecycleEvent,
    Occurrence,
    ProgressUpdate,
    Task,
)
from tiendo.tasks.models.difficulties import DifficultyState
from tiendo.tasks.queries import visible_tasks, with_lead, with_status
from tiendo.tasks.queries.difficulties import register_on, visible_difficulties
from vanban.dates import format_date

_THEN = ("pk", "code", "title", "lead_name", "status")
_NOW = ("pk", "status")
_STATE = ("pk", "state_on")
# A task, and the term of it where one is meant.
_Part = tuple[int, int | None]
Deeds = Mapping[_Part, Deed]


@dataclass(frozen=True, slots=True)
class _Work:
    """What several records ask of their tasks."""

    rows: Mapping[int, Mapping[str, Any]]
    now: Mapping[int, Status | None]
    claimed: Deeds
    confirmed: Deeds
    proofs: Mapping[_Part, tuple[Proof, ...]]
    clauses: Mapping[int, tuple[SourceClause, ...]]

    def record(self, record_type: str, pk: int, task: int, part: int | None = None) -> Record:
        """What its task tells of a record."""
        row = self.rows[task]
        then, now = row["status"], self.now.get(task)
        return Record(
            record_id=pk,
            record_type=record_type,
            state=RecordState.SAME if now in (then, None) else RecordState.CHANGED,
            code=row["code"],
            title=row["title"],
            lead=row["lead_name"] or "",
            task_id=task,
            page=("task", (task,)),
            then=Status(then) if then else None,
            now=Status(now) if now else None,
            entered=self.claimed.get((task, part)),
            confirmed=self.confirmed.get((task, part)),
            proofs=self.proofs.get((task, part), ()),
            clauses=self.clauses.get(task, ()),
        )


def _work(actor: Actor, report: Report, tasks: Iterable[int]) -> _Work:
    """The tasks as they stood and stand. Cost: five queries."""
    ids = list(set(tasks))
    then = with_status(visible_tasks(actor, report.as_of), report.as_of, report.known_at)
    seen = with_lead(then, report.as_of).filter(pk__in=ids)
    today = with_status(visible_tasks(actor), clock.today()).filter(pk__in=ids)
    claimed, confirmed = _deeds(report, ids)
    return _Work(
        rows={row["pk"]: row for row in seen.values(*_THEN)},
        now=dict(today.values_list(*_NOW)),
        claimed=claimed,
        confirmed=confirmed,
        proofs=_proofs(report, ids),
        clauses=clauses_of_tasks(ids),
    )


def _deeds(report: Report, ids: Sequence[int]) -> tuple[Deeds, Deeds]:
    """Who claimed and who confirmed each task or term, as known to the report; what was sent back
    or opened again since is neither. Cost: one query."""
    claimed: dict[_Part, Deed] = {}
    confirmed: dict[_Part, Deed] = {}
    events = LifecycleEvent.objects.filter(task__in=ids, recorded_at__lte=report.known_at)
    for row in events.select_related("by", "organisation").order_by("recorded_at", "pk"):
        part = (row.task_id, row.occurrence_id)
        body = row.organisation.name if row.organisation else ""
        if row.to_state == Lifecycle.LIVE:
            claimed.pop(part, None)
            confirmed.pop(part, None)
        elif row.action == "claim":
            claimed[part] = Deed(str(row.by), row.recorded_at, body)
        elif row.action == "confirm":
            confirmed[part] = Deed(str(row.by), row.recorded_at, body)
    return claimed, confirmed


def _proofs(report: Report, ids: Sequence[int]) -> Mapping[_Part, tuple[Proof, ...]]:
    """What proves each task or term. Cost: one query, without a row of the ORM for each."""
    found: defaultdict[_Part, list[Proof]] = defaultdict(list)
    rows = Evidence.objects.filter(task__in=ids, added_at__lte=report.known_at)
    told = rows.filter(withdrawn_at=None).order_by("pk")
    for task, occurrence, *said in told.values_list("task_id", "occurrence_id", *_SAID):
        found[task, occurrence].append(_proof(*said))
    return {key: tuple(proofs) for key, proofs in found.items()}


_SAID = (
    "document_id",
    "document_number",
    "document_date",
    "original_name",
    "stored_file__sha256",
)


def _proof(
    document: int | None, number: str, day: dt.date | None, name: str, sha256: str | None
) -> Proof:
    if sha256 is not None:
        return Proof(name, document, sha256)
    dated = f" ngày {format_date(day)}" if day else ""
    return Proof(f"{number}{dated}", document)


def trace_tasks(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Tasks with their status then and now."""
    work = _work(actor, figure.report, ids)
    told = {pk: work.record(TASK, pk, pk) for pk in ids if pk in work.rows}
    return in_order(TASK, Task, ids, told)


def trace_updates(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Updates with their words; one taken back is gone."""
    rows = ProgressUpdate.objects.filter(pk__in=ids).select_related(
        "by", "organisation", "approved_by", "taken_back_by"
    )
    found = {row.pk: row for row in rows}
    work = _work(actor, figure.report, [row.task_id for row in found.values()])
    told = {
        pk: replace(
            work.record(UPDATE, pk, row.task_id, row.occurrence_id),
            state=RecordState.GONE if hasattr(row, "taken_back_by") else RecordState.SAME,
            note=" · ".join(filter(None, (row.difficulty, row.proposal, row.done))),
            entered=Deed(str(row.by), row.recorded_at, row.organisation.name),
            confirmed=Deed(str(row.approved_by), row.approved_at) if row.approved_at else None,
        )
        for pk, row in found.items()
        if row.task_id in work.rows
    }
    return in_order(UPDATE, ProgressUpdate, ids, told)


def trace_evidence(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Evidence with its number; one withdrawn since is gone."""
    rows = Evidence.objects.filter(pk__in=ids).select_related("added_by", "stored_file")
    found = {row.pk: row for row in rows}
    work = _work(actor, figure.report, [row.task_id for row in found.values()])
    told = {
        pk: replace(
            work.record(EVIDENCE, pk, row.task_id, row.occurrence_id),
            state=RecordState.GONE if row.withdrawn_at else RecordState.SAME,
            note=row.document_number or row.original_name,
            entered=Deed(str(row.added_by), row.added_at),
            proofs=(
                _proof(
                    row.document_id,
                    row.document_number,
                    row.document_date,
                    row.original_name,
                    row.stored_file.sha256 if row.stored_file else None,
                ),
            ),
        )
        for pk, row in found.items()
        if row.task_id in work.rows
    }
    return in_order(EVIDENCE, Evidence, ids, told)


def trace_occurrences(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Terms of recurring tasks, each with who confirmed it."""
    found = Occurrence.objects.in_bulk(ids)
    work = _work(actor, figure.report, [row.task_id for row in found.values()])
    told = {
        pk: replace(
            work.record(OCCURRENCE, pk, row.task_id, pk),
            state=RecordState.SAME,
            note=row.label,
            then=None,
            now=None,
        )
        for pk, row in found.items()
        if row.task_id in work.rows
    }
    return in_order(OCCURRENCE, Occurrence, ids, told)


def trace_difficulties(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Difficulties with where they stood and stand."""
    report = figure.report
    seen = visible_difficulties(actor).filter(pk__in=ids)
    then = dict(register_on(seen, report.as_of, report.known_at).values_list(*_STATE))
    rows = seen.select_related("organisation", "raised_by").prefetch_related("tasks")
    told = {}
    for row in rows:
        value = Compared(_("Trạng thái"), _state(then.get(row.pk)), _state(row.state))
        first = next((task.pk for task in row.tasks.all()), None)
        told[row.pk] = Record(
            record_id=row.pk,
            record_type=DIFFICULTY,
            state=RecordState.CHANGED if value.has_changed else RecordState.SAME,
            code=row.code,
            title=row.what,
            lead=row.organisation.name,
            task_id=first,
            page=("difficulty", (row.pk,)),
            values=(value,),
            entered=Deed(str(row.raised_by), row.raised_at, row.organisation.name),
        )
    return in_order(DIFFICULTY, Difficulty, ids, told)


def _state(code: str | None) -> str:
    return str(DifficultyState(code).label) if code else ""
