"""The block that draws a view: which views are drawn, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.overview.dashboards.contents import BlockBroken, Content
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.dashboards.tables import view_of
from tiendo.overview.sheets import VIEWS


class Drawing(StrEnum):
    """How the rows of a view are drawn."""

    # A bar for each row, split by official column.
    STACKED = "stacked"
    # A bar for each row, as long as its first count.
    BARS = "bars"
    # A line for each count, from row to row.
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A view that can be drawn. ``columns`` are the keys of the counts of its lines."""

    title: str | Promise
    view: str
    drawing: Drawing
    columns: tuple[str, ...] = ()


CHARTS: Mapping[str, ChartKind] = {
    "by_part": ChartKind(_("Trạng thái theo phần của kế hoạch"), "theo-phan", Drawing.STACKED),
    "by_body": ChartKind(_("Trạng thái theo cơ quan chủ trì"), "theo-co-quan", Drawing.STACKED),
    "burn_up": ChartKind(
        _("Việc giao, việc xong và việc quá hạn theo thời gian"),
        "tien-trien",
        Drawing.LINES,
        ("total", "done", "overdue"),
    ),
    "ageing": ChartKind(_("Việc quá hạn của mỗi cơ quan"), "tuoi-qua-han", Drawing.BARS),
}


def charts_there_are() -> dict[str, ChartKind]:
    """The charts whose view there is."""
    return {code: chart for code, chart in CHARTS.items() if chart.view in VIEWS}


def build(look: Look, config: Mapping[str, Any]) -> Content:
    """The rows that are drawn. Cost: that of the view, once for each filter."""
    chart = charts_there_are().get(str(config.get("chart", "")))
    if chart is None:
        raise BlockBroken(_g("Biểu đồ của khối không còn. Sửa khối và chọn biểu đồ khác."))
    values: Mapping[str, str] = config.get("values", {})
    return Content(look.sheet(view_of(look, chart.view), values))


def name_of(config: Mapping[str, Any]) -> str:
    """The title of the chart."""
    chart = CHARTS.get(str(config.get("chart", "")))
    return str(chart.title) if chart else ""
