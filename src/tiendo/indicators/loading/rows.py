"""What a dictionary says: dimensions, indicators, targets, as values that nothing is written of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.indicators.actions.defining import Definition
from tiendo.indicators.actions.targeting import TargetFields
from tiendo.indicators.models import Comparator, Target
from tiendo.organisations.models import Organisation
from vanban.quantities import format_number


class Subject(StrEnum):
    """What a row is about."""

    DIMENSION = "dimension"
    INDICATOR = "indicator"
    TARGET = "target"
    RULE = "rule"
    FIGURE = "figure"


SUBJECT_WORDS: Mapping[Subject, Promise] = {
    Subject.DIMENSION: _("Phân tổ"),
    Subject.INDICATOR: _("Chỉ tiêu"),
    Subject.TARGET: _("Mục tiêu"),
    Subject.RULE: _("Quy tắc kiểm tra"),
    Subject.FIGURE: _("Số liệu"),
}


class Standing(StrEnum):
    """How a row stands to what is there."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    WRONG = "wrong"


STANDING_WORDS: Mapping[Standing, Promise] = {
    Standing.NEW: _("Mới"),
    Standing.SAME: _("Không đổi"),
    Standing.DIFFERS: _("Có thay đổi"),
    Standing.WRONG: _("Có lỗi"),
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One value of a dimension."""

    code: str
    name: str
    order: int
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """A dimension with its values."""

    code: str
    name: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator; ``definition`` has no dimensions, which may be new: they go by their codes."""

    code: str
    definition: Definition
    dimensions: tuple[str, ...]
    owner: Organisation

    @property
    def subject(self) -> Organisation | None:
        """Whose the one figure is; None where bodies report one each."""
        given = self.definition
        return given.subject or (self.owner if given.reporters is None else None)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of an indicator.

    Missing: ``target`` is None where the row names none that is there.
    """

    code: str
    unit: str
    organisation: Organisation
    fields: TargetFields
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a row says of a field beside what is there, as people read both."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of a row. ``place`` is where it stands in its file, if in one."""

    subject: Subject
    code: str
    title: str
    standing: Standing
    fields: tuple[FieldChange, ...] = ()
    problems: tuple[str, ...] = ()
    place: str = ""

    @property
    def subject_words(self) -> str:
        """What it is about."""
        return str(SUBJECT_WORDS[self.subject])

    @property
    def standing_words(self) -> str:
        """How it stands."""
        return str(STANDING_WORDS[self.standing])


_HUNDRED = Decimal(100)


def figure_words(value: Decimal | None, unit: str) -> str:
    """A value in its unit as a document prints it, the unit left out but for "%"; nothing for
    none."""
    if value is None:
        return ""
    shown = (value * _HUNDRED if unit == "%" else value).normalize()
    whole = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown
    return format_number(whole) + ("%" if unit == "%" else "")


def target_words(fields: TargetFields, unit: str) -> str:
    """What a target asks for in words: "từ 3% trở lên"; its own wording where it has no value."""
    if fields.value is None:
        return fields.wording
    value = figure_words(fields.value, unit)
    suffix = "" if unit == "%" else f" {unit}"
    return str(_COMPARED[Comparator(fields.comparator)]) % {
        "value": value + suffix,
        "plain": value,
        "high": figure_words(fields.high, unit) + suffix,
    }


_COMPARED: Mapping[Comparator, Promise] = {
    Comparator.GT: _("trên %(value)s"),
    Comparator.GE: _("từ %(value)s trở lên"),
    Comparator.EQ: _("đạt %(value)s"),
    Comparator.LE: _("không quá %(value)s"),
    Comparator.LT: _("dưới %(value)s"),
    Comparator.RANGE: _("từ %(plain)s đến %(high)s"),
}
