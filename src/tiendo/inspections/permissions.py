"""Who may work on an inspection, and what a person sees of it."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import Membership, User
from tiendo.audit.trail import Author
from tiendo.inspections.models import InspectedBody, Inspection, State, TeamMember
from tiendo.organisations.models import Organisation
from tiendo.tasks.parties import belongs_to, house_of


class Sight(IntEnum):
    """How much of an inspection a person sees: nothing before the conclusion for most."""

    NOTHING = 0
    CONCLUSION = 1
    OWN_PART = 2
    ALL = 3


def sight_of(actor: Actor, inspection: Inspection) -> Sight:
    """What a person sees. Overseers and the team see all, an inspected body its own part once
    there is a decision, others the conclusion. Cost: two queries at most.
    """
    if actor.may("inspection.view") or is_member(actor, inspection):
        return Sight.ALL
    if not actor.may("task.view"):
        return Sight.NOTHING
    if own_bodies(actor, inspection) and inspection.decision_number:
        return Sight.OWN_PART
    return Sight.CONCLUSION if inspection.state == State.CONCLUDED else Sight.NOTHING


def is_member(actor: Actor, inspection: Inspection) -> bool:
    """Whether a person is in the team. Cost: one query."""
    return TeamMember.objects.filter(inspection=inspection, user_id=actor.user_id).exists()


def own_bodies(actor: Actor, inspection: Inspection) -> frozenset[int]:
    """The inspected bodies the person belongs to. Cost: one query."""
    bodies = InspectedBody.objects.filter(inspection=inspection)
    ids = bodies.values_list("organisation_id", flat=True)
    return frozenset(body for body in ids if belongs_to(actor, body))


def is_inspector(actor: Actor, inspection: Inspection) -> bool:
    """Whether a person records for the team: those who manage inspections, and its members; never
    somebody of an inspected body. Cost: two queries at most."""
    if own_bodies(actor, inspection):
        return False
    return actor.may("inspection.manage") or is_member(actor, inspection)


def author_of_team(actor: Actor, inspection: Inspection) -> Author:
    """Who records for the team. Errors: PermissionRefused."""
    if not is_inspector(actor, inspection):
        raise PermissionRefused("inspection.manage")
    may_manage = actor.may("inspection.manage")
    return actor.require("inspection.manage" if may_manage else "task.view")


def house_held(user: User, bodies: list[Organisation], on: dt.date) -> Organisation | None:
    """The body among some in which a person holds a post on a day; None where in none."""
    wanted = {body.pk: body for body in bodies}
    posts = Membership.objects.filter(user=user, validity__contains=on)
    for post in posts.select_related("organisation__parent__parent"):
        found = wanted.get(post.organisation_id) or wanted.get(house_of(post.organisation).pk)
        if found is not None:
            return found
    return None
