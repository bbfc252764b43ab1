"""Investments of several bodies whose names are alike: what may be bought twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import BudgetLine, Project
from tiendo.budgets.permissions import visible_lines, visible_projects
from tiendo.domain.likeness import MIN_PAIRS, PairIndex, shared_words
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

    Cost: two queries, and the pairs of words that names share.
    """
    actor.require("budget.view_all")
    found = [*_projects(actor, on), *_lines(actor, on)]
    least = parameter_on("budget_alike_percent", on)
    index = PairIndex([each.name for each in found])
    pairs: list[Alike] = []
    for place, one in enumerate(found):
        for shared in index.sharing(one.name):
            other = found[shared.text]
            if shared.text <= place or other.body_id == one.body_id or shared.pairs < MIN_PAIRS:
                continue
            # Of a short name within a long one the shorter decides.
            percent = round(100 * max(shared.inside, shared.around))
            if percent >= least:
                pairs.append(Alike(one, other, min(percent, 100)))
    return sorted(pairs, key=lambda pair: (-pair.percent, pair.first.name, pair.second.name))[:MOST]


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
