"""What may be drawn for a re-check, whether a draw repeats, and what re-checks came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.sampling import draw, population_hash
from tiendo.organisations.models import Kind, Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Assignment, LifecycleEvent, Part, Recheck, RecheckItem, Task


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One confirmation that may be drawn: its event, its work, the bodies behind it.

    Missing: no body where none was known on the day of the confirmation.
    """

    event_id: int
    task_id: int
    occurrence_id: int | None
    lead_id: int | None
    confirmer_id: int | None
    doer_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Redraw:
    """What drawing again gives: whether population and list are those of the draw."""

    population_size: int
    is_same_population: bool
    is_same_list: bool


def population(
    starts_on: dt.date,
    ends_on: dt.date,
    *,
    drawn_on: dt.date,
    excluded: Iterable[int] = (),
    programme_id: int | None = None,
) -> list[Confirmation]:
    """The confirmations of a period that stood when ``drawn_on`` began, but for excluded bodies.

    Recomputed from events that nobody can change, and from none of the day of the draw itself,
    on which others may still be writing: the same at any later time. Cost: two queries.
    """
    houses, shut = _houses(), frozenset(excluded)
    midnight = dt.datetime.combine(drawn_on, dt.time(), clock.LOCAL_ZONE)
    rows = _confirmations(midnight).filter(day__range=(starts_on, ends_on))
    if programme_id is not None:
        rows = rows.filter(task__programme=programme_id)
    found = (_as_confirmation(row, houses) for row in rows.values_list(*_COLUMNS))
    return [row for row in found if not row.doer_ids & shut]


_COLUMNS = ("pk", "task", "occurrence", "lead", "confirming", "claiming", "organisation")


def _confirmations(before: dt.datetime) -> QuerySet[LifecycleEvent]:
    """The confirmations recorded before a moment and not undone by it, with their bodies."""
    same_work = LifecycleEvent.objects.annotate(work=Coalesce("occurrence_id", 0)).filter(
        task=OuterRef("task"), work=Coalesce(OuterRef("occurrence_id"), 0)
    )
    undone = same_work.filter(action="reopen", pk__gt=OuterRef("pk"), recorded_at__lt=before)
    claims = same_work.filter(action="claim", pk__lt=OuterRef("pk")).order_by("-pk")
    return (
        LifecycleEvent.objects.filter(action="confirm", recorded_at__lt=before)
        .exclude(Exists(undone))
        .annotate(
            lead=_held(Part.LEAD),
            confirming=_held(Part.CONFIRM),
            claiming=Subquery(claims.values("organisation")[:1]),
        )
        .order_by("pk")
    )


def _held(part: Part) -> Subquery:
    held = Assignment.objects.filter(
        task=OuterRef("task"), part=part, validity__contains=OuterRef("day")
    )
    return Subquery(held.order_by("pk").values("organisation")[:1])


def _houses() -> dict[int, int]:
    """The body each division belongs to."""
    divisions = Organisation.objects.filter(kind=Kind.DIVISION).values_list("pk", "parent_id")
    parents = {pk: parent for pk, parent in divisions if parent is not None}
    return {pk: _top(pk, parents) for pk in parents}


def _top(pk: int, parents: dict[int, int]) -> int:
    while pk in parents:
        pk = parents[pk]
    return pk


def _as_confirmation(row: tuple[int | None, ...], houses: dict[int, int]) -> Confirmation:
    event_id, task_id, occurrence_id, lead, confirming, claimed, acted = row
    doers = (houses.get(body, body) for body in (lead, confirming, claimed, acted) if body)
    return Confirmation(
        event_id or 0, task_id or 0, occurrence_id, lead, confirming or acted, frozenset(doers)
    )


def own_houses(actor: Actor) -> list[int]:
    """The bodies a person belongs to by any post, own or delegated, in order of ids.

    Cost: one query.
    """
    houses = _houses()
    reached = {body for post in actor.posts for body in post.reach_ids}
    return sorted({houses.get(body, body) for body in reached})


def redraw(recheck: Recheck) -> Redraw:
    """Draw a round again from what is stored of it. Cost: three queries."""
    found = population(
        recheck.period.lower,
        recheck.period.upper - dt.timedelta(days=1),
        drawn_on=clock.local_day(recheck.drawn_at),
        excluded=recheck.excluded_bodies,
        programme_id=recheck.programme_id,
    )
    members = [row.event_id for row in found]
    drawn = list(recheck.items.order_by("order").values_list("confirmation", flat=True))
    again = draw(members, recheck.seed, len(drawn))
    is_same = population_hash(members) == recheck.population_hash
    return Redraw(len(members), is_same, list(again) == drawn)


def rechecks(programme: Programme | None = None) -> QuerySet[Recheck]:
    """The rounds, the newest first."""
    rows = Recheck.objects.select_related("programme", "drawn_by")
    return rows if programme is None else rows.filter(programme=programme)


def items_of(recheck: Recheck) -> QuerySet[RecheckItem]:
    """What a round drew, in the order of the draw."""
    return (
        RecheckItem.objects.filter(recheck=recheck)
        .select_related("task", "occurrence", "lead", "confirmer", "confirmation", "checked_by")
        .order_by("order")
    )


@dataclass(frozen=True, slots=True)
class OpenItems:
    """How many drawn items have no result, and how many of them are past their day."""

    number: int
    late: int


def open_items(on: dt.date) -> OpenItems:
    """What is still to be checked of all rounds. Cost: one query."""
    found = RecheckItem.objects.filter(result="").aggregate(
        number=Count("pk"), late=Count("pk", filter=Q(recheck__due_on__lt=on))
    )
    return OpenItems(found["number"], found["late"])


def checks_of(task: Task) -> QuerySet[RecheckItem]:
    """The re-checks of a task that have a result, the newest first."""
    rows = RecheckItem.objects.filter(task=task).exclude(result="")
    return rows.select_related("occurrence", "checked_by").order_by("-checked_at")
