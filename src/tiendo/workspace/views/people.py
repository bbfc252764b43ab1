"""The page of one person: posts in force, for whom the person acts, how to reach the person."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tiendo.accounts.actor import Actor
from tiendo.accounts.masking import mask_email, mask_phone
from tiendo.accounts.models import HandOver, Membership, User
from tiendo.accounts.queries import delegations_in_force, posts_on
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import house_of
from tiendo.overview.filters import OFFICER
from tiendo.tasks.queries import OfficialCounts, TaskFilter, official_counts, select_tasks
from tiendo.workspace.access import PageRequest, as_of, known_at, page
from tiendo.workspace.task_filters import list_url, scope_url


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody, as one viewer sees it."""

    email: str
    phone: str
    is_masked: bool


@page("organisation.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """A person's posts, contact and delegations."""
    person = get_object_or_404(User, pk=pk)
    day = as_of(request)
    posts = list(posts_on(person, day))
    house = managed_house(request.actor, posts)
    counts = counts_of(request, person, posts)
    context = {
        "counts": counts,
        "tasks_url": list_url(request, nguoi=person.pk),
        "scope_url": scope_url(request, {OFFICER: person.pk}),
        "person": person,
        "posts": posts,
        "contact": contact_of(request.actor, person, posts),
        "delegations": delegations_in_force(person, day),
        "may_hand_over": house is not None or request.actor.may("account.manage"),
        "may_manage": request.actor.may("account.manage"),
        "hand_overs": HandOver.objects.filter(user=person).order_by("-pk")[:5],
    }
    return render(request, "people/person.html", context)


def counts_of(request: PageRequest, person: User, posts: list[Membership]) -> OfficialCounts | None:
    """The counts of the tasks a person handles; None for who sees neither the person's body nor
    everybody's work, and is not that person. Cost: one query."""
    actor, day = request.actor, as_of(request)
    own = {post.organisation_id for post in posts} & actor.bodies_for("task.view")
    if not actor.may("dashboard.view"):
        return None
    if not (own or actor.may("task.view_all") or actor.user_id == person.pk):
        return None
    tasks = select_tasks(actor, TaskFilter(officer=person.pk), day, known_at(request))
    return official_counts(tasks)


def contact_of(actor: Actor, person: User, posts: list[Membership]) -> Contact:
    """Addresses in full for the person, colleagues of the same body and administrators.

    Those who oversee all bodies reach everybody; others see them masked.
    """
    houses = {house_of(post.organisation).pk for post in posts}
    own = any(houses & post.reach_ids for post in actor.posts)
    overseer = actor.may("task.view_all") or actor.may("account.manage")
    if own or overseer or actor.user_id == person.pk:
        return Contact(person.email, person.phone, is_masked=False)
    return Contact(mask_email(person.email), mask_phone(person.phone), is_masked=True)


def managed_house(actor: Actor, posts: list[Membership]) -> Organisation | None:
    """The body of the person whose head the actor is; None where there is none."""
    houses = (house_of(post.organisation) for post in posts)
    return next((house for house in houses if actor.may("staff.manage", at=house.pk)), None)
