"""Accounts: each action in one transaction, with its event in the trail.

Names, addresses and passwords never enter the trail: it refers to people by id.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.accounts.queries import failures_of
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.organisations.permissions import author_of
from tiendo.outbox.actions import emit

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
    """Add an account; without a password it is invited to set one, or signs in elsewhere.

    A password given by a person is changed at the first sign-in.

    Errors: PermissionRefused; AccountError (name, password).
    """
    author = author_of(by, MANAGE)
    username = User.normalize_username(person.username.strip())
    if not username:
        raise AccountError("username_missing")
    if User.objects.filter(username__iexact=username).exists():
        raise AccountError("username_taken", name=username)
    user = User(
        username=username,
        full_name=" ".join(person.full_name.split()),
        email=person.email.strip(),
        phone=person.phone.strip(),
    )
    _give_password(user, password)
    user.must_change_password = password is not None and author.user_id is not None
    user.save()
    record(by=author, action="account.created", target=user, after={"has_password": bool(password)})
    return user


@transaction.atomic
def set_password(
    *, user: User, password: str, by: Actor | Author, must_change: bool = True
) -> User:
    """Give an account a new password, to be changed at the next sign-in unless told otherwise.

    Errors: PermissionRefused; AccountError (weak).
    """
    author = author_of(by, MANAGE)
    _give_password(user, password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    record(by=author, action="account.password_set", target=user)
    return user


@transaction.atomic
def choose_password(*, user: User, password: str) -> User:
    """Store the password that the person chose; nothing more is to be changed.

    The act of the person alone, who signed in or followed an invitation: nobody else's permission
    is asked. The strength was checked by the form.
    """
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(by=Author(user.pk), action="account.password_changed", target=user)
    return user


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: Actor | Author, reason: str = "") -> User:
    """Close an account, or open it again; its posts stay on record.

    Errors: PermissionRefused; AccountError (last administrator).
    """
    author = author_of(by, MANAGE)
    if not is_active:
        keep_an_administrator(user=user)
    before: State = {"is_active": user.is_active}
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    action = "account.opened" if is_active else "account.closed"
    after: State = {"is_active": is_active}
    record(by=author, action=action, target=user, before=before, after=after, reason=reason)
    return user


@transaction.atomic
def unlock(*, user: User, by: Actor, reason: str) -> User:
    """Let somebody locked out after wrong passwords sign in again at once.

    Errors: PermissionRefused; AccountError (reason, not locked out).
    """
    author = by.require(MANAGE)
    why = need_reason(reason)
    count, _rows = failures_of(user).delete()
    if not count:
        raise AccountError("not_locked_out", name=str(user))
    record(by=author, action="account.unlocked", target=user, reason=why)
    emit("account.unlocked", target=user, users=[user.pk])
    return user


@transaction.atomic
def reset_second_step(*, user: User, by: Actor, reason: str) -> User:
    """Take the second step away from somebody who lost it; the person is told.

    Nobody does so for the own account: whoever holds the password alone could.
    Errors: PermissionRefused; AccountError (reason, none switched on, own).
    """
    author = by.require(MANAGE)
    why = need_reason(reason)
    if user.pk == by.user_id:
        raise AccountError("own_second_step")
    count, _rows = Authenticator.objects.filter(user_id=user.pk).delete()
    if not count:
        raise AccountError("no_second_step", name=str(user))
    record(by=author, action="account.second_step_reset", target=user, reason=why)
    emit("account.second_step_reset", target=user, users=[user.pk])
    return user


def need_reason(reason: str) -> str:
    """The reason without surrounding spaces. Errors: AccountError where there is none."""
    if not reason.strip():
        raise AccountError("reason_missing")
    return reason.strip()


def _give_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise AccountError("password_weak", why=" ".join(error.messages)) from error
    user.set_password(password)


def keep_an_administrator(**without: User | int) -> None:
    """Refuse to leave the installation without anybody who manages accounts."""
    posts = Membership.objects.filter(
        role=RoleCode.ADMINISTRATOR, validity__contains=clock.today(), user__is_active=True
    )
    if posts.filter(**without).exists() and not posts.exclude(**without).exists():
        raise AccountError("last_administrator")
