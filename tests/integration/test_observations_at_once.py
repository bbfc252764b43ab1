"""Two people write one figure in the same moment: one is kept, the other learns of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, TODAY, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.accounts.actor import Actor
from tiendo.indicators.actions import Cell, confirm_observations, save_cells
from tiendo.indicators.actions.saving_many import save_many
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.files import bringing, checking
from tiendo.indicators.files.bringing import bring_file
from tiendo.indicators.files.reading import read_file
from tiendo.indicators.files.running import check_rows, start_file
from tiendo.indicators.models import (
    Entry,
    FigureFile,
    FileState,
    Indicator,
    IndicatorValue,
    Observation,
)

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


def test_two_files_with_the_same_figures_at_once_are_kept_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are told plain before either is kept: the lock of their bodies decides who is first."""
    monkeypatch.setattr(checking, "parameter_on", lambda _name, _day: 0)
    world = make_world()
    an_indicator(world)
    by, told = actor(world.coordinator), Barrier(2)
    files = []
    for number in (1, 2):
        raw = f"Mã chỉ tiêu;Cơ quan;Kỳ;Giá trị\nHT.01;Sở Nội vụ;2025-Q4;5{number}\n"
        with noon(TODAY):
            file = read_file(
                organisation=world.skhcn, period=None, file_name="a.csv", raw=raw.encode(), by=by
            )
            check_rows(file=file, by=by)
            start_file(file=FigureFile.objects.get(pk=file.pk), by=by, only_good=False)
        files.append(file.pk)

    def wait_for_the_other(**given: Any) -> object:
        told.wait(timeout=10)
        return save_many(**given)

    def bring(pk: int) -> None:
        try:
            with noon(TODAY):
                bring_file(pk)
        finally:
            connection.close()

    monkeypatch.setattr(bringing, "save_many", wait_for_the_other)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(bring, files))
    ended = FigureFile.objects.filter(pk__in=files)
    assert sorted(file.state for file in ended) == [FileState.DONE, FileState.FAILED]
    assert "1 dòng không nhập được" in next(file.error for file in ended if file.error)
    assert Observation.objects.get().value == IndicatorValue.objects.get().value


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
