"""Bullet charts: figures against their targets, each row on a scale of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.chart_files import WIDTH
from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.achievement import Verdict
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Goal, Measure, Picture, Reading, drawn, known, part_of

CODE = "so-voi-chi-tieu"
# As many rows as one page of paper holds.
ROWS = 15
_ROW_HEIGHT = 60
_LONGEST = 110
VERDICTS: Mapping[Verdict, tuple[str | Promise, str]] = {
    Verdict.ACHIEVED: (_("Đã đạt"), looks.GOOD),
    Verdict.ON_TRACK: (_("Đúng lộ trình"), looks.BLUE),
    Verdict.AT_RISK: (_("Có nguy cơ"), looks.WARN),
    Verdict.OFF_TRACK: (_("Chậm lộ trình"), looks.BAD),
    Verdict.UNDEFINED: (_("Chưa có lộ trình"), looks.MUTED),
    Verdict.NO_DATA: (_("Chưa có số liệu"), looks.MUTED),
}


@dataclass(frozen=True, slots=True)
class Bullet:
    """A figure and its target. Missing: ``required``, what the path asks for by the day, is None
    without a path."""

    label: str
    measure: Measure
    reading: Reading
    period: str
    goal: Goal
    required: Decimal | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Bullets:
    """Rows of one body or of one indicator, on a day; ``page`` is which of its pages is drawn."""

    subject: str
    on: dt.date
    rows: Sequence[Bullet]
    page: int = 1


def draw_bullets(asked: Bullets) -> Picture:
    """The picture of figures against targets."""
    title = _g("Số liệu so với chỉ tiêu, %(subject)s") % {"subject": asked.subject}
    rows = [row for row in asked.rows if row.goal.value is not None]
    shown, part = part_of(rows, asked.page, ROWS)
    summary = _summary(asked.rows) + looks.part_words(part)
    spec = looks.finished(_spec(shown), f"{title}. {summary}") if rows else None
    return Picture(CODE, title, summary, _sheet(asked, title), spec, part)


def verdict_words(verdict: Verdict) -> str:
    """Where a target stands, in words."""
    return str(VERDICTS[verdict][0])


def _summary(rows: Sequence[Bullet]) -> str:
    if not rows:
        return _g("Chưa có chỉ tiêu nào có giá trị phải đạt.")
    counts = {each: sum(row.verdict is each for row in rows) for each in VERDICTS}
    words = "; ".join(
        f"{verdict_words(each).lower()} {count}" for each, count in counts.items() if count
    )
    return _g("%(all)s chỉ tiêu: %(words)s.") % {"all": len(rows), "words": words}


def _sheet(asked: Bullets, title: str) -> Sheet:
    columns = (
        SheetColumn("label", _g("Chỉ tiêu"), width=50),
        SheetColumn("value", _g("Số liệu"), width=18),
        SheetColumn("period", _g("Kỳ"), width=16),
        SheetColumn("goal", _g("Mức phải đạt"), width=24),
        SheetColumn("day", _g("Hạn"), CellKind.DAY, 12),
        SheetColumn("required", _g("Lộ trình yêu cầu đến ngày"), width=18),
        SheetColumn("verdict", _g("Đánh giá"), width=18),
        SheetColumn("source", _g("Nguồn của chỉ tiêu"), width=30),
    )
    return Sheet(CODE, title, columns, tuple(_values(row) for row in asked.rows))


def _values(row: Bullet) -> Values:
    required = row.measure.say(row.required) if row.required is not None else _g("Không có")
    return (
        row.label,
        row.measure.words(row.reading),
        row.period,
        row.goal.words,
        row.goal.day,
        required,
        verdict_words(row.verdict),
        row.goal.source,
    )


def _spec(rows: Sequence[Bullet]) -> Spec:
    labels = _labels(rows)
    values: list[Json] = [
        dict(_placed(row, label)) for row, label in zip(rows, labels, strict=True)
    ]
    verdicts = [each for each in VERDICTS if any(row.verdict is each for row in rows)]
    y: Spec = {
        "field": "label",
        "type": "nominal",
        "sort": looks.names_in_order(labels),
        "axis": None,
    }
    colour = looks.colours(
        [verdict_words(each) for each in verdicts], [VERDICTS[each][1] for each in verdicts]
    )
    colour["legend"] = {"orient": "top", "direction": "horizontal", "columns": 4}
    return {
        "width": looks.CONTAINER,
        "height": looks.height_of(len(rows), _ROW_HEIGHT),
        "data": {"values": values},
        "encoding": {"y": y},
        "layer": [
            _bar("back", 0.32, color="#E5E9F0", aria=False),
            {
                **_bar("value", 0.16, aria=True),
                "encoding": {
                    "x": _across("zero"),
                    "x2": {"field": "value"},
                    "color": colour,
                    **looks.said(),
                },
            },
            _tick("required", looks.MUTED, 14),
            _tick("goal", looks.INK, 26),
            _words("label", -20, looks.INK, 500),
            _words("shown", 19, looks.MUTED, 400),
        ],
    }


def _labels(rows: Sequence[Bullet]) -> list[str]:
    """A label for each row: two targets of the same name are told apart by their day or number."""
    found: list[str] = []
    for row in rows:
        label = row.label if len(row.label) <= _LONGEST else f"{row.label[: _LONGEST - 1]}…"
        if row.goal.day is not None:
            label = f"{label} ({row.goal.day:%Y})"
        number, wanted = 2, label
        while wanted in found:
            wanted = f"{label} #{number}"
            number += 1
        found.append(wanted)
    return found


def _placed(row: Bullet, label: str) -> Iterator[tuple[str, Json]]:
    """The places of a row from 0 to 1, on a scale that begins at zero or at its least value."""
    bounds = [each for each in (row.goal.value, row.goal.high, row.required) if each is not None]
    values = [*bounds, *known([row.reading]), Decimal(0)]
    low, high = min(values), max(values)
    width = (high - low) * Decimal("1.08") or Decimal(1)

    def place(value: Decimal | None) -> float | None:
        return None if value is None else float((value - low) / width)

    shown = row.measure.words(row.reading)
    verdict = verdict_words(row.verdict)
    yield "label", label
    yield "zero", place(Decimal(0))
    yield "back", 1.0
    yield "value", place(None if drawn(row.reading) is None else known([row.reading])[0])
    yield "goal", place(row.goal.value)
    yield "required", place(row.required)
    yield "series", verdict
    yield "shown", f"{shown} / {row.goal.words} · {verdict}"
    given = {"label": row.label, "value": shown, "goal": row.goal.words, "verdict": verdict}
    yield "said", _g("%(label)s: %(value)s, chỉ tiêu %(goal)s, %(verdict)s") % given


def _across(field: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": None,
    }


def _bar(field: str, band: float, **mark: Json) -> Spec:
    return {
        "mark": {"type": "bar", "height": {"band": band}, **mark},
        "encoding": {"x": _across(field)},
    }


def _tick(field: str, colour: str, size: int) -> Spec:
    return {
        "mark": {
            "type": "tick",
            "color": colour,
            "thickness": 3,
            "size": size,
            "orient": "vertical",
            "aria": False,
        },
        "encoding": {"x": _across(field)},
    }


def _words(field: str, dy: int, colour: str, weight: int) -> Spec:
    """Words above or below the bar of their row, as long as the picture is wide."""
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dy": dy,
            "fontSize": 12,
            "fontWeight": weight,
            "color": colour,
            "limit": WIDTH,
            "aria": False,
        },
        "encoding": {
            "x": {"value": 0},
            "text": {"field": field, "type": "nominal"},
        },
    }
