"""Last days that move because the calendar of working days was changed.

Only what the rule of its regime laid down moves: a day that a person moved stays, and so does what
was sent, released, closed, or whose last day has passed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tiendo.audit.trail import Author, record_many
from tiendo.domain import clock
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.domain.regime_words import printed_due
from tiendo.domain.regimes import Due
from tiendo.domain.working_days import WorkingDays
from tiendo.outbox.actions import emit
from tiendo.regimes.laying import dates_of, due_days
from tiendo.regimes.models import Cycle, ReportDuty, SubmissionState
from tiendo.regimes.opening import title_told


@dataclass(frozen=True, slots=True)
class CycleMove:
    """Reports of one cycle whose last day moves from a day to another."""

    cycle: Cycle
    before: dt.date
    after: dt.date
    duties: tuple[ReportDuty, ...]

    @property
    def title(self) -> str:
        """The regime and the cycle in words."""
        return title_told(self.cycle)


def moves_under(days: WorkingDays) -> list[CycleMove]:
    """What would move under a calendar, by day and cycle. Cost: four queries."""
    return _moves(_movable(), days)


def move_last_days(days: WorkingDays, by: Author, reason: str) -> list[CycleMove]:
    """Move what moves under a calendar; bodies told of a cycle are told of its other day.

    Call it inside the transaction of the action.
    """
    moves = _moves(_movable().select_for_update(of=("self",)), days)
    for move in moves:
        for duty in move.duties:
            duty.last_day = move.after
        ReportDuty.objects.bulk_update(move.duties, ["last_day"])
        before, after = {"last_day": move.before.isoformat()}, {"last_day": move.after.isoformat()}
        rows = ((by, duty, before, after) for duty in move.duties)
        record_many(action="duty.move", rows=rows, reason=reason)
        if move.cycle.told_at is not None:
            _tell(move)
    return moves


def _movable() -> QuerySet[ReportDuty]:
    """The duties not yet sent whose last day is still to come, in open cycles."""
    unsent = Q(submission__isnull=True) | Q(submission__state=SubmissionState.WRITING)
    owed = ReportDuty.objects.filter(
        unsent, released_at=None, cycle__closed_at=None, last_day__gte=clock.today()
    )
    return owed.select_related("cycle__version__regime").order_by("cycle", "pk")


def _moves(duties: QuerySet[ReportDuty], days: WorkingDays) -> list[CycleMove]:
    by_cycle: defaultdict[int, list[ReportDuty]] = defaultdict(list)
    for duty in duties.prefetch_related("cycle__version__levels"):
        by_cycle[duty.cycle_id].append(duty)
    moves = [move for rows in by_cycle.values() for move in _of_cycle(rows, days)]
    return sorted(moves, key=lambda move: (move.before, move.title, move.cycle.pk))


def _of_cycle(duties: list[ReportDuty], days: WorkingDays) -> Iterator[CycleMove]:
    cycle = duties[0].cycle
    try:
        levels = cycle.version.levels.all()
        laid = {level.pk: due for level, due in due_days(levels, dates_of(cycle), days)}
    except RegimeRuleError:
        return
    moving: defaultdict[tuple[dt.date, dt.date], list[ReportDuty]] = defaultdict(list)
    for duty in duties:
        if (due := laid.get(duty.level_id)) is not None and _moves_to(duty, due):
            moving[duty.last_day, due.last_day].append(duty)
    for (before, after), rows in moving.items():
        yield CycleMove(cycle, before, after, tuple(rows))


def _moves_to(duty: ReportDuty, due: Due) -> bool:
    """Whether a duty's day is that of its rule and becomes another one that is still to come."""
    is_laid = duty.due_words == printed_due(due)
    return is_laid and duty.last_day != due.last_day >= clock.today()


def _tell(move: CycleMove) -> None:
    emit(
        "cycle.moved",
        target=move.cycle,
        bodies={duty.body_id for duty in move.duties},
        payload={
            "title": move.title,
            "due_before": move.before.isoformat(),
            "due_on": move.after.isoformat(),
        },
    )
