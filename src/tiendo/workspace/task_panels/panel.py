"""What a panel of the page of a task is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and what it shows."""

    template: str
    shows: Mapping[str, object]


MakePanel = Callable[[PageRequest, Task, dt.date], Panel | None]
