"""Vega-Lite specifications of our charts, from plain values; one for the page and for documents.

A specification carries its data inline, already counted: no transform, no expression of our own,
so that the page can draw it under a content security policy without eval. Words (labels, titles)
come from the caller; colours belong to the meaning and are kept here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import altair as alt

from vanban.dates import format_date

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
Spec: TypeAlias = dict[str, Json]

STATUS_COLOURS: Mapping[str, str] = {
    "done_on_time": "#166534",
    "done_late": "#115E59",
    "in_progress": "#1D4ED8",
    "due_soon": "#92400E",
    "not_started": "#475569",
    "awaiting": "#5B21B6",
    "awaiting_overdue": "#B42318",
    "overdue": "#B42318",
    "continuous": "#334155",
    "no_deadline": "#94A3B8",
    "suspended": "#64748B",
    "cancelled": "#64748B",
    "superseded": "#64748B",
}
FALLBACK_COLOUR = "#14365D"
INK = "#1B2533"
FONT = "Be Vietnam Pro"
ROW_HEIGHT = 26
# Narrower segments than this share of the longest bar hold no number: it would not fit.
_NARROWEST_LABELLED = 0.04
_DASHES = ([1, 0], [6, 3], [2, 2])
_VIETNAMESE_NUMBERS = alt.NumberLocale(
    decimal=",", thousands=".", grouping=[3], currency=["", "\u00a0₫"]
)


@dataclass(frozen=True, slots=True)
class Slice:
    """One counted category: its stable code, the word shown for it, how many."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PartCounts:
    """The counts of one part of a plan (or of one body), a slice for each status."""

    label: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Counts from day to day: a stable code, the word shown, the days with their counts."""

    code: str
    label: str
    points: tuple[tuple[dt.date, int], ...]


def status_by_part(parts: Sequence[PartCounts], *, description: str) -> Spec:
    """A stacked bar for each part of the plan, segments by status in the order given.

    Shape: parts from top to bottom, slices from left to right; zero counts take no room.
    """
    segments = list(_segments(parts))
    data = alt.InlineData(values=segments)
    order = [part.label for part in parts]
    base = alt.Chart(data).encode(
        y=alt.Y("part:N", sort=order, title=None, axis=alt.Axis(labelLimit=240)),
        x=alt.X("count:Q", stack="zero", title=None, axis=_count_axis()),
        order=alt.Order("rank:Q"),
    )
    bars = base.mark_bar(stroke="#FFFFFF", strokeWidth=1, aria=True).encode(
        color=_colours([each for part in parts for each in part.slices]),
        description=alt.Description("said:N"),
    )
    numbers = base.mark_text(color="#FFFFFF", fontSize=12, aria=False).encode(
        x=alt.X("count:Q", stack="zero", bandPosition=0.5), text=alt.Text("shown:N")
    )
    # Height in points, not steps: a chart as wide as its place cannot fit itself to steps too.
    height = ROW_HEIGHT * max(1, len({segment["part"] for segment in segments}))
    return _finish(alt.layer(bars, numbers, height=height), description)


def official_counts_bar(slices: Sequence[Slice], *, description: str) -> Spec:
    """A bar for each official count with its number at the end, in the order given."""
    base = alt.Chart(_slice_data(slices)).encode(
        y=alt.Y("label:N", sort=[each.label for each in slices], title=None),
        x=alt.X("count:Q", title=None, axis=_count_axis()),
    )
    bars = base.mark_bar(aria=True).encode(
        color=_colours(slices, legend=False), description=alt.Description("said:N")
    )
    numbers = base.mark_text(align="left", dx=4, color=INK, fontSize=13, aria=False).encode(
        text=alt.Text("count:Q", format=",d")
    )
    height = ROW_HEIGHT * max(1, len(slices))
    return _finish(alt.layer(bars, numbers, height=height), description)


def official_counts_donut(slices: Sequence[Slice], *, description: str) -> Spec:
    """A ring of the official counts, a segment for each, with a legend in the order given."""
    base = alt.Chart(_slice_data(slices)).encode(
        theta=alt.Theta("count:Q", stack=True), order=alt.Order("rank:Q")
    )
    ring = base.mark_arc(
        innerRadius=52, outerRadius=84, stroke="#FFFFFF", strokeWidth=2, aria=True
    ).encode(color=_colours(slices), description=alt.Description("said:N"))
    numbers = base.mark_text(radius=102, color=INK, fontSize=13, aria=False).encode(
        text=alt.Text("count:Q", format=",d")
    )
    return _finish(alt.layer(ring, numbers, height=230), description)


def counts_over_days(series: Sequence[Series], *, description: str) -> Spec:
    """A line for each series of counts, with a mark at each day.

    Shape: the points of every series stand at the same days, the earliest first.
    """
    values: list[dict[str, str | int]] = [
        {
            "day": day.isoformat(),
            "label": each.label,
            "count": count,
            "said": f"{each.label} {format_date(day)}: {_grouped(count)}",
        }
        for each in series
        for day, count in each.points
    ]
    slices = [Slice(each.code, each.label, 0) for each in series]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%d/%m/%y", labelAngle=0, tickCount=7)),
        y=alt.Y("count:Q", title=None, axis=_count_axis()),
        color=_colours(slices),
    )
    # Told apart without colours too.
    dashes = alt.Scale(
        domain=[each.label for each in series], range=[_DASHES[at % 3] for at in range(len(series))]
    )
    lines = base.mark_line(strokeWidth=2, aria=False).encode(
        strokeDash=alt.StrokeDash("label:N", scale=dashes, legend=None)
    )
    marks = base.mark_point(filled=True, size=36, aria=True).encode(
        description=alt.Description("said:N")
    )
    return _finish(alt.layer(lines, marks, height=240), description)


def describe_slices(slices: Sequence[Slice]) -> str:
    """The counts in words, for the description of a chart: "Hoàn thành: 12; Quá hạn: 3"."""
    return "; ".join(f"{each.label}: {_grouped(each.count)}" for each in slices)


def _segments(parts: Sequence[PartCounts]) -> list[dict[str, str | int]]:
    longest = max((sum(each.count for each in part.slices) for part in parts), default=0)
    return [
        {
            "part": part.label,
            "label": each.label,
            "count": each.count,
            "rank": rank,
            "shown": _grouped(each.count) if each.count >= longest * _NARROWEST_LABELLED else "",
            "said": f"{part.label}: {each.label} {_grouped(each.count)}",
        }
        for part in parts
        for rank, each in enumerate(part.slices)
        if each.count
    ]


def _slice_data(slices: Sequence[Slice]) -> alt.InlineData:
    return alt.InlineData(
        values=[
            {
                "label": each.label,
                "count": each.count,
                "rank": rank,
                "said": f"{each.label}: {_grouped(each.count)}",
            }
            for rank, each in enumerate(slices)
        ]
    )


def _colours(slices: Sequence[Slice], *, legend: bool = True) -> alt.Color:
    labels = {each.label: STATUS_COLOURS.get(each.code, FALLBACK_COLOUR) for each in slices}
    return alt.Color(
        "label:N",
        scale=alt.Scale(domain=list(labels), range=list(labels.values())),
        legend=alt.Legend(orient="top", title=None, columns=4, columnPadding=20)
        if legend
        else None,
    )


def _count_axis() -> alt.Axis:
    return alt.Axis(format=",d", tickMinStep=1, tickCount=6, grid=True)


def _finish(chart: alt.Chart | alt.LayerChart | alt.FacetChart, description: str) -> Spec:
    """The chart as a dictionary, as wide as its place, with our type and number formats."""
    finished = chart.properties(width="container", description=description).configure(
        font=FONT,
        background="transparent",
        view=alt.ViewConfig(stroke=None),
        locale=alt.Locale(number=_VIETNAMESE_NUMBERS),
    )
    spec: Spec = finished.to_dict()
    return spec


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", ".")
