"""What re-checks came to: of a round, by lead body, by confirmer; small numbers are told apart."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Recheck, RecheckItem, RecheckResult
from tiendo.tasks.queries.counts import Rate
from tiendo.tasks.queries.rechecks import population


@dataclass(frozen=True, slots=True)
class RecheckCounts:
    """How many were drawn, and what those checked came to. ``is_due``: results were due by now.

    Missing: ``population`` is None where it was not asked for.
    """

    drawn: int = 0
    upheld: int = 0
    not_upheld: int = 0
    cannot_check: int = 0
    reopened: int = 0
    is_due: bool = False
    small_below: int = 0
    population: int | None = None

    @property
    def checked(self) -> int:
        """How many have a result of any kind."""
        return self.upheld + self.not_upheld + self.cannot_check

    @property
    def share_checked(self) -> Rate:
        """The share of what was drawn that has a result."""
        return Rate(self.checked, self.drawn)

    @property
    def upheld_rate(self) -> Rate:
        """The share upheld among those that could be judged."""
        return Rate(self.upheld, self.upheld + self.not_upheld)

    @property
    def state(self) -> str:
        """Which of the four states the upheld rate has: value, undefined, not_due or no_data.

        Undefined: all that were checked could not be judged. Not due: nothing is checked yet and
        the day for it is to come.
        """
        if self.upheld_rate.denominator:
            return "value"
        if self.checked:
            return "undefined"
        return "no_data" if self.is_due or not self.drawn else "not_due"

    @property
    def is_small(self) -> bool:
        """Whether the rate is made of so few that one more or less moves it far."""
        return 0 < self.upheld_rate.denominator < self.small_below


@dataclass(frozen=True, slots=True)
class BodyRecheck:
    """The counts of one body. Missing: ``body`` is None where none was known."""

    body: Organisation | None
    counts: RecheckCounts


_COUNTED = {
    "drawn": Count("pk"),
    "upheld": Count("pk", filter=Q(result=RecheckResult.UPHELD)),
    "not_upheld": Count("pk", filter=Q(result=RecheckResult.NOT_UPHELD)),
    "cannot_check": Count("pk", filter=Q(result=RecheckResult.CANNOT_CHECK)),
    "reopened": Count("pk", filter=Q(reopened__isnull=False)),
}


def counts_of_rounds(rounds: Iterable[Recheck], on: dt.date) -> dict[int, RecheckCounts]:
    """The counts of rounds by their ids. Cost: one query."""
    listed = list(rounds)
    small = parameter_on("recheck_small_number", on)
    found = _counted(listed, "recheck")
    return {
        each.pk: RecheckCounts(
            **found.get(each.pk, {}),
            is_due=each.due_on < on,
            small_below=small,
            population=each.population_size,
        )
        for each in listed
    }


def counts_by_lead(recheck: Recheck, on: dt.date) -> list[BodyRecheck]:
    """The counts of a round by lead body, with how many confirmations each had in the period.

    Bodies of which nothing was drawn stand there too. Cost: four queries.
    """
    found = population(
        recheck.period.lower,
        recheck.period.upper - dt.timedelta(days=1),
        drawn_on=clock.local_day(recheck.drawn_at),
        excluded=recheck.excluded_bodies,
        programme_id=recheck.programme_id,
    )
    return _by_body(recheck, "lead", on, Counter(row.lead_id for row in found))


def counts_by_confirmer(recheck: Recheck, on: dt.date) -> list[BodyRecheck]:
    """The counts of a round by the body that confirmed. Cost: two queries."""
    return _by_body(recheck, "confirmer", on, Counter())


def _by_body(
    recheck: Recheck, field: str, on: dt.date, sizes: Counter[int | None]
) -> list[BodyRecheck]:
    found = _counted([recheck], field)
    small = parameter_on("recheck_small_number", on)
    keys = {*found, *sizes}
    bodies = Organisation.objects.in_bulk([key for key in keys if key is not None])
    listed = [
        BodyRecheck(
            bodies[key] if key is not None else None,
            RecheckCounts(
                **found.get(key, {}),
                is_due=recheck.due_on < on,
                small_below=small,
                population=sizes[key] if sizes else None,
            ),
        )
        for key in keys
    ]
    return sorted(listed, key=_most_wrong_first)


def _most_wrong_first(row: BodyRecheck) -> tuple[int, int, bytes]:
    key = bytes(row.body.sort_key) if row.body else b"\xff"
    return -row.counts.not_upheld, -row.counts.drawn, key


def _counted(rounds: list[Recheck], *fields: str) -> dict[int | None, dict[str, int]]:
    """The numbers of rounds, grouped by one field. Cost: one query."""
    items = RecheckItem.objects.filter(recheck__in=[each.pk for each in rounds]).order_by()
    rows: Iterable[dict[str, Any]] = items.values(*fields).annotate(**_COUNTED)
    return {row[fields[0]]: {name: row[name] for name in _COUNTED} for row in rows}
