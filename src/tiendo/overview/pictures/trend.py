"""Trend: the figures of an indicator over time, the way to its targets, what is to be expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Picture, drawn
from tiendo.overview.pictures.trend_layers import (
    Trend,
    actual,
    goal_series,
    outlook_series,
    trend_spec,
)
from vanban.quantities import Missing

CODE = "xu-huong"


def draw_trend(trend: Trend) -> Picture:
    """The picture of a trend."""
    title = _("%(name)s, %(body)s") % {"name": trend.measure.name, "body": trend.body}
    summary = _summary(trend)
    has_marks = any(drawn(each.reading) is not None for each in trend.points) or any(
        each.value is not None and each.day is not None for each in trend.goals
    )
    spec = looks.finished(trend_spec(trend), f"{title}. {summary}") if has_marks else None
    return Picture(CODE, title, summary, _sheet(trend, title), spec)


def _summary(trend: Trend) -> str:
    known = [each for each in trend.points if not isinstance(each.reading, Missing)]
    if not known:
        return _("Chưa có số liệu của kỳ nào.")
    first, last = known[0], known[-1]
    values = {
        "first": first.name,
        "from": first.words(trend.measure),
        "last": last.name,
        "to": last.words(trend.measure),
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
        values["signs"] = looks.signs_words(each.reading for each in trend.points)
        words += " " + _("%(absent)s kỳ không có số liệu (%(signs)s).") % values
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
            actual(),
            point.reading,
            point.words(trend.measure),
            note,
        )
    for goal in trend.goals:
        yield ("", goal.day, goal_series(), goal.value, goal.words, goal.source)
    for each in trend.outlook:
        between = ""
        if each.low is not None and each.high is not None:
            given = {"low": say(each.low), "high": say(each.high)}
            between = _("khoảng từ %(low)s đến %(high)s") % given
        yield ("", each.day, outlook_series(), each.value, say(each.value), between)
