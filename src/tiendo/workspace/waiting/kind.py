"""What waits for a person besides tasks: how many of a kind, and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from tiendo.workspace.access import PageRequest


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of something wait for the person, and where; ``is_late``: some past their day."""

    label: str | Promise
    number: int
    url: str
    icon: str
    is_late: bool = False


FindWaiting = Callable[[PageRequest], Waiting | None]
