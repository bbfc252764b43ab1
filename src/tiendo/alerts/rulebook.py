"""The values of rules in force on a day: what the province laid down, else the product's own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from tiendo.alerts.models import RuleValue
from tiendo.alerts.wording import SHORT_NAMES
from tiendo.domain.alerts import PARAMETERS, Rule, Thresholds
from tiendo.domain.parameters import find_parameter, parameter_on

EVERY_PROGRAMME = None
RULE_PARAMETERS = frozenset(name for names in PARAMETERS.values() for name in names.values())


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """One value of one rule with where it comes from, for the page of rules."""

    parameter: str
    words: str | Promise
    unit: str
    value: int
    since: dt.date
    source: str
    is_own: bool


class RuleBook:
    """The values of every rule on one day, by programme. Cost: one query."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self._laid_down: dict[tuple[str, int | None], RuleValue] = {}
        # In order of days and of writing: the last one that began by then holds.
        for row in RuleValue.objects.filter(since__lte=on).order_by("since", "set_at", "pk"):
            self._laid_down[row.parameter, row.programme_id] = row
        self._by_programme: dict[tuple[Rule, int | None], Thresholds] = {}
        self._with_own = {programme for _name, programme in self._laid_down}

    def thresholds(self, rule: Rule, programme_id: int | None = EVERY_PROGRAMME) -> Thresholds:
        """The values of a rule in a programme; a programme without its own has those of all."""
        key = rule, programme_id if programme_id in self._with_own else EVERY_PROGRAMME
        if key not in self._by_programme:
            self._by_programme[key] = {
                short: self._value(name, key[1]) for short, name in PARAMETERS[rule].items()
            }
        return self._by_programme[key]

    def in_force(self, rule: Rule, programme_id: int | None) -> Iterator[ValueInForce]:
        """The values of a rule with their days and sources, in the order of its parameters."""
        for short, name in PARAMETERS[rule].items():
            row = self._row(name, programme_id)
            parameter = find_parameter(name)
            default = [each for each in parameter.versions if each.since <= self.on][-1]
            since, value, source = (
                (row.since, row.value, row.source)
                if row is not None
                else (default.since, default.value, default.source)
            )
            yield ValueInForce(
                name, SHORT_NAMES[short], parameter.unit, value, since, source, row is not None
            )

    def _value(self, name: str, programme_id: int | None) -> int:
        row = self._row(name, programme_id)
        return parameter_on(name, self.on) if row is None else row.value

    def _row(self, name: str, programme_id: int | None) -> RuleValue | None:
        own = self._laid_down.get((name, programme_id))
        return own or self._laid_down.get((name, EVERY_PROGRAMME))


def versions_of(programme_id: int | None) -> Mapping[str, list[RuleValue]]:
    """Every value laid down for a programme (None: for all), by parameter, the newest first."""
    rows: dict[str, list[RuleValue]] = defaultdict(list)
    own = RuleValue.objects.filter(
        Q(programme__isnull=True) if programme_id is None else Q(programme_id=programme_id)
    )
    for row in own.select_related("set_by").order_by("-since", "-set_at", "-pk"):
        rows[row.parameter].append(row)
    return rows
