"""Waterfall of a year's money: allotted, adjusted, paid, bound, left; every step adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Picture
from tiendo.overview.pictures.money import in_millions, millions
from vanban.quantities import Missing

CODE = "dong-tien"


@dataclass(frozen=True, slots=True)
class YearSteps:
    """The sums of a year's lines as of a day, in whole VND.

    ``given`` is what was first allotted, ``allotted`` what is in force. Missing: None where no
    line has the figure.
    """

    year: int
    on: dt.date
    given: int | None
    allotted: int | None
    committed: int | None
    paid: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One bar from ``low`` to ``high``; ``amount`` is what it adds. Missing: None, no bar."""

    label: str
    amount: int | None
    low: int
    high: int
    colour: str


def draw_waterfall(money: YearSteps) -> Picture:
    """The picture of a year's money from allotted to left."""
    given = {"year": money.year, "day": looks.day_words(money.on)}
    title = _("Dự toán năm %(year)s đến ngày %(day)s") % given
    steps = steps_of(money)
    summary = _summary(money)
    spec = None
    if money.allotted is not None:
        spec = looks.finished(_spec(steps), f"{title}. {summary}")
    return Picture(CODE, title, summary, _sheet(steps, title), spec)


def steps_of(money: YearSteps) -> list[Step]:
    """The bars: what is paid and what is bound but not yet paid leave what is left."""
    allotted, paid = money.allotted, money.paid
    change = None
    if allotted is not None and money.given is not None:
        change = allotted - money.given
    bound = None if money.committed is None else max(money.committed - (paid or 0), 0)
    rest = None if allotted is None else allotted - (paid or 0) - (bound or 0)
    top = allotted or 0
    after_paid = top - (paid or 0)
    after_bound = after_paid - (bound or 0)
    return [
        _step(_("Dự toán giao"), money.given, 0, money.given or 0, looks.NAVY),
        _step(_("Điều chỉnh"), change, money.given or 0, top, looks.WARN),
        _step(_("Sau điều chỉnh"), allotted, 0, top, looks.NAVY),
        _step(_("Đã giải ngân"), _less(paid), after_paid, top, looks.GOOD),
        _step(
            _("Cam kết chưa chi"),
            _less(bound),
            after_bound,
            after_paid,
            looks.BLUE,
        ),
        _step(_("Còn lại"), rest, 0, rest or 0, looks.MUTED),
    ]


def _less(amount: int | None) -> int | None:
    return None if amount is None else -amount


def _step(label: str, amount: int | None, start: int, end: int, colour: str) -> Step:
    return Step(label, amount, min(start, end), max(start, end), colour)


def _summary(money: YearSteps) -> str:
    if money.allotted is None:
        return _("Chưa có dự toán được giao.")
    words = _("Dự toán %(amount)s.") % {"amount": millions(money.allotted)}
    if money.paid is None:
        return words + " " + _("Chưa có số liệu giải ngân.")
    rest = money.allotted - money.paid
    given = {"paid": millions(money.paid), "rest": millions(rest)}
    words += " " + _("Đã giải ngân %(paid)s, chưa giải ngân %(rest)s.") % given
    if rest < 0:
        words += " " + _("Giải ngân vượt dự toán.")
    return words


def _sheet(steps: Sequence[Step], title: str) -> Sheet:
    columns = (
        SheetColumn("step", _("Bước"), width=30),
        SheetColumn("amount", _("Số tiền (đồng)"), CellKind.MONEY, 22),
        SheetColumn("words", _("Triệu đồng"), width=22),
    )
    return Sheet(CODE, title, columns, tuple(_values(each) for each in steps))


def _values(step: Step) -> Values:
    if step.amount is None:
        return (step.label, Missing.NO_DATA, str(Missing.NO_DATA.words))
    return (step.label, step.amount, millions(step.amount))


def _spec(steps: Sequence[Step]) -> Spec:
    values: list[Json] = [dict(each) for each in _bars(steps)]
    order = looks.names_in_order([each.label for each in steps])
    # Room at the right for the words beside the longest bar.
    lowest = min(0, *(each.low for each in steps)) / 1_000_000
    highest = max(1, *(each.high for each in steps)) / 1_000_000
    x: Spec = {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": [lowest, highest * 1.4], "nice": False},
        "axis": looks.number_axis(is_ratio=False, title=_("triệu đồng")),
    }
    y: Spec = {"field": "step", "type": "nominal", "sort": order, "axis": looks.rows_axis()}
    return {
        "width": looks.CONTAINER,
        "height": looks.height_of(len(steps), 34),
        "data": {"values": values},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.62}, "aria": True},
                "encoding": {
                    "x": x,
                    "x2": {"field": "high"},
                    "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
                    **looks.said(),
                },
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 5,
                    "fontSize": 12,
                    "color": looks.INK,
                    "aria": False,
                },
                "encoding": {
                    "x": {"field": "high", "type": "quantitative"},
                    "text": {"field": "shown", "type": "nominal"},
                },
            },
        ],
    }


def _bars(steps: Sequence[Step]) -> Iterator[dict[str, Json]]:
    for step in steps:
        words = Missing.NO_DATA.words if step.amount is None else millions(step.amount)
        yield {
            "step": step.label,
            "low": step.low / 1_000_000,
            # What is not known is no bar: its words stand where it would begin.
            "high": (step.low if step.amount is None else step.high) / 1_000_000,
            "colour": step.colour,
            "shown": str(words) if step.amount is None else in_millions(step.amount),
            "said": f"{step.label}: {words}",
        }
