"""Heat map: bodies × indicators, each column coloured between its own least and greatest value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import Sheet, SheetColumn, Value
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.classes import Classes, make_classes
from tiendo.overview.pictures.figures import Measure, Picture, Reading, known, part_of
from vanban.quantities import Missing

CODE = "ban-do-nhiet"
# As many rows as one page of paper holds.
ROWS = 40
_LONGEST_HEAD = 34


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator in a period, with the reading of each body by its place among the rows."""

    measure: Measure
    period: str
    readings: Sequence[Reading]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Shape: every column has a reading for each body, in the same order. ``page`` is which of its
    pages is drawn."""

    bodies: Sequence[str]
    columns: Sequence[Column]
    page: int = 1


def draw_heat_map(asked: HeatMap) -> Picture:
    """The picture of bodies × indicators."""
    title = _("Các cơ quan và các chỉ tiêu")
    values = sum(len(known(each.readings)) for each in asked.columns)
    cells = len(asked.bodies) * len(asked.columns)
    given = {
        "bodies": len(asked.bodies),
        "columns": len(asked.columns),
        "known": values,
        "cells": cells,
    }
    summary = _(
        "%(bodies)s cơ quan × %(columns)s chỉ tiêu; %(known)s/%(cells)s ô có số liệu. "
        "Màu càng đậm, giá trị càng lớn trong cột của nó."
    )
    said = summary % given
    if signs := looks.signs_words(each for column in asked.columns for each in column.readings):
        said += " " + _("Ký hiệu: %(signs)s.") % {"signs": signs}
    # Long rows of bodies without any figure are left to the table.
    places = range(len(asked.bodies))
    drawn = [each for each in places if len(places) <= ROWS or _has_value(asked, each)]
    shown, part = part_of(drawn, asked.page, ROWS)
    said += looks.left_words(len(places) - len(drawn)) + looks.part_words(part)
    spec = looks.finished(_spec(asked, shown), f"{title}. {said}") if values else None
    return Picture(CODE, title, said, _sheet(asked, title), spec, part)


def _has_value(asked: HeatMap, place: int) -> bool:
    return any(not isinstance(each.readings[place], Missing) for each in asked.columns)


def _sheet(asked: HeatMap, title: str) -> Sheet:
    columns = (
        SheetColumn("body", _("Cơ quan"), width=40),
        *(
            SheetColumn(
                f"value_{number}",
                f"{each.measure.code} ({each.measure.unit})",
                each.measure.kind,
                16,
                f"{each.measure.name}, {each.period}",
            )
            for number, each in enumerate(asked.columns)
        ),
    )
    rows: list[tuple[Value, ...]] = [
        (body, *(each.readings[place] for each in asked.columns))
        for place, body in enumerate(asked.bodies)
    ]
    return Sheet(CODE, title, columns, tuple(rows))


def _heads(asked: HeatMap) -> list[str]:
    """What stands above the columns: code, name and unit, as long as there is room."""
    heads = []
    for each in asked.columns:
        unit = "" if each.measure.is_ratio else f" ({each.measure.unit})"
        longest = _LONGEST_HEAD - len(unit)
        name = each.measure.name
        name = name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
        heads.append(f"{each.measure.code} · {name}{unit}")
    return heads


def _spec(asked: HeatMap, shown: Sequence[int]) -> Spec:
    heads = _heads(asked)
    values: list[Json] = [dict(cell) for cell in _cells(asked, heads, shown)]
    y: Spec = {
        "field": "body",
        "type": "nominal",
        "sort": looks.names_in_order([asked.bodies[place] for place in shown]),
        "axis": looks.rows_axis(),
    }
    x: Spec = {
        "field": "column",
        "type": "nominal",
        "sort": looks.names_in_order(heads),
        "axis": {
            **looks.rows_axis(),
            "orient": "top",
            "labelAngle": -25 if len(heads) > 2 else 0,
            "labelLimit": 260,
        },
    }
    squares: Spec = {
        "mark": {"type": "rect", "stroke": "#8492A6", "strokeWidth": 0.5, "aria": True},
        "encoding": {
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
            **looks.said(),
        },
    }
    words: Spec = {
        "mark": {"type": "text", "fontSize": 11, "aria": False},
        "encoding": {
            "text": {"field": "shown", "type": "nominal"},
            "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
        },
    }
    return {
        "width": looks.CONTAINER,
        "height": looks.height_of(len(shown)),
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": [squares, words],
    }


def _cells(
    asked: HeatMap, heads: Sequence[str], shown: Sequence[int]
) -> Iterator[Mapping[str, Json]]:
    for head, column in zip(heads, asked.columns, strict=True):
        classes = make_classes(column.readings, column.measure.say)
        for place in shown:
            yield _cell(head, column, asked.bodies[place], column.readings[place], classes)


def _cell(
    head: str, column: Column, body: str, reading: Reading, classes: Classes
) -> Mapping[str, Json]:
    found = classes.of(reading)
    words = column.measure.words(reading)
    is_missing = isinstance(reading, Missing)
    sign = looks.SIGNS[reading] if isinstance(reading, Missing) else column.measure.brief(reading)
    return {
        "column": head,
        "body": body,
        "colour": found.colour,
        "ink": "#FFFFFF" if found.is_dark else looks.MUTED if is_missing else looks.INK,
        "shown": sign,
        "said": f"{body}, {column.measure.name}, {column.period}: {words}",
    }
