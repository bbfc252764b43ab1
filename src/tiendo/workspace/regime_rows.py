"""Rows of the pages about regimes, cycles and duties: rules in words, looks of states, previews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from tiendo.calendars.queries import working_days
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.regime_rules import read_due, read_rule
from tiendo.domain.regime_words import cycle_name, due_words, rule_words
from tiendo.domain.regimes import CycleDates, Due, RegimeRule, cycles, due_of
from tiendo.domain.report_duties import DutyState
from tiendo.domain.working_days import WorkingDays
from tiendo.regimes.actions import VersionFacts
from tiendo.regimes.models import RegimeLevel, RegimeVersion

# The cycles a preview shows, and how many days ahead it looks for them.
SHOWN, AHEAD = 3, 366 * 6

# The look of each state, which it shares with a status of tasks, and its icon.
LOOKS: Mapping[str, tuple[str, str]] = {
    DutyState.NOT_OPEN: ("not_started", "circle-dashed"),
    DutyState.OPEN: ("in_progress", "progress"),
    DutyState.DUE_SOON: ("due_soon", "clock-exclamation"),
    DutyState.SENT: ("awaiting", "send"),
    DutyState.SENT_LATE: ("done_late", "send"),
    DutyState.RETURNED: ("due_soon", "arrow-back-up"),
    DutyState.ACCEPTED: ("done_on_time", "circle-check"),
    DutyState.MISSING: ("overdue", "alert-triangle"),
    DutyState.RELEASED: ("suspended", "ban"),
}


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One step of the chain in words."""

    order: int
    reporter: str
    addressee: str
    due: str
    method: str
    is_gathered: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A rule said back: the sentence, the levels, and the next cycles with their last days."""

    sentence: str
    levels: list[str]
    cycles: list[tuple[str, CycleDates, list[Due]]]
    years_missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its rule and levels in words."""

    version: RegimeVersion
    sentence: str
    levels: list[LevelRow]


def version_row(version: RegimeVersion) -> VersionRow:
    """A version in words. Cost: none where its levels were brought."""
    rule = read_rule(version.rule)
    levels = [_level_row(level, rule) for level in version.levels.all()]
    return VersionRow(version, rule_words(rule), levels)


def preview_of(facts: VersionFacts) -> Preview:
    """What a version would lay: its next cycles, each with the last day of every level.

    Errors: RegimeRuleError where a day cannot be computed. Cost: one query.
    """
    days = working_days()
    rule = facts.rule
    first = cycles(rule, facts.since, facts.since + AHEAD * ONE_DAY)
    found = [
        (cycle_name(each.label), each, list(_dues(facts, each, days)))
        for each in islice(first, SHOWN)
    ]
    last_days = [due.last_day for _name, _dates, dues in found for due in dues]
    words = [
        f"{level.group or level.body} → {level.addressee or level.addressee_text}: "
        f"{due_words(level.due, rule)}"
        for level in facts.levels
    ]
    return Preview(rule_words(rule), words, found, days.years_missing(last_days))


def _dues(facts: VersionFacts, cycle: CycleDates, days: WorkingDays) -> Iterator[Due]:
    before: dt.date | None = None
    for level in facts.levels:
        due = due_of(level.due, cycle, days, before)
        before = due.last_day
        yield due


def _level_row(level: RegimeLevel, rule: RegimeRule) -> LevelRow:
    return LevelRow(
        order=level.order,
        reporter=str(level.group or level.body),
        addressee=str(level.addressee or level.addressee_text),
        due=due_words(read_due(level.due), rule),
        method=level.method,
        is_gathered=level.addressee_id is not None,
    )
