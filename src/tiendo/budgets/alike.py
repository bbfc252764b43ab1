"""Investments of several bodies whose names are alike: what may be bought twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import BudgetLine, Project
from tiendo.budgets.permissions import visible_lines, visible_projects
from tiendo.domain.investments import like_things, object_of
from tiendo.domain.likeness import shared_words
from tiendo.domain.parameters import parameter_on

PROJECT, LINE = "project", "line"
_YEARS_BACK = 1
MOST = 300


@dataclass(frozen=True, slots=True)
class Investment:
    """A project or a line that belongs to none. ``kind``: project or line."""

    kind: str
    pk: int
    name: str
    body_id: int
    body: str
    years: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Two investments of different bodies, how like they are, and the words they share."""

    first: Investment
    second: Investment
    percent: int

    @property
    def words(self) -> list[str]:
        """The runs of words both names hold."""
        return shared_words(self.first.name, self.second.name)


def alike_investments(actor: Actor, on: dt.date) -> Sequence[Alike]:
    """Pairs of investments of this year and the last, the likeliest first; at most ``MOST``.

    Of many that are in the same thing each stands beside the first alone.
    Cost: two queries, and the pairs of words that different names share.
    """
    actor.require("budget.view_all")
    same: defaultdict[str, list[Investment]] = defaultdict(list)
    for each in (*_projects(actor, on), *_lines(actor, on)):
        same[object_of(each.name)].append(each)
    same.pop("", None)
    pairs = [*_of_one_thing(same.values()), *_of_like_things(same, on)]
    return sorted(pairs, key=lambda pair: (-pair.percent, pair.first.name, pair.second.name))[:MOST]


def _of_one_thing(groups: Iterable[Sequence[Investment]]) -> Iterator[Alike]:
    for first, *others in groups:
        for other in others:
            if other.body_id != first.body_id:
                yield Alike(first, other, 100)


def _of_like_things(same: Mapping[str, Sequence[Investment]], on: dt.date) -> Iterator[Alike]:
    least, things = parameter_on("budget_alike_percent", on), list(same)
    for place, at, share in like_things(things):
        percent = round(100 * share)
        if percent >= least:
            ours, theirs = same[things[place]], same[things[at]]
            pairs = ((a, b) for a in ours for b in theirs if a.body_id != b.body_id)
            if (pair := next(pairs, None)) is not None:
                yield Alike(*pair, percent)


def _projects(actor: Actor, on: dt.date) -> list[Investment]:
    rows: list[Project] = list(
        visible_projects(actor)
        .exclude(state="stopped")
        .filter(ends_year__gte=on.year - _YEARS_BACK)
        .select_related("owner")
        .order_by("pk")
    )
    return [
        Investment(
            PROJECT,
            row.pk,
            row.name,
            row.owner_id,
            row.owner.name,
            f"{row.starts_year}–{row.ends_year}",
        )
        for row in rows
    ]


def _lines(actor: Actor, on: dt.date) -> list[Investment]:
    rows: list[BudgetLine] = list(
        visible_lines(actor)
        .filter(project=None, year__gte=on.year - _YEARS_BACK)
        .select_related("body")
        .order_by("pk")
    )
    return [
        Investment(LINE, row.pk, row.title, row.body_id, row.body.name, str(row.year))
        for row in rows
    ]
