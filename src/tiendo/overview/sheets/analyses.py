"""What was analysed over all bodies, as it was last computed from the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.analytics.models import StoredRow
from tiendo.analytics.queries import stored_analysis, stored_rows
from tiendo.budgets.models import Area, Nature, Source
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.domain.readings import PERCENT
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.models import Indicator, IndicatorVersion
from tiendo.organisations.models import Organisation
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.conditions import Conditions
from tiendo.overview.sheets.indicators import period_words, unit_words
from vanban.quantities import Missing

Cells = Mapping[str, Any]
PREFIX = "phan-tich-"
_CHUNK = 500
_OF_INDICATOR = (those.sought(label=_("Tìm mã, tên chỉ tiêu")),)
_OF_BODY = (those.body("co_quan", _("Cơ quan")),)
_STATES = {"no_data": Missing.NO_DATA, "undefined": Missing.UNDEFINED, "not_due": Missing.NOT_DUE}


def rows_asked(name: str, asked: Asked) -> QuerySet[StoredRow]:
    """The rows of an analysis that the filter leaves. Cost: one query."""
    rows, values = stored_rows(name), asked.values
    if text := values.get("q", ""):
        named = Q(code__icontains=text) | Q(versions__folded__contains=fold(text))
        rows = rows.filter(key__in=Indicator.objects.filter(named).values("code"))
    if (body := those.id_in(values, "co_quan")) is not None:
        rows = rows.filter(key__in=Organisation.objects.filter(pk=body).values("slug"))
    return rows


@dataclass(frozen=True, slots=True)
class Analysed:
    """A view of the stored rows of one analysis; ``name`` is that of the analysis, ``about`` says
    what it answers."""

    name: str
    about: Promise
    view: View
    columns: Callable[[], tuple[SheetColumn, ...]]
    print_rows: Callable[[Iterable[StoredRow]], Iterator[Values]]

    def sheet(self, rows: Iterable[StoredRow], asked: Asked) -> Sheet:
        """The sheet of some rows. Cost: that of printing them, and two queries."""
        conditions = self.view.conditions or ()
        stated = _stated(self.name, asked, conditions)
        printed = self.print_rows(rows)
        return Sheet(self.view.name, str(self.view.title), self.columns(), printed, None, stated)


def _analysed(
    name: str,
    title: Promise,
    about: Promise,
    permission: str,
    conditions: Conditions,
    columns: Callable[[], tuple[SheetColumn, ...]],
    print_rows: Callable[[Iterable[StoredRow]], Iterator[Values]],
) -> Analysed:
    def build(asked: Asked) -> Sheet:
        return made.sheet(rows_asked(name, asked).iterator(chunk_size=_CHUNK), asked)

    def count(asked: Asked) -> int:
        return rows_asked(name, asked).count()

    view = View(
        PREFIX + name,
        title,
        permission,
        build,
        count,
        conditions=conditions,
        has_day=False,
        has_knowledge=False,
    )
    made = Analysed(name, about, view, columns, print_rows)
    return made


def _stated(name: str, asked: Asked, conditions: Conditions) -> tuple[tuple[str, str], ...]:
    """The filter, the moment up to which was analysed, and by what. Cost: one query."""
    stored = stored_analysis(name)
    if stored is None or stored.facts_as_of is None:
        return (*asked.stated(conditions)[:-1], (_g("Số liệu phân tích"), _g("chưa có")))
    local = stored.facts_as_of.astimezone(clock.LOCAL_ZONE)
    dated = replace(asked, day=clock.local_day(stored.facts_as_of))
    return (
        *dated.stated(conditions),
        (_g("Số liệu phân tích đến"), f"{local:%H:%M %d/%m/%Y}"),
        (_g("Máy phân tích"), stored.engine),
    )


def _spread_columns() -> tuple[SheetColumn, ...]:
    quartile = _g("Chia theo đường thẳng giữa hai giá trị kề bên, như hàm QUARTILE.INC")
    figures = (
        ("lowest", _g("Thấp nhất"), ""),
        ("quartile_1", _g("Tứ phân vị 1"), quartile),
        ("median", _g("Trung vị"), quartile),
        ("quartile_3", _g("Tứ phân vị 3"), quartile),
        ("highest", _g("Cao nhất"), ""),
        ("mean", _g("Trung bình"), _g("Tổng chia số cơ quan có số liệu, không có trọng số")),
    )
    return (
        SheetColumn("code", _g("Mã"), width=12),
        SheetColumn("name", _g("Chỉ tiêu"), width=50),
        SheetColumn("period", _g("Kỳ"), width=14),
        SheetColumn("unit", _g("Đơn vị tính"), width=14),
        SheetColumn("measured", _g("Có số liệu"), CellKind.COUNT, 10),
        SheetColumn("counted", _g("Đã báo cáo"), CellKind.COUNT, 10),
        SheetColumn("provisional", _g("Chưa xác nhận"), CellKind.COUNT, 10),
        *(SheetColumn(key, title, CellKind.COUNT, 12, how) for key, title, how in figures),
    )


# Each with the decimals that it has beyond those of its indicator: what was divided has one.
_FIGURES = {"lowest": 0, "quartile_1": 1, "median": 1, "quartile_3": 1, "highest": 0, "mean": 1}


def _spread_rows(rows: Iterable[StoredRow]) -> Iterator[Values]:
    """Each with the definition of its period. Cost: five queries."""
    indicators = {each.code: each for each in Indicator.objects.all()}
    definitions = Definitions.of([each.pk for each in indicators.values()])
    for row in rows:
        cells, indicator = row.cells, indicators[row.key]
        period = Period(_day(cells["period_start"]), _day(cells["period_end"]))
        version = definitions.on(indicator, period)
        lacking = _lacking(cells)
        yield (
            row.key,
            version.name,
            period_words(period),
            unit_words(version),
            cells["measured"],
            cells["counted"],
            # Rows of before it was counted do not say.
            cells.get("provisional", Missing.NO_DATA),
            *(lacking or _in_unit(cells[name], version, more) for name, more in _FIGURES.items()),
        )


def _lacking(cells: Cells) -> Missing | None:
    """Why no body has a figure; None where one has."""
    if cells["measured"]:
        return None
    present = [state for code, state in _STATES.items() if cells[code]]
    return present[0] if len(present) == 1 else Missing.NO_DATA


def _in_unit(value: str, version: IndicatorVersion, more: int) -> Decimal:
    """A figure in the unit of its indicator, to so many decimals more than it is shown with."""
    shown = Decimal(value) * (100 if version.unit == PERCENT else 1)
    return shown.quantize(Decimal(1).scaleb(-version.decimals - more), ROUND_HALF_UP)


def _work_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("quarter", _g("Quý"), width=18),
        SheetColumn("body", _g("Cơ quan chủ trì"), width=44),
        SheetColumn("given", _g("Được giao trong quý"), CellKind.COUNT, 10),
        SheetColumn("finished", _g("Hoàn thành trong quý"), CellKind.COUNT, 10),
        SheetColumn("on_time", _g("Trong đó đúng hạn"), CellKind.COUNT, 10),
        SheetColumn("late", _g("Trong đó quá hạn"), CellKind.COUNT, 10),
        SheetColumn("rate", _g("Tỷ lệ đúng hạn"), CellKind.RATIO, 10, _g("Đúng hạn / hoàn thành")),
        SheetColumn("open", _g("Còn lại cuối quý"), CellKind.COUNT, 10),
        SheetColumn("overdue", _g("Quá hạn cuối quý"), CellKind.COUNT, 10),
    )


def _work_rows(rows: Iterable[StoredRow]) -> Iterator[Values]:
    names = _names()
    for row in rows:
        cells = row.cells
        yield (
            _quarter_words(_day(cells["quarter_end"])),
            names.get(row.key, _g("Chưa có cơ quan chủ trì")),
            *(cells[name] for name in ("given", "finished", "on_time", "late")),
            _ratio(cells, "on_time_rate"),
            cells["open"],
            cells["overdue"],
        )


def _quarter_words(until: dt.date) -> str:
    """The quarter of a day; with the day where it had not ended."""
    quarter = period_around(Cadence.QUARTERLY, until)
    if until == quarter.end:
        return period_words(quarter)
    return _g("%(quarter)s đến %(day)s") % {
        "quarter": period_words(quarter),
        "day": f"{until:%d/%m}",
    }


def _names() -> dict[str, str]:
    return dict(Organisation.objects.values_list("slug", "name"))


def _ratio(cells: Cells, name: str) -> Value:
    value = cells[name]
    return _STATES[cells[f"{name}_state"]] if value is None else Decimal(value)


def _update_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("month", _g("Tháng"), width=12),
        SheetColumn("body", _g("Cơ quan"), width=44),
        SheetColumn("updates", _g("Số lần cập nhật"), CellKind.COUNT, 10),
        SheetColumn("tasks", _g("Số nhiệm vụ được cập nhật"), CellKind.COUNT, 10),
        SheetColumn("difficulties", _g("Số lần nêu khó khăn"), CellKind.COUNT, 10),
    )


def _update_rows(rows: Iterable[StoredRow]) -> Iterator[Values]:
    names = _names()
    for row in rows:
        cells = row.cells
        month = f"{cells['month']:02d}/{cells['year']}"
        counts = (cells[name] for name in ("updates", "tasks", "difficulties"))
        yield month, names.get(row.key, row.key), *counts


def _money_columns() -> tuple[SheetColumn, ...]:
    paid = _g("Đã giải ngân / dự toán được giao")
    return (
        SheetColumn("year", _g("Năm"), width=8),
        SheetColumn("source", _g("Nguồn"), width=24),
        SheetColumn("nature", _g("Tính chất"), width=18),
        SheetColumn("area", _g("Lĩnh vực"), width=24),
        SheetColumn("lines", _g("Số dòng"), CellKind.COUNT, 8),
        SheetColumn("allocated", _g("Dự toán được giao, đồng"), CellKind.MONEY, 18),
        SheetColumn("committed", _g("Cam kết, đồng"), CellKind.MONEY, 18),
        SheetColumn("paid", _g("Đã giải ngân, đồng"), CellKind.MONEY, 18),
        SheetColumn("rate", _g("Tỷ lệ giải ngân"), CellKind.RATIO, 10, paid),
    )


def _money_rows(rows: Iterable[StoredRow]) -> Iterator[Values]:
    kinds = ("source", Source), ("nature", Nature), ("area", Area)
    for row in rows:
        cells = row.cells
        told = (_key_words(cells[name], kind) for name, kind in kinds)
        sums = (cells[name] for name in ("allocated", "committed", "paid"))
        yield (
            str(cells["year"]),
            *told,
            cells["lines"],
            *(Missing.NO_DATA if each is None else int(each) for each in sums),
            _ratio(cells, "rate"),
        )


def _key_words(code: str | None, kind: type[Source | Nature | Area]) -> str:
    """What a row of money is of; all of the year where nothing is told apart for it."""
    if code is None:
        return _g("Tất cả")
    return str(kind(code).label) if code else _g("Không tách")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


SPREAD = _analysed(
    "so-lieu",
    _("Số liệu các cơ quan theo kỳ"),
    _(
        "Số liệu các cơ quan báo cáo cho một chỉ tiêu chênh nhau bao nhiêu. Chỉ gồm chỉ tiêu đã có "
        "từ hai cơ quan báo cáo trong kỳ; kỳ mới nhất ở trên cùng."
    ),
    "observation.view_all",
    _OF_INDICATOR,
    _spread_columns,
    _spread_rows,
)
WORK = _analysed(
    "nhiem-vu",
    _("Nhiệm vụ hoàn thành theo quý"),
    _(
        "Mỗi quý cơ quan nào được giao, hoàn thành và còn quá hạn bao nhiêu nhiệm vụ. Quý mới nhất "
        "ở trên cùng, cơ quan quá hạn nhiều đứng trước."
    ),
    "task.view_all",
    _OF_BODY,
    _work_columns,
    _work_rows,
)
UPDATES = _analysed(
    "cap-nhat",
    _("Cập nhật tiến độ theo tháng"),
    _("Mỗi tháng cơ quan nào đã gửi cập nhật, cho bao nhiêu nhiệm vụ. Tháng mới nhất ở trên cùng."),
    "task.view_all",
    _OF_BODY,
    _update_columns,
    _update_rows,
)
MONEY = _analysed(
    "ngan-sach",
    _("Dự toán và giải ngân theo nguồn"),
    _(
        "Mỗi năm được giao và đã giải ngân bao nhiêu: cả năm, rồi từng nguồn, tính chất, lĩnh vực "
        "như các văn bản đã tách."
    ),
    "budget.view_all",
    (),
    _money_columns,
    _money_rows,
)
ANALYSES: Mapping[str, Analysed] = {each.name: each for each in (SPREAD, WORK, UPDATES, MONEY)}
