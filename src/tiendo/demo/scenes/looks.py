"""Filters of tasks that people keep: the coordinator's for everybody, an officer's own."""

from __future__ import annotations

from tiendo.demo.people import Crew
from tiendo.domain import clock
from tiendo.domain.status import Status
from tiendo.overview.filters import JOINED, PROGRAMME, STATUS
from tiendo.overview.models import Sharing
from tiendo.overview.saved_filters import FilterData, Shared, save_filter
from tiendo.programmes.models import Programme

# Letters of a name.
_MOST = 100


def keep_filters(crew: Crew, programme: Programme) -> None:
    """Two filters of the programme, one of them shared with all."""
    late = JOINED.join((Status.AWAITING_OVERDUE, Status.OVERDUE))
    soon = JOINED.join((Status.DUE_SOON, Status.IN_PROGRESS))
    named = {PROGRAMME: str(programme.pk)}
    with clock.at(clock.local_noon(crew.on)):
        shared = Shared(Sharing.ALL)
        data = FilterData(
            _name("Việc quá hạn", programme), {**named, STATUS: late}, "deadline", shared
        )
        save_filter(data=data, by=crew.named("dieuphoi"))
        own = FilterData(
            _name("Việc còn trong hạn", programme), {**named, STATUS: soon}, "deadline"
        )
        save_filter(data=own, by=crew.named("chuyenvien"))


def _name(words: str, programme: Programme) -> str:
    """The name of a filter of one programme among several."""
    return f"{words}, {programme.short_title}"[:_MOST]
