"""Which directives a person may see, which wait, which are late. Lateness is computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField

from tiendo.accounts.actor import Actor
from tiendo.domain.collation import fold
from tiendo.domain.directives import BY_ACTION, TO_CARRY_OUT, DutyState
from tiendo.tasks.models import Directive, DirectiveDuty, DirectiveEvent, Task

_TO_DO = [state.value for state in TO_CARRY_OUT]


@dataclass(frozen=True, slots=True)
class DirectiveFilter:
    """What to look for; an empty field does not restrict. ``mine``: given by the person."""

    state: str = ""
    body: int | None = None
    is_late: bool = False
    mine: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """How many duties wait, and how many of them are late."""

    number: int
    late: int


def visible_duties(actor: Actor) -> QuerySet[DirectiveDuty]:
    """The duties a person may see: all for overseers, those of one's bodies for others."""
    duties = DirectiveDuty.objects.all()
    if actor.may("task.view_all"):
        return duties
    bodies = actor.bodies_for("directive.answer") | actor.bodies_for("task.view")
    return duties.filter(organisation_id__in=bodies)


def with_lateness(duties: QuerySet[DirectiveDuty], on: dt.date) -> QuerySet[DirectiveDuty]:
    """Annotate ``is_late``: still to do past the last day, or reported after it."""
    still = Q(state__in=_TO_DO, directive__last_day__lt=on)
    after = Q(reported_on__gt=F("directive__last_day"))
    late = Case(
        When(Q(state=DutyState.WITHDRAWN), then=Value(value=False)),
        When(still | after, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    return duties.annotate(is_late=late)


def find_duties(actor: Actor, chosen: DirectiveFilter, on: dt.date) -> QuerySet[DirectiveDuty]:
    """The duties of a filter with what a row shows; open ones first, the nearest day first."""
    duties = with_lateness(visible_duties(actor), on)
    if chosen.state == "open":
        duties = duties.filter(state__in=[*_TO_DO, DutyState.REPORTED.value])
    elif chosen.state:
        duties = duties.filter(state=chosen.state)
    if chosen.body is not None:
        duties = duties.filter(organisation_id=chosen.body)
    if chosen.is_late:
        duties = duties.filter(Q(is_late=True))
    if chosen.mine:
        own = Q(directive__given_by_id=actor.user_id)
        duties = duties.filter(own | Q(directive__on_behalf_of_id=actor.user_id))
    for word in fold(chosen.text).split():
        duties = duties.filter(directive__text__unaccent__icontains=word)
    is_ended = Case(When(state__in=["closed", "withdrawn"], then=Value(1)), default=Value(0))
    related = ("directive__given_by", "directive__task", "directive__programme", "organisation")
    return duties.select_related(*related, "person").order_by(
        is_ended, "directive__last_day", "-pk"
    )


def directive_of(actor: Actor, pk: int) -> Directive | None:
    """A directive with the duties of it that the person may see; None where there are none.

    Cost: three queries.
    """
    events = DirectiveEvent.objects.select_related("by", "on_behalf_of", "stored_file")
    duties = visible_duties(actor).select_related("organisation", "person")
    shown = Prefetch("duties", duties.prefetch_related(Prefetch("events", events)))
    items = ("task", "programme", "body", "document", "difficulty")
    rows = Directive.objects.select_related("given_by", "on_behalf_of", "organisation", *items)
    found = rows.prefetch_related(shown).filter(pk=pk).first()
    return found if found is not None and found.duties.all() else None


def directives_on_task(actor: Actor, task: Task) -> QuerySet[DirectiveDuty]:
    """The duties that leaders gave from a task and the person may see, the newest first."""
    duties = visible_duties(actor).filter(directive__task=task)
    return duties.select_related("directive__given_by", "organisation").order_by("-pk")


def duties_to_carry_out(actor: Actor, on: dt.date) -> DutyCounts:
    """What the person's bodies still have to do. Cost: one query, none without such a body."""
    bodies = actor.bodies_for("directive.answer")
    if not bodies:
        return DutyCounts(0, 0)
    waiting = DirectiveDuty.objects.filter(organisation_id__in=bodies, state__in=_TO_DO)
    return _counted(waiting, on)


def duties_to_close(actor: Actor, on: dt.date) -> DutyCounts:
    """What was reported and waits for a decision; a leader's own. Cost: one query."""
    if not actor.may("directive.follow"):
        return DutyCounts(0, 0)
    waiting = DirectiveDuty.objects.filter(state=DutyState.REPORTED)
    if actor.may("directive.give"):
        given = Directive.objects.filter(pk=OuterRef("directive_id"))
        own = Q(given_by_id=actor.user_id) | Q(on_behalf_of_id=actor.user_id)
        waiting = waiting.filter(Exists(given.filter(own)))
    return _counted(waiting, on)


def _counted(duties: QuerySet[DirectiveDuty], on: dt.date) -> DutyCounts:
    late = Count("pk", filter=Q(directive__last_day__lt=on))
    found = duties.aggregate(number=Count("pk"), late=late)
    return DutyCounts(found["number"], found["late"])


def open_steps(actor: Actor, duty: DirectiveDuty) -> tuple[str, ...]:
    """The steps a person may take on a duty now, in the order of the table. No query."""
    state = DutyState(duty.state)
    return tuple(
        action
        for action, step in BY_ACTION.items()
        if state in step.sources
        and actor.may(step.permission, at=duty.organisation_id if step.at_body else None)
    )
