"""Who holds meetings, and who reads what they were held on."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author
from tiendo.domain.meetings import GIVING, DecisionKind, MeetingState
from tiendo.meetings.models import Decision, Meeting
from tiendo.programmes.permissions import may_run


def visible_meetings(actor: Actor) -> QuerySet[Meeting]:
    """The meetings a person may read: those on all work for who sees all work, those of a body
    for its people too. Cost: no query of its own."""
    if actor.may("task.view_all"):
        return Meeting.objects.all()
    own = actor.bodies_for("task.view")
    return Meeting.objects.filter(Q(covers_all=False, body__in=own))


def visible_decisions(actor: Actor) -> QuerySet[Decision]:
    """The decisions of the meetings a person may read. Cost: no query of its own."""
    if actor.may("task.view_all"):
        return Decision.objects.all()
    return Decision.objects.filter(meeting__in=visible_meetings(actor).values("pk"))


def may_hold(actor: Actor, body: int, *, covers_all: bool) -> bool:
    """Whether a person prepares and records a meeting of a body."""
    return actor.may("meeting.hold", at=body) and (actor.may("task.view_all") or not covers_all)


def author_of(actor: Actor, body: int, *, covers_all: bool) -> Author:
    """Who prepares or records a meeting. Errors: PermissionRefused."""
    if not may_hold(actor, body, covers_all=covers_all):
        raise PermissionRefused("meeting.hold")
    return actor.require("meeting.hold", at=body)


def may_give(actor: Actor, decision: Decision) -> bool:
    """Whether a person who records the meeting can give a decision out now: a task by who gives
    work in its programme, once the notice is issued."""
    if decision.is_given or decision.kind == DecisionKind.NOTE:
        return False
    if decision.programme is None:
        return decision.meeting.state in GIVING
    is_issued = decision.meeting.state == MeetingState.ISSUED
    asked = ("draft.review", "task.go_live")
    return is_issued and all(may_run(actor, decision.programme, name) for name in asked)
