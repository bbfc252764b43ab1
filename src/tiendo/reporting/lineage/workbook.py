"""The lineage of a report as a workbook: figures, which records each counts, records, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.composer.sheet_xlsx import write_workbook
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values
from tiendo.domain import clock
from tiendo.reporting.formulas import STATUS_WORDS, formula_words
from tiendo.reporting.lineage import NOUNS
from tiendo.reporting.lineage.exporting import figures_in, records_in
from tiendo.reporting.lineage.records import Deed, Record, RecordState
from tiendo.reporting.lineage.workings import siblings_of, working_of
from tiendo.reporting.models import Figure, Report
from vanban.dates import format_date
from vanban.quantities import Missing

# A sheet of more pairs than this takes half a minute to write, and nobody pages through it.
MOST_PAIRS, RECORDS_A_ROW = 100_000, 200
STATES: dict[RecordState, Promise] = {
    RecordState.SAME: _("Như khi lập"),
    RecordState.CHANGED: _("Đã khác"),
    RecordState.GONE: _("Đã rút hoặc xóa"),
    RecordState.HIDDEN: _("Không được xem"),
}


def write_lineage_workbook(actor: Actor, report: Report, target: IO[bytes] | str) -> None:
    """Write the lineage of a report as the asker may see it.

    Errors: ComposerError sheet_too_long.
    """
    sheets = (_figures(report), _counted(report), _records(actor, report), _sources(actor, report))
    write_workbook(report.title, sheets, target, clock.LOCAL_ZONE, clock.now())


def _stated(report: Report) -> tuple[tuple[str, str], ...]:
    known = report.known_at.astimezone(clock.LOCAL_ZONE)
    return (
        (str(_("Báo cáo")), report.title),
        (str(_("Số liệu tính đến ngày")), format_date(report.as_of)),
        (str(_("Theo những gì đã ghi nhận đến")), f"{known:%H:%M %d/%m/%Y}"),
    )


def _column(
    key: str, title: Promise, width: int = 20, kind: CellKind = CellKind.TEXT
) -> SheetColumn:
    return SheetColumn(key, str(title), kind, width)


def _figures(report: Report) -> Sheet:
    columns = (
        _column("key", _("Mã số liệu"), 30),
        _column("label", _("Số liệu"), 45),
        _column("printed", _("In trong báo cáo"), 18),
        _column("value", _("Giá trị"), 18),
        _column("unit", _("Đơn vị"), 14),
        _column("as_of", _("Tính đến ngày"), 14, CellKind.DAY),
        _column("formula", _("Cách tính"), 60),
        _column("working", _("Phép tính"), 30),
        _column("kind", _("Loại hồ sơ"), 18),
        _column("count", _("Số hồ sơ"), 10, CellKind.COUNT),
    )
    siblings = siblings_of(report)
    rows = (
        (
            each.key,
            each.label,
            each.printed,
            _value(each),
            each.unit,
            each.as_of,
            formula_words(each.formula),
            working_of(each, siblings),
            str(NOUNS.get(each.record_type, each.record_type)),
            len(each.record_ids),
        )
        for each in figures_in(report)
    )
    return Sheet("figures", str(_("Số liệu")), columns, rows, stated=_stated(report))


def _value(figure: Figure) -> Value:
    """The value as exactly as it is kept; why there is none."""
    if figure.value is None:
        return Missing(figure.value_state)
    whole = figure.value.to_integral_value()
    return whole if whole == figure.value else figure.value.normalize()


def _counted(report: Report) -> Sheet:
    """Which records each figure counts: one a row, or many where nobody reads so many rows."""
    columns = (
        _column("key", _("Mã số liệu"), 40),
        _column("kind", _("Loại hồ sơ"), 20),
        _column("record", _("Hồ sơ số"), 14),
    )
    counted = report.figures.aggregate(records=Sum("record_ids__len"))["records"] or 0
    rows = _pairs(report, 1 if counted <= MOST_PAIRS else RECORDS_A_ROW)
    return Sheet("counted", str(_("Hồ sơ đã đếm")), columns, rows, stated=_stated(report))


def _pairs(report: Report, at_once: int) -> Iterator[Values]:
    for each in figures_in(report):
        noun = str(NOUNS.get(each.record_type, each.record_type))
        for start in range(0, len(each.record_ids), at_once):
            counted = each.record_ids[start : start + at_once]
            yield each.key, noun, "; ".join(map(str, counted))


def _records(actor: Actor, report: Report) -> Sheet:
    columns = (
        _column("kind", _("Loại hồ sơ"), 18),
        _column("record", _("Hồ sơ số"), 12),
        _column("code", _("Mã"), 14),
        _column("title", _("Tên"), 55),
        _column("body", _("Cơ quan"), 28),
        _column("note", _("Nội dung"), 40),
        _column("then", _("Khi lập báo cáo"), 28),
        _column("now", _("Hiện nay"), 28),
        _column("state", _("So với khi lập"), 16),
        _column("entered", _("Người ghi nhận"), 24),
        _column("entered_at", _("Ghi nhận lúc"), 18, CellKind.MOMENT),
        _column("confirmed", _("Người xác nhận"), 24),
        _column("confirmed_at", _("Xác nhận lúc"), 18, CellKind.MOMENT),
        _column("evidence", _("Minh chứng"), 40),
    )
    rows = (_row(each.record) for each in records_in(actor, report))
    return Sheet("records", str(_("Hồ sơ")), columns, rows, stated=_stated(report))


def _row(record: Record) -> Values:
    return (
        str(NOUNS[record.record_type]),
        str(record.record_id),
        record.code,
        record.title,
        record.lead,
        record.note,
        _then(record),
        _now(record),
        str(STATES[record.state]),
        record.entered.by if record.entered else "",
        _at(record.entered),
        record.confirmed.by if record.confirmed else "",
        _at(record.confirmed),
        "; ".join(proof.words for proof in record.proofs),
    )


def _then(record: Record) -> str:
    if record.then is not None:
        return STATUS_WORDS[record.then]
    return "; ".join(f"{each.label}: {each.then}" for each in record.values)


def _now(record: Record) -> str:
    if record.now is not None:
        return STATUS_WORDS[record.now]
    return "; ".join(f"{each.label}: {each.now}" for each in record.values if each.now)


def _at(deed: Deed | None) -> dt.datetime | None:
    return deed.at if deed is not None else None


def _sources(actor: Actor, report: Report) -> Sheet:
    columns = (
        _column("kind", _("Loại hồ sơ"), 18),
        _column("record", _("Hồ sơ số"), 12),
        _column("document", _("Văn bản"), 40),
        _column("path", _("Điều khoản"), 14),
        _column("page", _("Trang"), 8),
        _column("quote", _("Nguyên văn"), 90),
    )
    rows = (
        (
            str(NOUNS[each.record.record_type]),
            str(each.record.record_id),
            clause.document,
            clause.path,
            str(clause.page or ""),
            clause.quote,
        )
        for each in records_in(actor, report)
        for clause in each.record.clauses
    )
    return Sheet("sources", str(_("Điều khoản gốc")), columns, rows, stated=_stated(report))
