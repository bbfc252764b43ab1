"""Invitations: a link, used once and for some days, by which a person sets the first password."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from tiendo.accounts.actions.people import MANAGE, PersonData, choose_password, create_user
from tiendo.accounts.actor import Actor
from tiendo.accounts.errors import AccountError
from tiendo.accounts.invitations import find_invitation
from tiendo.accounts.models import Invitation, User
from tiendo.audit.trail import Author, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.outbox.actions import emit


@transaction.atomic
def open_account(*, person: PersonData, password: str | None, by: Actor) -> User:
    """Add an account, and invite its person where no password was given.

    Errors: PermissionRefused; AccountError (name, password).
    """
    user = create_user(person=person, password=password, by=by)
    if password is None:
        invite(user=user, by=by)
    return user


@transaction.atomic
def invite(*, user: User, by: Actor) -> Invitation:
    """Invite a person to set a password; an earlier invitation no longer holds.

    Errors: PermissionRefused; AccountError where the account is closed.
    """
    author = by.require(MANAGE)
    if not user.is_active:
        raise AccountError("invited_inactive", person=str(user))
    _close_open(user)
    row = new_invitation(user, by.user_id)
    row.save()
    record(by=author, action="account.invited", target=user)
    emit("account.invited", target=row, users=[user.pk], payload={"invitations": [row.pk]})
    return row


@transaction.atomic
def withdraw_invitation(*, user: User, by: Actor) -> User:
    """Make the link of a person's invitation worthless. Errors: PermissionRefused; AccountError."""
    author = by.require(MANAGE)
    if not _close_open(user):
        raise AccountError("no_invitation", person=str(user))
    record(by=author, action="account.invitation_withdrawn", target=user)
    return user


@transaction.atomic
def accept_invitation(*, code: str, password: str) -> User:
    """Set the password chosen by the person who holds the link; the link is used up.

    Nobody is signed in by it. Errors: AccountError (unknown, used, expired).
    """
    row = find_invitation(code, for_update=True)
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    choose_password(user=row.user, password=password)
    record(by=Author(row.user_id), action="account.invitation_used", target=row.user)
    return row.user


def new_invitation(user: User, created_by_id: int | None) -> Invitation:
    """An invitation that holds from now on, not saved."""
    now = clock.now()
    days = parameter_on("invitation_days", clock.today())
    return Invitation(
        user=user,
        nonce=secrets.token_hex(16),
        created_by_id=created_by_id,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )


def _close_open(user: User) -> int:
    standing = Invitation.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True)
    return standing.update(revoked_at=clock.now())
