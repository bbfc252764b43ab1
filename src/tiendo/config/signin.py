"""Sign-in is for accounts that an administrator made: nobody signs up, no link signs anyone in."""

import datetime as dt
from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from tiendo.accounts.models import User
from tiendo.audit.trail import Author, State, record
from tiendo.config.lockout import address_signing_in
from tiendo.domain import clock

_SINCE = "signed_in_at"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up by form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the limits of allauth count by: the same as for the lock-out."""
        return address_signing_in(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Passwords are counted by the lock-out alone: by name and address, in the database.

        A count by name alone would let anybody lock anybody out.
        """

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Store the password a person chose, with its event in the trail."""
        user.set_password(password)
        user.save(update_fields=["password"])
        record(by=Author(user.pk), action="account.password_changed", target=user)


class ClosedSocialAccountAdapter(DefaultSocialAccountAdapter):
    """No sign-up through an identity provider: its accounts are linked to existing ones."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


class SessionEndMiddleware:
    """Signs out ``SESSION_COOKIE_AGE`` after the sign-in, however busy the session is.

    The age of the cookie alone would begin anew whenever something is written to the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        since = request.session.get(_SINCE)
        if since is not None and clock.now() >= dt.datetime.fromisoformat(since) + _longest():
            logout(request)
        return self.get_response(request)


def keep_moment(request: HttpRequest, **signal: object) -> None:
    """Note the moment of the sign-in in the session; called for every way of signing in."""
    request.session[_SINCE] = clock.now().isoformat()


def record_added(user: User, authenticator: Authenticator, **signal: object) -> None:
    """Write the event of a second step that a person switched on."""
    _record("account.second_step_added", user, authenticator)


def record_removed(user: User, authenticator: Authenticator, **signal: object) -> None:
    """Write the event of a second step that a person switched off."""
    _record("account.second_step_removed", user, authenticator)


@transaction.atomic
def _record(action: str, user: User, authenticator: Authenticator) -> None:
    after: State = {"kind": str(authenticator.type)}
    record(by=Author(user.pk), action=action, target=user, after=after)


def _longest() -> dt.timedelta:
    return dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
