"""What stands on the page of a task beside the task itself: one module for each panel.

A panel is a function of the request, the task and the day in view; it gives None where there is
nothing to show. Its template finds what it shows under ``panel``.
"""

from __future__ import annotations

import datetime as dt

from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.changes import changes_panel
from tiendo.workspace.task_panels.dependencies import dependencies_panel
from tiendo.workspace.task_panels.difficulties import difficulties_panel
from tiendo.workspace.task_panels.directives import directives_panel
from tiendo.workspace.task_panels.documents import documents_panel
from tiendo.workspace.task_panels.exchange import exchange_panel
from tiendo.workspace.task_panels.handovers import handovers_panel
from tiendo.workspace.task_panels.indicators import indicators_panel
from tiendo.workspace.task_panels.judgements import judgements_panel
from tiendo.workspace.task_panels.meetings import meeting_panel
from tiendo.workspace.task_panels.money import money_panel
from tiendo.workspace.task_panels.packs import pack_panel
from tiendo.workspace.task_panels.panel import MakePanel, Panel
from tiendo.workspace.task_panels.proof import proof_panel
from tiendo.workspace.task_panels.subtasks import place_panel, subtasks_panel
from tiendo.workspace.task_panels.targets import targets_panel
from tiendo.workspace.task_panels.urging import urging_panel

__all__ = ["ASIDE", "MAIN", "MakePanel", "Panel", "panels_of"]

# In the order in which they stand on the page.
MAIN: tuple[MakePanel, ...] = (
    subtasks_panel,
    dependencies_panel,
    judgements_panel,
    difficulties_panel,
    targets_panel,
    documents_panel,
    handovers_panel,
)
ASIDE: tuple[MakePanel, ...] = (
    proof_panel,
    changes_panel,
    place_panel,
    urging_panel,
    directives_panel,
    meeting_panel,
    money_panel,
    indicators_panel,
    exchange_panel,
    pack_panel,
)


def panels_of(
    makers: tuple[MakePanel, ...], request: PageRequest, task: Task, on: dt.date
) -> list[Panel]:
    """The panels that have something to show."""
    made = (make(request, task, on) for make in makers)
    return [panel for panel in made if panel is not None]
