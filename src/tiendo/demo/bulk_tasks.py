"""Tasks and officers of the generator, many at once, as the actions would have written them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actions.posts import post_state
from tiendo.accounts.actor import Actor
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.audit.trail import State
from tiendo.demo.bulk_trail import BATCH, Entry, write_events
from tiendo.demo.inventing import NewTask
from tiendo.demo.people import account_name
from tiendo.domain import clock
from tiendo.domain.collation import fold, sort_key
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.actions.creating import task_facts
from tiendo.tasks.models import (
    Assignment,
    Task,
)
from tiendo.tasks.models import Part as TaskPart
from tiendo.tasks.parties import default_confirmer

Placed = tuple[PlanSection, Organisation, tuple[Organisation, ...]]


def create_tasks(
    programme: Programme, news: Iterable[tuple[NewTask, Placed]], by: Actor
) -> list[Task]:
    """Draft tasks with their bodies and events, as ``create_task`` makes them."""
    author, now = by.require("draft.review"), clock.now()
    placed = list(news)
    tasks = [_draft(programme, new, place[0], by, now) for new, place in placed]
    Task.objects.bulk_create(tasks, batch_size=BATCH)
    since = DateRange(min(programme.starts_on, clock.today()), None)
    confirmer = _confirmers(programme)
    rows = [
        Assignment(task=task, part=part, organisation=body, validity=since)
        for task, (_new, (_section, lead, others)) in zip(tasks, placed, strict=True)
        for part, body in _bodies(lead, others, confirmer(lead))
    ]
    Assignment.objects.bulk_create(rows, batch_size=BATCH)
    write_events(
        [Entry(now, author, "task.create", task, after=task_facts(task)) for task in tasks]
    )
    return tasks


def _draft(
    programme: Programme, new: NewTask, section: PlanSection, by: Actor, now: dt.datetime
) -> Task:
    return Task(
        programme=programme,
        section=section,
        **new.facts(),
        folded=fold(f"{new.code} {new.title} {new.product}"),
        sort_key=sort_key(new.title),
        created_by_id=by.user_id,
        created_at=now,
        changed_at=now,
    )


def _confirmers(programme: Programme) -> Callable[[Organisation], Organisation | None]:
    @cache
    def confirmer_of(lead: Organisation) -> Organisation | None:
        return default_confirmer(programme=programme, lead=lead, parent=None, on=clock.today())

    return confirmer_of


def _bodies(
    lead: Organisation, others: Iterable[Organisation], confirmer: Organisation | None
) -> list[tuple[TaskPart, Organisation]]:
    rows = [(TaskPart.LEAD, lead), *((TaskPart.COORDINATE, body) for body in others)]
    return [*rows, (TaskPart.CONFIRM, confirmer)] if confirmer else rows


def hire_officers(bodies: Sequence[Organisation], count: int, *, by: Actor, since: dt.date) -> None:
    """So many more officers over the bodies in turn, as ``create_user`` and ``grant_membership``
    add them; they have no password. Call inside a transaction."""
    author, now = by.require("account.manage"), clock.now()
    chosen = [bodies[number % len(bodies)] for number in range(count)]
    users = [
        User(username=f"cb{number:04d}.{body.slug}"[:150], full_name=account_name(number))
        for number, body in enumerate(chosen)
    ]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users, batch_size=BATCH)
    posts = [
        Membership(
            user=user,
            organisation=body,
            role=RoleCode.OFFICER,
            position="Chuyên viên",
            validity=DateRange(max(since, body.validity.lower or since), None),
        )
        for user, body in zip(users, chosen, strict=True)
    ]
    Membership.objects.bulk_create(posts, batch_size=BATCH)
    added: State = {"has_password": False}
    entries = [Entry(now, author, "account.created", user, after=added) for user in users]
    entries += [
        Entry(now, author, "membership.granted", row, after=post_state(row)) for row in posts
    ]
    write_events(entries)
