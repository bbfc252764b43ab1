"""Two bodies write figures in the same moment: what is computed of both holds both."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import actor, make_world
from tests.integration.test_indicator_formulas import FOURTH, TODAY, define
from tests.task_factories import noon
from tiendo.indicators.actions import Cell, save_cells, writing
from tiendo.indicators.audits import audit_values
from tiendo.indicators.computing import follow
from tiendo.indicators.models import Entry, IndicatorValue, Observation
from tiendo.organisations.models import BodyGroup, Kind, Organisation


@pytest.mark.django_db(transaction=True)
def test_a_sum_over_communes_loses_neither_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    bodies = (world.ea_trang, world.tan_an)
    Organisation.objects.filter(pk__in=[body.pk for body in bodies]).update(parent=world.ubnd)
    group = BodyGroup.objects.create(
        name="Xã, phường", slug="xa-phuong-thu", folded_names=[], source="Thử",
        kinds=[Kind.COMMUNE, Kind.WARD],
    )  # fmt: skip
    each = define(world, "DVC.01", world.ubnd, reporters=group)
    total = define(world, "DVC.09", world.ubnd, formula="sum_children([DVC.01])")
    written = Barrier(len(bodies))

    def wait_for_the_other(rows: Sequence[Observation]) -> int:
        written.wait(timeout=10)
        return follow(rows)

    monkeypatch.setattr(writing, "follow", wait_for_the_other)

    def enter(body: Organisation) -> int:
        try:
            with noon(TODAY):
                cell = Cell(each, body, FOURTH, "5")
                by = actor(world.coordinator)
                return len(save_cells(by=by, cells=[cell], entry=Entry.FORM).kept)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bodies)) as pool:
        assert list(pool.map(enter, bodies)) == [1, 1]
    found = IndicatorValue.objects.get(indicator=total, period_start=FOURTH.start)
    assert (found.value, found.measured) == (10, 1)
    with noon(TODAY):
        assert audit_values().examples == []
