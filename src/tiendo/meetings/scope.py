"""Which tasks and difficulties a meeting is about."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.meetings.models import Meeting
from tiendo.tasks.models import Assignment, Difficulty, Part, Task
from tiendo.tasks.queries import TaskFilter, find_tasks
from tiendo.tasks.queries.difficulties import DifficultyFilter, find_difficulties

_WORKING = (Part.LEAD, Part.COORDINATE)


def day_of(meeting: Meeting) -> dt.date:
    """The day a meeting's figures are of: its own, or today while that is ahead."""
    return min(meeting.day, clock.today())


def tasks_of(meeting: Meeting, actor: Actor, on: dt.date) -> QuerySet[Task]:
    """The tasks a meeting is about, as a person sees them on a day, with lead and work."""
    tasks = find_tasks(actor, TaskFilter(), on)
    if chosen := programmes_of(meeting):
        tasks = tasks.filter(programme__in=chosen)
    if meeting.covers_all:
        return tasks
    held = Assignment.objects.filter(
        task=OuterRef("pk"),
        organisation=meeting.body_id,
        part__in=_WORKING,
        validity__contains=on,
    )
    return tasks.filter(Exists(held))


def difficulties_of(meeting: Meeting, actor: Actor, on: dt.date) -> QuerySet[Difficulty]:
    """The difficulties carried on a day that a meeting is about, the longest carried first."""
    rows = find_difficulties(actor, DifficultyFilter(state="carried"), on)
    if chosen := programmes_of(meeting):
        rows = rows.filter(programme__in=chosen)
    if meeting.covers_all:
        return rows
    return rows.filter(Q(organisation=meeting.body_id) | Q(responsible=meeting.body_id))


def programmes_of(meeting: Meeting) -> list[int]:
    """The programmes a meeting is narrowed to; none for all. Cost: one query."""
    return [programme.pk for programme in meeting.programmes.all()]
