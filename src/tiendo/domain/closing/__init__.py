"""Closing rules: which days the data of a period cover, and until when values are in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from tiendo.domain.periods import ONE_DAY, Period, day_in_month


class UnknownClosingRule(LookupError):
    """No closing rule of that name, or none in force at the end of a period."""


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """A rule from a day on.

    The window of a period begins on ``first_day`` of its first month, or so many months before,
    and ends on ``last_day`` of its last month (31: its end). Values are in time for
    ``entry_days`` more.
    """

    name: str
    since: dt.date
    first_day: int
    months_before: int
    last_day: int
    entry_days: int
    source: str

    def window(self, period: Period) -> Period:
        """The days whose data a period of the calendar covers."""
        start, end = period.start, period.end
        months = start.year * 12 + start.month - 1 - self.months_before
        first = day_in_month(months // 12, months % 12 + 1, self.first_day)
        return Period(first, day_in_month(end.year, end.month, self.last_day))

    def last_entry_day(self, period: Period) -> dt.date:
        """The last day on which a value of the period is in time."""
        return self.window(period).end + self.entry_days * ONE_DAY


@dataclass(frozen=True, slots=True)
class ClosingRules:
    """A named rule through its versions, in order of their days."""

    code: str
    name: str
    versions: tuple[ClosingRule, ...]

    def on(self, period: Period) -> ClosingRule:
        """The version for a period: the one in force on its last day.

        Errors: UnknownClosingRule.
        """
        for version in reversed(self.versions):
            if version.since <= period.end:
                return version
        raise UnknownClosingRule(f"{self.code} on {period.end}")


def find_closing_rules(code: str) -> ClosingRules:
    """The rule of a code. Errors: UnknownClosingRule."""
    try:
        return load_closing_rules()[code]
    except KeyError:
        raise UnknownClosingRule(code) from None


@cache
def load_closing_rules() -> dict[str, ClosingRules]:
    """Every closing rule by its code."""
    text = (resources.files(__name__) / "rules.yaml").read_text(encoding="utf-8")
    return {code: _rules(code, found) for code, found in yaml.safe_load(text).items()}


def _rules(code: str, found: dict[str, object]) -> ClosingRules:
    name, versions = str(found["name"]), found["versions"]
    if not isinstance(versions, list):
        raise TypeError(f"the versions of {code} are no list")
    rules = (ClosingRule(name=name, **version) for version in versions)
    return ClosingRules(code, name, tuple(sorted(rules, key=lambda rule: rule.since)))
