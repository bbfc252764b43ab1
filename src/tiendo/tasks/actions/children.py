"""Children made together below one task and given at once: a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.models import User
from tiendo.audit.trail import Author, record_many
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions.creating import Body, TaskFields, fill, new_assignment, task_facts
from tiendo.tasks.actions.going_live import write_live
from tiendo.tasks.completeness import missing
from tiendo.tasks.errors import CannotGoLive, TaskError
from tiendo.tasks.models import Assignment, Part, Task, TaskSource
from tiendo.tasks.parties import Parties, confirmer_candidates, first_outside


@dataclass(frozen=True, slots=True)
class NewChild:
    """A child to be made: who leads it, who handles it there, what stands in it."""

    lead: Organisation
    fields: TaskFields
    officer: User | None = None
    weight: Decimal = Decimal(1)
    coordinating: tuple[Body, ...] = ()


def make_children(
    parent: Task, children: Sequence[NewChild], *, author: Author, live_on: dt.date, is_part: bool
) -> tuple[Task, ...]:
    """Insert the children and give them to their bodies, all or none.

    Call it with the parent locked. ``is_part``: the parent counts itself.
    Errors: CannotGoLive; TaskError title_missing, code_taken. Cost: about twenty queries.
    """
    if not children:
        return ()
    moment = max(clock.now(), parent.changed_at)
    tasks = [
        _draft(parent, child, code, author, moment)
        for child, code in _coded(parent, children, 2 if is_part else 3)
    ]
    _insert(tasks)
    assignments = _assignments(parent, tasks, children)
    _check_complete(tasks, assignments)
    Assignment.objects.bulk_create(assignments, batch_size=500)
    _carry_sources(parent, tasks)
    record_many(
        action="task.create", rows=[(author, task, None, task_facts(task)) for task in tasks]
    )
    write_live(tasks, {task.pk: author for task in tasks}, live_on, is_part=is_part)
    return tuple(tasks)


def check_depth(parent: Task) -> None:
    """Refuse one more level below a task that stands at the lowest.

    Errors: TaskError subtasks_too_deep. Cost: a query for each level above.
    """
    most = parameter_on("subtask_levels", clock.today())
    if levels_above(parent) >= most:
        raise TaskError("subtasks_too_deep", most=str(most))


def levels_above(task: Task) -> int:
    """How many tasks stand above one. Cost: a query for each."""
    count, above = 0, task.parent_id
    while above is not None:
        count += 1
        above = Task.objects.values_list("parent_id", flat=True).get(pk=above)
    return count


def _coded(parent: Task, children: Sequence[NewChild], width: int) -> list[tuple[NewChild, str]]:
    """Each child with the next free code below the parent's."""
    taken = Task.objects.filter(programme=parent.programme_id, code__startswith=f"{parent.code}.")
    ends = (code.rpartition(".")[2] for code in taken.values_list("code", flat=True))
    first = max((int(end) for end in ends if end.isascii() and end.isdecimal()), default=0) + 1
    return [
        (child, f"{parent.code}.{number:0{width}d}")
        for number, child in enumerate(children, start=first)
    ]


def _draft(parent: Task, child: NewChild, code: str, author: Author, moment: dt.datetime) -> Task:
    task = Task(programme=parent.programme, parent=parent, code=code, weight=child.weight)
    task.created_by_id = author.user_id or parent.created_by_id
    task.created_at = task.changed_at = moment
    fill(task, child.fields)
    return task


def _insert(tasks: list[Task]) -> None:
    try:
        with transaction.atomic():
            Task.objects.bulk_create(tasks, batch_size=500)
    except IntegrityError as error:
        if "task_code_once" not in str(error):
            raise
        raise TaskError("code_taken", task=tasks[0].code) from error


def _assignments(parent: Task, tasks: list[Task], children: Sequence[NewChild]) -> list[Assignment]:
    """Lead, helpers and confirmer of every child, since the parent's programme allows."""
    today = clock.today()
    since = DateRange(parent.live_on or min(parent.programme.starts_on, today), None)
    candidates = tuple(confirmer_candidates(parent.programme, parent, today))
    rows: list[Assignment] = []
    for task, child in zip(tasks, children, strict=True):
        lead = new_assignment(task, Part.LEAD, child.lead, since)
        lead.officer = child.officer
        rows.append(lead)
        helpers = dict.fromkeys(body for body in child.coordinating if body != child.lead)
        rows += [new_assignment(task, Part.COORDINATE, body, since) for body in helpers]
        confirmer = first_outside(candidates, child.lead)
        if confirmer is not None:
            rows.append(new_assignment(task, Part.CONFIRM, confirmer, since))
    return rows


def _check_complete(tasks: list[Task], assignments: list[Assignment]) -> None:
    held: dict[int, list[Assignment]] = {task.pk: [] for task in tasks}
    for row in assignments:
        held[row.task_id].append(row)
    for task in tasks:
        lacking = missing(task, Parties(tuple(held[task.pk])))
        if lacking:
            raise CannotGoLive(task, lacking)


def _carry_sources(parent: Task, tasks: list[Task]) -> None:
    """The children answer to the passages of the parent."""
    sources = list(parent.sources.order_by("order").values_list("passage_id", "order"))
    TaskSource.objects.bulk_create(
        (
            TaskSource(task=task, passage_id=passage_id, order=order)
            for task in tasks
            for passage_id, order in sources
        ),
        batch_size=1000,
    )
