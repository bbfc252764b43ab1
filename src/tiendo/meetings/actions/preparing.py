"""Preparing a meeting: whose, on what, when, led by whom, with which agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.accounts.queries import load_actor, posts_at
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.meetings import GIVING, MeetingState
from tiendo.meetings.actions.writing import lock_meeting, require_state, words
from tiendo.meetings.errors import MeetingError
from tiendo.meetings.models import Meeting
from tiendo.meetings.permissions import author_of
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What a meeting is prepared with. Missing: ``since`` None for the day of the one before."""

    title: str
    day: dt.date
    chair: User
    since: dt.date | None = None
    begins_at: dt.time | None = None
    place: str = ""
    agenda: str = ""
    programmes: Sequence[Programme] = ()


@transaction.atomic
def prepare_meeting(
    *, by: Actor, body: Organisation, covers_all: bool, facts: MeetingFacts
) -> Meeting:
    """Prepare a meeting of a body, on all work or on that of the body.

    Errors: PermissionRefused; MeetingError title_missing, since_after_day, chair_elsewhere.
    """
    author = author_of(by, body.pk, covers_all=covers_all)
    meeting = Meeting(body=body, covers_all=covers_all)
    meeting.created_by_id, meeting.created_at = by.user_id, clock.now()
    _fill(meeting, facts)
    meeting.save(force_insert=True)
    meeting.programmes.set(facts.programmes)
    record(by=author, action="meeting.prepare", target=meeting, after=_told(meeting, facts))
    _tell(meeting)
    return meeting


@transaction.atomic
def edit_meeting(*, by: Actor, meeting: Meeting, facts: MeetingFacts) -> Meeting:
    """Change what a meeting is prepared with, until it is held.

    Errors: PermissionRefused; MeetingError wrong_state, title_missing, since_after_day,
    chair_elsewhere.
    """
    current = lock_meeting(meeting)
    author = author_of(by, current.body_id, covers_all=current.covers_all)
    require_state(current, [MeetingState.PREPARING])
    before: dict[str, Value] = {"title": current.title, "day": current.day.isoformat()}
    _fill(current, facts)
    current.save()
    current.programmes.set(facts.programmes)
    after = _told(current, facts)
    record(by=author, action="meeting.edit", target=current, before=before, after=after)
    if before["day"] != after["day"]:
        _tell(current)
    return current


def meeting_before(body: Organisation, day: dt.date, *, covers_all: bool) -> Meeting | None:
    """The last meeting of the same kind that was held before a day. Cost: one query."""
    held = Meeting.objects.filter(
        body=body, covers_all=covers_all, day__lt=day, state__in=[str(state) for state in GIVING]
    )
    return held.order_by("-day", "-pk").first()


def _fill(meeting: Meeting, facts: MeetingFacts) -> None:
    before = meeting_before(meeting.body, facts.day, covers_all=meeting.covers_all)
    meeting.title = words(facts.title, "title_missing")
    meeting.day, meeting.begins_at = facts.day, facts.begins_at
    meeting.previous = before
    meeting.since = facts.since or (before.day if before else _a_month_before(facts.day))
    meeting.chair = facts.chair
    meeting.place, meeting.agenda = facts.place.strip(), facts.agenda.strip()
    if meeting.since > meeting.day:
        since, day = f"{meeting.since:%d/%m/%Y}", f"{meeting.day:%d/%m/%Y}"
        raise MeetingError("since_after_day", since=since, day=day)
    _check_chair(meeting.body, facts.chair)


def _a_month_before(day: dt.date) -> dt.date:
    last_of_month_before = day.replace(day=1) - dt.timedelta(days=1)
    return last_of_month_before.replace(day=min(day.day, last_of_month_before.day))


def _check_chair(body: Organisation, chair: User) -> None:
    today = clock.today()
    if posts_at(body, today).filter(user=chair).exists():
        return
    if not load_actor(chair, today).may("directive.give"):
        raise MeetingError("chair_elsewhere", person=str(chair), body=body.name)


def _told(meeting: Meeting, facts: MeetingFacts) -> dict[str, Value]:
    return {
        "organisation": meeting.body_id,
        "covers_all": meeting.covers_all,
        "title": meeting.title,
        "day": meeting.day.isoformat(),
        "since": meeting.since.isoformat(),
        "chair": meeting.chair_id,
        "programmes": [programme.short_title for programme in facts.programmes],
    }


def _tell(meeting: Meeting) -> None:
    emit("meeting.prepared", target=meeting, users=[meeting.chair_id])
