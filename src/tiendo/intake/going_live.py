"""The step after approval: giving the complete tasks of a run to their bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.intake.models import ExtractionRun
from tiendo.tasks.actions import go_live_many
from tiendo.tasks.actions.going_live import GoneLive
from tiendo.tasks.completeness import missing_for_go_live_many
from tiendo.tasks.models import Lifecycle, Task


@dataclass(frozen=True, slots=True)
class Readiness:
    """Which draft tasks of a run can go live, and what each other lacks.

    Shape: ``lacking`` by task; ``counts`` by code over all of them.
    """

    ready: tuple[Task, ...]
    lacking: Mapping[Task, tuple[str, ...]]
    counts: Mapping[str, int]
    live: int


def readiness(*, run: ExtractionRun, by: Actor) -> Readiness:
    """How far the tasks of an approved run are from going live. Errors: PermissionRefused."""
    by.require("draft.review")
    tasks = list(_tasks(run))
    drafts = [task for task in tasks if task.lifecycle == Lifecycle.DRAFT]
    missing = missing_for_go_live_many(drafts)
    lacking = {task: missing[task.pk] for task in drafts if missing.get(task.pk)}
    counts = Counter(code for codes in lacking.values() for code in codes)
    ready = tuple(task for task in drafts if task not in lacking)
    return Readiness(ready, lacking, dict(counts), len(tasks) - len(drafts))


def go_live_ready(*, run: ExtractionRun, by: Actor) -> GoneLive:
    """Give the complete tasks of a run to their bodies; the others stay drafts.

    Errors: PermissionRefused; TaskError of ``go_live_many``.
    """
    return go_live_many(tasks=readiness(run=run, by=by).ready, by=by)


def _tasks(run: ExtractionRun) -> list[Task]:
    return list(
        Task.objects.filter(draft__run=run).select_related("programme", "section").order_by("order")
    )
