"""Puts the acting person on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.accounts.queries import load_actor
from tiendo.domain import clock

NOBODY = Actor(user_id=0, username="", posts=())


class ActorMiddleware:
    """Gives each request a lazy ``actor``: who signed in, with the posts of today.

    Without a sign-in the actor is ``NOBODY``, who may do nothing. Posts are those of the present
    day, also where the page shows the state of another one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """The acting person of a request."""
    user = request.user
    return load_actor(user, clock.today()) if isinstance(user, User) else NOBODY
