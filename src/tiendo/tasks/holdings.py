"""The tasks that a person handles, for a hand-over when that person leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.holdings import Holding, Item
from tiendo.accounts.models import User
from tiendo.audit.trail import Author
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions.assigning import put_officer
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Assignment
from tiendo.tasks.writing import lock_task

KIND = "task"
_OPEN = (State.DRAFT, State.LIVE, State.CLAIMED, State.UNIT_APPROVED, State.SUSPENDED)


def open_items(user: User, on: dt.date) -> Iterator[Item]:
    """The assignments in force of unfinished tasks that the person handles. Cost: one query."""
    for row in _held(user, on).select_related("task").order_by("task__code", "pk"):
        title = f"{row.task.code} {row.task.title}".strip()
        yield Item(KIND, row.pk, title, row.organisation_id, "task", (row.task_id,))


def pass_on(pk: int, *, giver: User, to: User, author: Author) -> None:
    """Make another person the officer from today on.

    Errors: TaskError handed_over_meanwhile, officer_not_in_body.
    """
    row = Assignment.objects.select_related("task", "organisation").get(pk=pk)
    write = lock_task(row.task)
    held = _held(giver, clock.today()).filter(pk=pk).select_related("organisation").first()
    if held is None:
        raise TaskError("handed_over_meanwhile", title=row.task.title)
    put_officer(write, held, to, author=author)


def find_again(pk: int, holder: User, on: dt.date) -> int | None:
    """The assignment in force by which a person handles what an earlier one handled."""
    past = Assignment.objects.filter(pk=pk).first()
    if past is None or past.organisation_id is None:
        return None
    same = _held(holder, on).filter(
        task_id=past.task_id, organisation_id=past.organisation_id, part=past.part
    )
    return same.values_list("pk", flat=True).first()


def _held(user: User, on: dt.date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(officer=user, validity__contains=on, task__lifecycle__in=_OPEN)


TASKS = Holding(KIND, _("Nhiệm vụ"), open_items, pass_on, find_again)
