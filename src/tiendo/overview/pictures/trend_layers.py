"""The layers of a trend: lines, marks with their words, an interval, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Goal, Measure, Outlook, Point, drawn
from vanban.quantities import Missing


@dataclass(frozen=True, slots=True)
class Trend:
    """What is drawn: points in order of their periods, targets, a forecast where there is one."""

    measure: Measure
    body: str
    points: Sequence[Point]
    goals: Sequence[Goal] = ()
    outlook: Sequence[Outlook] = ()


def actual() -> str:
    """The series of what was measured."""
    return _("Thực hiện")


def path_series() -> str:
    """The series of the way to a target."""
    return _("Lộ trình")


def goal_series() -> str:
    """The series of targets."""
    return _("Chỉ tiêu")


def outlook_series() -> str:
    """The series of what is to be expected."""
    return _("Dự báo")


# Series by their words: colour, dashes and shape, so that they part in grey too.
def _faces() -> dict[str, tuple[str, list[Json], str]]:
    return {
        actual(): (looks.NAVY, [1, 0], "circle"),
        path_series(): (looks.MUTED, [6, 4], "stroke"),
        goal_series(): (looks.GOOD, [1, 0], "diamond"),
        outlook_series(): (looks.BLUE, [2, 3], "triangle-up"),
    }


def trend_spec(trend: Trend) -> Spec:
    """The specification of a trend that has something to draw."""
    lines = [*_lines(trend)]
    marks = [*_marks(trend)]
    named = dict.fromkeys(str(row["series"]) for row in [*lines, *marks])
    faces = {name: face for name, face in _faces().items() if name in named}
    layers: list[Json] = []
    if band := _band(trend):
        layers.append(band)
    if lines:
        layers.append(_line_layer(lines, faces))
    layers.append(_mark_layer(marks, faces))
    layers += _label_layers(trend, marks)
    if gaps := _gaps(trend):
        layers.append(gaps)
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": _room(trend), "nice": True},
        "axis": looks.number_axis(is_ratio=trend.measure.is_ratio, title=trend.measure.axis_title),
    }
    x: Spec = {"field": "day", "type": "temporal", "axis": looks.day_axis()}
    return {
        "width": looks.CONTAINER,
        "height": 260,
        "encoding": {"x": x, "y": y},
        "layer": layers,
    }


def _room(trend: Trend) -> list[Json]:
    """The values from least to greatest with some air; not below zero, and no share above the
    whole, unless values are."""
    values = [each for each in _lengths(trend) if each is not None]
    low, high = min(values), max(values)
    air = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
    least = low - air if low < 0 else max(low - air, 0.0)
    most = high + air
    if trend.measure.is_ratio and high <= 1:
        most = min(most, 1.0)
    return [least, most]


def _lengths(trend: Trend) -> Iterator[float | None]:
    for point in trend.points:
        yield drawn(point.reading)
    for goal in trend.goals:
        if goal.value is not None and goal.day is not None:
            yield float(goal.value)
            yield float(goal.start[1]) if goal.start else None
    for each in trend.outlook:
        for value in (each.value, each.low, each.high):
            yield None if value is None else float(value)


def _lines(trend: Trend) -> Iterator[dict[str, Json]]:
    for point in trend.points:
        yield {
            "day": looks.day_text(point.period.end),
            "value": drawn(point.reading),
            "series": actual(),
            "line": "a",
        }
    for number, goal in enumerate(trend.goals):
        if goal.start is None or goal.value is None or goal.day is None:
            continue
        for day, value in (goal.start, (goal.day, goal.value)):
            yield {
                "day": looks.day_text(day),
                "value": float(value),
                "series": path_series(),
                "line": f"p{number}",
            }
    last = _last(trend)
    if trend.outlook and last is not None:
        start = (last.period.end, drawn(last.reading))
        ways = [start, *((each.day, float(each.value)) for each in trend.outlook)]
        for end, length in ways:
            yield {
                "day": looks.day_text(end),
                "value": length,
                "series": outlook_series(),
                "line": "o",
            }


def _last(trend: Trend) -> Point | None:
    return next((p for p in reversed(trend.points) if drawn(p.reading) is not None), None)


def _marks(trend: Trend) -> Iterator[dict[str, Json]]:
    say, last = trend.measure.words, _last(trend)
    for point in trend.points:
        value = drawn(point.reading)
        if value is None:
            continue
        words = point.words(trend.measure)
        said = f"{point.name}: {words}"
        if point.is_provisional:
            said = _("%(said)s (chưa xác nhận)") % {"said": said}
        shown = words if point is last else ""
        yield _mark(point.period.end, value, actual(), said, shown, not point.is_provisional)
    for goal in trend.goals:
        if goal.value is None or goal.day is None:
            continue
        given = {"goal": goal.words, "day": looks.day_words(goal.day)}
        said = _("Chỉ tiêu %(goal)s đến %(day)s") % given
        yield _mark(goal.day, float(goal.value), goal_series(), said, goal.words[:28], True)
    for each in trend.outlook:
        said = _("Dự báo %(day)s: %(value)s") % {
            "day": looks.day_words(each.day),
            "value": say(each.value),
        }
        yield _mark(each.day, float(each.value), outlook_series(), said, "", True)


def _mark(
    day: dt.date, value: float, series: str, said: str, shown: str, is_firm: bool
) -> dict[str, Json]:
    return {
        "day": looks.day_text(day),
        "value": value,
        "series": series,
        "said": said,
        "shown": shown,
        "fill": _faces()[series][0] if is_firm else "#FFFFFF",
    }


Faces = dict[str, tuple[str, list[Json], str]]


def _line_layer(rows: list[dict[str, Json]], faces: Faces) -> Spec:
    domain = list(faces)
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "line", "strokeWidth": 2, "aria": False},
        "encoding": {
            "color": looks.colours(domain, [face[0] for face in faces.values()]),
            "strokeDash": {
                "field": "series",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(domain), "range": [face[1] for face in faces.values()]},
                "legend": looks.plain_legend(),
            },
            "detail": {"field": "line", "type": "nominal"},
        },
    }


def _mark_layer(rows: list[dict[str, Json]], faces: Faces) -> Spec:
    domain = list(faces)
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "point", "size": 56, "strokeWidth": 2, "opacity": 1, "aria": True},
        "encoding": {
            "color": looks.colours(domain, [face[0] for face in faces.values()]),
            "shape": {
                "field": "series",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(domain), "range": [face[2] for face in faces.values()]},
                "legend": looks.plain_legend(),
            },
            "fill": {"field": "fill", "type": "nominal", "scale": None, "legend": None},
            **looks.said(),
        },
    }


def _label_layers(trend: Trend, marks: Sequence[dict[str, Json]]) -> Iterator[Json]:
    """Words beside the last figure and the targets, towards the middle of the picture; those of
    what lies lower stand below it."""
    labelled = [row for row in marks if row["shown"]]
    if not labelled:
        return
    middle = _middle([str(row["day"]) for row in (*_lines(trend), *marks)])
    last = _last(trend)
    level = drawn(last.reading) if last is not None else None
    for is_left, is_below in product((True, False), (True, False)):
        rows: list[Json] = [
            {**row, "ink": _faces()[str(row["series"])][0]}
            for row in labelled
            if (str(row["day"]) <= middle) is is_left and _is_below(row, level) is is_below
        ]
        if rows:
            # White around the letters: a line behind them is no part of them.
            yield _label_layer(rows, is_left, is_below, {"stroke": "#FFFFFF", "strokeWidth": 3})
            yield _label_layer(rows, is_left, is_below, {})


def _is_below(row: dict[str, Json], level: float | None) -> bool:
    value = row["value"]
    return level is not None and isinstance(value, float) and value < level


def _label_layer(rows: list[Json], is_left: bool, is_below: bool, halo: Spec) -> Spec:
    encoding: Spec = {"text": {"field": "shown", "type": "nominal"}}
    if not halo:
        encoding["fill"] = {"field": "ink", "type": "nominal", "scale": None, "legend": None}
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "align": "left" if is_left else "right",
            "baseline": "top" if is_below else "bottom",
            "dx": 6 if is_left else -4,
            "dy": 8 if is_below else -6,
            "fontSize": 12,
            "aria": False,
            **halo,
        },
        "encoding": encoding,
    }


def _middle(days: Sequence[str]) -> str:
    """The day half way between the first and the last, as a specification holds it."""
    first, last = (dt.datetime.fromisoformat(each) for each in (min(days), max(days)))
    return (first + (last - first) / 2).isoformat()


def _band(trend: Trend) -> Spec | None:
    values: list[Json] = [
        {"day": looks.day_text(each.day), "value": float(each.low), "high": float(each.high)}
        for each in trend.outlook
        if each.low is not None and each.high is not None
    ]
    if not values:
        return None
    is_single = len(values) == 1
    return {
        "data": {"values": values},
        "mark": {
            "type": "rule" if is_single else "area",
            "color": looks.BLUE,
            "opacity": 0.6 if is_single else 0.15,
            "aria": False,
        },
        "encoding": {"y2": {"field": "high"}},
    }


def _gaps(trend: Trend) -> Spec | None:
    """What is missing, marked at the foot: a gap in the line is no zero."""
    values: list[Json] = [
        {
            "day": looks.day_text(point.period.end),
            "sign": looks.SIGNS[point.reading],
            "said": f"{point.name}: {point.reading.words}",
        }
        for point in trend.points
        if isinstance(point.reading, Missing)
    ]
    if not values:
        return None
    return {
        "data": {"values": values},
        "mark": {
            "type": "text",
            "fontSize": 15,
            "fontWeight": 600,
            "color": looks.INK,
            "dy": -9,
            "aria": True,
        },
        "encoding": {
            "y": {"value": "height"},
            "text": {"field": "sign", "type": "nominal"},
            **looks.said(),
        },
    }
