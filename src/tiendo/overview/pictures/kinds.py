"""The kinds of pictures there are: a new one is one line of ``PICTURES``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.overview.asking import Asked
from tiendo.overview.pictures import (
    building,
    bullets,
    burn_down,
    heat_map,
    money_building,
    multiples,
    ranked,
    tile_map,
    trend,
    waterfall,
)
from tiendo.overview.pictures.asking import (
    BODY,
    GROUP,
    INDICATOR,
    INDICATORS,
    PERIOD,
    PROGRAMME,
    YEAR,
)
from tiendo.overview.pictures.choosing import Among
from tiendo.overview.pictures.figures import Picture


@dataclass(frozen=True, slots=True)
class PictureKind:
    """One kind. ``code`` stands in addresses, ``block`` in dashboards; neither changes. ``asks``
    are the values its form offers; ``build`` raises ``NotAsked`` where it lacks one it needs.
    ``among`` are the indicators it can be drawn of."""

    code: str
    block: str
    title: str | Promise
    about: str | Promise
    icon: str
    asks: tuple[str, ...]
    build: Callable[[Asked], Picture]
    permission: str = "indicator.view"
    among: Among = Among.ANY

    @property
    def needs_indicator(self) -> bool:
        """Whether nothing is drawn without an indicator."""
        return self.asks[:1] == (INDICATOR,)


PICTURES: Mapping[str, PictureKind] = {
    kind.code: kind
    for kind in (
        PictureKind(
            trend.CODE,
            "pic_trend",
            _("Xu hướng và lộ trình"),
            _("Số liệu các kỳ của một cơ quan, đường đến chỉ tiêu và dự báo."),
            "chart-line",
            (INDICATOR, BODY),
            building.trend,
        ),
        PictureKind(
            bullets.CODE,
            "pic_bullets",
            _("So với chỉ tiêu"),
            _("Số liệu mới nhất đặt cạnh mức phải đạt và lộ trình, mỗi dòng một chỉ tiêu."),
            "target",
            (BODY, INDICATOR),
            building.bullets,
        ),
        PictureKind(
            ranked.CODE,
            "pic_ranking",
            _("Xếp hạng các cơ quan"),
            _("Các cơ quan theo số liệu của một kỳ, kèm trung vị và chỉ tiêu."),
            "chart-bar",
            (INDICATOR, GROUP, PERIOD),
            building.ranking,
            among=Among.REPORTED,
        ),
        PictureKind(
            multiples.CODE,
            "pic_multiples",
            _("Từng cơ quan qua các kỳ"),
            _("Mỗi cơ quan một khung nhỏ, cùng một thang đo."),
            "layout-kanban",
            (INDICATOR, GROUP),
            building.multiples,
            among=Among.REPORTED,
        ),
        PictureKind(
            heat_map.CODE,
            "pic_heat",
            _("Cơ quan và chỉ tiêu"),
            _("Bảng màu: mỗi hàng một cơ quan, mỗi cột một chỉ tiêu."),
            "table",
            (INDICATORS, GROUP, PERIOD),
            building.heat_map,
            among=Among.REPORTED,
        ),
        PictureKind(
            tile_map.CODE,
            "pic_map",
            _("Bản đồ các xã, phường"),
            _("Mỗi xã, phường một ô gần đúng vị trí, hoặc ranh giới đã nạp."),
            "map-pin",
            (INDICATOR, PERIOD),
            building.commune_map,
            among=Among.COMMUNES,
        ),
        PictureKind(
            waterfall.CODE,
            "pic_waterfall",
            _("Dòng tiền của năm ngân sách"),
            _("Từ dự toán giao, điều chỉnh đến đã giải ngân, đã cam kết và còn lại."),
            "cash",
            (YEAR, PROGRAMME, BODY),
            money_building.waterfall,
            "budget.view",
        ),
        PictureKind(
            burn_down.CODE,
            "pic_burndown",
            _("Giải ngân theo thời gian"),
            _("Số tiền chưa giải ngân qua từng ngày, bên cạnh mức giải ngân đều."),
            "timeline",
            (YEAR, PROGRAMME, BODY),
            money_building.burn_down,
            "budget.view",
        ),
    )
}
