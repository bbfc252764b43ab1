"""What a report says of money: the lines it covers with what was allotted and paid by its day, and
the projects. All of it as the compiler may see, as known at the moment of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import Project, ProjectApproval, ProjectFunding
from tiendo.budgets.projects import total_in_force
from tiendo.budgets.queries import (
    DIMENSIONS,
    LineFilter,
    LineMoney,
    list_lines,
    list_projects,
    money_of,
)
from tiendo.domain.budget import Entry, Rate, Total, rate_of, total_of
from tiendo.reporting.facts.tasks import Subject
from tiendo.reporting.models import ValueState
from vanban.quantities import Missing


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """Lines of a year with their money as of a day.

    ``is_partial``: beside these lines there are some that are not told apart by what these were
    chosen by, so that their money may belong here too.
    """

    year: int
    on: dt.date
    lines: tuple[LineMoney, ...]
    is_partial: bool = False

    @property
    def total(self) -> Total:
        """The sums of the lines; what is not known enters none."""
        return total_of(row.amounts for row in self.lines)

    @property
    def rate(self) -> Rate:
        """What share of the allotted was paid; no data where more money may belong to either."""
        total = self.total
        found = rate_of(total.paid, total.allotted, self.on, self.year)
        if self.is_partial and found.state is not Missing.NOT_DUE:
            return Rate(total.paid, total.allotted, self.on, Missing.NO_DATA)
        return found

    @property
    def lacking(self) -> ValueState:
        """Why an amount that is not there is not there."""
        is_due = self.on >= dt.date(self.year, 1, 1)
        return ValueState.NO_DATA if is_due else ValueState.NOT_DUE

    @property
    def line_ids(self) -> tuple[int, ...]:
        """The lines."""
        return tuple(row.line.pk for row in self.lines)

    @property
    def paid_ids(self) -> tuple[int, ...]:
        """The payments that the sum of payments counts."""
        return tuple(
            entry.key for row in self.lines for entry in _counted(row.paid_entries, self.on)
        )

    def only(self, dimension: str, group: str) -> BudgetFacts:
        """The lines of one source, nature or area; those told apart by none are "" ones."""
        kept = tuple(row for row in self.lines if getattr(row.line, dimension) == group)
        untold = any(_has_money(row) for row in self.lines if not getattr(row.line, dimension))
        is_partial = self.is_partial or (bool(group) and untold)
        return BudgetFacts(self.year, self.on, kept, is_partial)

    def groups(self, dimension: str) -> tuple[str, ...]:
        """The sources, natures or areas there are, in their order."""
        found = {getattr(row.line, dimension) for row in self.lines}
        return tuple(group for group in DIMENSIONS[dimension] if group in found)


def read_budget(by: Actor, subject: Subject) -> BudgetFacts:
    """The lines of the year in which the period ends: of the programme, of the body where the
    report is a body's. Cost: four queries."""
    year = subject.period.end.year
    body = subject.body.pk if subject.body else None
    lines = list_lines(by, LineFilter(year, programme=subject.programme.pk, body=body))
    known = lines.filter(created_at__lte=subject.known_at)
    return BudgetFacts(year, subject.as_of, money_of(known, subject.as_of, subject.known_at))


@dataclass(frozen=True, slots=True)
class ProjectFact:
    """A project with the decision that sets its total on the day, and what each source gives."""

    project: Project
    setting: ProjectApproval
    funding: tuple[ProjectFunding, ...]


def read_projects(by: Actor, subject: Subject) -> tuple[ProjectFact, ...]:
    """The projects of the programme with a total in force, in the order of their codes; of the body
    where the report is a body's. Cost: four queries."""
    found = list_projects(by, programme=subject.programme.pk)
    if subject.body is not None:
        found = found.filter(owner=subject.body)
    related = ("approvals__document__issuer", "approvals__funding")
    return tuple(_project_facts(found.prefetch_related(*related), subject))


def _project_facts(projects: Iterable[Project], subject: Subject) -> Iterable[ProjectFact]:
    for project in projects:
        setting = total_in_force(project.approvals.all(), subject.as_of, subject.known_at)
        if setting is not None:
            funding = sorted(setting.funding.all(), key=lambda row: row.pk)
            yield ProjectFact(project, setting, tuple(funding))


def _has_money(row: LineMoney) -> bool:
    return row.amounts.allotted is not None or row.amounts.paid is not None


def _counted(entries: Iterable[Entry], on: dt.date) -> list[Entry]:
    """The payments that make the sum: the last cumulative one and those of later days."""
    told = [row for row in entries if row.day <= on]
    reports = [row for row in told if row.is_cumulative]
    if not reports:
        return told
    last = max(reports, key=lambda row: (row.day, row.recorded_at, row.key))
    return [last, *(row for row in told if not row.is_cumulative and row.day > last.day)]
