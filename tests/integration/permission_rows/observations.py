"""Who may reach the pages of urls/observations.py: a figure of Sở Nội vụ, not confirmed yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import World, actor
from tests.integration.permission_rows import OVERSEERS, STAFF, Row
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators.actions import Cell, Definition, define_indicator, save_cells
from tiendo.indicators.models import Direction, Entry, Indicator
from tiendo.indicators.models.dictionary import Frequency

OWN = frozenset({"snv_officer", "snv_head"})
# Everybody who enters figures of some body.
ENTERING = STAFF - {"leader", "inspector", "clerk"}
Args = tuple[object, ...]


def _indicator(world: World) -> Indicator:
    fields: dict[str, Any] = {"name": "Tỷ lệ phủ sóng 4G", "unit": "%", "decimals": 1}
    definition = Definition(direction=Direction.HIGHER, frequency=Frequency.QUARTERLY, **fields)
    return define_indicator(
        by=actor(world.coordinator),
        code="HT.01",
        owner=world.snv,
        definition=definition,
        since=dt.date(2025, 1, 1),
    )


def _defined(world: World) -> Args:
    return (_indicator(world).pk,)


def _figure(world: World) -> Args:
    period = period_around(Cadence.QUARTERLY, clock.today())
    cell = Cell(_indicator(world), world.snv, period, "95")
    saved = save_cells(by=actor(world.snv_officer), cells=[cell], entry=Entry.GRID)
    return (saved.kept[0].pk,)


ROWS: dict[str, Row] = {
    "observation-list": Row(STAFF),
    "observation-grid": Row(ENTERING),
    "observation-enter": Row(ENTERING, _defined),
    "observation-queue": Row(ENTERING),
    "observation-completeness": Row(STAFF),
    "observation-expected": Row(STAFF, status=(404,)),
    "observation": Row(OVERSEERS | OWN, _figure),
}
