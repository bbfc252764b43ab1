"""The calendar as a sheet: what is due on the days asked for, else in the month of the day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Values
from tiendo.domain.status import Status
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import TASK
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.queries.calendar import DueItem, count_due, due_items
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing

_DAY = dt.timedelta(days=1)


def items(asked: Asked) -> list[DueItem]:
    """What is due, in order. Cost: seven queries at most."""
    first, last = days_of(asked)
    return due_items(asked.actor, asked.tasks, asked.day, first, last, known_at=asked.known_at)


def build(asked: Asked) -> Sheet:
    """What is due, a row each. Cost: seven queries at most."""
    columns = (
        SheetColumn("day", _g("Đến hạn"), CellKind.DAY, 12),
        SheetColumn("code", _g("Mã"), width=14),
        SheetColumn("title", _g("Nhiệm vụ"), width=56),
        SheetColumn("period", _g("Kỳ"), width=16),
        SheetColumn("lead", _g("Cơ quan chủ trì"), width=30),
        SheetColumn("status", _g("Trạng thái"), width=20),
    )
    first, last = days_of(asked)
    days = (_g("Đến hạn"), f"{first:%d/%m/%Y} – {last:%d/%m/%Y}")
    rows = [_row(item) for item in items(asked)]
    return Sheet("lich", str(VIEW.title), columns, rows, stated=(days, *asked.stated()))


def count(asked: Asked) -> int:
    """How many rows there will be. Cost: two queries."""
    first, last = days_of(asked)
    return count_due(asked.actor, asked.tasks, asked.day, first, last, known_at=asked.known_at)


VIEW = View("lich", _("Lịch đến hạn"), "task.view", build, count)


def days_of(asked: Asked) -> tuple[dt.date, dt.date]:
    """The first and the last day asked for: of the filter, else of the month of the day in view;
    a filter with one of them means its month."""
    first, last = asked.tasks.deadline_from, asked.tasks.deadline_to
    around = first or last or asked.day
    return first or around.replace(day=1), last or last_of_month(around)


def last_of_month(day: dt.date) -> dt.date:
    """The last day of the month of a day."""
    return (day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY


def _row(item: DueItem) -> Values:
    behind = {TASK: str(item.task)}
    return (
        item.day,
        Behind(item.code, behind),
        Behind(item.title, behind),
        period_name(item.period) if item.period else "",
        item.lead,
        STATUS_WORDS[Status(item.status)] if item.status else Missing.NOT_DUE,
    )
