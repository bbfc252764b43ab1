"""Figures of communes and a year's money, as pictures need them, made through actions."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests import budget_factories as money
from tests.factories import World, actor, make_body
from tests.indicator_factories import (
    FOURTH,
    THIRD,
    TODAY,
    a_target,
    an_indicator,
    an_observation,
    reporting_communes,
)
from tests.task_factories import noon
from tiendo.indicators.actions import Cell, save_cells
from tiendo.indicators.models import Entry, Indicator
from tiendo.organisations.models import Kind, Level, Organisation
from tiendo.organisations.names import DATA
from tiendo.organisations.places import Place, load_places
from tiendo.overview.models import MapOutlines
from tiendo.overview.pictures.actions import load_outlines, read_map

COMMUNES = Path(DATA) / "dak-lak" / "communes.csv"


@dataclass(frozen=True, slots=True)
class Measured:
    """A share of the coordinator's body with a target; one of some communes."""

    own: Indicator
    of_communes: Indicator
    communes: tuple[Organisation, ...]


def some_communes(count: int) -> tuple[Organisation, ...]:
    """The first communes of the province, with the codes of their units."""
    with COMMUNES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:count]
    made = []
    for row in rows:
        body = make_body(
            f"UBND {row['type']} {row['name']}",
            kind=Kind.COMMUNE,
            level=Level.COMMUNE,
            since=dt.date(2025, 7, 1),
        )
        body.unit_code = row["unit_code"]
        body.save()
        made.append(body)
    return tuple(made)


def measured(world: World, count: int = 12) -> Measured:
    """Figures of two quarters; the last commune has none, the one before it only the first."""
    own = an_indicator(world)
    an_observation(world, own, "62", period=THIRD, reason="Gửi chậm")
    an_observation(world, own, "65")
    a_target(world, own, 80)
    of_communes = an_indicator(
        world,
        "XA.01",
        name="Tỷ lệ hồ sơ nộp trực tuyến của xã, phường",
        reporters=reporting_communes(),
    )
    communes = some_communes(count)
    cells = [
        Cell(of_communes, body, period, f"{40 + 3 * place + rise}", reason="Gửi chậm")
        for place, body in enumerate(communes[:-1])
        for period, rise in ((THIRD, 0), (FOURTH, 2))
        if period is THIRD or body is not communes[-2]
    ]
    with noon(TODAY):
        saved = save_cells(by=actor(world.coordinator), cells=cells, entry=Entry.GRID)
    assert not saved.problems, saved.problems
    return Measured(own, of_communes, communes)


def year_of_money(world: World) -> None:
    """A line with an allocation, an adjustment and two payments."""
    line = money.line(world)
    money.step(world, line, 450)
    money.step(world, line, 500, dt.date(2025, 6, 1), "adjustment")
    money.pay(world, line, 90, dt.date(2025, 6, 30))
    money.pay(world, line, 93, dt.date(2025, 10, 30))


def outline_file(places: Iterable[tuple[str, int]], **properties: object) -> bytes:
    """A GeoJSON file: a square around where each code lies, its size told in tenths of a degree."""
    features = [
        {
            "type": "Feature",
            "properties": {"ma_xa": code, **properties},
            "geometry": {"type": "Polygon", "coordinates": [square(code, size)]},
        }
        for code, size in places
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def square(code: str, size: int = 1) -> list[list[float]]:
    """A closed ring around the place of a commune, longitude first."""
    known = load_places().get(code, Place(12.5, 108.5))
    reach = 0.05 * max(size, 1)
    left, right = known.longitude - reach, known.longitude + reach
    low, high = known.latitude - reach, known.latitude + reach
    return [[left, low], [left, high], [right, high], [right, low], [left, low]]


def loaded_outlines(world: World, content: bytes, source: str = "Bản đồ hành chính") -> MapOutlines:
    """The outlines of a file, read and taken."""
    by = actor(world.administrator)
    read = read_map(content=content, file_name="xa.geojson", source=source, by=by)
    return load_outlines(read=read, by=by)
