"""Who looks for what: one entry for each finder, each over everything in a few queries.

A finder is a function of the rule book (the values of one day), of the people of that day and,
where asked, of the tasks it should look at; it gives what the rules found. Another noun adds its
module and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tiendo.alerts.finders.bodies import find_silent_bodies
from tiendo.alerts.finders.documents import find_replaced_bases
from tiendo.alerts.finders.duties import find_overdue_directives, find_unanswered_difficulties
from tiendo.alerts.finders.found import Found
from tiendo.alerts.finders.reports import find_owed_reports
from tiendo.alerts.finders.tasks import find_in_tasks
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.domain.alerts import TASK_RULES, Rule

Find = Callable[[RuleBook, People, frozenset[int] | None], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Finder:
    """A function and the rules it answers for; ``by_task``: it can look at some tasks alone."""

    rules: tuple[Rule, ...]
    find: Find
    by_task: bool = False


FINDERS: tuple[Finder, ...] = (
    Finder(tuple(TASK_RULES), find_in_tasks, by_task=True),
    Finder((Rule.SILENT_BODY,), find_silent_bodies),
    Finder((Rule.BASIS_REPLACED,), find_replaced_bases),
    Finder((Rule.DIFFICULTY_UNANSWERED,), find_unanswered_difficulties),
    Finder((Rule.DIRECTIVE_OVERDUE,), find_overdue_directives),
    Finder((Rule.REPORT_DUE_SOON, Rule.REPORT_LATE), find_owed_reports),
)
