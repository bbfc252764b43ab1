"""A table of figures beside those of the last period and of the same period a year ago."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiendo.composer.model import Align, Block, Cell, FigureRef, Row, cell
from tiendo.domain.live_sentences import Gap, gaps_of
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import list_table, paragraph
from tiendo.reporting.comparing import (
    LAST_YEAR,
    PREVIOUS,
    earlier_of,
    measure_change,
    measure_now,
    measure_then,
)
from tiendo.reporting.drafting import Draft, enumerated
from tiendo.reporting.measures import Measure
from tiendo.reporting.values import value_of
from vanban.dates import format_date

COLUMNS = (
    ("STT", 12, Align.CENTER),
    ("Chỉ tiêu", 53, Align.LEFT),
    ("Kỳ trước", 25, Align.RIGHT),
    ("Kỳ này", 25, Align.RIGHT),
    ("Tăng, giảm", 25, Align.RIGHT),
    ("Cùng kỳ năm trước", 25, Align.RIGHT),
)


def comparison(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The figures of ``figures`` ("tasks.total", or with a name of their own) and their changes.

    A period without an approved report has what can be computed again, else no data; the line
    above the table says which periods these are. Errors: ReportError unknown_value.
    """
    asked = [_asked(each) for each in spec.options["figures"]]
    yield paragraph("{words}", words=_periods(draft))
    yield list_table(COLUMNS, (_row(draft, at, name, gap) for at, (name, gap) in enumerated(asked)))


def _asked(option: Any) -> tuple[str, Gap]:
    held = option if isinstance(option, dict) else {"value": option}
    gap = gaps_of("{" + str(held["value"]) + "}")[0]
    return str(held.get("name", "")), gap


def _row(draft: Draft, at: int, name: str, gap: Gap) -> Row:
    now = measure_now(draft, gap, value_of)
    unit = f" ({now.unit})" if now.unit else ""
    return Row(
        (
            cell(str(at)),
            cell(f"{name or now.label}{unit}"),
            _one(draft, measure_then(draft, gap, PREVIOUS, value_of)),
            Cell((FigureRef(now.key),)),
            _one(draft, measure_change(draft, gap, PREVIOUS, value_of)),
            _one(draft, measure_then(draft, gap, LAST_YEAR, value_of)),
        )
    )


def _one(draft: Draft, measure: Measure) -> Cell:
    return Cell((draft.book.put(measure),))


def _periods(draft: Draft) -> str:
    """Which periods are compared, and whether they were reported on."""
    told = []
    for name, words in ((PREVIOUS, "Kỳ trước"), (LAST_YEAR, "Cùng kỳ năm trước")):
        found = draft.keep(f"comparing.{name}", lambda name=name: earlier_of(draft.report, name))  # type: ignore[misc]
        start, end = format_date(found.period.start), format_date(found.period.end)
        no_report = "" if found.report else " (chưa có báo cáo đã duyệt trong hệ thống)"
        told.append(f"{words}: từ ngày {start} đến ngày {end}{no_report}")
    return f"{'; '.join(told)}."
