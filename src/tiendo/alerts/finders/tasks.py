"""What the rules find in tasks: every rule of domain.alerts over all work, in one pass."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.alerts.finders.found import Found
from tiendo.alerts.finders.work import Work, work_under_way
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.domain.alerts import TASK_RULES, Finding, Rule
from tiendo.tasks.models import Task

TASK_TYPE = Task._meta.label_lower


def find_in_tasks(
    book: RuleBook, people: People, only: frozenset[int] | None = None
) -> Iterator[Found]:
    """What needs attention in tasks. Cost: five queries, however many tasks there are."""
    for work in work_under_way(book.on, people, only):
        for rule, look in TASK_RULES.items():
            given = book.thresholds(rule, work.programme_id)
            finding = look(work.facts, book.on, given) if given["on"] else None
            if finding is not None:
                yield _found(rule, work, finding)


def _found(rule: Rule, work: Work, finding: Finding) -> Found:
    return Found(
        rule=rule,
        object_type=TASK_TYPE,
        object_id=work.task_id,
        title=work.title,
        finding=finding,
        body_id=work.lead_id,
        programme_id=work.programme_id,
        task_id=work.task_id,
        officer_id=work.officer_id,
    )
