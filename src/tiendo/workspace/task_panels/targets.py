"""The targets of the indicators that a task contributes to, with their verdicts."""

from __future__ import annotations

import datetime as dt

from tiendo.indicators.trajectories import TrajectoryFilter, find_trajectories
from tiendo.measuring.queries import links_on
from tiendo.overview.asking import Asked
from tiendo.overview.sheets.targets import SORTS
from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest, known_at
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel
from tiendo.workspace.trajectory_rows import target_rows

# As many as stand beside a task; the rest is a click away.
SHOWN = 10


def targets_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """Where the targets stand that a task serves, those of its programme first.

    Cost: none without an indicator; five queries with.
    """
    if not request.actor.may("indicator.view") or not has(request, task, "indicators"):
        return None
    indicators = frozenset(links_on(on).filter(task=task).values_list("indicator", flat=True))
    if not indicators:
        return None
    asked = Asked(request.actor, on, known_at(request))
    narrowed = TrajectoryFilter(indicators=indicators)
    found = find_trajectories(asked.actor, narrowed, on, asked.known_at)
    programme = task.programme_id
    first = sorted(
        found, key=lambda row: (row.target.programme_id != programme, *SORTS["verdict"](row))
    )
    if not first:
        return None
    return Panel("trajectories/task_panel.html", {"rows": target_rows(first[:SHOWN], {}, asked)})
