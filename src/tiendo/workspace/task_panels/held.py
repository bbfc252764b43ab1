"""What a task has that panels of its page show: asked at once, so that most panels ask nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tiendo.accounts.prepared import PreparedQuery
from tiendo.budgets.models import BudgetLine
from tiendo.exchange.models import TheirRow
from tiendo.measuring.models import Contribution
from tiendo.meetings.models import Decision
from tiendo.programmes.models import HandOverRow
from tiendo.reporting.models import UrgedTask
from tiendo.tasks.models import (
    ChangeRequest,
    Difficulty,
    DirectiveDuty,
    LifecycleEvent,
    RecheckItem,
    Task,
    TaskDependency,
    TaskSource,
)
from tiendo.workspace.access import PageRequest

_ANY_TASK = -1


def has(request: PageRequest, task: Task, noun: str) -> bool:
    """Whether there are records of a noun on a task. Cost: one query for all nouns of a page."""
    asked: dict[int, frozenset[str]] = vars(request).setdefault("held_by_task", {})
    if task.pk not in asked:
        ((*found,),) = _HELD.run({_ANY_TASK: task.pk})
        asked[task.pk] = frozenset(
            name for name, there in zip(_nouns(), found, strict=True) if there
        )
    return noun in asked[task.pk]


def _nouns() -> Mapping[str, QuerySet[Any]]:
    task = OuterRef("pk")
    handed = Q(task=task) | Q(successor=task)
    return {
        "children": Task.objects.filter(parent=task),
        "difficulties": Difficulty.objects.filter(tasks=task),
        "later documents": TaskSource.objects.filter(task=task).order_by("pk")[1:2],
        "hand-overs": HandOverRow.objects.filter(handed),
        "reopenings": LifecycleEvent.objects.filter(task=task, action="reopen"),
        "re-checks": RecheckItem.objects.filter(task=task),
        "changes": ChangeRequest.objects.filter(task=task),
        "urging": UrgedTask.objects.filter(task=task),
        "dependencies": TaskDependency.objects.filter(Q(predecessor=task) | Q(successor=task)),
        "directives": DirectiveDuty.objects.filter(directive__task=task),
        "decisions": Decision.objects.filter(task=task),
        "budget lines": BudgetLine.objects.filter(task=task),
        "indicators": Contribution.objects.filter(task=task),
        "their rows": TheirRow.objects.filter(task=task),
    }


def _held() -> QuerySet[Task, Any]:
    return Task.objects.filter(pk=_ANY_TASK).values_list(*map(Exists, _nouns().values()))


_HELD = PreparedQuery(_held)
