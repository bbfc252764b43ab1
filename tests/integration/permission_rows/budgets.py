"""Who may reach the pages of urls/budgets.py and urls/projects.py: money of Sở Nội vụ."""

from __future__ import annotations

import datetime as dt

from tests import budget_factories as made
from tests.factories import World, actor
from tests.indicator_factories import an_indicator
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.task_factories import make_programme, make_task
from tiendo.budgets import actions
from tiendo.budgets.models import TreasuryRow
from tiendo.domain import clock
from tiendo.measuring.actions import link_task

OWN = frozenset({"snv_officer", "snv_head"})
SEEING = OVERSEERS | OWN
RECORDING = COORDINATORS | OWN
# Everybody who records money of some body.
RECORDERS = STAFF - {"leader", "inspector", "clerk"}
Args = tuple[object, ...]


def _year() -> int:
    return clock.today().year


def _line(world: World) -> Args:
    return (made.line(world, year=_year()).pk,)


def _paid(world: World) -> Args:
    line = made.line(world, year=_year())
    return ("giai-ngan", made.pay(world, line, 5, clock.today()).pk)


def _project(world: World) -> Args:
    return (made.project(world).pk,)


def _approved(world: World) -> Args:
    project = made.project(world)
    made.approve(world, project, 10)
    return (project.pk, "running")


def _decided(world: World) -> Args:
    return (made.approve(world, made.project(world), 10).pk,)


def _task(world: World) -> Args:
    return (make_task(world, make_programme(world)).pk,)


def _linked(world: World) -> Args:
    by = actor(world.coordinator)
    task = make_task(world, make_programme(world))
    return (link_task(by=by, task=task, indicator=an_indicator(world)).pk,)


def _milestone(world: World) -> Args:
    project, by = made.project(world), actor(world.coordinator)
    last_day = clock.today() + dt.timedelta(days=9)
    milestone = actions.add_milestone(by=by, project=project, name="Mốc", last_day=last_day)
    return (milestone.pk,)


def _taken(world: World) -> Args:
    return (_row(world).statement_id,)


def _row(world: World) -> TreasuryRow:
    rows = [made.paid_row(clock.today(), "KB-1", 5_000_000)]
    row = made.statement(world, rows, clock.today()).rows.first()
    assert row is not None
    return row


def _open(world: World) -> Args:
    made.line(world, year=_year())
    return (_row(world).pk,)


def _aside(world: World) -> Args:
    row = _row(world)
    actions.set_aside_row(by=actor(world.coordinator), row=row, reason="Của năm khác")
    return (row.pk,)


ROWS: dict[str, Row] = {
    "budget-list": Row(STAFF),
    "budget-table": Row(STAFF, lambda _world: ("tien-va-viec",)),
    "budget-line-new": Row(RECORDERS),
    "budget-alike": Row(OVERSEERS),
    "budget-line": Row(SEEING, _line),
    "budget-line-edit": Row(RECORDING, _line),
    "budget-step-new": Row(RECORDING, _line),
    "budget-commitment-new": Row(RECORDING, _line),
    "budget-payment-new": Row(RECORDING, _line),
    "budget-carry": Row(COORDINATORS, _line),
    "budget-correct": Row(RECORDING, _paid),
    "budget-withdraw": Row(RECORDING, _paid),
    "treasury-list": Row(COORDINATORS),
    "treasury": Row(COORDINATORS, _taken),
    "treasury-row": Row(COORDINATORS, _open),
    "treasury-match": Row(COORDINATORS, _open, method="post", status=(404,)),
    "treasury-aside": Row(COORDINATORS, _open),
    "treasury-reopen": Row(COORDINATORS, _aside, method="post", status=(302,)),
    "project-list": Row(STAFF),
    "project-new": Row(RECORDERS),
    "project": Row(SEEING, _project),
    "project-approve": Row(RECORDING, _project),
    "project-approval-correct": Row(RECORDING, _decided),
    "project-approval-withdraw": Row(RECORDING, _decided),
    "task-indicators": Row(COORDINATORS, _task),
    "indicator-tasks": Row(STAFF, lambda world: (an_indicator(world).pk,)),
    "task-indicator-unlink": Row(COORDINATORS, _linked, method="post", status=(302,)),
    "project-milestone-new": Row(RECORDING, _project),
    "project-edit": Row(RECORDING, _project),
    "project-milestone-edit": Row(RECORDING, _milestone),
    "project-milestone-done": Row(RECORDING, _milestone),
    "project-milestone-reopen": Row(RECORDING, _milestone),
    "project-document-new": Row(RECORDING, _project),
    "project-move": Row(RECORDING, _approved),
}
