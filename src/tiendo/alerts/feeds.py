"""Calendar feeds: who may have one, the secret of its address, the deadlines it shows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from tiendo.accounts.actor import Actor
from tiendo.accounts.queries import load_actor
from tiendo.alerts.errors import AlertError
from tiendo.alerts.models import CalendarFeed
from tiendo.alerts.paths import MY_REPORTS, UPDATE_FORM
from tiendo.audit.models import AuditEvent
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.domain.deadlines import is_recurring
from tiendo.organisations.models import Organisation
from tiendo.regimes.laying import is_sent
from tiendo.regimes.models import ReportDuty
from tiendo.tasks.models import Assignment, DeadlineChange, Lifecycle, Occurrence, Part, Task

# Long enough that nobody guesses it; the address works without sign-in.
_SECRET_LENGTH = 43
# What was done is shown for so long, so that calendars show it as done rather than lose it.
DONE_FOR = dt.timedelta(days=90)
_SHOWN = (Lifecycle.LIVE, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED, Lifecycle.CONFIRMED)


@dataclass(frozen=True, slots=True)
class DeadlineEntry:
    """One deadline of a feed. ``sequence`` counts how often it was moved; ``uid`` never changes;
    ``path`` is the page that answers it. Missing: a report has no ``code`` and no ``product``."""

    uid: str
    path: str
    code: str
    title: str
    product: str
    due_on: dt.date
    is_done: bool
    sequence: int
    changed_at: dt.datetime


def secret_of(feed: CalendarFeed) -> str:
    """The secret part of a feed's address."""
    seed = f"{feed.pk}:{feed.created_at.timestamp()}"
    return salted_hmac("tiendo.calendar", seed, algorithm="sha256").hexdigest()[:_SECRET_LENGTH]


def find_feed(pk: int, secret: str) -> CalendarFeed | None:
    """The feed an address belongs to; None where it is none, was revoked, or its owner may no
    longer see what it shows. All look alike from outside.
    """
    feed = (
        CalendarFeed.objects.filter(pk=pk, revoked_at__isnull=True)
        .select_related("user", "organisation")
        .first()
    )
    if feed is None or not constant_time_compare(secret, secret_of(feed)):
        return None
    return feed if _may_have(load_actor(feed.user, clock.today()), feed.organisation_id) else None


@transaction.atomic
def open_feed(*, by: Actor, organisation: Organisation | None = None) -> CalendarFeed:
    """The feed of the person's own deadlines, or of one of their bodies; opened where there is
    none. Errors: AlertError body_not_yours.
    """
    body_id = organisation.pk if organisation else None
    if not _may_have(by, body_id):
        raise AlertError("body_not_yours")
    feed, is_new = CalendarFeed.objects.get_or_create(
        user_id=by.user_id,
        organisation=organisation,
        revoked_at=None,
        defaults={"created_at": clock.now()},
    )
    if is_new:
        author = Author(by.user_id, body_id)
        after: State = {"organisation": body_id}
        record(by=author, action="feed.opened", target=feed, after=after)
    return feed


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: Actor) -> None:
    """Close the address of one's own feed at once; another one may be opened.

    Errors: AlertError body_not_yours for somebody else's.
    """
    if feed.user_id != by.user_id:
        raise AlertError("body_not_yours")
    current = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if current.revoked_at is None:
        current.revoked_at = clock.now()
        current.save(update_fields=["revoked_at"])
        author = Author(by.user_id, current.organisation_id)
        record(by=author, action="feed.revoked", target=current)


def feeds_of(user_id: int) -> QuerySet[CalendarFeed]:
    """The open feeds of a person."""
    opened = CalendarFeed.objects.filter(user_id=user_id, revoked_at__isnull=True)
    return opened.select_related("organisation").order_by("organisation_id")


def deadlines_of(feed: CalendarFeed, on: dt.date) -> Iterator[DeadlineEntry]:
    """The deadlines a feed shows, in order of days: those of its owner as the officer named, at a
    body where they still work, or those its body leads; and the reports owed for a cycle by the
    bodies for which the owner writes, or by its body. Cost: eight queries at most.
    """
    held = Assignment.objects.filter(part=Part.LEAD, validity__contains=on)
    if feed.organisation_id is None:
        bodies = load_actor(feed.user, on).bodies_for("task.view")
        held = held.filter(officer_id=feed.user_id, organisation_id__in=bodies)
    else:
        held = held.filter(organisation_id=feed.organisation_id)
    tasks = Task.objects.filter(pk__in=held.values("task"), lifecycle__in=_SHOWN).in_bulk()
    occurrences = Occurrence.objects.filter(task__in=list(tasks), lifecycle__in=_SHOWN)
    moves = _moves(tasks)
    works: list[tuple[Task, Occurrence | None]] = [
        (task, None) for task in tasks.values() if not is_recurring(task.recurrence)
    ]
    works += [(tasks[row.task_id], row) for row in occurrences]
    entries = (_entry(task, row, moves) for task, row in works)
    told = (*entries, *_reports(feed, on))
    shown = [entry for entry in told if entry is not None and _is_shown(entry, on)]
    yield from sorted(shown, key=lambda entry: (entry.due_on, entry.uid))


def _entry(
    task: Task, occurrence: Occurrence | None, moves: Mapping[tuple[int, int | None], int]
) -> DeadlineEntry | None:
    work = occurrence or task
    if work.last_day is None:
        return None
    key = task.pk, occurrence.pk if occurrence else None
    part = f"-{occurrence.pk}" if occurrence else ""
    return DeadlineEntry(
        uid=f"task-{task.pk}{part}",
        path=UPDATE_FORM.format(id=task.pk),
        code=f"{task.code}{f' ({occurrence.label})' if occurrence else ''}",
        title=task.title,
        product=task.product,
        due_on=work.last_day,
        is_done=work.lifecycle == Lifecycle.CONFIRMED,
        sequence=moves.get(key, 0),
        changed_at=task.changed_at,
    )


def _reports(feed: CalendarFeed, on: dt.date) -> Iterator[DeadlineEntry]:
    """The reports owed for cycles, also those handed in; a released one is gone."""
    bodies: Collection[int] = [feed.organisation_id] if feed.organisation_id else ()
    if feed.organisation_id is None:
        bodies = load_actor(feed.user, on).bodies_for("submission.write")
    owed = ReportDuty.objects.filter(body__in=bodies, released_at=None, cycle__closed_at=None)
    duties = list(owed.select_related("cycle__version__regime", "body", "submission"))
    moved = _times_moved(duties)
    for duty in duties:
        times, latest = moved.get(str(duty.pk), (0, duty.cycle.created_at))
        body = duty.body.short_name or duty.body.name
        yield DeadlineEntry(
            uid=f"report-{duty.pk}",
            path=MY_REPORTS,
            code="",
            title=f"{duty.cycle.version.regime.title}, {duty.cycle.name} ({body})",
            product="",
            due_on=duty.last_day,
            is_done=is_sent(duty),
            sequence=times,
            changed_at=latest,
        )


def _times_moved(duties: Iterable[ReportDuty]) -> Mapping[str, tuple[int, dt.datetime]]:
    """How often the last day of each was moved, and when last, by its id."""
    moves = AuditEvent.objects.filter(
        action="duty.move",
        object_type=ReportDuty._meta.label_lower,
        object_id__in=[str(duty.pk) for duty in duties],
    )
    rows = moves.order_by().values_list("object_id").annotate(Count("pk"), Max("occurred_at"))
    return {pk: (times, latest) for pk, times, latest in rows}


def _is_shown(entry: DeadlineEntry, on: dt.date) -> bool:
    return not entry.is_done or entry.due_on >= on - DONE_FOR


def _moves(tasks: Mapping[int, Task]) -> Mapping[tuple[int, int | None], int]:
    rows = DeadlineChange.objects.filter(task__in=list(tasks)).order_by()
    counted: dict[tuple[int, int | None], int] = defaultdict(int)
    for task_id, occurrence_id, number in rows.values_list("task_id", "occurrence_id").annotate(
        Count("pk")
    ):
        counted[task_id, occurrence_id] = number - 1
    return counted


def _may_have(actor: Actor, body_id: int | None) -> bool:
    """Whether a feed may show this: one's own work while one has a post, a body's while one works
    there."""
    bodies = actor.bodies_for("task.view")
    return bool(bodies) if body_id is None else body_id in bodies
