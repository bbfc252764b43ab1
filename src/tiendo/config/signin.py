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
from django.shortcuts import redirect
from django.urls import reverse

from tiendo.accounts.actions import choose_password
from tiendo.accounts.models import User
from tiendo.audit.trail import Author, State, record
from tiendo.config.lockout import address_signing_in
from tiendo.domain import clock

_SINCE = "signed_in_at"
_HEALTH = ("healthz", "readyz")


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

    def set_password(self, user: User, password: str) -> None:
        """Store the password a person chose, with its event in the trail."""
        choose_password(user=user, password=password)


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


class FirstPasswordMiddleware:
    """Leads whoever signed in with a password that somebody else chose to the page to change it.

    Until then nothing else answers but signing out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not (isinstance(user, User) and user.must_change_password):
            return self.get_response(request)
        change = reverse("account_change_password")
        if request.path in {change, reverse("account_logout"), *map(reverse, _HEALTH)}:
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": change})
        return redirect(change)


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
