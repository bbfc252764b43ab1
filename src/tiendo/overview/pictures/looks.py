"""What all pictures look alike in: colours that also part in grey, axes, type, Vietnamese numbers.

A specification carries its data inline, already counted: no transform and no expression, so that
a page draws it under a content security policy without eval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from tiendo.composer import charts
from tiendo.composer.charts import FONT, Json, Spec
from tiendo.overview.pictures.figures import Part
from vanban.quantities import Missing

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Replaced by the width of the place on a page, and by a number of points in files.
CONTAINER = "container"
INK = charts.INK
NAVY, MUTED, LINE, LIGHT = "#14365D", "#64748B", "#D9DFE7", "#EEF3F9"
GOOD, BAD, WARN, BLUE = "#166534", "#B42318", "#92400E", "#1D4ED8"
# From light to dark: the order is seen in grey print and by eyes that do not part colours.
STEPS = ("#DCE8F5", "#A9C5E2", "#6C9AC8", "#3568A0", "#14365D")
DARK_FROM = 3
ABSENT = {
    Missing.NO_DATA: "#FFFFFF",
    Missing.UNDEFINED: "#E5E7EB",
    Missing.NOT_DUE: "#F7F9FB",
}
# What stands in a cell that has no figure; the words are in the legend and in the table.
SIGNS = {Missing.NO_DATA: "–", Missing.UNDEFINED: "÷0", Missing.NOT_DUE: "…"}
RATIO_AXIS, NUMBER_AXIS = "~%", ",~f"
_LOCALE: Spec = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
}


def finished(spec: Spec, description: str) -> Spec:
    """A specification with what all have: what it says, our type, Vietnamese numbers."""
    return {
        "$schema": SCHEMA,
        "description": description,
        **spec,
        "config": {
            "font": FONT,
            "background": "transparent",
            "view": {"stroke": None},
            "locale": _LOCALE,
            "axis": {
                "labelColor": INK,
                "titleColor": INK,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": 500,
                "gridColor": LINE,
                "domainColor": "#8492A6",
                "tickColor": "#8492A6",
                "labelLimit": 260,
            },
            "legend": {"labelFontSize": 12, "labelColor": INK, "labelLimit": 320, "title": None},
            "header": {"labelFontSize": 12, "labelFontWeight": 500, "labelColor": INK},
        },
    }


def part_words(part: Part | None) -> str:
    """Which rows of how many are drawn, to follow other sentences; empty where all are."""
    if part is None:
        return ""
    given = {"first": part.first, "last": part.last, "all": part.all}
    return " " + _("Hình này vẽ %(first)s–%(last)s trong %(all)s; bảng số liệu có đủ.") % given


def left_words(count: int) -> str:
    """How many bodies stand in the table alone, to follow other sentences; empty where none."""
    if not count:
        return ""
    return " " + _("%(count)s cơ quan không có số liệu chỉ nằm trong bảng.") % {"count": count}


def signs_words(readings: Iterable[object]) -> str:
    """What the signs in cells mean, of those that are there; empty where nothing is missing."""
    there = {each for each in readings if isinstance(each, Missing)}
    return "; ".join(f"{sign} {why.words.lower()}" for why, sign in SIGNS.items() if why in there)


def day_text(day: dt.date) -> str:
    """A day as a specification holds it: midnight of wherever it is drawn, never a day before."""
    return f"{day.isoformat()}T00:00:00"


def day_words(day: dt.date) -> str:
    """A day as people write it."""
    return f"{day:%d/%m/%Y}"


def number_axis(*, is_ratio: bool, title: str | None = None) -> Spec:
    """The axis of a quantity."""
    return {
        "format": RATIO_AXIS if is_ratio else NUMBER_AXIS,
        "tickCount": 6,
        "grid": True,
        "title": title,
    }


def day_axis() -> Spec:
    """The axis of days, month by month."""
    return {"format": "%m/%Y", "labelAngle": 0, "tickCount": 6, "title": None, "grid": False}


def rows_axis() -> Spec:
    """The axis of named rows: names in full as far as they fit, no line beside them."""
    return {
        "title": None,
        "labelLimit": 260,
        "domain": False,
        "ticks": False,
        "labelOverlap": False,
    }


def said() -> Spec:
    """What a mark says of itself, aloud and where it is pointed at."""
    return {
        "description": {"field": "said", "type": "nominal"},
        "tooltip": {"field": "said", "type": "nominal"},
    }


def height_of(rows: int, step: int = 22) -> int:
    """The height of rows in points: a chart as wide as its place cannot fit itself to steps."""
    return step * max(1, rows)


def names_in_order(names: Sequence[str]) -> list[Json]:
    """An order of names as a specification takes it."""
    return list(names)


def plain_legend() -> Spec:
    """The legend above a picture, its symbols as they are drawn."""
    return {
        "orient": "top",
        "direction": "horizontal",
        "columns": 4,
        "symbolFillColor": "transparent",
        "symbolStrokeWidth": 2,
    }


def colours(domain: Sequence[str], palette: Sequence[str], *, legend: bool = True) -> Spec:
    """The colour of each word of a legend."""
    shown: Json = plain_legend() if legend else None
    return {
        "field": "series",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(domain), "range": list(palette)},
        "legend": shown,
    }
