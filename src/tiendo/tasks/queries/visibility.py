"""Which tasks a person may see: a role sees what its body may see."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import Programme
from tiendo.programmes.permissions import own_bodies
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task


def visible_tasks(actor: Actor, on: dt.date | None = None) -> QuerySet[Task]:
    """The tasks a person may see, by the assignments in force on a day (default: today).

    Those who may see all see all; others see the tasks in which one of their bodies has a part,
    itself or as one of a group, the umbrella over these, the sub-tasks of what they lead, and the
    own programmes of their bodies. Drafts are seen only by those who may give them to a body.
    Cost: no query of its own.
    """
    tasks = Task.objects.all()
    if not actor.may("task.go_live"):
        given = ~Q(lifecycle=Lifecycle.DRAFT)
        running = own_bodies(actor)
        tasks = tasks.filter(given | Q(programme__in=own_programmes(running)) if running else given)
    if actor.may("task.view_all"):
        return tasks
    bodies = actor.bodies_for("task.view")
    if not bodies:
        return tasks.none()
    # Two lists of ids rather than one condition with OR: each is found by its own index.
    held = Assignment.objects.filter(validity__contains=on or clock.today())
    own = held.filter(organisation_id__in=bodies)
    as_member = held.filter(group__in=groups_with(bodies))
    led = own.filter(part=Part.LEAD)
    return tasks.filter(
        Q(pk__in=own.values("task"))
        | Q(pk__in=as_member.values("task"))
        | Q(lifecycle=Lifecycle.UMBRELLA, pk__in=own.values("task__parent"))
        | Q(parent__in=led.values("task"))
        | Q(programme__in=own_programmes(bodies))
    )


def own_programmes(bodies: frozenset[int]) -> QuerySet[Programme]:
    """The programmes these bodies issue and run for themselves."""
    return Programme.objects.filter(owner_id=F("coordinator_id"), owner_id__in=bodies)


def groups_with(bodies: frozenset[int]) -> QuerySet[BodyGroup]:
    """The groups of bodies ("UBND các xã, phường") to which one of these bodies belongs."""
    members = Organisation.objects.filter(pk__in=bodies)
    of_level = Q(level="") | Q(level__in=members.values("level"))
    kinds = ArraySubquery(members.order_by().values("kind"))
    return BodyGroup.objects.filter(of_level, kinds__overlap=kinds)
