"""Reading the rules of regimes from their data, and writing them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tiendo.domain.periods import Period
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.domain.regimes import (
    LAST_OF_MONTH,
    Closing,
    CountedFrom,
    CycleDates,
    DocumentMatch,
    DueKind,
    DueRule,
    Frequency,
    RegimeRule,
    Shift,
    Unit,
    parts_of_year,
)

MOST_MONTHS = 24
MOST_DAYS = 366
MOST_YEARS = 20

Choice = TypeVar("Choice", bound=StrEnum)
Json = Mapping[str, object]


def read_rule(data: object) -> RegimeRule:
    """The rule of cycles that data state. Errors: RegimeRuleError with the path of the fault."""
    fields = _Fields.of(data, "rule")
    frequency = fields.choice("frequency", Frequency)
    if frequency is Frequency.ON_EVENT:
        return RegimeRule(frequency, documents=_read_documents(fields))
    if frequency is Frequency.LISTED:
        return RegimeRule(frequency, windows=_read_windows(fields.rows("windows")))
    closing = fields.inside("closing")
    most = parts_of_year(frequency)
    return RegimeRule(
        frequency,
        closing=closing.choice("kind", Closing),
        parts=tuple(sorted(set(fields.numbers("parts", 1, most)))),
        day=closing.number("day", 1, LAST_OF_MONTH, LAST_OF_MONTH),
        months_early=closing.number("months_early", -MOST_MONTHS, MOST_MONTHS, 0),
        is_whole=closing.flag("is_whole"),
        years=fields.number("years", 2, MOST_YEARS, 5),
        first_year=fields.number("first_year", 1945, 2200, 2021),
    )


def write_rule(rule: RegimeRule) -> dict[str, object]:
    """The data of a rule, as ``read_rule`` reads them."""
    if rule.frequency is Frequency.ON_EVENT:
        return {"frequency": rule.frequency.value} | _write_documents(rule.documents)
    if rule.frequency is Frequency.LISTED:
        windows = [_write_window(window) for window in rule.windows]
        return {"frequency": rule.frequency.value, "windows": windows}
    closing: dict[str, object] = {"kind": rule.closing.value}
    if rule.closing is Closing.OWN:
        closing |= {
            "day": rule.day,
            "months_early": rule.months_early,
            "is_whole": rule.is_whole,
        }
    data: dict[str, object] = {"frequency": rule.frequency.value, "closing": closing}
    if rule.parts:
        data["parts"] = list(rule.parts)
    if rule.frequency is Frequency.MULTI_YEAR:
        data |= {"years": rule.years, "first_year": rule.first_year}
    return data


def read_due(data: object) -> DueRule:
    """The rule of the last day that data state. Errors: RegimeRuleError with the path."""
    fields = _Fields.of(data, "due")
    kind = fields.choice("kind", DueKind)
    shift = fields.choice("shift", Shift, Shift.NONE)
    if kind is DueKind.LISTED:
        days = fields.inside("days").every_day()
        return DueRule(kind, days=days, is_strict=fields.flag("is_strict"), shift=shift)
    if kind is DueKind.DAY:
        return DueRule(
            kind,
            day=fields.number("day", 1, LAST_OF_MONTH),
            months_after=fields.number("months_after", -MOST_MONTHS, MOST_MONTHS, 0),
            is_strict=fields.flag("is_strict"),
            shift=shift,
        )
    return DueRule(
        kind,
        number=fields.number("number", 0, MOST_DAYS),
        unit=fields.choice("unit", Unit, Unit.WORKING),
        counted_from=fields.choice("from", CountedFrom, CountedFrom.CLOSING),
        shift=shift,
    )


def write_due(rule: DueRule) -> dict[str, object]:
    """The data of a rule of the last day, as ``read_due`` reads them."""
    common: dict[str, object] = {"kind": rule.kind.value, "shift": rule.shift.value}
    if rule.kind is DueKind.LISTED:
        days = {label: day.isoformat() for label, day in rule.days.items()}
        return common | {"days": days, "is_strict": rule.is_strict}
    if rule.kind is DueKind.DAY:
        return common | {
            "day": rule.day,
            "months_after": rule.months_after,
            "is_strict": rule.is_strict,
        }
    return common | {
        "number": rule.number,
        "unit": rule.unit.value,
        "from": rule.counted_from.value,
    }


def _read_documents(fields: _Fields) -> DocumentMatch:
    """The documents that begin a cycle; none where nothing is said of them."""
    if "documents" not in fields.data:
        return DocumentMatch()
    inner = fields.inside("documents")
    return DocumentMatch(
        inner.some_text("type", 60), inner.some_text("issuer", 250), inner.texts("words", 60)
    )


def _write_documents(match: DocumentMatch) -> dict[str, object]:
    if match.is_empty:
        return {}
    said = {"type": match.type_name, "issuer": match.issuer, "words": list(match.words)}
    return {"documents": {name: value for name, value in said.items() if value}}


def _read_windows(rows: Sequence[_Fields]) -> tuple[CycleDates, ...]:
    if not rows:
        raise RegimeRuleError("rule_windows_empty")
    found: dict[str, CycleDates] = {}
    for row in rows:
        cycle = _read_window(row)
        if cycle.label in found:
            raise RegimeRuleError("rule_label_twice", label=cycle.label)
        found[cycle.label] = cycle
    return tuple(sorted(found.values(), key=lambda cycle: cycle.period.end))


def _read_window(row: _Fields) -> CycleDates:
    label, start, end = row.text("label"), row.day("start"), row.day("end")
    if end < start:
        raise RegimeRuleError("rule_window_order", label=label)
    closing = row.day("closing", end)
    return CycleDates(label, Period(start, end), closing, end.replace(day=1))


def _write_window(window: CycleDates) -> dict[str, object]:
    return {
        "label": window.label,
        "start": window.period.start.isoformat(),
        "end": window.period.end.isoformat(),
        "closing": window.closing.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one object of the data, and where in the data it stands."""

    data: Json
    path: str

    @classmethod
    def of(cls, data: object, path: str) -> _Fields:
        if not isinstance(data, Mapping):
            raise RegimeRuleError("rule_not_object", path=path)
        return cls(data, path)

    def at(self, name: str) -> str:
        return f"{self.path}.{name}"

    def inside(self, name: str) -> _Fields:
        return _Fields.of(self._given(name), self.at(name))

    def rows(self, name: str) -> tuple[_Fields, ...]:
        given = self._given(name)
        if not isinstance(given, list):
            raise RegimeRuleError("rule_not_object", path=self.at(name))
        places = enumerate(given)
        return tuple(_Fields.of(row, f"{self.at(name)}[{place}]") for place, row in places)

    def text(self, name: str) -> str:
        given = self._given(name)
        if not isinstance(given, str) or not given.strip() or len(given) > 40:
            raise RegimeRuleError("rule_unknown", path=self.at(name), found=given)
        return given.strip()

    def some_text(self, name: str, most: int) -> str:
        given = self.data.get(name, "")
        return _as_text(given, self.at(name), most)

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        given = self.data.get(name, [])
        if not isinstance(given, list):
            raise RegimeRuleError("rule_not_object", path=self.at(name))
        said = (_as_text(each, self.at(name), most) for each in given)
        return tuple(words for words in said if words)

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        if default is not None and name not in self.data:
            return default
        given = self._given(name)
        if not isinstance(given, str) or given not in list(kind):
            raise RegimeRuleError("rule_unknown", path=self.at(name), found=given)
        return kind(given)

    def number(self, name: str, least: int, most: int, default: int | None = None) -> int:
        if default is not None and name not in self.data:
            return default
        return _whole(self._given(name), self.at(name), least, most)

    def numbers(self, name: str, least: int, most: int) -> tuple[int, ...]:
        given = self.data.get(name, [])
        if not isinstance(given, list):
            raise RegimeRuleError("rule_not_object", path=self.at(name))
        return tuple(_whole(value, self.at(name), least, most) for value in given)

    def flag(self, name: str) -> bool:
        given = self.data.get(name, False)
        if not isinstance(given, bool):
            raise RegimeRuleError("rule_unknown", path=self.at(name), found=given)
        return given

    def day(self, name: str, default: dt.date | None = None) -> dt.date:
        if default is not None and name not in self.data:
            return default
        return _as_day(self._given(name), self.at(name))

    def every_day(self) -> dict[str, dt.date]:
        return {str(name): _as_day(given, self.at(name)) for name, given in self.data.items()}

    def _given(self, name: str) -> object:
        if name not in self.data:
            raise RegimeRuleError("rule_missing", path=self.at(name))
        return self.data[name]


def _whole(given: object, path: str, least: int, most: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= most:
        raise RegimeRuleError("rule_number", path=path, found=given, least=least, most=most)
    return given


def _as_text(given: object, path: str, most: int) -> str:
    if not isinstance(given, str) or len(given) > most:
        raise RegimeRuleError("rule_unknown", path=path, found=str(given)[:most])
    return " ".join(given.split())


def _as_day(given: object, path: str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(given))
    except ValueError:
        raise RegimeRuleError("rule_day", path=path, found=given) from None
