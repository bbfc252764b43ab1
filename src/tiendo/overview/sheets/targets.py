"""The targets in force with their verdicts: where each stands against the path to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.achievement import Verdict
from tiendo.indicators.aims import print_target
from tiendo.indicators.figures import print_value
from tiendo.indicators.known_values import print_figure
from tiendo.indicators.models import Indicator, Obligation
from tiendo.indicators.prospects import Prospect, prospects_of
from tiendo.indicators.trajectories import (
    BY_URGENCY,
    Trajectory,
    TrajectoryFilter,
    find_trajectories,
)
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.conditions import Condition
from tiendo.overview.sheets.counting import ratio_value
from tiendo.overview.sheets.indicators import period_words
from tiendo.overview.verdicts import (
    LOOK_OF,
    gap_words,
    prospect_words,
    reached_words,
    reason_of,
    required_words,
)
from tiendo.programmes.models import PlanSection
from vanban.quantities import Missing

NONE = "0"
VERDICTS = {str(look.verdict): look.word for look in LOOK_OF.values()}
VERIFIED = {True: _("Đã kiểm chứng"), False: _("Chưa kiểm chứng")}


def _or_none(condition: Condition, none: str | Promise) -> Condition:
    """A record, or that there is none."""

    def words(value: str, actor: Actor) -> str | None:
        return str(none) if value == NONE else condition.words(value, actor)

    return Condition(condition.name, condition.label, condition.read, words)


def _goals(actor: Actor) -> QuerySet[PlanSection]:
    return PlanSection.objects.all()


def _indicators(actor: Actor) -> QuerySet[Indicator]:
    return Indicator.objects.all()


CONDITIONS = (
    those.sought(label=_("Tìm mã, tên chỉ tiêu, văn bản")),
    those.choice("ket_luan", _("Kết luận"), VERDICTS),
    _or_none(those.programme(), _("Ngoài chương trình")),
    _or_none(those.record("muc", _("Phần của kế hoạch"), _goals), _("Không thuộc phần nào")),
    those.body("co_quan", _("Cơ quan")),
    those.number("nam", _("Năm của hạn (0: không nêu hạn)"), 0, 2200),
    those.choice("muc_do", _("Mức ràng buộc"), dict(Obligation.choices)),
    those.record("chi_tieu", _("Chỉ tiêu"), _indicators),
)
Key = Callable[[Trajectory], Any]


def _by_verdict(row: Trajectory) -> tuple[int, Any, str]:
    share = row.achievement.share
    return BY_URGENCY.index(row.verdict), (share is None, share or 0), row.target.indicator.code


SORTS: Mapping[str, Key] = {
    "verdict": _by_verdict,
    "name": lambda row: (row.version.folded, row.target.pk),
    "body": lambda row: (bytes(row.target.organisation.sort_key), row.target.indicator.code),
    "last_day": lambda row: (
        row.target.last_day is None,
        row.target.last_day,
        row.target.indicator.code,
    ),
}


def build(asked: Asked) -> Sheet:
    """The targets of the filter, the worst off first. Cost: seven queries."""
    found = found_of(asked)
    prospects = prospects_of(found, asked.day, asked.known_at)
    rows = [_values(row, prospects.get(row.target.pk), asked) for row in found]
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many targets there will be. Cost: five queries."""
    return len(found_of(asked))


VIEW = View(
    "lo-trinh",
    _("Mục tiêu và lộ trình"),
    "indicator.view",
    build,
    count,
    conditions=CONDITIONS,
)


def narrowed_by(values: Mapping[str, str]) -> TrajectoryFilter:
    """The filter of kept values."""
    verdict, indicator = values.get("ket_luan"), those.id_in(values, "chi_tieu")
    return TrajectoryFilter(
        text=values.get("q", ""),
        programme=those.id_in(values, "chuong_trinh"),
        body=those.id_in(values, "co_quan"),
        indicators=frozenset({indicator} if indicator is not None else ()),
        goal=those.id_in(values, "muc"),
        horizon=those.id_in(values, "nam"),
        verdicts=frozenset({Verdict(verdict)} if verdict else ()),
        obligation=values.get("muc_do", ""),
    )


def found_of(asked: Asked) -> Sequence[Trajectory]:
    """The targets that are asked for, in the order asked for. Cost: five queries."""
    found = find_trajectories(asked.actor, narrowed_by(asked.values), asked.day, asked.known_at)
    name = asked.ordering.removeprefix("-")
    key = SORTS.get(name, _by_verdict)
    return sorted(found, key=key, reverse=asked.ordering.startswith("-") and name in SORTS)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã"), width=12),
        SheetColumn("name", _g("Chỉ tiêu"), width=56),
        SheetColumn("body", _g("Cơ quan"), width=28),
        SheetColumn("programme", _g("Chương trình"), width=24),
        SheetColumn("goal", _g("Phần của kế hoạch"), width=24),
        SheetColumn("target", _g("Mục tiêu"), width=24),
        SheetColumn("last_day", _g("Hạn"), CellKind.DAY, 12),
        SheetColumn("obligation", _g("Mức ràng buộc"), width=14),
        SheetColumn("baseline", _g("Giá trị gốc"), width=14),
        SheetColumn("baseline_day", _g("Ngày gốc"), CellKind.DAY, 12),
        SheetColumn("required", _g("Phải đạt đến nay"), width=16),
        SheetColumn("value", _g("Số liệu gần nhất"), width=18),
        SheetColumn("period", _g("Kỳ của số liệu"), width=16),
        SheetColumn("as_of", _g("Ngày của số liệu"), CellKind.DAY, 12),
        SheetColumn("gap", _g("Chênh lệch"), width=14),
        SheetColumn(
            "share",
            _g("Quãng đường đã đi"),
            CellKind.RATIO,
            12,
            _g("(số liệu − gốc) : (phải đạt đến nay − gốc)"),
        ),
        SheetColumn("verdict", _g("Kết luận"), width=18),
        SheetColumn("reason", _g("Vì sao"), width=44),
        SheetColumn("expected", _g("Dự báo vào hạn"), width=26),
        SheetColumn("reached", _g("Dự báo kỳ đạt"), width=20),
        SheetColumn("source", _g("Nguồn"), width=36),
        SheetColumn("verified", _g("Kiểm chứng"), width=16),
    )


def _values(row: Trajectory, prospect: Prospect | None, asked: Asked) -> Values:
    target, figure = row.target, row.figure
    share = row.achievement.share
    return (
        target.indicator.code,
        row.version.name,
        target.organisation.short_name or target.organisation.name,
        target.programme.short_title if target.programme else None,
        str(row.goal) if row.goal else None,
        print_target(target, row.version),
        target.last_day,
        target.get_obligation_display(),
        Missing.NO_DATA if target.baseline is None else print_value(target.baseline, row.version),
        target.baseline_day,
        required_words(row),
        print_figure(figure, row.figure_version) if figure else Missing.NO_DATA,
        period_words(figure.period) if figure else None,
        figure.as_of if figure else None,
        None if row.gap is None else gap_words(row.gap, row.version),
        Missing.UNDEFINED if share is None else ratio_value(share),
        str(LOOK_OF[row.verdict].word),
        reason_of(row, asked.day),
        prospect_words(row, prospect, asked.day),
        reached_words(row, prospect),
        target.source,
        str(VERIFIED[target.is_verified]),
    )
