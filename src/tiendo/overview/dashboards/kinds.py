"""The kinds of blocks a dashboard is composed of: a new one is one line of ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.overview.dashboards import charts, counting, listing, pictured, tables, texts
from tiendo.overview.dashboards.contents import Content
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.pictures.asking import BODY, INDICATOR
from tiendo.overview.pictures.kinds import PICTURES, PictureKind


class Face(StrEnum):
    """How a screen shows what a block holds; files always hold its table."""

    TILES = "tiles"
    TABLE = "table"
    CHART = "chart"
    TEXT = "text"
    PICTURE = "picture"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class BlockKind:
    """One kind of block. ``code`` is stored and never changes.

    ``asks`` are the fields its form has, ``asks_picture`` those of pictures; ``build`` makes what
    it shows from its config, and raises ``BlockBroken`` where what it was asked is there no more.
    """

    code: str
    title: str | Promise
    about: str | Promise
    icon: str
    face: Face
    build: Callable[[Look, Mapping[str, Any]], Content]
    asks: tuple[str, ...] = ("values",)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    asks_picture: tuple[str, ...] = ()

    def name(self, config: Mapping[str, Any]) -> str:
        """The title of a block that was given none."""
        named = {"table": tables.name_of, "chart": charts.name_of}.get(self.code)
        return (named(config) if named else "") or str(self.title)


def _of_picture(kind: PictureKind) -> BlockKind:
    return BlockKind(
        kind.block,
        kind.title,
        kind.about,
        kind.icon,
        Face.PICTURE,
        pictured.draw(kind),
        (),
        asks_picture=kind.asks,
    )


KINDS: Mapping[str, BlockKind] = {
    kind.code: kind
    for kind in (
        BlockKind(
            "count",
            _("Số liệu"),
            _("Tổng số, các cột chính thức, tỷ lệ đúng hạn; thay đổi so với tuần trước."),
            "report-analytics",
            Face.TILES,
            counting.build,
            ("values", "counts", "share", "change"),
            {"counts": ["total", "done_on_time", "in_progress", "overdue"]},
        ),
        BlockKind(
            "tasks",
            _("Danh sách nhiệm vụ"),
            _("Những nhiệm vụ đầu tiên của một bộ lọc, theo thứ tự được chọn."),
            "list-details",
            Face.TABLE,
            listing.build_tasks,
            ("values", "ordering", "rows"),
            {"ordering": "deadline", "rows": 8},
        ),
        BlockKind(
            "coming",
            _("Sắp đến hạn"),
            _("Việc chưa hoàn thành có hạn trong những ngày tới."),
            "clock-exclamation",
            Face.TABLE,
            listing.build_coming,
            ("values", "days", "rows"),
            {"days": 30, "rows": 8},
        ),
        BlockKind(
            "difficulties",
            _("Vướng mắc chờ trả lời"),
            _("Vướng mắc chưa được trả lời, lâu nhất trước."),
            "help-circle",
            Face.TABLE,
            listing.build_difficulties,
            ("programme", "rows"),
            {"rows": 8},
        ),
        BlockKind(
            "changes",
            _("Thay đổi mới nhất"),
            _("Các bước vừa được ghi trong bảy ngày qua."),
            "history",
            Face.TABLE,
            listing.build_changes,
            ("values", "rows"),
            {"rows": 8},
        ),
        BlockKind(
            "chart",
            _("Biểu đồ"),
            _("Trạng thái theo phần của kế hoạch hoặc theo cơ quan."),
            "chart-bar",
            Face.CHART,
            charts.build,
            ("values", "chart"),
            {"chart": "by_part"},
        ),
        BlockKind(
            "table",
            _("Biểu"),
            _("Những dòng đầu của một biểu trong Tổng quan."),
            "table",
            Face.TABLE,
            tables.build,
            ("values", "view", "rows"),
            {"view": "theo-co-quan", "rows": 10},
        ),
        BlockKind(
            "figure",
            _("Giá trị của một chỉ tiêu"),
            _("Số liệu mới nhất của một cơ quan, kỳ, mức phải đạt và đánh giá."),
            "target",
            Face.FIGURE,
            pictured.build_value,
            (),
            asks_picture=(INDICATOR, BODY),
        ),
        *map(_of_picture, PICTURES.values()),
        BlockKind(
            "text",
            _("Ghi chú"),
            _("Một tiêu đề hoặc vài dòng chữ."),
            "notes",
            Face.TEXT,
            texts.build,
            ("text",),
            {"text": ""},
        ),
    )
}
