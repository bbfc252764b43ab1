"""Changing accounts and posts: each action in one transaction, with its event in the trail.

Names, addresses and passwords never enter the trail: it refers to people by id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Delegation, Membership, RoleCode, User
from tiendo.accounts.roles import ROLES
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.permissions import author_of

MANAGE = "account.manage"


@dataclass(frozen=True, slots=True)
class PersonData:
    """What describes a person who gets an account."""

    username: str
    full_name: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def create_user(*, person: PersonData, password: str | None, by: Actor | Author) -> User:
    """Add an account; without a password it signs in through an identity provider only.

    Errors: PermissionRefused; AccountError (name, password).
    """
    author = author_of(by, MANAGE)
    username = User.normalize_username(person.username.strip())
    if not username:
        raise AccountError("username_missing")
    if User.objects.filter(username__iexact=username).exists():
        raise AccountError("username_taken", {"name": username})
    user = User(
        username=username,
        full_name=" ".join(person.full_name.split()),
        email=person.email.strip(),
        phone=person.phone.strip(),
    )
    _give_password(user, password)
    user.save()
    record(by=author, action="account.created", target=user, after={"has_password": bool(password)})
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor | Author) -> User:
    """Give an account a new password. Errors: PermissionRefused; AccountError (weak)."""
    author = author_of(by, MANAGE)
    _give_password(user, password)
    user.save(update_fields=["password"])
    record(by=author, action="account.password_set", target=user)
    return user


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: Actor | Author, reason: str = "") -> User:
    """Close an account, or open it again; its posts stay on record.

    Errors: PermissionRefused; AccountError (last administrator).
    """
    author = author_of(by, MANAGE)
    if not is_active:
        _keep_an_administrator(user=user)
    before: State = {"is_active": user.is_active}
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    action = "account.opened" if is_active else "account.closed"
    after: State = {"is_active": is_active}
    record(by=author, action=action, target=user, before=before, after=after, reason=reason)
    return user


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
) -> Membership:
    """Give a person a post at a body from a day on (default: today).

    ``until`` is the first day it is no longer held. The first post in force is the primary one.
    Errors: PermissionRefused; AccountError (post held, dates, body ended).
    """
    author = author_of(by, MANAGE)
    first_day = since or clock.today()
    if until is not None and until <= first_day:
        raise AccountError("dates_crossed")
    if first_day not in organisation.validity:
        params = {"body": organisation.name, "day": f"{first_day:%d/%m/%Y}"}
        raise AccountError("body_ended", params)
    has_post = user.memberships.filter(validity__contains=first_day).exists()
    membership = Membership(
        user=user,
        organisation=organisation,
        role=role,
        position=" ".join(position.split()),
        validity=DateRange(first_day, until),
        is_primary=not has_post,
    )
    _save_post(membership)
    record(by=author, action="membership.granted", target=membership, after=_post(membership))
    return membership


@transaction.atomic
def end_membership(
    *, membership: Membership, ends_on: dt.date, by: Actor | Author, reason: str = ""
) -> Membership:
    """End a post: ``ends_on`` is the first day it is no longer held. What was done under it stays.

    Errors: PermissionRefused; AccountError (ended before, dates, last administrator).
    """
    author = author_of(by, MANAGE)
    post = Membership.objects.select_for_update().get(pk=membership.pk)
    if post.validity.upper is not None and post.validity.upper <= ends_on:
        raise AccountError("post_ended")
    if post.validity.lower is not None and ends_on <= post.validity.lower:
        raise AccountError("dates_crossed")
    if post.role == RoleCode.ADMINISTRATOR:
        _keep_an_administrator(pk=post.pk)
    before = _post(post)
    post.validity = DateRange(post.validity.lower, ends_on)
    post.save(update_fields=["validity"])
    record(
        by=author,
        action="membership.ended",
        target=post,
        before=before,
        after=_post(post),
        reason=reason,
    )
    return post


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
) -> Delegation:
    """Hand a post, or the given permissions of it, to another person up to and including a day.

    By the holder of the post or an administrator.
    Errors: PermissionRefused; AccountError.
    """
    author = _holder_or_manager(membership, by)
    _check_delegation(membership, to, since, last_day)
    _check_permissions(membership, permissions)
    if not reason.strip():
        raise AccountError("reason_missing")
    row = Delegation.objects.create(
        membership=membership,
        delegate=to,
        permissions=sorted(permissions),
        validity=DateRange(since, last_day + dt.timedelta(days=1)),
        reason=reason.strip(),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    after: State = {
        "membership_id": membership.pk,
        "delegate_id": to.pk,
        "permissions": list(row.permissions),
        "since": since.isoformat(),
        "last_day": last_day.isoformat(),
    }
    record(by=author, action="delegation.given", target=row, after=after, reason=row.reason)
    return row


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, by: Actor, reason: str = "") -> Delegation:
    """Take a delegation back at once. Errors: PermissionRefused; AccountError (revoked)."""
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    author = _holder_or_manager(row.membership, by)
    if row.revoked_at is not None:
        raise AccountError("delegation_revoked")
    row.revoked_at, row.revoked_by_id = clock.now(), by.user_id
    row.save(update_fields=["revoked_at", "revoked_by"])
    record(by=author, action="delegation.revoked", target=row, reason=reason)
    return row


def _give_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise AccountError("password_weak", {"why": " ".join(error.messages)}) from error
    user.set_password(password)


def _save_post(membership: Membership) -> None:
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        params = {"person": str(membership.user), "body": membership.organisation.name}
        raise AccountError("post_held", params) from error


def _keep_an_administrator(**without: User | int) -> None:
    """Refuse to leave the installation without anybody who manages accounts."""
    posts = Membership.objects.filter(
        role=RoleCode.ADMINISTRATOR, validity__contains=clock.today(), user__is_active=True
    )
    if posts.filter(**without).exists() and not posts.exclude(**without).exists():
        raise AccountError("last_administrator")


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


def _check_permissions(membership: Membership, permissions: Collection[str]) -> None:
    for permission in permissions:
        if permission not in ROLES[membership.role]:
            raise AccountError("delegation_beyond_post", {"permission": permission})


def _post(membership: Membership) -> State:
    """What the trail keeps of a post: ids, role and days."""
    since, until = membership.validity.lower, membership.validity.upper
    return {
        "user_id": membership.user_id,
        "organisation_id": membership.organisation_id,
        "role": str(membership.role),
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
