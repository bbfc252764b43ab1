"""Bullet charts: figures against their targets, each row on a scale of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.composer.chart_files import WIDTH
from tiendo.composer.charts import STATUS_COLOURS, Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.achievement import Verdict
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Goal, Measure, Picture, Reading, drawn, known, part_of
from tiendo.overview.verdicts import LOOK_OF, LOOKS

CODE = "so-voi-chi-tieu"
# As many rows as one page of paper holds.
ROWS = 15
_ROW_HEIGHT = 60
_LONGEST = 110


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
    title = _("Số liệu so với chỉ tiêu, %(subject)s") % {"subject": asked.subject}
    rows = [row for row in asked.rows if row.goal.value is not None]
    shown, part = part_of(rows, asked.page, ROWS)
    summary = _summary(asked.rows) + looks.part_words(part)
    spec = looks.finished(_spec(shown), f"{title}. {summary}") if rows else None
    return Picture(CODE, title, summary, _sheet(asked, title), spec, part)


def _summary(rows: Sequence[Bullet]) -> str:
    if not rows:
        return _("Chưa có chỉ tiêu nào có giá trị phải đạt.")
    counts = [(look, sum(row.verdict is look.verdict for row in rows)) for look in LOOKS]
    words = "; ".join(f"{str(look.word).lower()} {count}" for look, count in counts if count)
    return _("%(all)s chỉ tiêu: %(words)s.") % {"all": len(rows), "words": words}


def _sheet(asked: Bullets, title: str) -> Sheet:
    columns = (
        SheetColumn("label", _("Chỉ tiêu"), width=50),
        SheetColumn("value", _("Số liệu"), width=18),
        SheetColumn("period", _("Kỳ"), width=16),
        SheetColumn("goal", _("Mức phải đạt"), width=24),
        SheetColumn("day", _("Hạn"), CellKind.DAY, 12),
        SheetColumn("required", _("Lộ trình yêu cầu đến ngày"), width=18),
        SheetColumn("verdict", _("Đánh giá"), width=18),
        SheetColumn("source", _("Nguồn của chỉ tiêu"), width=30),
    )
    return Sheet(CODE, title, columns, tuple(_values(row) for row in asked.rows))


def _values(row: Bullet) -> Values:
    required = row.measure.say(row.required) if row.required is not None else _("Không có")
    return (
        row.label,
        row.measure.words(row.reading),
        row.period,
        row.goal.words,
        row.goal.day,
        required,
        str(LOOK_OF[row.verdict].word),
        row.goal.source,
    )


def _spec(rows: Sequence[Bullet]) -> Spec:
    labels = _labels(rows)
    values: list[Json] = [
        dict(_placed(row, label)) for row, label in zip(rows, labels, strict=True)
    ]
    there = [look for look in LOOKS if any(row.verdict is look.verdict for row in rows)]
    y: Spec = {
        "field": "label",
        "type": "nominal",
        "sort": looks.names_in_order(labels),
        "axis": None,
    }
    colour = looks.colours(
        [str(look.word) for look in there],
        [STATUS_COLOURS[look.css.removeprefix("status-")] for look in there],
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
    verdict = str(LOOK_OF[row.verdict].word)
    yield "label", label
    yield "zero", place(Decimal(0))
    yield "back", 1.0
    yield "value", place(None if drawn(row.reading) is None else known([row.reading])[0])
    yield "goal", place(row.goal.value)
    yield "required", place(row.required)
    yield "series", verdict
    yield "shown", f"{shown} / {row.goal.words} · {verdict}"
    given = {"label": row.label, "value": shown, "goal": row.goal.words, "verdict": verdict}
    yield "said", _("%(label)s: %(value)s, chỉ tiêu %(goal)s, %(verdict)s") % given


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
