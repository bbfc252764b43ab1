"""Indicators, targets and figures as tests need them, made through the product's own actions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.factories import World, actor
from tests.task_factories import noon
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.actions import (
    Cell,
    Definition,
    TargetFields,
    define_indicator,
    save_cells,
    set_target,
)
from tiendo.indicators.models import (
    Comparator,
    Direction,
    Entry,
    Indicator,
    Observation,
    Target,
)
from tiendo.indicators.models.dictionary import Frequency
from tiendo.organisations.models import BodyGroup, Kind, Level

SINCE = dt.date(2025, 1, 1)
TODAY = dt.date(2025, 11, 10)
THIRD = period_around(Cadence.QUARTERLY, dt.date(2025, 9, 1))
FOURTH = period_around(Cadence.QUARTERLY, TODAY)


def an_indicator(world: World, code: str = "HT.01", **fields: Any) -> Indicator:
    """A quarterly share with one decimal, owned by the coordinator's body; ``fields`` of its
    definition override."""
    given: dict[str, Any] = {
        "name": "Tỷ lệ dân số được phủ sóng 4G",
        "unit": "%",
        "direction": Direction.HIGHER,
        "frequency": Frequency.QUARTERLY,
        "decimals": 1,
    }
    owner = fields.pop("owner", world.skhcn)
    with noon(TODAY):
        return define_indicator(
            by=actor(world.coordinator),
            code=code,
            owner=owner,
            definition=Definition(**{**given, **fields}),
            since=SINCE,
        )


def reporting_communes() -> BodyGroup:
    """The communes and wards as those that report an indicator each."""
    return BodyGroup.objects.create(
        name="UBND các xã, phường",
        slug="ubnd-cac-xa-phuong",
        folded_names=[],
        kinds=[Kind.COMMUNE, Kind.WARD],
        level=Level.COMMUNE,
        source="Thử",
    )


def an_observation(
    world: World,
    of: Indicator,
    raw: str = "99,9",
    *,
    period: Period = FOURTH,
    **fields: Any,
) -> Observation:
    """A provisional figure of the coordinator's body as its officer types it in the grid."""
    cell = Cell(of, fields.pop("organisation", world.skhcn), period, raw, **fields)
    with noon(TODAY):
        saved = save_cells(by=actor(world.coordinator), cells=[cell], entry=Entry.GRID)
    assert not saved.problems, saved.problems
    return saved.kept[0]


def a_target(world: World, of: Indicator, percent: int = 100, **fields: Any) -> Target:
    """A target to the end of 2030."""
    given: dict[str, Any] = {
        "comparator": Comparator.GE,
        "value": Decimal(percent) / 100,
        "wording": f"từ {percent}% trở lên",
        "source": "146/KH-UBND ngày 01/7/2025",
        "last_day": dt.date(2030, 12, 31),
    }
    organisation = fields.pop("organisation", world.skhcn)
    programme = fields.pop("programme", None)
    with noon(TODAY):
        return set_target(
            by=actor(world.coordinator),
            indicator=of,
            organisation=organisation,
            fields=TargetFields(**{**given, **fields}),
            programme=programme,
        )
