"""What a new version of a regime does to the cycles laid under the old one, told before it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tiendo.calendars.queries import working_days
from tiendo.domain import clock
from tiendo.domain.regime_rules import write_due
from tiendo.domain.regime_words import cycle_name
from tiendo.domain.regimes import cycles
from tiendo.regimes.actions.facts import VersionFacts
from tiendo.regimes.laying import due_days, horizon
from tiendo.regimes.models import Cycle, Regime, RegimeLevel


@dataclass(frozen=True, slots=True)
class ReplacedCycle:
    """A cycle with its last days under the old version and under the new one; none where it is
    not among them. ``is_kept``: it has begun or was told of, so that it is closed, not removed."""

    name: str
    before: tuple[dt.date, ...]
    after: tuple[dt.date, ...]
    is_kept: bool

    @property
    def is_same(self) -> bool:
        """Whether nobody has another day."""
        return self.before == self.after


def replaced_cycles(regime: Regime, facts: VersionFacts) -> list[ReplacedCycle]:
    """The cycles that a new version takes back, moves or adds up to the horizon, in order.

    Errors: RegimeRuleError. Cost: three queries.
    """
    old = _laid(regime, facts.since)
    new = _to_lay(facts)
    today = clock.today()
    rows = [
        ReplacedCycle(
            name=cycle_name(label),
            before=tuple(sorted({duty.last_day for duty in old[label].duties.all()}))
            if label in old
            else (),
            after=new.get(label, ()),
            is_kept=label in old and old[label].is_known_by(today),
        )
        for label in sorted({*old, *new})
    ]
    return [row for row in rows if not row.is_same]


def _laid(regime: Regime, since: dt.date) -> Mapping[str, Cycle]:
    """The open cycles of a regime that end on a day or later, by label."""
    later = Cycle.objects.filter(version__regime=regime, period_end__gte=since, closed_at=None)
    return {cycle.label: cycle for cycle in later.prefetch_related("duties")}


def _to_lay(facts: VersionFacts) -> Mapping[str, tuple[dt.date, ...]]:
    """The last days of the cycles that a version would lay up to the horizon, by label."""
    days = working_days()
    levels = [RegimeLevel(order=each.order, due=write_due(each.due)) for each in facts.levels]
    return {
        dates.label: tuple(sorted({due.last_day for _level, due in due_days(levels, dates, days)}))
        for dates in cycles(facts.rule, facts.since, horizon())
    }
