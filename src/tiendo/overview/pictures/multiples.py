"""Small multiples: the same indicator over time, a small frame for each body, one scale for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Measure, Picture, Point, drawn, known, part_of
from vanban.quantities import Missing

CODE = "tung-co-quan"
# As many frames as one still compares; the others are on further pages, all in the table.
FRAMES = 12
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Multiples:
    """The points of each body; ``page`` is which of its pages is drawn."""

    measure: Measure
    bodies: Sequence[tuple[str, Sequence[Point]]]
    page: int = 1


def draw_multiples(asked: Multiples) -> Picture:
    """The picture of small multiples."""
    title = _("%(name)s, từng cơ quan") % {"name": asked.measure.name}
    framed = sorted(
        (each for each in asked.bodies if _values(each[1])), key=lambda each: -_change(each[1])
    )
    shown, part = part_of(framed, asked.page, FRAMES)
    summary = _summary(asked, len(framed)) + looks.part_words(part)
    spec = looks.finished(_spec(asked.measure, shown), f"{title}. {summary}") if shown else None
    return Picture(CODE, title, summary, _sheet(asked, title), spec, part)


def _values(points: Sequence[Point]) -> list[Decimal]:
    return known([each.reading for each in points])


def _change(points: Sequence[Point]) -> Decimal:
    """How far the last figure lies from the first."""
    values = _values(points)
    return abs(values[-1] - values[0])


def _summary(asked: Multiples, framed: int) -> str:
    given = {"framed": framed, "all": len(asked.bodies), "unit": asked.measure.unit}
    if not framed:
        return _("Chưa cơ quan nào có số liệu.")
    words = _("%(framed)s/%(all)s cơ quan có số liệu, cùng một thang đo, đơn vị: %(unit)s.") % given
    if framed > 1:
        words += " " + _("Cơ quan thay đổi nhiều nhất đứng trước.")
    return words


def _sheet(asked: Multiples, title: str) -> Sheet:
    columns = (
        SheetColumn("body", _("Cơ quan"), width=40),
        SheetColumn("period", _("Kỳ"), width=18),
        SheetColumn("end", _("Ngày cuối kỳ"), CellKind.DAY, 12),
        SheetColumn("value", asked.measure.unit, asked.measure.kind, 14),
        SheetColumn("words", _("Giá trị"), width=18),
        SheetColumn("note", _("Ghi chú"), width=20),
    )
    return Sheet(CODE, title, columns, tuple(_rows(asked)))


def _rows(asked: Multiples) -> Iterator[Values]:
    for body, points in asked.bodies:
        for point in points:
            note = _("chưa xác nhận") if point.is_provisional else ""
            words = point.words(asked.measure)
            yield (body, point.name, point.period.end, point.reading, words, note)


def _last(points: Sequence[Point]) -> Point | None:
    return next((each for each in reversed(points) if drawn(each.reading) is not None), None)


def _shown(measure: Measure, point: Point) -> str:
    return "" if isinstance(point.reading, Missing) else measure.brief(point.reading)


def _spec(measure: Measure, framed: Sequence[tuple[str, Sequence[Point]]]) -> Spec:
    values: list[Json] = [
        {
            "body": body,
            "day": looks.day_text(point.period.end),
            "value": drawn(point.reading),
            "said": f"{body}, {point.name}: {point.words(measure)}",
            "shown": _shown(measure, point) if point is _last(points) else "",
        }
        for body, points in framed
        for point in points
    ]
    order = looks.names_in_order([body for body, _points in framed])
    axis = looks.number_axis(is_ratio=measure.is_ratio, title=None)
    inner: Spec = {
        "width": 150,
        "height": 80,
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "axis": {**looks.day_axis(), "tickCount": 2, "format": "%m/%y"},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": False, "nice": True},
                "axis": {**axis, "tickCount": 3},
            },
        },
        "layer": [
            {"mark": {"type": "line", "color": looks.NAVY, "strokeWidth": 1.5, "aria": False}},
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 22,
                    "color": looks.NAVY,
                    "opacity": 1,
                    "invalid": "filter",
                    "aria": True,
                },
                "encoding": looks.said(),
            },
            {
                "mark": {
                    "type": "text",
                    "align": "right",
                    "baseline": "bottom",
                    "dy": -5,
                    "fontSize": 11,
                    "color": looks.INK,
                    "aria": False,
                },
                "encoding": {"text": {"field": "shown", "type": "nominal"}},
            },
        ],
    }
    return {
        "data": {"values": values},
        "facet": {
            "field": "body",
            "type": "nominal",
            "title": None,
            "sort": order,
            "header": {"labelLimit": 170, "labelAnchor": "start"},
        },
        "columns": COLUMNS,
        "spacing": 16,
        "spec": inner,
    }
