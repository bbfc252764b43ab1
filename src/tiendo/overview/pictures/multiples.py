"""Small multiples: the same indicator over time, a small frame for each body, one scale for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Measure, Picture, Point, drawn, known

CODE = "tung-co-quan"
# More frames than these no screen shows at once; the table holds them all.
MOST_FRAMES = 36
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Multiples:
    """The points of each body, in the order of the frames."""

    measure: Measure
    bodies: Sequence[tuple[str, Sequence[Point]]]


def draw_multiples(asked: Multiples) -> Picture:
    """The picture of small multiples."""
    title = _("%(name)s, từng cơ quan") % {"name": asked.measure.name}
    framed = [(body, points) for body, points in asked.bodies if _has_values(points)]
    summary = _summary(asked, len(framed))
    shown = framed[:MOST_FRAMES]
    spec = looks.finished(_spec(asked.measure, shown), f"{title}. {summary}") if shown else None
    return Picture(CODE, title, summary, _sheet(asked, title), spec)


def _has_values(points: Sequence[Point]) -> bool:
    return bool(known([each.reading for each in points]))


def _summary(asked: Multiples, framed: int) -> str:
    given = {"framed": framed, "all": len(asked.bodies), "most": MOST_FRAMES}
    if not framed:
        return _("Chưa cơ quan nào có số liệu.")
    words = _("%(framed)s/%(all)s cơ quan có số liệu, cùng một thang đo.") % given
    if framed > MOST_FRAMES:
        words += " " + _("Hình vẽ %(most)s cơ quan đầu; bảng số liệu có đủ.") % given
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
            words = asked.measure.words(point.reading)
            yield (body, point.name, point.period.end, point.reading, words, note)


def _spec(measure: Measure, framed: Sequence[tuple[str, Sequence[Point]]]) -> Spec:
    values: list[Json] = [
        {
            "body": body,
            "day": looks.day_text(point.period.end),
            "value": drawn(point.reading),
            "said": f"{body}, {point.name}: {measure.words(point.reading)}",
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
            "y": {"field": "value", "type": "quantitative", "axis": {**axis, "tickCount": 3}},
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
