"""Events that reports tell of: meetings and conferences, held above this app and offered here.

Whoever keeps them offers them when the product starts; a report never reaches up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tiendo.accounts.actor import Actor
from tiendo.reporting.facts.tasks import Subject
from tiendo.reporting.models import Figure

if TYPE_CHECKING:
    from tiendo.reporting.lineage.records import Record

EVENT = "meetings.meeting"


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event that was held. ``aims`` are the points of its programme, ``outcome`` the notice of
    its conclusions; both may be empty, as may ``place``."""

    pk: int
    day: dt.date
    title: str
    body: str
    led_by: str
    place: str = ""
    aims: tuple[str, ...] = ()
    outcome: str = ""


class Events(Protocol):
    """What keeps events."""

    def held(self, by: Actor, subject: Subject) -> Sequence[HeldEvent]:
        """The events of the period of a report as somebody may see them, the first day first."""

    def trace(self, actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
        """The events behind a figure."""


_offered: list[Callable[[], Events]] = []


def offer_events(offer: Callable[[], Events]) -> None:
    """Have events told by what ``offer`` gives; it is asked when the first is wanted."""
    _offered.append(offer)


def held_events(by: Actor, subject: Subject) -> list[HeldEvent]:
    """The events of the period of a report, by day; none while the period has not begun."""
    found = [each for kept in offered_events() for each in kept.held(by, subject)]
    return sorted(found, key=lambda each: (each.day, each.pk))


def offered_events() -> list[Events]:
    """What keeps events."""
    return [offer() for offer in _offered]
