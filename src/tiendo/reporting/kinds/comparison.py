"""A table of figures beside those of the last period and of the same period a year ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tiendo.composer.model import Align, Block, Cell, FigureRef, Paragraph, Row, cell
from tiendo.domain.live_sentences import Gap, gaps_of
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import list_table, paragraph
from tiendo.reporting.comparing import (
    LAST_YEAR,
    PREVIOUS,
    Earlier,
    earlier_of,
    measure_change,
    measure_now,
    measure_then,
    merged_since,
)
from tiendo.reporting.drafting import Draft, enumerated
from tiendo.reporting.measures import Measure
from tiendo.reporting.values import value_of
from vanban.dates import format_date

_FIRST = (("STT", 11, Align.CENTER), ("Chỉ tiêu", 44, Align.LEFT), ("Kỳ này", 22, Align.RIGHT))
# What is compared with: how sentences begin that tell of it, and its columns.
_AGAINST = {
    PREVIOUS: ("Kỳ trước", "Kỳ trước", "Tăng, giảm so với kỳ trước"),
    LAST_YEAR: ("Cùng kỳ năm trước", "Cùng kỳ năm trước", "Tăng, giảm so với cùng kỳ"),
}


def comparison(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The figures of ``figures`` ("tasks.total", or with a name of their own) and their changes.

    A period without an approved report has what can be computed again, else no data; the line
    above the table says which periods these are. Errors: ReportError unknown_value.
    """
    asked = [asked_figure(each) for each in spec.options["figures"]]
    against = _against(draft)
    for name in against:
        yield _period(draft, name)
    nows = [measure_now(draft, gap, value_of) for _, gap in asked]
    units = {now.unit for now in nows}
    shared = next(iter(units)) if len(units) == 1 else ""
    rows = [
        _row(draft, at, with_unit_named(name or now.label, now.unit, shared), gap, now, against)
        for at, ((name, gap), now) in enumerated(list(zip(asked, nows, strict=True)))
    ]
    unit_line = f"Đơn vị tính: {shared}" if shared else None
    yield replace(list_table(_columns(against), rows), unit_line=unit_line)


def _against(draft: Draft) -> list[str]:
    """What the report is compared with: of a yearly one both periods are the same."""
    found = {name: _earlier(draft, name) for name in _AGAINST}
    is_one = found[PREVIOUS].period == found[LAST_YEAR].period
    return [PREVIOUS] if is_one else [PREVIOUS, LAST_YEAR]


def _columns(against: Sequence[str]) -> list[tuple[str, float, Align]]:
    return [
        *_FIRST,
        *((name, 22, Align.RIGHT) for each in against for name in _AGAINST[each][1:]),
    ]


def with_unit_named(name: str, unit: str, shared: str) -> str:
    """The name of a row, with its unit where the rows do not share one."""
    return name if shared or not unit else f"{name} ({unit})"


def asked_figure(option: Any) -> tuple[str, Gap]:
    """The name a figure is given in an outline, "" for its own, and its gap."""
    held = option if isinstance(option, dict) else {"value": option}
    gap = gaps_of("{" + str(held["value"]) + "}")[0]
    return str(held.get("name", "")), gap


def _row(draft: Draft, at: int, name: str, gap: Gap, now: Measure, against: Sequence[str]) -> Row:
    compared = [
        _one(draft, measure(draft, gap, each, value_of))
        for each in against
        for measure in (measure_then, measure_change)
    ]
    return Row((cell(str(at)), cell(name), Cell((FigureRef(now.key),)), *compared))


def _one(draft: Draft, measure: Measure) -> Cell:
    return Cell((draft.book.put(measure),))


def _earlier(draft: Draft, name: str) -> Earlier:
    return draft.keep(f"comparing.{name}", lambda: earlier_of(draft.report, name))


def _period(draft: Draft, name: str) -> Paragraph:
    """Which period is compared with, and what its figures are where it was not reported on."""
    found = _earlier(draft, name)
    again = "; chưa có báo cáo được duyệt nên số nhiệm vụ được tính lại theo ngày cuối kỳ"
    return paragraph(
        "{words}: từ ngày {start} đến ngày {end}{again}{merged}.",
        words=_AGAINST[name][0],
        start=format_date(found.period.start),
        end=format_date(found.period.end),
        again="" if found.report else again,
        merged=_merged(draft, found),
    )


def _merged(draft: Draft, found: Earlier) -> str:
    """Which bodies the figures then are without, as they were reported before these came in."""
    if found.report is None or draft.report.body_id is None:
        return ""
    names = [
        f"{each.predecessor.name} (sáp nhập ngày {format_date(each.effective_on)})"
        for each in merged_since(draft.report, found.period)
    ]
    return f"; số liệu kỳ đó chưa gồm {', '.join(names)}" if names else ""
