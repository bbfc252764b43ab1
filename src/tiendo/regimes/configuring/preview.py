"""What a regime's file would lay down: its rule in words, its next cycles and their last days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tiendo.accounts.actor import Actor
from tiendo.calendars.queries import working_days
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.regime_rules import write_due
from tiendo.domain.regime_words import cycle_name, due_words, printed_due, rule_words
from tiendo.domain.regimes import CycleDates, Frequency, cycles, event_cycle
from tiendo.programmes.models import Programme
from tiendo.regimes.actions import VersionFacts
from tiendo.regimes.actions.facts import LevelFacts, check_version
from tiendo.regimes.configuring.actions import regime_of
from tiendo.regimes.configuring.reading import OutlineFile, RegimeFile, read_regime_file
from tiendo.regimes.laying import due_days, reporters
from tiendo.regimes.models import Regime, RegimeLevel

SHOWN = 3
# A review may cover many years, so that its next cycles lie far ahead.
_FURTHEST = 40 * 366 * ONE_DAY


@dataclass(frozen=True, slots=True)
class LevelPreview:
    """One level: who reports, how many bodies that is today, to whom, by when in words."""

    order: int
    reporter: str
    bodies: int
    addressee: str
    due: str


@dataclass(frozen=True, slots=True)
class DuePreview:
    """By when a level reports in a cycle: as the regime prints it, and the last day."""

    order: int
    words: str
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class CyclePreview:
    """One cycle to come, with the due days of its levels in their order."""

    label: str
    name: str
    dates: CycleDates
    dues: tuple[DuePreview, ...]


@dataclass(frozen=True, slots=True)
class RegimePreview:
    """What a file would make. ``regime`` is the one it would revise, at version ``number``."""

    file: RegimeFile
    regime: Regime | None
    number: int | None
    rule: str
    is_on_event: bool
    levels: tuple[LevelPreview, ...]
    cycles: tuple[CyclePreview, ...]
    outlines: tuple[OutlineFile, ...]


def preview_regime(by: Actor, programme: Programme, text: str) -> RegimePreview:
    """What a file would lay down, without laying it down.

    Errors: PermissionRefused; those of ``read_regime_file``; RegimeError; RegimeRuleError.
    """
    by.require("regime.manage")
    file = read_regime_file(text, programme)
    check_version(file.version)
    known = regime_of(file, programme)
    newest = known.versions.order_by("-number").first() if known else None
    levels = [_unsaved(level) for level in file.version.levels]
    found = {each.code: each for each in (file.outline, *file.level_outlines) if each}
    return RegimePreview(
        file=file,
        regime=known,
        number=newest.number if newest else None,
        rule=rule_words(file.version.rule),
        is_on_event=file.version.rule.frequency is Frequency.ON_EVENT,
        levels=tuple(
            _level(row, facts, file) for row, facts in zip(levels, file.version.levels, strict=True)
        ),  # fmt: skip
        cycles=tuple(_cycle(each, levels) for each in next_cycles(file.version)),
        outlines=tuple(found.values()),
    )


def next_cycles(version: VersionFacts) -> Iterator[CycleDates]:
    """The next cycles of a rule from today or its first day on; one that events begin is shown as
    if it began today."""
    start = max(version.since, clock.today())
    if version.rule.frequency is Frequency.ON_EVENT:
        return iter((event_cycle(start),))
    return islice(cycles(version.rule, start, start + _FURTHEST), SHOWN)


def _cycle(dates: CycleDates, levels: list[RegimeLevel]) -> CyclePreview:
    dues = tuple(
        DuePreview(level.order, printed_due(due), due.last_day)
        for level, due in due_days(levels, dates, working_days())
    )
    return CyclePreview(dates.label, cycle_name(dates.label), dates, dues)


def _level(row: RegimeLevel, facts: LevelFacts, file: RegimeFile) -> LevelPreview:
    return LevelPreview(
        order=row.order,
        reporter=str(row.group or row.body),
        bodies=len(reporters(row, _day(file.version.since))),
        addressee=str(row.addressee or row.addressee_text),
        due=due_words(facts.due, file.version.rule),
    )


def _day(since: dt.date) -> dt.date:
    return max(since, clock.today())


def _unsaved(facts: LevelFacts) -> RegimeLevel:
    return RegimeLevel(
        order=facts.order,
        group=facts.group,
        body=facts.body,
        addressee=facts.addressee,
        addressee_text=facts.addressee_text,
        due=write_due(facts.due),
    )
