"""Heat map: bodies × indicators, each column coloured between its own least and greatest value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import Sheet, SheetColumn, Value
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.classes import Classes, make_classes
from tiendo.overview.pictures.figures import Measure, Picture, Reading, known
from vanban.quantities import Missing

CODE = "ban-do-nhiet"


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator in a period, with the reading of each body by its place among the rows."""

    measure: Measure
    period: str
    readings: Sequence[Reading]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Shape: every column has a reading for each body, in the same order."""

    bodies: Sequence[str]
    columns: Sequence[Column]


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
    spec = looks.finished(_spec(asked), f"{title}. {said}") if values else None
    return Picture(CODE, title, said, _sheet(asked, title), spec)


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


def _spec(asked: HeatMap) -> Spec:
    heads = [f"{each.measure.code}" for each in asked.columns]
    values: list[Json] = [dict(cell) for cell in _cells(asked, heads)]
    y: Spec = {
        "field": "body",
        "type": "nominal",
        "sort": looks.names_in_order(asked.bodies),
        "axis": looks.rows_axis(),
    }
    x: Spec = {
        "field": "column",
        "type": "nominal",
        "sort": looks.names_in_order(heads),
        "axis": {
            **looks.rows_axis(),
            "orient": "top",
            "labelAngle": -30 if len(heads) > 4 else 0,
            "labelLimit": 140,
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
        "height": looks.height_of(len(asked.bodies)),
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": [squares, words],
    }


def _cells(asked: HeatMap, heads: Sequence[str]) -> Iterator[Mapping[str, Json]]:
    for head, column in zip(heads, asked.columns, strict=True):
        classes = make_classes(column.readings, column.measure.say)
        for body, reading in zip(asked.bodies, column.readings, strict=True):
            yield _cell(head, column, body, reading, classes)


def _cell(
    head: str, column: Column, body: str, reading: Reading, classes: Classes
) -> Mapping[str, Json]:
    found = classes.of(reading)
    words = column.measure.words(reading)
    is_missing = isinstance(reading, Missing)
    sign = looks.SIGNS[reading] if isinstance(reading, Missing) else words
    return {
        "column": head,
        "body": body,
        "colour": found.colour,
        "ink": "#FFFFFF" if found.is_dark else looks.MUTED if is_missing else looks.INK,
        "shown": sign,
        "said": f"{body}, {column.measure.name}, {column.period}: {words}",
    }
