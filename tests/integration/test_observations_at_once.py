"""Two people write one figure in the same moment: one is kept, the other learns of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, TODAY, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.accounts.actor import Actor
from tiendo.indicators.actions import Cell, confirm_observations, save_cells
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Entry, Indicator, IndicatorValue, Observation

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(world: World, indicator: Indicator, seen: int) -> list[str]:
    """An officer and the head of Sở Nội vụ write in the same moment; what became of each."""
    people = {f"9{seen},1": actor(world.snv_officer), f"9{seen},2": actor(world.snv_head)}
    start = Barrier(len(people))

    def write(typed: tuple[str, Actor]) -> str:
        raw, by = typed
        cell = Cell(indicator, world.snv, FOURTH, raw, seen=seen)
        start.wait(timeout=10)
        try:
            with noon(TODAY):
                saved = save_cells(by=by, cells=[cell], entry=Entry.GRID)
        finally:
            connection.close()
        return saved.problems[0].error.code if saved.problems else "kept"

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(write, people.items()))


def test_two_figures_and_two_corrections_at_once_are_one_each() -> None:
    world = make_world()
    indicator = an_indicator(world)
    for revision in (1, 2):
        assert at_once(world, indicator, revision - 1) == ["edited_meanwhile", "kept"]
        row = Observation.objects.get(is_current=True)
        assert (row.revision, Observation.objects.count()) == (revision, revision)
        assert IndicatorValue.objects.get().value == row.value


def test_a_figure_is_confirmed_or_corrected_but_not_confirmed_unseen() -> None:
    world = make_world()
    indicator = an_indicator(world)
    row = an_observation(world, indicator, "90", organisation=world.snv)
    start = Barrier(2)

    def confirm() -> str:
        start.wait(timeout=10)
        try:
            with noon(TODAY):
                confirm_observations(by=actor(world.snv_head), rows=[row])
        except IndicatorError as error:
            return error.code
        finally:
            connection.close()
        return "confirmed"

    def correct() -> str:
        cell = Cell(indicator, world.snv, FOURTH, "91", seen=1)
        start.wait(timeout=10)
        try:
            with noon(TODAY):
                saved = save_cells(by=actor(world.snv_officer), cells=[cell], entry=Entry.GRID)
        finally:
            connection.close()
        return saved.problems[0].error.code if saved.problems else "corrected"

    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(confirm), pool.submit(correct)]
        told = {each.result() for each in outcomes}
    assert told in ({"confirmed", "correction_reason"}, {"wrong_state", "corrected"})
    now = Observation.objects.get(is_current=True)
    assert (now.state, now.revision) in (("confirmed", 1), ("provisional", 2))
