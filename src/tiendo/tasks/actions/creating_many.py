"""Many drafts of one programme made at once, as ``create_task`` makes each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg import sql

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record_many
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.programmes.permissions import require_to_run
from tiendo.tasks.actions.creating import (
    Body,
    TaskFields,
    check_inside,
    fill,
    new_assignment,
    task_facts,
)
from tiendo.tasks.errors import TaskError
from tiendo.tasks.first_days import check_after_start
from tiendo.tasks.models import Assignment, Part, Task
from tiendo.tasks.parties import confirmer_candidates, first_outside, is_same_house

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made. Missing: an empty ``code`` is given the next free one."""

    fields: TaskFields
    code: str = ""
    lead: Body | None = None
    coordinating: tuple[Body, ...] = field(default=())
    confirmer: Organisation | None = None
    deciding: Organisation | None = None


@transaction.atomic
def create_tasks(*, programme: Programme, tasks: Sequence[NewTask], by: Actor) -> list[Task]:
    """Make drafts of a programme, all or none, each with its bodies and its event in the trail.

    Errors: as ``create_task``, for the first that is refused. Cost: about ten queries for each
    thousand.
    """
    author = require_to_run(by, programme, "draft.review")
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    codes, order = free_codes(programme), Task.objects.filter(programme=programme).count()
    now = clock.now()
    rows = []
    for place, new in enumerate(tasks, order + 1):
        named = [body for body in (new.lead, new.confirmer, new.deciding) if body]
        check_inside(by, programme, "draft.review", [*named, *new.coordinating])
        task = Task(programme=programme, code=new.code.strip() or next(codes))
        task.created_by_id, task.created_at, task.changed_at = by.user_id, now, now
        fill(task, {"order": place, **new.fields})
        check_after_start(task, task.last_day)
        rows.append(task)
    _insert(rows)
    _assign(programme, rows, tasks)
    events = [(author, task, None, task_facts(task)) for task in rows]
    record_many(action="task.create", rows=events)
    return rows


def free_codes(programme: Programme) -> Iterator[str]:
    """The next codes of a programme that no task has; hold its lock while using them."""
    taken = set(Task.objects.filter(programme=programme).values_list("code", flat=True))
    number = sum(code.startswith("NV-") for code in taken)
    while True:
        number += 1
        if (code := f"NV-{number:02d}") not in taken:
            yield code


def _insert(rows: Sequence[Task]) -> None:
    try:
        with transaction.atomic():
            Task.objects.bulk_create(rows, batch_size=_BATCH)
    except IntegrityError as error:
        if "task_code_once" not in str(error):
            raise
        raise TaskError("code_taken", task=rows[0].code) from error


def _assign(programme: Programme, rows: Sequence[Task], tasks: Sequence[NewTask]) -> None:
    today = clock.today()
    validity = DateRange(min(programme.starts_on, today), None)
    confirm = _confirmers(programme)
    made: list[Assignment] = []
    for task, new in zip(rows, tasks, strict=True):
        confirmer = new.confirmer or confirm(new.lead)
        lead = new.lead if isinstance(new.lead, Organisation) else None
        if new.confirmer and lead and is_same_house(new.confirmer, lead):
            raise TaskError("confirmer_is_lead")
        parts = [(Part.LEAD, new.lead), *((Part.COORDINATE, body) for body in new.coordinating)]
        parts += [(Part.CONFIRM, confirmer), (Part.DECIDE, new.deciding)]
        once = {(part, str(body)): body for part, body in parts if body}
        made += (new_assignment(task, part, body, validity) for (part, _name), body in once.items())
    _copy(made)


_COLUMNS = ("task_id", "organisation_id", "group_id", "raw_text", "part", "validity", "officer_id")


def _copy(rows: Sequence[Assignment]) -> None:
    """Insert assignments by the database's own bulk copy: several stand behind each task."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(Assignment._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([getattr(row, column) for column in _COLUMNS])


def _confirmers(programme: Programme) -> Callable[[Body | None], Organisation | None]:
    """The default confirmer by the lead body, found once for each."""
    candidates = list(confirmer_candidates(programme, None, clock.today()))
    found: dict[int, Organisation | None] = {}

    def confirmer(lead: Body | None) -> Organisation | None:
        if not isinstance(lead, Organisation):
            return None
        if lead.pk not in found:
            found[lead.pk] = first_outside(candidates, lead)
        return found[lead.pk]

    return confirmer
