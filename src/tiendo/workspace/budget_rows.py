"""Money as pages show it: groups with their rates, amounts with what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models import Area, Nature, Source
from tiendo.budgets.models.lines import Recorded
from tiendo.budgets.queries import DIMENSIONS, YearMoney
from tiendo.domain.budget import Rate, Total, sum_known
from tiendo.domain.money import MoneyUnit, differs_when_shown

UNIT_WORDS = (("dong", _("đồng")), ("", _("triệu đồng")), ("ty", _("tỷ đồng")))
UNITS = {"dong": MoneyUnit.DONG, "trieu": MoneyUnit.MILLION, "ty": MoneyUnit.BILLION}
TITLES: dict[str, Promise] = {
    "source": _("Theo nguồn"),
    "nature": _("Theo tính chất"),
    "area": _("Theo lĩnh vực"),
}
_WORDS: dict[str, dict[str, Any]] = {
    "source": dict(Source.choices),
    "nature": dict(Nature.choices),
    "area": dict(Area.choices),
}
UNTOLD = _("Không tách")


def unit_in(request: HttpRequest) -> str:
    """The unit amounts of a page are counted in; triệu where none is asked for."""
    return UNITS.get(request.GET.get("don-vi", ""), MoneyUnit.MILLION).value


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of lines with its sums."""

    words: str | Promise
    total: Total
    rate: Rate | None
    is_untold: bool = False


@dataclass(frozen=True, slots=True)
class SplitTable:
    """Sums told apart by one thing. ``differs``: rounded parts do not make the rounded whole."""

    name: str
    title: str | Promise
    rows: tuple[GroupRow, ...]
    differs: bool


def split_tables(money: YearMoney, on: dt.date, year: int, unit: str) -> tuple[SplitTable, ...]:
    """The sums of a year by source, by nature, by area; what is not told apart in its own row."""
    tables = []
    for name in DIMENSIONS:
        split = money.splits[name]
        rows = [
            GroupRow(_WORDS[name][group], total, split.rate(group, on, year))
            for group, total in split.groups.items()
        ]
        if split.untold.lines:
            rows.append(GroupRow(UNTOLD, split.untold, None, is_untold=True))
        differs = _differs(rows, money.total, unit)
        tables.append(SplitTable(f"theo-{name}", TITLES[name], tuple(rows), differs))
    return tuple(tables)


def _differs(rows: Sequence[GroupRow], whole: Total, unit: str) -> bool:
    for name in ("allotted", "paid"):
        parts = [getattr(row.total, name) for row in rows]
        known = [part for part in parts if part is not None]
        total = getattr(whole, name)
        if total is not None and differs_when_shown(known, total, MoneyUnit(unit)):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Cross:
    """What was allotted by nature (rows) and source (columns), each sum counted from its lines."""

    heads: tuple[str | Promise, ...]
    rows: tuple[tuple[str | Promise, tuple[int | None, ...], int | None], ...]
    sums: tuple[int | None, ...]
    whole: int | None
    differs: bool


def cross_table(money: YearMoney, unit: str) -> Cross | None:
    """What was allotted by nature and source; None where nothing is told apart by both."""
    cells = {
        (str(nature), str(source)): total.allotted
        for (nature, source), total in money.cross.items()
        if total.allotted is not None
    }
    if not any(nature and source for nature, source in cells):
        return None
    natures = [each for each in (*Nature.values, "") if _of(cells, nature=each) is not None]
    sources = [each for each in (*Source.values, "") if _of(cells, source=each) is not None]
    rows = tuple(
        (
            _WORDS["nature"].get(nature, UNTOLD),
            tuple(cells.get((nature, source)) for source in sources),
            _of(cells, nature=nature),
        )
        for nature in natures
    )
    whole = sum(cells.values())
    return Cross(
        heads=tuple(_WORDS["source"].get(source, UNTOLD) for source in sources),
        rows=rows,
        sums=tuple(_of(cells, source=source) for source in sources),
        whole=whole,
        differs=differs_when_shown(cells.values(), whole, MoneyUnit(unit)),
    )


def _of(
    cells: Mapping[tuple[str, str], int], nature: str | None = None, source: str | None = None
) -> int | None:
    """The sum of the cells of a nature or a source; None where there is none."""
    return sum_known(
        amount
        for (each_nature, each_source), amount in cells.items()
        if nature in (None, each_nature) and source in (None, each_source)
    )


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A recorded amount. ``gone``: corrected or withdrawn; ``is_later``: after the day in view."""

    kind: str
    row: Any
    gone: str | Promise
    is_later: bool
    may_correct: bool


def amount_rows(
    kind: str, rows: Any, on: dt.date, may_correct: Callable[[Recorded], bool]
) -> tuple[AmountRow, ...]:
    """The amounts of a line in the order of their days, corrected ones with what became of them.

    Cost: one query.
    """
    found = list(rows.select_related("document", "recorded_by").order_by("day", "pk"))
    by_corrected = {row.corrects_id: row for row in found if row.corrects_id is not None}
    shown = []
    for row in found:
        if row.is_withdrawn:
            continue
        later = by_corrected.get(row.pk)
        gone: str | Promise = ""
        if later is not None:
            gone = _("Đã rút") if later.is_withdrawn else _("Đã đính chính")
        shown.append(AmountRow(kind, row, gone, row.day > on, later is None and may_correct(row)))
    return tuple(shown)
