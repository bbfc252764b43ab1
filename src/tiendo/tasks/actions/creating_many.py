"""Many drafts of one programme made at once, as ``create_task`` makes each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from psycopg import sql

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record_many
from tiendo.domain import clock
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import Programme
from tiendo.programmes.permissions import require_to_run
from tiendo.tasks.actions.creating import (
    Body,
    TaskFields,
    check_inside,
    fill,
    task_facts,
)
from tiendo.tasks.errors import TaskError
from tiendo.tasks.first_days import check_after_start
from tiendo.tasks.models import Assignment, Part, Task
from tiendo.tasks.parties import confirmer_candidates, first_outside, is_same_house


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

    Errors: as ``create_task``, for the first that is refused. Cost: about ten queries.
    """
    author = require_to_run(by, programme, "draft.review")
    if not tasks:
        return []
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
    _number(rows)
    # All of them before the first is written: while rows are copied nothing can be asked.
    _insert(programme, rows, list(_parts(programme, rows, tasks)))
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


# A body's part in a new task: task, part, body, group, printed words.
_Part = tuple[int, Part, int | None, int | None, str]


def _number(rows: Sequence[Task]) -> None:
    """Take the ids beforehand: bodies go in before their tasks."""
    sequence = f"pg_get_serial_sequence('{Task._meta.db_table}', 'id')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [len(rows)])  # noqa: S608
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk


def _parts(programme: Programme, rows: Sequence[Task], tasks: Sequence[NewTask]) -> Iterator[_Part]:
    confirm = _confirmers(programme)
    for task, new in zip(rows, tasks, strict=True):
        lead = new.lead if isinstance(new.lead, Organisation) else None
        if new.confirmer and lead and is_same_house(new.confirmer, lead):
            raise TaskError("confirmer_is_lead")
        confirmer = new.confirmer or confirm(lead)
        parts = [(Part.LEAD, new.lead), *((Part.COORDINATE, body) for body in new.coordinating)]
        parts += [(Part.CONFIRM, confirmer), (Part.DECIDE, new.deciding)]
        once = {(part, str(body)): body for part, body in parts if body}
        yield from (_part(task.pk, part, body) for (part, _name), body in once.items())


def _part(task_id: int, part: Part, body: Body) -> _Part:
    if isinstance(body, Organisation):
        return task_id, part, body.pk, None, ""
    if isinstance(body, BodyGroup):
        return task_id, part, None, body.pk, ""
    return task_id, part, None, None, body


_TASKS = tuple(field for field in Task._meta.concrete_fields if not field.generated)
_PARTS = ("task_id", "part", "organisation_id", "group_id", "raw_text", "validity")


def _insert(programme: Programme, rows: Sequence[Task], parts: Iterable[_Part]) -> None:
    """Bodies before their tasks, as keys are compared at the end: what follows from a new task,
    as its entry in the search, is made once, with its bodies known."""
    since = f"[{min(programme.starts_on, clock.today()).isoformat()},)"
    values = attrgetter(*(field.attname for field in _TASKS))
    try:
        with transaction.atomic(), connection.wrap_database_errors:
            _copy(Assignment, _PARTS, ((*part, since) for part in parts))
            _copy(Task, [str(field.column) for field in _TASKS], map(values, rows))
    except IntegrityError as error:
        if "task_code_once" not in str(error):
            raise
        raise TaskError("code_taken", task=rows[0].code) from error


def _copy(model: type[Model], columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


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
