"""The rules that figures are checked by, those ended too."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.indicators.loading.rows import figure_words
from tiendo.indicators.models import CheckKind, CheckRule, Indicator, IndicatorVersion
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View

INDICATOR = "chi_tieu"
CONDITIONS = (those.record(INDICATOR, _("Chỉ tiêu"), lambda _actor: Indicator.objects.all()),)


def build(asked: Asked) -> Sheet:
    """One row for each rule. Cost: two queries."""
    rows = _rows(found_of(asked))
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many there will be. Cost: one query."""
    return found_of(asked).count()


VIEW = View(
    "quy-tac",
    _("Quy tắc kiểm tra số liệu"),
    "indicator.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def found_of(asked: Asked) -> QuerySet[CheckRule]:
    """The rules of an indicator, or all, as they were set."""
    rules = CheckRule.objects.select_related("dimension", "set_by", "indicator")
    chosen = those.id_in(asked.values, INDICATOR)
    found = rules if chosen is None else rules.filter(indicator=chosen)
    return found.order_by("indicator__code", "pk")


def rule_words(rule: CheckRule, version: IndicatorVersion) -> str:
    """What a rule asks, in one sentence."""
    if rule.kind == CheckKind.PARTS:
        return _g("Tổng theo %(dimension)s bằng số chung") % {"dimension": rule.dimension}
    if rule.kind == CheckKind.CONSISTENCY:
        return rule.formula
    unit = "%" if rule.kind == CheckKind.JUMP else version.unit
    bounds = {
        side: _bound(bound, unit)
        for side, bound in (("low", rule.low), ("high", rule.high))
        if bound is not None
    }
    return _BOUNDS[CheckKind(rule.kind), tuple(bounds)] % bounds


_BOUNDS = {
    (CheckKind.RANGE, ("low", "high")): _("Từ %(low)s đến %(high)s"),
    (CheckKind.RANGE, ("low",)): _("Không dưới %(low)s"),
    (CheckKind.RANGE, ("high",)): _("Không quá %(high)s"),
    (CheckKind.JUMP, ("low", "high")): _("Giảm không quá %(low)s, tăng không quá %(high)s"),
    (CheckKind.JUMP, ("low",)): _("Giảm không quá %(low)s"),
    (CheckKind.JUMP, ("high",)): _("Tăng không quá %(high)s"),
}


def _bound(bound: Decimal, unit: str) -> str:
    return figure_words(bound, unit) + ("" if unit == "%" else f" {unit}")


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã chỉ tiêu"), width=14),
        SheetColumn("indicator", _g("Chỉ tiêu"), width=44),
        SheetColumn("kind", _g("Loại quy tắc"), width=24),
        SheetColumn("rule", _g("Quy tắc"), width=44),
        SheetColumn("severity", _g("Khi không đạt"), width=16),
        SheetColumn("since", _g("Từ ngày"), CellKind.DAY, 12),
        SheetColumn("until", _g("Đến trước ngày"), CellKind.DAY, 14),
        SheetColumn("source", _g("Căn cứ"), width=40),
        SheetColumn("set_by", _g("Người đặt"), width=24),
    )


def _rows(found: QuerySet[CheckRule]) -> Iterator[Values]:
    last = IndicatorVersion.objects.order_by("number")
    for rule in found.prefetch_related(Prefetch("indicator__versions", queryset=last)):
        version = list(rule.indicator.versions.all())[-1]
        yield (
            rule.indicator.code,
            version.name,
            rule.get_kind_display(),
            rule_words(rule, version),
            rule.get_severity_display(),
            rule.validity.lower,
            rule.validity.upper,
            rule.source,
            str(rule.set_by),
        )
