"""Every cell of the table of design.md section 5: what leads on from each state, and what not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from tests.factories import World, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.domain.lifecycle import TRANSITIONS, State, is_allowed
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import LifecycleEvent, Task

pytestmark = pytest.mark.django_db

# The states of the design's table; what stands beside them has tests of its own.
STATES = (
    State.DRAFT,
    State.LIVE,
    State.CLAIMED,
    State.UNIT_APPROVED,
    State.CONFIRMED,
    State.SUSPENDED,
    State.CANCELLED,
    State.SUPERSEDED,
)
# from, action, to: the table as printed.
TABLE = {
    ("draft", "go_live"): "live",
    ("live", "claim"): "claimed",
    ("claimed", "approve"): "unit_approved",
    ("claimed", "send_back"): "live",
    ("unit_approved", "confirm"): "confirmed",
    ("unit_approved", "return"): "live",
    ("confirmed", "reopen"): "live",
    ("live", "suspend"): "suspended",
    ("live", "cancel"): "cancelled",
    ("live", "supersede"): "superseded",
    ("suspended", "resume"): "live",
}
ACTIONS = sorted({action for _state, action in TABLE})


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(dt.date(2025, 9, 10)):
        yield


def test_the_table_in_the_code_is_the_table_of_the_design():
    names = {str(state) for state in STATES}
    code = {
        (str(source), row.action): str(row.target)
        for row in TRANSITIONS
        for source in row.sources
        if str(source) in names and row.action in ACTIONS
    }
    assert code == TABLE


@pytest.mark.parametrize("state", STATES, ids=str)
def test_from_a_state_only_the_actions_of_its_row_lead_on(world, state):
    task = bring_to(world, make_task(world, make_programme(world)), state)
    for action in ACTIONS:
        target = TABLE.get((str(state), action))
        events = LifecycleEvent.objects.filter(task=task).count()
        with transaction.atomic():
            if target is None:
                with pytest.raises(TaskError) as refused, transaction.atomic():
                    take_step(world, task, action)
                assert refused.value.code == "wrong_state", action
                assert LifecycleEvent.objects.filter(task=task).count() == events
            else:
                assert take_step(world, task, action).lifecycle == target
                last = LifecycleEvent.objects.filter(task=task).latest("pk")
                assert (last.from_state, last.to_state) == (state, target)
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_database_refuses_what_the_table_does_not_hold(world, state):
    task = bring_to(world, make_task(world, make_programme(world)), state)
    for target in STATES:
        row = Task.objects.filter(pk=task.pk)
        fields = {"lifecycle": target, "live_on": dt.date(2025, 9, 10), "done_on": task.done_on}
        if target is State.CONFIRMED:
            fields["done_on"] = dt.date(2025, 9, 10)
        if target is state or is_allowed(state, target):
            with transaction.atomic():
                assert row.update(**fields) == 1
                transaction.set_rollback(True)
        else:
            with pytest.raises(DatabaseError, match="cannot go from"), transaction.atomic():
                row.update(**fields)
