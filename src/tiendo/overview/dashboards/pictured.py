"""The blocks of figures: a picture of what is asked, and the value of one indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn
from tiendo.indicators.trajectories import TrajectoryFilter, find_trajectories
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import kept
from tiendo.overview.dashboards.contents import BlockBroken, Content
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.pictures import choosing, reading
from tiendo.overview.pictures.asking import BODY, CONDITIONS, INDICATOR, NotAsked
from tiendo.overview.pictures.kinds import PictureKind
from tiendo.overview.verdicts import LOOK_OF
from vanban.quantities import Missing

ASKED = "asked"


def draw(kind: PictureKind) -> Callable[[Look, Mapping[str, Any]], Content]:
    """What builds the blocks of a kind of picture. Cost: that of the picture."""

    def build(look: Look, config: Mapping[str, Any]) -> Content:
        asked = _asked(look, config, kind.permission)
        try:
            picture = kind.build(asked)
        except NotAsked as lacking:
            raise BlockBroken(_("%(lacking)s Sửa khối.") % {"lacking": lacking}) from lacking
        return Content(picture.sheet, picture=picture, asked=asked.values)

    return build


def build_value(look: Look, config: Mapping[str, Any]) -> Content:
    """The last value of an indicator of a body, beside what it is to reach. Cost: eight queries."""
    asked = _asked(look, config, "indicator.view")
    try:
        version = choosing.chosen_definition(asked)
    except NotAsked as lacking:
        raise BlockBroken(_("%(lacking)s Sửa khối.") % {"lacking": lacking}) from lacking
    body = choosing.chosen_body(asked, version)
    figures = reading.figures_of(asked, [version.indicator_id], [body.pk])
    last = reading.last_of(figures)
    measure = reading.measure_of(version)
    narrowed = TrajectoryFilter(indicators=frozenset({version.indicator_id}), body=body.pk)
    targets = find_trajectories(look.actor, narrowed, look.day, look.known_at)
    near = next((row for row in targets if row.target.last_day is None), None)
    dated = [row for row in targets if row.target.last_day and row.target.last_day >= look.day]
    chosen = dated[0] if dated else near
    value = reading.reading_of(last) if last else Missing.NO_DATA
    row = (
        measure.name,
        reading.short(body),
        f"{reading.word_of(last)} {measure.words(value)}".strip() if last else measure.words(value),
        reading.name_of(last.period) if last else "",
        last.as_of if last else None,
        _("chưa xác nhận") if last and last.is_provisional else "",
        reading.goal_of(chosen.target, version).words if chosen else "",
        chosen.target.last_day if chosen else None,
        str(LOOK_OF[chosen.verdict].word) if chosen else "",
    )
    values = {INDICATOR: str(version.indicator_id), BODY: str(body.pk)}
    return Content(Sheet("gia-tri", measure.name, _columns(), (row,)), asked=values)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("indicator", _("Chỉ tiêu"), width=50),
        SheetColumn("body", _("Cơ quan"), width=30),
        SheetColumn("value", _("Giá trị"), width=18),
        SheetColumn("period", _("Kỳ"), width=16),
        SheetColumn("as_of", _("Số liệu đến ngày"), CellKind.DAY, 12),
        SheetColumn("note", _("Ghi chú"), width=16),
        SheetColumn("goal", _("Mức phải đạt"), width=24),
        SheetColumn("last_day", _("Hạn"), CellKind.DAY, 12),
        SheetColumn("verdict", _("Đánh giá"), width=18),
    )


def _asked(look: Look, config: Mapping[str, Any], permission: str) -> Asked:
    if not look.actor.may(permission):
        raise BlockBroken(_("Tài khoản này không được xem biểu của khối."))
    given = config.get(ASKED, {})
    plain = {str(name): str(value) for name, value in dict(given).items()}
    return Asked(look.actor, look.day, look.known_at, kept(CONDITIONS, plain))
