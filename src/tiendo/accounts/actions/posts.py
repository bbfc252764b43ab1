"""Posts: who holds which one at which body, from when to when, and for what."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actions.people import MANAGE, keep_an_administrator
from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.accounts.queries import is_of_house
from tiendo.accounts.roles import GIVEN_BY_HEADS
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.permissions import author_of
from tiendo.organisations.queries import house_of

STAFF = "staff.manage"


@transaction.atomic
def grant_membership(
    *,
    user: User,
    organisation: Organisation,
    role: RoleCode,
    by: Actor | Author,
    since: dt.date | None = None,
    until: dt.date | None = None,
    position: str = "",
    field_of_work: str = "",
) -> Membership:
    """Give a person a post at a body from a day on (default: today).

    ``until`` is the first day it is no longer held. The first post in force is the primary one.
    By an administrator; a body's head gives the posts of its divisions to people of the body.
    Errors: PermissionRefused; AccountError (post held, dates, body ended).
    """
    author = _giver(by, user, organisation, role)
    first_day = since or clock.today()
    if until is not None and until <= first_day:
        raise AccountError("dates_crossed")
    if first_day not in organisation.validity:
        params = {"body": organisation.name, "day": f"{first_day:%d/%m/%Y}"}
        raise AccountError("body_ended", **params)
    has_post = user.memberships.filter(validity__contains=first_day).exists()
    membership = Membership(
        user=user,
        organisation=organisation,
        role=role,
        position=" ".join(position.split()),
        field_of_work=" ".join(field_of_work.split()),
        validity=DateRange(first_day, until),
        is_primary=not has_post,
    )
    _save_post(membership)
    record(by=author, action="membership.granted", target=membership, after=post_state(membership))
    return membership


@transaction.atomic
def edit_membership(
    *,
    membership: Membership,
    position: str,
    field_of_work: str,
    since: dt.date,
    until: dt.date | None,
    by: Actor,
    reason: str = "",
) -> Membership:
    """Correct a post: its title, field of work and days (``until``: no longer held from then on).

    Errors: PermissionRefused; AccountError (dates, post held, last administrator).
    """
    post = locked_post(membership.pk)
    author = manager_of(by, post)
    if until is not None and until <= since:
        raise AccountError("dates_crossed")
    if post.role == RoleCode.ADMINISTRATOR and until is not None:
        keep_an_administrator(pk=post.pk)
    before = post_state(post)
    post.position, post.field_of_work = " ".join(position.split()), " ".join(field_of_work.split())
    post.validity = DateRange(since, until)
    _save_post(post)
    _record(author, "membership.edited", post, before, reason)
    return post


@transaction.atomic
def make_primary(*, membership: Membership, by: Actor) -> Membership:
    """Make a post the person's first one: pages name it, actions are taken from it first.

    By the person or an administrator. Errors: PermissionRefused.
    """
    post = locked_post(membership.pk)
    own = by.user_id == post.user_id
    author = Author(by.user_id, post.organisation_id) if own else by.require(MANAGE)
    others = Membership.objects.filter(user=post.user, is_primary=True).exclude(pk=post.pk)
    others.update(is_primary=False)
    post.is_primary = True
    post.save(update_fields=["is_primary"])
    record(by=author, action="membership.made_primary", target=post, after=post_state(post))
    return post


@transaction.atomic
def end_membership(
    *, membership: Membership, ends_on: dt.date, by: Actor | Author, reason: str = ""
) -> Membership:
    """End a post: ``ends_on`` is the first day it is no longer held. What was done under it stays.

    Errors: PermissionRefused; AccountError (ended before, dates, last administrator).
    """
    post = locked_post(membership.pk)
    author = manager_of(by, post)
    if post.validity.upper is not None and post.validity.upper <= ends_on:
        raise AccountError("post_ended")
    if post.validity.lower is not None and ends_on <= post.validity.lower:
        raise AccountError("dates_crossed")
    if post.role == RoleCode.ADMINISTRATOR:
        keep_an_administrator(pk=post.pk)
    let_post_end(post, ends_on, author=author, reason=reason)
    return post


def let_post_end(post: Membership, ends_on: dt.date, *, author: Author, reason: str) -> None:
    """Write the end of a post with its event, for actions that have asked and checked.

    Call inside a transaction.
    """
    before = post_state(post)
    post.validity = DateRange(post.validity.lower, ends_on)
    post.save(update_fields=["validity"])
    record(
        by=author,
        action="membership.ended",
        target=post,
        before=before,
        after=post_state(post),
        reason=reason,
    )


def locked_post(pk: int) -> Membership:
    """A post with its person and body, locked until the end of the transaction."""
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "organisation__parent__parent")
        .get(pk=pk)
    )


def manager_of(by: Actor | Author, post: Membership) -> Author:
    """Who may change a post: an administrator, or the head of the body it belongs to.

    A head changes neither the own posts nor an administrator's. Errors: PermissionRefused.
    """
    if isinstance(by, Author) or by.may(MANAGE):
        return author_of(by, MANAGE)
    if post.role == RoleCode.ADMINISTRATOR or post.user_id == by.user_id:
        raise PermissionRefused(STAFF)
    return by.require(STAFF, at=house_of(post.organisation).pk)


def _giver(by: Actor | Author, user: User, body: Organisation, role: RoleCode) -> Author:
    if isinstance(by, Author) or by.may(MANAGE):
        return author_of(by, MANAGE)
    house = house_of(body)
    author = by.require(STAFF, at=house.pk)
    if role not in GIVEN_BY_HEADS:
        raise PermissionRefused(MANAGE)
    if not is_of_house(user, house, clock.today()):
        raise AccountError("post_for_own_people", person=str(user), body=house.name)
    return author


def _save_post(membership: Membership) -> None:
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        params = {"person": str(membership.user), "body": membership.organisation.name}
        raise AccountError("post_held", **params) from error


def _record(author: Author, action: str, post: Membership, before: State, reason: str) -> None:
    after = post_state(post)
    record(by=author, action=action, target=post, before=before, after=after, reason=reason)


def post_state(membership: Membership) -> State:
    """What the trail keeps of a post: ids, role and days."""
    since, until = membership.validity.lower, membership.validity.upper
    return {
        "user_id": membership.user_id,
        "organisation_id": membership.organisation_id,
        "role": str(membership.role),
        "position": membership.position,
        "field_of_work": membership.field_of_work,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
