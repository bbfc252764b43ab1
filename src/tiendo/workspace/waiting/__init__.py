"""What waits for a person besides tasks: one module for each kind, shown on "Việc của tôi".

Each is a function of the request that gives None where nothing waits; at most one query, none for
those without the permission.
"""

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

KINDS: tuple[FindWaiting, ...] = ()


def waiting_for(request: PageRequest) -> list[Waiting]:
    """Everything that waits, in the order of ``KINDS``. Cost: a query for each kind."""
    found = (find(request) for find in KINDS)
    return [waiting for waiting in found if waiting is not None]
