"""Figures of a review over several years: a column for each year, side by side.

Each year is told as of its own end, as far as it has passed; the money is that year's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from tiendo.composer.model import Align, Block, Cell, Row, cell
from tiendo.domain.live_sentences import Gap
from tiendo.domain.outlines import BlockSpec
from tiendo.domain.periods import Period
from tiendo.reporting.blocks import list_table
from tiendo.reporting.comparing import measure_now
from tiendo.reporting.drafting import Draft, enumerated
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.kinds.comparison import asked_figure, with_unit_named
from tiendo.reporting.measures import FigureBook, Measure, missing
from tiendo.reporting.models import ValueState
from tiendo.reporting.values import value_of

_FIRST = (("STT", 11, Align.CENTER), ("Chỉ tiêu", 54, Align.LEFT))
# What the columns of the years share.
_WIDTH = 110


def years(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The figures of ``figures`` year by year over the period of the report.

    A year of which nothing has passed is not yet due; one before any task was given has no data.
    Errors: ReportError unknown_value.
    """
    asked = [asked_figure(each) for each in spec.options["figures"]]
    told = _years_of(draft.subject.period)
    rows: list[Row] = []
    for at, (name, gap) in enumerated(asked):
        own = measure_now(draft.aside(), gap, value_of)
        cells = [Cell((draft.book.put(_of_year(draft, gap, own, year)),)) for year in told]
        words = with_unit_named(name or own.label, own.unit, "")
        rows.append(Row((cell(str(at)), cell(words), *cells)))
    columns = ((f"Năm {year}", _WIDTH / len(told), Align.RIGHT) for year in told)
    yield list_table([*_FIRST, *columns], rows)


def _years_of(period: Period) -> list[int]:
    """The years that a period is about: one of which only the days after a closing in its last
    month count belongs to the year after."""
    first = period.start.year + (period.start.month == 12 and period.end.year > period.start.year)
    return list(range(first, period.end.year + 1))


def _of_year(draft: Draft, gap: Gap, own: Measure, year: int) -> Measure:
    """The figure of one year, with a key and a label of its own."""
    key, label = f"y{year}.{own.key}", f"{own.label} (năm {year})"
    state = ValueState.NOT_DUE
    if dt.date(year, 1, 1) <= draft.subject.as_of:
        then = draft.keep(f"years.{year}", lambda: _draft_of(draft, year))
        if not gap.name.startswith("tasks.") or then.facts.tasks:
            found = measure_now(then, gap, value_of)
            return replace(found, key=key, label=label, formula="years.value")
        state = ValueState.NO_DATA
    return missing(key, label, "years.value", state, unit=own.unit, record_type=own.record_type)


def _draft_of(draft: Draft, year: int) -> Draft:
    """A draft of the facts at the end of a year, as far as it has passed."""
    now = draft.subject
    period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
    subject = Subject(now.programme, period, min(period.end, now.as_of), now.known_at, now.body)
    return replace(
        draft,
        subject=subject,
        facts=gather(draft.by, subject),
        book=FigureBook(),
        _kept={},
        _counted={},
    )
