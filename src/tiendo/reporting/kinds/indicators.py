"""Blocks on measures: a list of indicators with their figures, and a table of targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tiendo.composer.model import Align, Block, Bullet, Content, Paragraph, Row, Run, content
from tiendo.domain.achievement import Verdict
from tiendo.domain.outlines import BlockSpec
from tiendo.indicators.models import Direction, Target
from tiendo.indicators.trajectories import Trajectory
from tiendo.reporting.blocks import joined, list_table, numbered
from tiendo.reporting.drafting import Draft, enumerated
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.indicators import (
    OBSERVATION,
    IndicatorFact,
    Told,
    read_targets,
    told_of,
)
from tiendo.reporting.measures import STORED_PLACES, Measure, missing
from tiendo.reporting.models import ValueState
from tiendo.reporting.money_words import with_unit
from tiendo.reporting.values import fill
from tiendo.reporting.values.indicators import as_number, measure_of, measures_of
from vanban.dates import format_date
from vanban.quantities import format_percent

TARGET = "indicators.target"
LIST_OPTIONS = frozenset({"lead", "as", "bodies", "by"})
# Common nouns of places, which only begin a sentence with a capital letter.
# Source: Nghị định 30/2020/NĐ-CP, Phụ lục II.
_PLACES = frozenset({"Xã", "Phường", "Thôn", "Buôn", "Tổ", "Khối", "Đặc"})
_LEVELS = {"bullet": 1, "plus": 2}
_VERDICTS: Mapping[Verdict, str] = {
    Verdict.ACHIEVED: "Đã đạt",
    Verdict.ON_TRACK: "Đúng lộ trình",
    Verdict.AT_RISK: "Có nguy cơ chậm",
    Verdict.OFF_TRACK: "Lệch lộ trình",
    Verdict.NO_DATA: "Chưa có số liệu",
    Verdict.UNDEFINED: "Không xác định",
}
_COLUMNS = (
    ("STT", 9, Align.CENTER),
    ("Chỉ tiêu", 53, Align.LEFT),
    ("Đơn vị tính", 22, Align.CENTER),
    ("Kế hoạch", 22, Align.RIGHT),
    ("Thực hiện", 23, Align.RIGHT),
    ("Tỷ lệ thực hiện", 23, Align.RIGHT),
    ("Đánh giá", 24, Align.LEFT),
)


def indicators(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The indicators of a list with their figures, a dash each (``as`` "plus": a plus).

    ``bodies`` true tells the figure of each body, ``by`` names the dimension whose parts follow the
    whole. What a body's report is not asked for is left out. Errors: ReportError unknown_value.
    """
    facts = [_fact(draft, str(code)) for code in spec.options["indicators"]]
    shown = [fact for fact in facts if fact.is_asked or fact.own is not None]
    common = (
        _common_day(draft, shown) if spec.text("lead") and not spec.options.get("bodies") else None
    )
    if shown and spec.text("lead"):
        yield Paragraph(_dated(fill(draft, spec.text("lead")).content, common))
    for fact in shown:
        yield Bullet(_line(draft, fact, spec, common), _LEVELS.get(spec.text("as"), 1))


def _common_day(draft: Draft, shown: Sequence[IndicatorFact]) -> dt.date | None:
    """The day before the period that all figures are of; None where they differ or are new."""
    days = {_old_day(draft, fact.own) for fact in shown}
    return next(iter(days)) if len(days) == 1 and len(shown) > 1 else None


def _dated(lead: Content, day: dt.date | None) -> Content:
    """The words before a list with the day of its figures, in front of their colon."""
    last = lead[-1]
    if day is None or not isinstance(last, Run):
        return lead
    words = f"{last.text.rstrip().rstrip(':')} (số liệu đến ngày {format_date(day)}):"
    return (*lead[:-1], replace(last, text=words))


def _fact(draft: Draft, code: str) -> IndicatorFact:
    fact = measures_of(draft).indicators.get(code)
    if fact is None:
        raise ReportError("unknown_value", name=code)
    return fact


def _line(draft: Draft, fact: IndicatorFact, spec: BlockSpec, told_day: dt.date | None) -> Content:
    name = fact.version.name
    if spec.options.get("bodies") and fact.of_bodies:
        each = [_of_body(draft, fact, told) for told in fact.of_bodies]
        return content(f"{name}: ", *joined(each, "; "), ".")
    whole = with_unit(draft.book, measure_of(fact, fact.own))
    parts = _parts(draft, fact, spec.text("by"))
    listed = content(", trong đó: ", *joined(parts, "; ")) if parts else ()
    return content(f"{name}: ", *whole, *_beside(draft, fact.own, told_day), *listed, ".")


def _of_body(draft: Draft, fact: IndicatorFact, told: Told) -> Content:
    body = " ".join(told.figure.organisation.name.split())
    return content(f"{body} ", *with_unit(draft.book, measure_of(fact, told)))


def _parts(draft: Draft, fact: IndicatorFact, dimension: str) -> list[Content]:
    """The parts of which something is told, in the order of their dimension: a part of a whole, not
    the whole."""
    items = measures_of(draft).dimensions.get(dimension, ())
    found = [(name, frozenset({code})) for code, name in items]
    return [
        content(f"{name} ", *with_unit(draft.book, measure_of(fact, fact.parts[chosen], chosen)))
        for name, chosen in found
        if chosen in fact.parts
    ]


def _beside(draft: Draft, told: Told | None, told_day: dt.date | None) -> Content:
    """The things counted, by name; and of when the figure is, where that is before the period and
    not told yet."""
    if told is None:
        return ()
    day = _old_day(draft, told)
    old = f"số liệu đến ngày {format_date(day)}" if day and day != told_day else ""
    names = "; ".join(_in_sentence(name) for name in told.names)
    words = "; ".join(filter(None, (names, old)))
    return content(f" ({words})") if words else ()


def _old_day(draft: Draft, told: Told | None) -> dt.date | None:
    """The day of a figure that is from before the period."""
    day = told.figure.as_of if told else None
    return day if day is not None and day < draft.subject.period.start else None


def _in_sentence(name: str) -> str:
    """The name of a place as it stands in a sentence: "phường Ea Kao"."""
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if first in _PLACES and rest else name


def targets(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """A table of the targets of the programme: what is to be reached, what is, and the verdict;
    nothing where there are none. ``indicators`` narrows it to some."""
    codes = tuple(map(str, spec.options.get("indicators", ())))
    rows = read_targets(draft.by, draft.subject, codes)
    if rows:
        yield list_table(_COLUMNS, (_row(draft, at, each) for at, each in enumerated(rows)))


def _row(draft: Draft, at: int, row: Trajectory) -> Row:
    unit = row.version.unit if not row.version.unit_base else ""
    return numbered(
        at,
        row.version.name,
        unit or f"{row.version.unit} {row.version.unit_base}".strip(),
        _planned(draft, row),
        content(draft.book.put(_reached(draft, row))),
        content(draft.book.put(_rate(row))),
        _VERDICTS[row.verdict],
    )


def _planned(draft: Draft, row: Trajectory) -> Content:
    """What is to be reached, with the sign that makes it more than a number; in the words of its
    document where it is none, or a range."""
    target = row.target
    if target.value is None or target.high is not None:
        return content(target.wording)
    number = as_number(target.value, row.version)
    measure = Measure(
        f"target.{target.pk}.planned",
        f"Kế hoạch: {row.version.name}",
        "target.value",
        target.value,
        ValueState.VALUE,
        "" if number.endswith("%") else row.version.unit,
        number,
        TARGET,
        (target.pk,),
    )
    sign = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}.get(target.comparator, "")
    return content(*([sign] if sign else []), draft.book.put(measure))


def _reached(draft: Draft, row: Trajectory) -> Measure:
    """The figure the verdict is made of, under the target's own key: an indicator may have many."""
    key, label = f"target.{row.target.pk}.reached", f"Thực hiện: {row.version.name}"
    told = told_of(draft.by, draft.subject, row)
    if told is None:
        state = ValueState.NOT_DUE if row.lack == "not_due" else ValueState.NO_DATA
        return missing(key, label, "indicator.value", state, record_type=OBSERVATION)
    fact = IndicatorFact(row.target.indicator.code, told.version, told, {}, (), ValueState.NO_DATA,
                         is_asked=True)  # fmt: skip
    found = measure_of(fact, told)
    return Measure(
        key, label, found.formula, found.value, found.state, found.unit, found.printed,
        found.record_type, found.record_ids,
    )  # fmt: skip


def _rate(row: Trajectory) -> Measure:
    """How much of the plan is reached, as a ratio; undefined where a ratio says nothing: less is
    better, the plan is zero, in words or a range, or counts in another unit."""
    key, label = f"target.{row.target.pk}.rate", f"Tỷ lệ so với kế hoạch: {row.version.name}"
    value = row.figure.value if row.figure else None
    if value is None:
        state = ValueState.NOT_DUE if row.lack == "not_due" else ValueState.NO_DATA
        return missing(key, label, "target.rate", state, record_type=TARGET, ids=[row.target.pk])
    planned = _divisor(row)
    if planned is None:
        state = ValueState.UNDEFINED
        return missing(key, label, "target.rate", state, record_type=TARGET, ids=[row.target.pk])
    ratio = value / planned
    stored = ratio.quantize(STORED_PLACES, ROUND_HALF_UP)
    return Measure(
        key, label, "target.rate", stored, ValueState.VALUE, "", format_percent(ratio), TARGET,
        (row.target.pk,),
    )  # fmt: skip


def _divisor(row: Trajectory) -> Decimal | None:
    target: Target = row.target
    is_more_better = row.version.direction == Direction.HIGHER
    is_same = row.figure_version.unit == row.version.unit
    if not (is_more_better and is_same) or target.high is not None or not target.value:
        return None
    return target.value
