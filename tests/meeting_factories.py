"""A meeting of the province on its work, led by the leader, brought to any state by the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import World, actor
from tiendo.domain import clock
from tiendo.domain.meetings import DecisionKind
from tiendo.meetings import actions
from tiendo.meetings.actions import MeetingFacts, NewDecision
from tiendo.meetings.models import Decision, Meeting
from tiendo.programmes.models import Programme

ORDER = ("preparing", "held", "issued")


def prepare(world: World, **fields: Any) -> Meeting:
    """A meeting on all work, today, prepared by the coordinator."""
    values: dict[str, Any] = {
        "title": "Giao ban tiến độ",
        "day": clock.today(),
        "chair": world.leader,
    }
    facts = MeetingFacts(**(values | fields))
    by = actor(world.coordinator)
    return actions.prepare_meeting(by=by, body=world.ubnd, covers_all=True, facts=facts)


def bring_to(world: World, meeting: Meeting, state: str) -> Meeting:
    """The meeting after the shortest way to a state."""
    by = actor(world.coordinator)
    steps = (
        lambda: actions.hold_meeting(by=by, meeting=meeting),
        lambda: actions.issue_conclusions(
            by=by, meeting=meeting, number="15/TB-UBND", day=clock.today()
        ),
    )
    done = ORDER.index(meeting.state)
    for step in steps[done : ORDER.index(state)]:
        step()
    return Meeting.objects.select_related("body__parent", "chair").get(pk=meeting.pk)


def at(world: World, state: str, **fields: Any) -> Meeting:
    """A meeting in a state."""
    return bring_to(world, prepare(world, **fields), state)


def decide(world: World, meeting: Meeting, kind: str = "directive", **fields: Any) -> Decision:
    """A decision for Sở Nội vụ, due in ten days."""
    values: dict[str, Any] = {
        "kind": DecisionKind(kind),
        "text": "Hoàn thành kho dữ liệu cán bộ",
        "bodies": [world.snv, world.stc],
        "last_day": clock.today() + dt.timedelta(days=10),
    }
    data = NewDecision(**(values | fields))
    return actions.record_decision(by=actor(world.coordinator), meeting=meeting, data=data)


def decide_task(world: World, meeting: Meeting, programme: Programme, **fields: Any) -> Decision:
    """A decision that becomes a task of a programme."""
    more = {"product": "Báo cáo kết quả", "programme": programme}
    return decide(world, meeting, "task", **(more | fields))
