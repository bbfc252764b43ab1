"""Giving a decision out: it becomes a directive of the chair, or a live task of a programme."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.documents.sayings import passage_saying
from tiendo.domain import clock
from tiendo.domain.meetings import GIVING, DecisionKind, MeetingState
from tiendo.meetings.actions.writing import lock_meeting, require_state
from tiendo.meetings.errors import MeetingError
from tiendo.meetings.models import Decision, Meeting
from tiendo.meetings.permissions import author_of
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions import create_task, go_live
from tiendo.tasks.actions.directives import About, record_spoken_directive
from tiendo.tasks.models import Directive, Task


@transaction.atomic
def give_decision(*, by: Actor, decision: Decision) -> Decision:
    """Make of a decision what it was written down as.

    A directive is the chair's, recorded by whoever writes for the meeting; a task is made and
    given by who may give work in its programme, once the notice is issued, and comes from the
    passage that says it where the notice is registered.
    Errors: PermissionRefused; MeetingError wrong_state, nothing_to_give, already_given,
    not_issued; DirectiveError and TaskError of what is made.
    """
    meeting = lock_meeting(decision.meeting)
    author = author_of(by, meeting.body_id, covers_all=meeting.covers_all)
    require_state(meeting, GIVING)
    row = _to_give(decision)
    bodies = [each.organisation for each in row.bodies.select_related("organisation")]
    after: dict[str, Value] = {"order": row.order}
    if row.kind == DecisionKind.DIRECTIVE:
        row.directive = _as_directive(by, meeting, row, bodies)
        after["directive"] = row.directive.pk
    else:
        row.task = _as_task(by, meeting, row, bodies)
        after["task"] = row.task.pk
    row.given_by_id, row.given_at = by.user_id, clock.now()
    row.save(update_fields=["directive", "task", "given_by", "given_at"])
    record(by=author, action="meeting.give_decision", target=row, after=after)
    return row


def _to_give(decision: Decision) -> Decision:
    row = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("programme", "decided_by")
        .get(pk=decision.pk)
    )
    if row.kind == DecisionKind.NOTE:
        raise MeetingError("nothing_to_give")
    if row.is_given:
        raise MeetingError("already_given")
    return row


def _as_directive(
    by: Actor, meeting: Meeting, row: Decision, bodies: list[Organisation]
) -> Directive:
    if row.last_day is None:
        raise MeetingError("last_day_missing")
    programmes = list(meeting.programmes.all()[:2])
    about = About(programme=programmes[0] if len(programmes) == 1 else None)
    return record_spoken_directive(
        text=row.text,
        last_day=row.last_day,
        bodies=bodies,
        said_by=row.decided_by,
        at=meeting.body,
        about=about,
        by=by,
    )


def _as_task(by: Actor, meeting: Meeting, row: Decision, bodies: list[Organisation]) -> Task:
    if meeting.state != MeetingState.ISSUED:
        raise MeetingError("not_issued")
    if row.programme is None or row.last_day is None:
        raise MeetingError("programme_missing")
    said = passage_saying(meeting.notice, row.text) if meeting.notice is not None else None
    task = create_task(
        programme=row.programme,
        code=f"GB{meeting.pk}-{row.order}",
        title=row.text,
        product=row.product,
        deadline_key=row.last_day.isoformat(),
        deadline_raw=f"{row.last_day:%d/%m/%Y}",
        last_day=row.last_day,
        deciding_text=meeting.body.name,
        lead=bodies[0],
        coordinating=bodies[1:],
        passages=[said] if said is not None else [],
        by=by,
    )
    return go_live(task=task, by=by)
