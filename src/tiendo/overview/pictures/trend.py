"""Trend: the figures of an indicator over time, the way to its targets, what is to be expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Goal, Measure, Outlook, Picture, Point, drawn
from vanban.quantities import Missing

CODE = "xu-huong"


@dataclass(frozen=True, slots=True)
class Trend:
    """What is drawn: points in order of their periods, targets, a forecast where there is one."""

    measure: Measure
    body: str
    points: Sequence[Point]
    goals: Sequence[Goal] = ()
    outlook: Sequence[Outlook] = ()


def draw_trend(trend: Trend) -> Picture:
    """The picture of a trend."""
    title = _("%(name)s, %(body)s") % {"name": trend.measure.name, "body": trend.body}
    summary = _summary(trend)
    has_marks = any(drawn(each.reading) is not None for each in trend.points) or any(
        each.value is not None and each.day is not None for each in trend.goals
    )
    spec = looks.finished(_spec(trend), f"{title}. {summary}") if has_marks else None
    return Picture(CODE, title, summary, _sheet(trend, title), spec)


def _summary(trend: Trend) -> str:
    known = [each for each in trend.points if not isinstance(each.reading, Missing)]
    if not known:
        return _("Chưa có số liệu của kỳ nào.")
    say = trend.measure.words
    first, last = known[0], known[-1]
    values = {
        "first": first.name,
        "from": say(first.reading),
        "last": last.name,
        "to": say(last.reading),
        "absent": len(trend.points) - len(known),
    }
    if len(known) == 1:
        words = _("Mới có một kỳ: %(last)s %(to)s.") % values
    else:
        words = _("Từ %(from)s (%(first)s) đến %(to)s (%(last)s).") % values
    goals = [each for each in trend.goals if each.value is not None and each.day is not None]
    for goal in goals[:2]:
        given = {"goal": goal.words, "day": looks.day_words(goal.day or dt.date.max)}
        words += " " + _("Chỉ tiêu: %(goal)s đến %(day)s.") % given
    if values["absent"]:
        words += " " + _("%(absent)s kỳ không có số liệu.") % values
    return words


def _sheet(trend: Trend, title: str) -> Sheet:
    columns = (
        SheetColumn("period", _("Kỳ"), width=20),
        SheetColumn("end", _("Ngày cuối kỳ"), CellKind.DAY, 12),
        SheetColumn("series", _("Loại"), width=16),
        SheetColumn("value", trend.measure.unit, trend.measure.kind, 14),
        SheetColumn("words", _("Giá trị"), width=18),
        SheetColumn("note", _("Ghi chú"), width=40),
    )
    return Sheet(CODE, title, columns, tuple(_rows(trend)))


def _rows(trend: Trend) -> Iterator[Values]:
    say = trend.measure.words
    for point in trend.points:
        note = _("chưa xác nhận") if point.is_provisional else ""
        yield (
            point.name,
            point.period.end,
            _actual(),
            point.reading,
            say(point.reading),
            note,
        )
    for goal in trend.goals:
        yield ("", goal.day, _goal(), goal.value, goal.words, goal.source)
    for each in trend.outlook:
        between = ""
        if each.low is not None and each.high is not None:
            given = {"low": say(each.low), "high": say(each.high)}
            between = _("khoảng từ %(low)s đến %(high)s") % given
        yield ("", each.day, _outlook(), each.value, say(each.value), between)


def _actual() -> str:
    return _("Thực hiện")


def _path() -> str:
    return _("Lộ trình")


def _goal() -> str:
    return _("Chỉ tiêu")


def _outlook() -> str:
    return _("Dự báo")


# Series by their words: colour, dashes and shape, so that they part in grey too.
def _faces() -> dict[str, tuple[str, list[Json], str]]:
    return {
        _actual(): (looks.NAVY, [1, 0], "circle"),
        _path(): (looks.MUTED, [6, 4], "stroke"),
        _goal(): (looks.GOOD, [1, 0], "diamond"),
        _outlook(): (looks.BLUE, [2, 3], "triangle-up"),
    }


def _spec(trend: Trend) -> Spec:
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
    if labels := [row for row in marks if row["shown"]]:
        layers.append(_label_layer(labels))
    if gaps := _gaps(trend):
        layers.append(gaps)
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": looks.number_axis(is_ratio=trend.measure.is_ratio, title=trend.measure.axis_title),
    }
    x: Spec = {"field": "day", "type": "temporal", "axis": looks.day_axis()}
    return {
        "width": looks.CONTAINER,
        "height": 260,
        "encoding": {"x": x, "y": y},
        "layer": layers,
    }


def _lines(trend: Trend) -> Iterator[dict[str, Json]]:
    for point in trend.points:
        yield {
            "day": looks.day_text(point.period.end),
            "value": drawn(point.reading),
            "series": _actual(),
            "line": "a",
        }
    for number, goal in enumerate(trend.goals):
        if goal.start is None or goal.value is None or goal.day is None:
            continue
        for day, value in (goal.start, (goal.day, goal.value)):
            yield {
                "day": looks.day_text(day),
                "value": float(value),
                "series": _path(),
                "line": f"p{number}",
            }
    last = next((p for p in reversed(trend.points) if drawn(p.reading) is not None), None)
    if trend.outlook and last is not None:
        start = (last.period.end, drawn(last.reading))
        ways = [start, *((each.day, float(each.value)) for each in trend.outlook)]
        for end, length in ways:
            yield {
                "day": looks.day_text(end),
                "value": length,
                "series": _outlook(),
                "line": "o",
            }


def _marks(trend: Trend) -> Iterator[dict[str, Json]]:
    say = trend.measure.words
    for point in trend.points:
        value = drawn(point.reading)
        if value is None:
            continue
        said = f"{point.name}: {say(point.reading)}"
        if point.is_provisional:
            said = _("%(said)s (chưa xác nhận)") % {"said": said}
        yield _mark(point.period.end, value, _actual(), said, "", not point.is_provisional)
    for goal in trend.goals:
        if goal.value is None or goal.day is None:
            continue
        given = {"goal": goal.words, "day": looks.day_words(goal.day)}
        said = _("Chỉ tiêu %(goal)s đến %(day)s") % given
        yield _mark(goal.day, float(goal.value), _goal(), said, goal.words[:28], True)
    for each in trend.outlook:
        said = _("Dự báo %(day)s: %(value)s") % {
            "day": looks.day_words(each.day),
            "value": say(each.value),
        }
        yield _mark(each.day, float(each.value), _outlook(), said, "", True)


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


def _label_layer(rows: list[dict[str, Json]]) -> Spec:
    return {
        "data": {"values": list(rows)},
        "mark": {
            "type": "text",
            "align": "right",
            "baseline": "bottom",
            "dx": -4,
            "dy": -6,
            "fontSize": 12,
            "color": looks.GOOD,
            "aria": False,
        },
        "encoding": {"text": {"field": "shown", "type": "nominal"}},
    }


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
        "mark": {"type": "text", "fontSize": 13, "color": looks.MUTED, "dy": -6, "aria": True},
        "encoding": {
            "y": {"value": "height"},
            "text": {"field": "sign", "type": "nominal"},
            **looks.said(),
        },
    }
