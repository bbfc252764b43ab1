"""Ranked bars: the bodies of a group by their figure in a period; those without one come last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from tiendo.composer.charts import Json, Spec
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import (
    BodyReading,
    Goal,
    Measure,
    Picture,
    drawn,
    known,
    part_of,
)
from vanban.quantities import Missing

CODE = "xep-hang-co-quan"
# As many bars as one page of paper holds.
BARS = 40


@dataclass(frozen=True, slots=True)
class Ranking:
    """Bodies with their readings in one period; ``page`` is which of its pages is drawn. Missing:
    ``goal`` where there is no target that they share."""

    measure: Measure
    period: str
    rows: Sequence[BodyReading]
    goal: Goal | None = None
    page: int = 1


def draw_ranking(ranking: Ranking) -> Picture:
    """The picture of a ranking."""
    given = {"name": ranking.measure.name, "period": ranking.period}
    title = _("%(name)s, %(period)s, theo cơ quan") % given
    rows = _ordered(ranking)
    summary = _summary(ranking, rows)
    values = known([row.reading for row in rows])
    # Long rows of bodies without a figure are left to the table.
    drawn_rows = rows if len(rows) <= BARS else rows[: len(values)]
    shown, part = part_of(drawn_rows, ranking.page, BARS)
    summary += looks.left_words(len(rows) - len(drawn_rows)) + looks.part_words(part)
    spec = looks.finished(_spec(ranking, rows, shown), f"{title}. {summary}") if values else None
    return Picture(CODE, title, summary, _sheet(ranking, rows, title), spec, part)


def _ordered(ranking: Ranking) -> list[BodyReading]:
    """The best first; alike ones by name, those without a figure at the end."""
    sign = 1 if ranking.measure.is_lower_better else -1

    def place(row: BodyReading) -> tuple[bool, Decimal]:
        if isinstance(row.reading, Missing):
            return True, Decimal(0)
        return False, sign * row.reading

    return sorted(ranking.rows, key=place)


def middle_of(rows: Sequence[BodyReading]) -> Decimal | None:
    """The median of the figures; None where there is none."""
    values = known([row.reading for row in rows])
    return Decimal(median(values)) if values else None


def _summary(ranking: Ranking, rows: Sequence[BodyReading]) -> str:
    values = known([row.reading for row in rows])
    middle = middle_of(rows)
    if middle is None:
        return _("Chưa cơ quan nào có số liệu của kỳ này.")
    measure = ranking.measure
    best, last = rows[0], rows[len(values) - 1]
    given = {
        "known": len(values),
        "all": len(rows),
        "best": best.body,
        "first": best.words(measure),
        "last_body": last.body,
        "last": last.words(measure),
        "middle": measure.say(middle),
    }
    words = _("%(known)s/%(all)s cơ quan có số liệu; trung vị %(middle)s.") % given
    if len(values) > 1:
        ends = _("Đứng đầu %(best)s (%(first)s), cuối %(last_body)s (%(last)s).")
        words += " " + ends % given
    return words


def _sheet(ranking: Ranking, rows: Sequence[BodyReading], title: str) -> Sheet:
    columns = (
        SheetColumn("place", _("Thứ tự"), CellKind.COUNT, 8),
        SheetColumn("body", _("Cơ quan"), width=40),
        SheetColumn("value", ranking.measure.unit, ranking.measure.kind, 14),
        SheetColumn("words", _("Giá trị"), width=18),
        SheetColumn("note", _("Ghi chú"), width=20),
    )
    return Sheet(CODE, title, columns, tuple(_sheet_rows(ranking, rows)))


def _sheet_rows(ranking: Ranking, rows: Sequence[BodyReading]) -> Iterator[Values]:
    for number, row in enumerate(rows, 1):
        place = None if isinstance(row.reading, Missing) else number
        note = _("chưa xác nhận") if row.is_provisional else ""
        yield (place, row.body, row.reading, row.words(ranking.measure), note)


def _spec(ranking: Ranking, rows: Sequence[BodyReading], shown: Sequence[BodyReading]) -> Spec:
    """Bars of the rows shown, on the scale of all, so that pages can be compared."""
    measure = ranking.measure
    values: list[Json] = [
        {
            "body": row.body,
            "value": drawn(row.reading),
            "shown": row.brief(measure),
            "said": f"{row.body}: {row.words(measure)}",
            "at": max(drawn(row.reading) or 0.0, 0.0),
        }
        for row in shown
    ]
    y: Spec = {
        "field": "body",
        "type": "nominal",
        "sort": looks.names_in_order([row.body for row in shown]),
        "axis": looks.rows_axis(),
    }
    lengths = [float(each) for each in known([row.reading for row in rows])]
    goal = ranking.goal.value if ranking.goal is not None else None
    ends = [0.0, *lengths, *([float(goal)] if goal is not None else [])]
    # Room at the right for the words beside the longest bar.
    room = (min(ends), max(ends) + (max(ends) - min(ends) or 1) * 0.22)
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": list(room), "nice": False},
        "axis": looks.number_axis(is_ratio=measure.is_ratio, title=measure.axis_title),
    }
    bars: Spec = {
        "mark": {"type": "bar", "color": looks.NAVY, "aria": True},
        "encoding": {"x": x, **looks.said()},
    }
    words: Spec = {
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 4,
            "fontSize": 12,
            "color": looks.INK,
            "aria": False,
        },
        "encoding": {
            "x": {"field": "at", "type": "quantitative"},
            "text": {"field": "shown", "type": "nominal"},
        },
    }
    return {
        "width": looks.CONTAINER,
        "height": looks.height_of(len(shown)),
        "data": {"values": values},
        "encoding": {"y": y},
        "layer": [bars, *_rules(ranking, rows, sum(room) / 2), words],
    }


def _rules(ranking: Ranking, rows: Sequence[BodyReading], middle: float) -> Iterator[Json]:
    """The median, and the target that all share, as lines across the bars with their words, which
    stand towards the ``middle`` of the axis."""
    half = middle_of(rows)
    if half is not None and len(rows) > 2:
        said = _("trung vị %(value)s") % {"value": ranking.measure.say(half)}
        yield from _rule(half, said, looks.WARN, [4, 3], -6, middle)
    goal = ranking.goal
    if goal is not None and goal.value is not None:
        said = _("chỉ tiêu %(goal)s") % {"goal": goal.words}
        yield from _rule(goal.value, said, looks.GOOD, [1, 0], -20, middle)


def _rule(
    value: Decimal, said: str, colour: str, dash: list[Json], dy: int, middle: float
) -> Iterator[Json]:
    data: Spec = {"values": [{"value": float(value), "said": said}]}
    x: Spec = {"field": "value", "type": "quantitative"}
    # White under the line: it is seen on a dark bar too.
    solid: list[Json] = [1, 0]
    for stroke, width, dashes in (("#FFFFFF", 4, solid), (colour, 2, dash)):
        yield {
            "data": data,
            "mark": {
                "type": "rule",
                "color": stroke,
                "strokeWidth": width,
                "strokeDash": dashes,
                "aria": False,
            },
            "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": "height"}},
        }
    is_left = float(value) <= middle
    yield {
        "data": data,
        "mark": {
            "type": "text",
            "color": colour,
            "fontSize": 12,
            "align": "left" if is_left else "right",
            "dx": 2 if is_left else -2,
            "dy": dy,
            "aria": True,
        },
        "encoding": {
            "x": x,
            "y": {"value": 0},
            "text": {"field": "said", "type": "nominal"},
            "description": {"field": "said", "type": "nominal"},
        },
    }
