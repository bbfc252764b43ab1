"""A dictionary that comes in, row by row beside the one that is there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.domain.formulas import FormulaRefusal, canonical_text, parse_formula
from tiendo.indicators.dictionary_errors import DictionaryError
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.loading.rows import (
    Change,
    DimensionRow,
    FieldChange,
    IndicatorRow,
    Standing,
    Subject,
    TargetRow,
    figure_words,
    target_words,
)
from tiendo.indicators.models import (
    Comparator,
    Dimension,
    Direction,
    IndicatorState,
    IndicatorVersion,
    Obligation,
    Target,
)
from tiendo.indicators.models.dictionary import Frequency

# What a definition may say otherwise, with the words for it.
DEFINITION_FIELDS: Mapping[str, Promise] = {
    "name": gettext_lazy("Tên"),
    "definition": gettext_lazy("Định nghĩa"),
    "unit": gettext_lazy("Đơn vị"),
    "unit_base": gettext_lazy("Gốc của tỷ lệ"),
    "decimals": gettext_lazy("Số chữ số thập phân"),
    "direction": gettext_lazy("Chiều tốt"),
    "frequency": gettext_lazy("Kỳ"),
    "closing": gettext_lazy("Quy tắc chốt"),
    "formula": gettext_lazy("Công thức"),
    "register": gettext_lazy("Sổ theo dõi"),
    "reporters": gettext_lazy("Nhóm báo cáo"),
    "subject": gettext_lazy("Số liệu của"),
    "data_source": gettext_lazy("Nguồn số liệu"),
    "source": gettext_lazy("Nguồn"),
    "is_verified": gettext_lazy("Đã kiểm chứng"),
}
TARGET_FIELDS: Mapping[str, Promise] = {
    "comparator": gettext_lazy("Dấu so sánh"),
    "value": gettext_lazy("Giá trị"),
    "high": gettext_lazy("Đến"),
    "last_day": gettext_lazy("Hạn"),
    "wording": gettext_lazy("Nguyên văn"),
    "obligation": gettext_lazy("Mức độ"),
    "source": gettext_lazy("Nguồn"),
    "is_verified": gettext_lazy("Đã kiểm chứng"),
    "baseline": gettext_lazy("Giá trị gốc"),
    "baseline_day": gettext_lazy("Ngày gốc"),
}
_CODED = {
    "direction": Direction,
    "frequency": Frequency,
    "comparator": Comparator,
    "obligation": Obligation,
}
_FIGURES = {"value", "high", "baseline"}


@dataclass(frozen=True, slots=True)
class Present:
    """The dictionary as it is: by code its dimensions and last definitions, by indicator its
    targets, the revised ones too."""

    dimensions: dict[str, Dimension]
    versions: dict[str, IndicatorVersion]
    targets: dict[str, list[Target]]

    @classmethod
    def load(cls, known_at: dt.datetime | None = None) -> Present:
        """All of it, or what a moment knew of definitions and targets; dimensions are those of now.

        Cost: six queries.
        """
        found = Dimension.objects.prefetch_related("items")
        dimensions = {dimension.code: dimension for dimension in found}
        versions: dict[str, IndicatorVersion] = {}
        rows = IndicatorVersion.objects.select_related("indicator__owner", "reporters", "subject")
        kept = Target.objects.select_related("indicator", "organisation", "revised_by")
        if known_at is not None:
            rows = rows.filter(decided_at__lt=known_at)
            kept = kept.filter(set_at__lt=known_at)
        for version in rows.prefetch_related("dimensions").order_by("indicator__code", "number"):
            versions[version.indicator.code] = version
        targets: defaultdict[str, list[Target]] = defaultdict(list)
        for target in kept.order_by("indicator__code", "last_day", "pk"):
            targets[target.indicator.code].append(target)
        return cls(dimensions, versions, dict(targets))

    def dimension(self, row: DimensionRow) -> Change:
        """What becomes of a dimension: items that are not named stay as they are."""
        held = self.dimensions.get(row.code)
        if held is None:
            return Change(Subject.DIMENSION, row.code, row.name, Standing.NEW)
        items = {item.code: item for item in held.items.all()}
        changes = [FieldChange(_("Tên"), held.name, row.name)] if held.name != row.name else []
        for item in row.items:
            old = items.get(item.code)
            if old is None:
                changes.append(FieldChange(_("Mục %(code)s") % {"code": item.code}, "", item.name))
            elif (old.name, old.is_retired) != (item.name, item.is_retired):
                words = (
                    _item_words(old.name, old.is_retired),
                    _item_words(item.name, item.is_retired),
                )
                changes.append(FieldChange(_("Mục %(code)s") % {"code": item.code}, *words))
        named = [item.code for item in row.items if item.code in items]
        ordered = [code for code in items if code in named]
        if named != ordered:
            changes.append(FieldChange(_("Thứ tự"), "; ".join(ordered), "; ".join(named)))
        return _standing(Subject.DIMENSION, row.code, row.name, changes)

    def indicator(self, row: IndicatorRow) -> Change:
        """What becomes of an indicator."""
        held = self.versions.get(row.code)
        title = row.definition.name
        if held is None:
            return Change(Subject.INDICATOR, row.code, title, Standing.NEW)
        changes = list(_definition_changes(row, held))
        if changes and held.indicator.state == IndicatorState.RETIRED:
            problem = str(IndicatorError("retired", code=row.code))
            return _wrong(Subject.INDICATOR, row.code, title, problem)
        if held.indicator.owner_id != row.owner.pk:
            problem = str(
                DictionaryError("owner_kept", code=row.code, owner=held.indicator.owner.name)
            )
            return _wrong(Subject.INDICATOR, row.code, title, problem)
        return _standing(Subject.INDICATOR, row.code, title, changes)

    def target(self, row: TargetRow) -> Change:
        """What becomes of a target: one from the same source to the same day is the same one, and
        one that was revised since stays so."""
        title = f"{target_words(row.fields, row.unit)} · {row.fields.source}"
        held = row.target or self.alike(row)
        if held is None:
            return Change(Subject.TARGET, row.code, title, Standing.NEW)
        if row.target is None and hasattr(held, "revised_by"):
            return Change(Subject.TARGET, row.code, title, Standing.SAME)
        return _standing(Subject.TARGET, row.code, title, list(_target_changes(row, held)))

    def alike(self, row: TargetRow) -> Target | None:
        """The target that a row speaks of without naming it; the one with its value goes first."""
        fields = row.fields
        found = [
            target
            for target in self.targets.get(row.code, ())
            if target.organisation_id == row.organisation.pk
            and (target.source, target.last_day) == (fields.source, fields.last_day)
        ]
        same = (target for target in found if target.value == fields.value)
        return next(same, found[-1] if found else None)


def _definition_changes(row: IndicatorRow, held: IndicatorVersion) -> Iterable[FieldChange]:
    given = replace(row.definition, subject=row.subject, formula=canonical(row.definition.formula))
    for name, words in DEFINITION_FIELDS.items():
        old, new = getattr(held, name), getattr(given, name)
        if old != new:
            yield FieldChange(str(words), shown(name, old), shown(name, new))
    old_codes = tuple(sorted(dimension.code for dimension in held.dimensions.all()))
    if old_codes != tuple(sorted(row.dimensions)):
        yield FieldChange(_("Phân tổ"), "; ".join(old_codes), "; ".join(sorted(row.dimensions)))


def _target_changes(row: TargetRow, held: Target) -> Iterable[FieldChange]:
    for name, words in TARGET_FIELDS.items():
        old, new = getattr(held, name), getattr(row.fields, name)
        if old != new:
            yield FieldChange(str(words), shown(name, old, row.unit), shown(name, new, row.unit))


def canonical(formula: str) -> str:
    """A formula as it is stored; as it was typed where it cannot be read, which is told later."""
    if not formula.strip():
        return ""
    try:
        return canonical_text(parse_formula(formula).root)
    except FormulaRefusal:
        return formula


def shown(name: str, value: object, unit: str = "") -> str:
    """A field of the dictionary as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if name in _CODED:
        return str(_CODED[name](value).label)
    if name in _FIGURES:
        return figure_words(value, unit)  # type: ignore[arg-type]
    if name in ("last_day", "baseline_day"):
        return f"{value:%d/%m/%Y}"
    return str(getattr(value, "name", value))


def _item_words(name: str, is_retired: bool) -> str:
    return f"{name} ({_('ngừng dùng')})" if is_retired else name


def _standing(subject: Subject, code: str, title: str, changes: Sequence[FieldChange]) -> Change:
    standing = Standing.DIFFERS if changes else Standing.SAME
    return Change(subject, code, title, standing, tuple(changes))


def _wrong(subject: Subject, code: str, title: str, problem: str) -> Change:
    return Change(subject, code, title, Standing.WRONG, problems=(problem,))
