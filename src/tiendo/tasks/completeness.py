"""Stage 1 of "6 rõ": what a draft must say before it can be given to a body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS, parse_rules
from tiendo.tasks.models import Part, Task
from tiendo.tasks.parties import Parties, is_same_house, parties_of


def missing_for_go_live(task: Task) -> tuple[str, ...]:
    """The codes of what a draft lacks: lead, title, deciding, confirmer, deadline, product.

    Empty: it can go live. Cost: one query.
    """
    return missing_for_go_live_many([task])[task.pk]


def missing_for_go_live_many(tasks: Iterable[Task]) -> Mapping[int, tuple[str, ...]]:
    """What each of many drafts lacks, by the task's id. Cost: one query."""
    chosen = list(tasks)
    parties = parties_of([task.pk for task in chosen], clock.today())
    return {task.pk: missing(task, parties.get(task.pk, Parties())) for task in chosen}


def missing(task: Task, parties: Parties) -> tuple[str, ...]:
    """What a draft with these parties lacks.

    A group of bodies does not lead: it is a lead once it is expanded into the bodies it means.
    """
    has = {
        "lead": parties.lead_id is not None,
        "title": bool(task.title.strip()),
        "deciding": bool(task.deciding_text) or parties.first(Part.DECIDE) is not None,
        "confirmer": _has_outside_confirmer(parties),
        "deadline": _has_deadline(task),
        "product": bool(task.product.strip()),
    }
    return tuple(code for code, is_there in has.items() if not is_there)


def _has_outside_confirmer(parties: Parties) -> bool:
    lead, confirmer = parties.first(Part.LEAD), parties.first(Part.CONFIRM)
    if confirmer is None or confirmer.organisation is None:
        return False
    if lead is None or lead.organisation is None:
        return True
    return not is_same_house(lead.organisation, confirmer.organisation)


def _has_deadline(task: Task) -> bool:
    if task.recurrence:
        is_rule = bool(parse_rules(task.recurrence, task.deadline_raw))
        return is_rule or task.recurrence == CONTINUOUS
    return task.last_day is not None or task.deadline_key.endswith("+")
