"""What the blocks of one dashboard ask together: each filter and each view is asked once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from tiendo.accounts.actor import Actor
from tiendo.composer.sheets import Sheet
from tiendo.domain.periods import ONE_DAY
from tiendo.overview.asking import Asked, View
from tiendo.overview.conditions import Conditions
from tiendo.overview.filters import gone
from tiendo.tasks.queries import OfficialCounts, official_counts, select_tasks

WEEK = 7 * ONE_DAY
# More rows than any block shows or any chart draws.
_MOST_ROWS = 500
Made = TypeVar("Made")
_Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _AskedOnce(Asked):
    """What is asked of a view, whose words were looked up before."""

    words: tuple[tuple[str, str], ...] = ()

    def stated(self, conditions: Conditions | None = None) -> tuple[tuple[str, str], ...]:
        """The words kept; those of a view with conditions of its own are looked up."""
        return self.words if conditions is None else super(_AskedOnce, self).stated(conditions)


class Look:
    """One person looking at one dashboard, on a day, as known then.

    Missing: ``owner``, who owns the dashboard, is None for blocks that stand on none.
    """

    def __init__(
        self,
        actor: Actor,
        day: dt.date,
        known_at: dt.datetime | None = None,
        owner: int | None = None,
    ) -> None:
        self.actor, self.day, self.known_at, self.owner = actor, day, known_at, owner
        self._kept: dict[tuple[Any, ...], Any] = {}

    def asked(self, values: Mapping[str, str], ordering: str = "plan") -> Asked:
        """What is asked, its words looked up once for each filter."""
        plain = Asked(self.actor, self.day, self.known_at, values)
        words = self._once(("words", _key(values)), plain.stated)
        return _AskedOnce(self.actor, self.day, self.known_at, values, ordering, words)

    def gone(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """What the filter names and the person finds no more."""
        return self._once(("gone", _key(values)), lambda: gone(values, self.actor))

    def counts(self, values: Mapping[str, str]) -> OfficialCounts:
        """The official counts of a filter. Cost: one query for each filter."""
        return self._once(("counts", _key(values)), lambda: self._counts(values, self.day))

    def counts_week_ago(self, values: Mapping[str, str]) -> OfficialCounts:
        """The same seven days before. Cost: one query for each filter."""
        before = self.day - WEEK
        return self._once(("week", _key(values)), lambda: self._counts(values, before))

    def sheet(self, view: View, values: Mapping[str, str], ordering: str = "plan") -> Sheet:
        """The sheet of a view, its first rows kept. Cost: that of the view, once."""

        def build() -> Sheet:
            sheet = view.build(self.asked(values, ordering))
            return replace(sheet, rows=tuple(islice(sheet.rows, _MOST_ROWS)))

        return self._once(("sheet", view.name, _key(values), ordering), build)

    def _counts(self, values: Mapping[str, str], day: dt.date) -> OfficialCounts:
        chosen = Asked(self.actor, day, self.known_at, values).tasks
        return official_counts(select_tasks(self.actor, chosen, day, self.known_at))

    def _once(self, key: tuple[Any, ...], make: Callable[[], Made]) -> Made:
        if key not in self._kept:
            self._kept[key] = make()
        kept: Made = self._kept[key]
        return kept


def _key(values: Mapping[str, str]) -> _Key:
    return tuple(sorted(values.items()))
