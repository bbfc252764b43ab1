"""Dated delegations (ủy quyền): a post, or some permissions of it, in another person's hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actions.people import MANAGE, need_reason
from tiendo.accounts.actions.posts import locked_post
from tiendo.accounts.actor import Actor
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Delegation, Membership, User
from tiendo.accounts.queries import is_of_house
from tiendo.accounts.roles import ROLES
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.organisations.queries import house_of
from tiendo.outbox.actions import emit


@transaction.atomic
def delegate(
    *,
    membership: Membership,
    to: User,
    since: dt.date,
    last_day: dt.date,
    reason: str,
    by: Actor,
    permissions: Collection[str] = (),
    document_number: str = "",
) -> Delegation:
    """Hand a post, or the given permissions of it, to another person up to and including a day.

    By the holder of the post, to somebody of the same body, or by an administrator. What was
    handed to a person is not that person's to hand on: a delegated post has another holder.
    Errors: PermissionRefused; AccountError.
    """
    post = locked_post(membership.pk)
    author = _holder_or_manager(post, by)
    _check_delegation(post, to, since, last_day)
    _check_permissions(post, permissions)
    _check_others(post, to, permissions, _days(since, last_day))
    if by.user_id == post.user_id and not is_of_house(to, house_of(post.organisation), since):
        raise AccountError("delegate_outside", person=str(to))
    why = need_reason(reason)
    row = Delegation.objects.create(
        membership=post,
        delegate=to,
        permissions=sorted(permissions),
        validity=_days(since, last_day),
        reason=why,
        document_number=" ".join(document_number.split()),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    after: State = {
        "membership_id": post.pk,
        "delegate_id": to.pk,
        "permissions": list(row.permissions),
        "since": since.isoformat(),
        "last_day": last_day.isoformat(),
        "document_number": row.document_number,
    }
    record(by=author, action="delegation.given", target=row, after=after, reason=row.reason)
    emit("delegation.given", target=row, users=[post.user_id, to.pk])
    return row


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, by: Actor, reason: str = "") -> Delegation:
    """Take a delegation back at once. Errors: PermissionRefused; AccountError (revoked)."""
    row = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("membership")
        .get(pk=delegation.pk)
    )
    author = _holder_or_manager(row.membership, by)
    if row.revoked_at is not None:
        raise AccountError("delegation_revoked")
    take_back(row, author, reason)
    return row


def take_back(row: Delegation, author: Author, reason: str) -> None:
    """End a delegation now, with its event; the permission was asked by the caller."""
    row.revoked_at, row.revoked_by_id = clock.now(), author.user_id
    row.save(update_fields=["revoked_at", "revoked_by"])
    record(by=author, action="delegation.revoked", target=row, reason=reason)
    emit("delegation.revoked", target=row, users=[row.membership.user_id, row.delegate_id])


def _holder_or_manager(membership: Membership, by: Actor) -> Author:
    if by.user_id == membership.user_id:
        return Author(by.user_id, membership.organisation_id)
    return by.require(MANAGE)


def _check_delegation(membership: Membership, to: User, since: dt.date, last_day: dt.date) -> None:
    if to.pk == membership.user_id:
        raise AccountError("delegation_to_oneself")
    if not to.is_active:
        raise AccountError("delegate_inactive")
    if last_day < since:
        raise AccountError("dates_crossed")
    if since not in membership.validity or last_day not in membership.validity:
        raise AccountError("delegation_outside_post")
    if since < clock.today():
        raise AccountError("delegation_past")


def _check_permissions(membership: Membership, permissions: Collection[str]) -> None:
    for permission in permissions:
        if permission not in ROLES[membership.role]:
            raise AccountError("delegation_beyond_post", permission=permission)


def _check_others(
    post: Membership, to: User, permissions: Collection[str], days: DateRange
) -> None:
    """Refuse the same power in two hands at a time, and two people acting for each other."""
    standing = Delegation.objects.filter(revoked_at__isnull=True, validity__overlap=days)
    for row in standing.filter(membership=post).select_related("delegate"):
        shared = not row.permissions or not permissions or set(row.permissions) & set(permissions)
        if shared or row.delegate_id == to.pk:
            raise AccountError("delegation_overlaps", person=str(row.delegate))
    if standing.filter(membership__user=to, delegate=post.user_id).exists():
        raise AccountError("delegation_circular", person=str(to))


def _days(since: dt.date, last_day: dt.date) -> DateRange:
    return DateRange(since, max(since, last_day) + dt.timedelta(days=1))
