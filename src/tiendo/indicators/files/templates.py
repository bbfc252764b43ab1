"""The workbook of figures that a body owes for a period, to be filled in and brought back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around, period_label
from tiendo.indicators.definitions import figure_asked_by
from tiendo.indicators.figures import printed
from tiendo.indicators.files.heads import LABELS, PLACES, Head
from tiendo.indicators.files.undoing import typed
from tiendo.indicators.models import (
    IndicatorState,
    IndicatorVersion,
    Observation,
    Origin,
)
from tiendo.indicators.permissions import Place
from tiendo.organisations.models import Organisation

_WIDTHS = {Head.NAME: 52, Head.BODY: 30, Head.VALUE: 18, Head.MISSING: 26, Head.REASON: 26}
_OPEN = frozenset({Head.VALUE, Head.AS_OF, Head.MISSING, Head.REASON, Head.NOTE})


@dataclass(frozen=True, slots=True)
class Owed:
    """A figure that a body owes: its definition, whose it is, its breakdown, what is known.

    Missing: ``held`` None where nothing is in force, ``last`` where the period before has none.
    """

    version: IndicatorVersion
    body: Organisation
    breakdown: str
    held: Observation | None
    last: Observation | None


def owed_figures(body: Organisation, cadence: Cadence, period: Period) -> list[Owed]:
    """What a body owes for a period, its own figures and those of subjects, with the breakdowns
    that were given already. Cost: three queries."""
    asked = [
        (version, whose)
        for version in _versions(cadence, period)
        if (whose := figure_asked_by(version, body)) is not None
    ]
    before = period_around(cadence, period.start - ONE_DAY)
    held: defaultdict[Place, dict[str, Observation]] = defaultdict(dict)
    last: defaultdict[Place, dict[str, Observation]] = defaultdict(dict)
    found = Observation.objects.filter(
        organisation__in={whose.pk for _version, whose in asked},
        is_current=True,
        indicator__in=[version.indicator_id for version, _whose in asked],
        period_start__in=[period.start, before.start],
        period_end__in=[period.end, before.end],
    )
    for row in found:
        into = held if row.period_start == period.start else last
        into[row.indicator_id, row.organisation_id][row.breakdown] = row
    return [
        Owed(version, whose, breakdown, held[place].get(breakdown), last[place].get(breakdown))
        for version, whose in asked
        for place in [(version.indicator_id, whose.pk)]
        for breakdown in sorted({"", *held[place], *last[place]})
    ]


def _versions(cadence: Cadence, period: Period) -> list[IndicatorVersion]:
    found = IndicatorVersion.objects.filter(
        indicator__state=IndicatorState.ACTIVE,
        origin=Origin.ENTERED,
        frequency=cadence.value,
        validity__contains=period.end,
    )
    return list(
        found.select_related("indicator", "reporters", "subject").order_by("indicator__code")
    )


def write_template(body: Organisation, cadence: Cadence, period: Period, target: IO[bytes]) -> int:
    """Write the workbook of a body and a period; the number of figures in it. Only what is to be
    filled in can be changed. Cost: three queries."""
    owed = owed_figures(body, cadence, period)
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet(_("Số liệu"))
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EDF5"}
        )
        fixed = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        free = book.add_format({"num_format": "@", "locked": False, "bg_color": "#FFFBE6"})
        for head, place in PLACES.items():
            page.set_column(place, place, _WIDTHS.get(head, 16))
            page.write_string(0, place, str(LABELS[head]), bold)
        for line, each in enumerate(owed, 1):
            for head, text in _row(each, cadence, period).items():
                page.write_string(line, PLACES[head], text, free if head in _OPEN else fixed)
        page.freeze_panes(1, PLACES[Head.UNIT])
        page.protect("", {"format_columns": True, "format_rows": True, "sort": True})
        _write_hints(book.add_worksheet(_("Hướng dẫn")))
    return len(owed)


def _row(each: Owed, cadence: Cadence, period: Period) -> dict[Head, str]:
    version, held = each.version, each.held
    return {
        Head.CODE: version.indicator.code,
        Head.NAME: version.name,
        Head.UNIT: f"{version.unit} {version.unit_base}".strip(),
        Head.BODY: each.body.name,
        Head.PERIOD: period_label(cadence, period),
        Head.BREAKDOWN: each.breakdown,
        Head.LAST: printed(each.last, version) if each.last else "",
        Head.VALUE: typed(held, version.unit) if held else "",
        Head.AS_OF: f"{held.as_of:%d/%m/%Y}" if held else "",
        Head.MISSING: held.note if held and held.is_missing else "",
        Head.REASON: "",
        Head.NOTE: held.note if held and not held.is_missing else "",
        Head.REVISION: str(held.revision) if held else "",
    }


def _write_hints(page: Worksheet) -> None:
    page.set_column(0, 0, 110)
    for line, words in enumerate(_hints()):
        page.write_string(line, 0, words)


def _hints() -> tuple[str, ...]:
    return (
        _("Chỉ ghi vào các ô nền vàng; dòng để trống được bỏ qua."),
        _("Giá trị: 1.234,5 hoặc 99,9%; “khoảng 80”, “hơn 80” được giữ nguyên mức chính xác."),
        _("Chưa có số liệu: để trống ô giá trị, ghi lý do ở cột “Lý do chưa có số liệu”."),
        _("Kỳ đã hết hạn nhập, hoặc số liệu đã xác nhận: ghi lý do ở cột “Lý do nhập muộn”."),
        _("Không sửa cột “Phiên bản”: cột này cho biết số liệu nào đã thấy khi tải tệp mẫu."),
    )
