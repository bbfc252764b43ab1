"""Rules held against the values that are there: which of them would fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.indicators.checking import Checker
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.models import CheckRule, CheckSeverity, Indicator, IndicatorValue
from tiendo.indicators.permissions import visible_values

# The newest values are looked at; a page says where there were more.
MOST_VALUES = 5000


@dataclass(frozen=True, slots=True)
class Failing:
    """A value that fails a rule, with the arithmetic."""

    value: IndicatorValue
    rule: CheckRule
    words: str

    @property
    def is_blocked(self) -> bool:
        """Whether it could not be saved now."""
        return self.rule.severity == CheckSeverity.BLOCK


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying rules: the values looked at, and those that fail."""

    looked_at: int
    failing: tuple[Failing, ...]

    @property
    def failed(self) -> int:
        """How many of the values fail, each once however many rules it fails."""
        return len({failing.value.pk for failing in self.failing})

    @property
    def is_cut(self) -> bool:
        """Whether older values were not looked at."""
        return self.looked_at == MOST_VALUES


def try_rules(actor: Actor, indicator: Indicator, rules: Sequence[CheckRule]) -> Tried:
    """Hold rules of an indicator against its values that the actor may see, the newest first.

    Rules need not be kept yet. Cost: ten queries at the most.
    """
    if not rules:
        return Tried(0, ())
    found = visible_values(actor).filter(indicator=indicator, value__isnull=False)
    listed = found.select_related("indicator", "organisation", "observation")
    values = list(listed.order_by("-period_start", "organisation", "breakdown")[:MOST_VALUES])
    if not values:
        return Tried(0, ())
    checker = Checker.of(values, Definitions.of([indicator.pk]), rules=rules)
    failing = tuple(
        Failing(value, rule, str(error))
        for value in values
        for rule, error in checker.failing(value)
    )
    return Tried(len(values), failing)
