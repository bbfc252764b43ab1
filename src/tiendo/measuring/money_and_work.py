"""How far money is against how far work is: projects by their milestones, tasks by what their
bodies say; those farthest apart first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import BudgetLine
from tiendo.budgets.permissions import visible_lines, visible_projects
from tiendo.budgets.projects import total_in_force, work_done
from tiendo.budgets.sums import sum_lines
from tiendo.domain import clock
from tiendo.domain.budget import Step, money_against_work
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Task
from tiendo.tasks.queries import percents_said, visible_tasks

PROJECT, TASK = "project", "task"


@dataclass(frozen=True, slots=True)
class Beside:
    """A project or a task with its money beside its work.

    ``kind``: project or task. ``out_of``: what ``paid`` is a share of, a project's total or what
    was allotted to a task this year. Units: whole VND, ratios. Missing: None where not known.
    """

    kind: str
    pk: int
    code: str
    name: str
    body: str
    out_of: int | None
    paid: int | None
    work: Decimal | None
    step: Step

    @property
    def money(self) -> Decimal | None:
        """The share that was paid; None where there is none, also of nothing."""
        if self.paid is None or not self.out_of:
            return None
        return Decimal(self.paid) / Decimal(self.out_of)

    @property
    def gap(self) -> Decimal | None:
        """By how much money is ahead of work; below zero where work is."""
        if self.money is None or self.work is None:
            return None
        return self.money - self.work


def money_beside_work(
    actor: Actor, on: dt.date, known_at: dt.datetime | None = None
) -> list[Beside]:
    """The projects and paid tasks a person may see, those farthest apart first, then those of which
    too little is known. Cost: nine queries."""
    rows = [*_projects(actor, on, known_at), *_tasks(actor, on, known_at)]
    return sorted(rows, key=_farthest_first)


def _farthest_first(row: Beside) -> tuple[bool, Decimal, str, str]:
    gap = row.gap
    return gap is None, -abs(gap or Decimal(0)), row.code, row.body


def _beside(
    kind: str, pk: int, names: tuple[str, str, str], money: tuple[int | None, int | None],
    work: Decimal | None, on: dt.date,
) -> Beside:  # fmt: skip
    row = Beside(kind, pk, *names, *money, work, Step.UNKNOWN)
    return Beside(kind, pk, *names, *money, work, money_against_work(row.money, work, on))


def _projects(actor: Actor, on: dt.date, known_at: dt.datetime | None) -> list[Beside]:
    found = (
        visible_projects(actor)
        .exclude(state="stopped")
        .select_related("owner")
        .prefetch_related("approvals", "milestones")
        .order_by("code")
    )
    projects: list[Any] = list(found)
    lines = BudgetLine.objects.filter(project__in=[row.pk for row in projects])
    sums = sum_lines(lines, on, known_at, [("project",)]).by_id("project")
    rows = []
    for row in projects:
        setting = total_in_force(row.approvals.all(), on, known_at)
        total = sums.get(row.pk)
        money = (setting.total_vnd if setting else None, total.paid if total else None)
        work = work_done(row.milestones.all(), on, known_at)
        names = (row.code, row.name, row.owner.name)
        rows.append(_beside(PROJECT, row.pk, names, money, work, on))
    return rows


def _tasks(actor: Actor, on: dt.date, known_at: dt.datetime | None) -> list[Beside]:
    seen = visible_tasks(actor).order_by().values("pk")
    lines = visible_lines(actor).filter(task__in=seen, year=on.year)
    groups = sum_lines(lines, on, known_at, [("task", "body")]).groups[("task", "body")]
    tasks = Task.objects.in_bulk([task for task, _body in groups])
    bodies = Organisation.objects.in_bulk([body for _task, body in groups])
    said = percents_said(list(tasks), on, known_at or clock.now())
    rows = []
    for (task_id, body_id), total in groups.items():
        task, body = tasks[cast(int, task_id)], bodies[cast(int, body_id)]
        percent = said.get(task.pk)
        work = percent.percent / 100 if percent is not None else None
        names = (task.code, task.title, body.name)
        rows.append(_beside(TASK, task.pk, names, (total.allotted, total.paid), work, on))
    return rows
