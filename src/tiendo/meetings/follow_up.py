"""What became of the decisions of meetings: read from the directives and tasks made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tiendo.domain.directives import ENDED, TO_CARRY_OUT, DutyState
from tiendo.domain.meetings import GIVING, DecisionKind
from tiendo.domain.status import Status
from tiendo.meetings.models import Decision, Meeting
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import DirectiveState, Task
from tiendo.tasks.queries import with_status

_DONE = (Status.DONE_ON_TIME, Status.DONE_LATE, Status.CANCELLED, Status.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision with what became of it on a day, in words. ``status`` is that of its task."""

    decision: Decision
    words: str
    is_open: bool
    is_late: bool
    status: str = ""


def follow(decisions: Iterable[Decision], on: dt.date) -> list[Followed]:
    """Each decision with what became of it. Cost: four queries."""
    rows = list(decisions)
    statuses = _statuses([row.task_id for row in rows if row.task_id is not None], on)
    return [_followed(row, statuses, on) for row in rows]


def decisions_of(meeting: Meeting) -> QuerySet[Decision]:
    """The decisions of a meeting in order, with what their rows show."""
    return with_parts(Decision.objects.filter(meeting=meeting))


def with_parts(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with bodies, directive, task and people read along."""
    related = ("meeting", "task", "directive", "programme", "decided_by", "recorded_by")
    return decisions.select_related(*related).prefetch_related(
        "bodies__organisation", "directive__duties__organisation"
    )


def earlier_decisions(meeting: Meeting, on: dt.date) -> list[Followed]:
    """The decisions of the meeting before, and those of earlier ones that are still open, the
    newest meeting first. Cost: five queries."""
    states = [state.value for state in GIVING]
    before = Meeting.objects.filter(
        Q(day__lt=meeting.day) | Q(day=meeting.day, pk__lt=meeting.pk or 0),
        body=meeting.body_id,
        covers_all=meeting.covers_all,
        state__in=states,
    )
    rows = with_parts(Decision.objects.filter(meeting__in=before))
    followed = follow(rows.order_by("-meeting__day", "-meeting_id", "order"), on)
    last = meeting.previous_id
    return [row for row in followed if row.is_open or row.decision.meeting_id == last]


def _statuses(task_ids: Sequence[int], on: dt.date) -> Mapping[int, str]:
    if not task_ids:
        return {}
    rows = with_status(Task.objects.filter(pk__in=task_ids), on)
    return {task.pk: getattr(task, "status", None) or "" for task in rows}


def _followed(row: Decision, statuses: Mapping[int, str], on: dt.date) -> Followed:
    if row.kind == DecisionKind.NOTE:
        return Followed(row, _("Ghi nhận"), is_open=False, is_late=False)
    if not row.is_given:
        late = row.last_day is not None and row.last_day < on
        return Followed(row, _("Chưa giao"), is_open=True, is_late=late)
    if row.task_id is not None:
        return _of_task(row, statuses.get(row.task_id, ""))
    return _of_directive(row, on)


def _of_task(row: Decision, status: str) -> Followed:
    if not status:
        return Followed(row, _("Nháp, chưa giao"), is_open=True, is_late=False)
    late = status in (Status.OVERDUE, Status.AWAITING_OVERDUE)
    is_open = Status(status) not in _DONE
    return Followed(row, STATUS_WORDS[Status(status)], is_open, late, status)


def _of_directive(row: Decision, on: dt.date) -> Followed:
    duties = list(row.directive.duties.all()) if row.directive else []
    if len(duties) == 1:
        words = str(DirectiveState(duties[0].state).label)
    else:
        ended = sum(duty.state in ENDED for duty in duties)
        words = _("%(ended)s/%(all)s cơ quan đã kết thúc") % {"ended": ended, "all": len(duties)}
    states = {DutyState(duty.state) for duty in duties}
    is_open = not states <= set(ENDED)
    past = row.last_day is not None and row.last_day < on
    return Followed(row, words, is_open, past and bool(states & set(TO_CARRY_OUT)))
