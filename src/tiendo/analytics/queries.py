"""What is known of the facts without opening them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tiendo.analytics.models import FactsRun, FactsState


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the facts are. Missing: ``as_of`` is null where none were ever written, ``problem``
    is empty unless the last attempt failed."""

    as_of: dt.datetime | None
    problem: str


def freshness() -> Freshness:
    """The moment the facts stand for, and whether a later attempt failed. Cost: two queries."""
    ended = FactsRun.objects.exclude(state=FactsState.RUNNING)
    done = ended.filter(state=FactsState.DONE).values_list("started_at", flat=True).first()
    last = ended.first()
    return Freshness(done, last.problem if last is not None else "")
