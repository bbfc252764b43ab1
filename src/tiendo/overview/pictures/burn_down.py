"""Burn-down of a year's money: what is still to be paid, beside an even pace to the closing day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Picture
from tiendo.overview.pictures.money import in_millions, millions
from vanban.quantities import Missing

CODE = "giai-ngan-theo-thoi-gian"


@dataclass(frozen=True, slots=True)
class Told:
    """What was allotted and paid as of a day, in whole VND. Missing: None where nothing is told."""

    day: dt.date
    allotted: int | None
    paid: int | None

    @property
    def left(self) -> int | None:
        """What is still to be paid; None where nothing is allotted. Unpaid so far is all of it."""
        return None if self.allotted is None else self.allotted - (self.paid or 0)


@dataclass(frozen=True, slots=True)
class BurnDown:
    """A year's money on the days that changed it, in their order; the last is the day in view."""

    year: int
    closes: dt.date
    days: Sequence[Told]


def draw_burn_down(money: BurnDown) -> Picture:
    """The picture of what is still to be paid."""
    title = _("Giải ngân năm %(year)s theo thời gian") % {"year": money.year}
    summary = _summary(money)
    known = [each for each in money.days if each.left is not None]
    spec = looks.finished(_spec(money, known), f"{title}. {summary}") if known else None
    return Picture(CODE, title, summary, _sheet(money, title), spec)


def _summary(money: BurnDown) -> str:
    last = money.days[-1] if money.days else None
    if last is None or last.left is None:
        return _("Chưa có dự toán được giao.")
    given = {
        "day": looks.day_words(last.day),
        "left": millions(last.left),
        "closes": looks.day_words(money.closes),
    }
    words = _("Đến %(day)s còn %(left)s chưa giải ngân; hết thời hạn ngày %(closes)s.") % given
    even = even_on(money, last.day)
    if even is not None and last.left > even:
        over = {"amount": millions(last.left - even)}
        words += " " + _("Chậm %(amount)s so với giải ngân đều cả năm.") % over
    if last.paid is None:
        words += " " + _("Chưa có số liệu giải ngân.")
    return words


def even_on(money: BurnDown, day: dt.date) -> int | None:
    """What would be left on a day if it were paid evenly from the year's first day on."""
    allotted = money.days[-1].allotted if money.days else None
    first = dt.date(money.year, 1, 1)
    whole = (money.closes - first).days
    if allotted is None or whole <= 0:
        return None
    gone = min(max((day - first).days, 0), whole)
    return allotted - allotted * gone // whole


def _sheet(money: BurnDown, title: str) -> Sheet:
    columns = (
        SheetColumn("day", _("Đến ngày"), CellKind.DAY, 12),
        SheetColumn("allotted", _("Dự toán (đồng)"), CellKind.MONEY, 20),
        SheetColumn("paid", _("Đã giải ngân (đồng)"), CellKind.MONEY, 20),
        SheetColumn("left", _("Chưa giải ngân (đồng)"), CellKind.MONEY, 20),
    )
    return Sheet(CODE, title, columns, tuple(_values(each) for each in money.days))


def _values(told: Told) -> Values:
    return (told.day, *(_or_missing(each) for each in (told.allotted, told.paid, told.left)))


def _or_missing(amount: int | None) -> Value:
    return Missing.NO_DATA if amount is None else amount


def _spec(money: BurnDown, known: Sequence[Told]) -> Spec:
    left, even = _("Chưa giải ngân"), _("Nếu giải ngân đều")
    lines: list[Json] = [*_left_rows(known, left), *_even_rows(money, even)]
    dashes: Json = [[1, 0], [6, 4]]
    x: Spec = {"field": "day", "type": "temporal", "axis": looks.day_axis()}
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "axis": looks.number_axis(is_ratio=False, title=_("triệu đồng")),
    }
    colour = looks.colours([left, even], [looks.NAVY, looks.MUTED])
    marks: list[Json] = list(_left_rows(known, left))
    return {
        "width": looks.CONTAINER,
        "height": 260,
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "data": {"values": lines},
                "mark": {"type": "line", "strokeWidth": 2, "aria": False},
                "encoding": {
                    "color": colour,
                    "strokeDash": {
                        "field": "series",
                        "type": "nominal",
                        "title": None,
                        "scale": {"domain": [left, even], "range": dashes},
                        "legend": looks.plain_legend(),
                    },
                },
            },
            {
                "data": {"values": marks},
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 40,
                    "color": looks.NAVY,
                    "opacity": 1,
                    "aria": True,
                },
                "encoding": looks.said(),
            },
            {
                "data": {"values": marks[-1:]},
                "mark": {
                    "type": "text",
                    "align": "right",
                    "baseline": "bottom",
                    "dy": -7,
                    "fontSize": 12,
                    "color": looks.NAVY,
                    "aria": False,
                },
                "encoding": {"text": {"field": "shown", "type": "nominal"}},
            },
        ],
    }


def _left_rows(known: Sequence[Told], series: str) -> Iterator[Json]:
    for each in known:
        left = each.left or 0
        yield {
            "day": looks.day_text(each.day),
            "value": left / 1_000_000,
            "series": series,
            "said": f"{looks.day_words(each.day)}: {millions(left)}",
            "shown": _("còn %(amount)s") % {"amount": in_millions(left)},
        }


def _even_rows(money: BurnDown, series: str) -> Iterator[Json]:
    for day in (dt.date(money.year, 1, 1), money.closes):
        even = even_on(money, day)
        if even is not None:
            yield {
                "day": looks.day_text(day),
                "value": even / 1_000_000,
                "series": series,
                "said": "",
            }
