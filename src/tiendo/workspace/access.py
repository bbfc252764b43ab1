"""How pages are reached: sign-in, permission, method, and the day the page speaks of.

A view is a function decorated with ``@page``; it takes a ``PageRequest``. A body's or task's page
that a person may not see answers 403 with the same words as any other forbidden page, so that the
answer does not depend on who asks; 404 is for what does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import reverse

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.workspace.typed_days import NoSuchDay, read_day

DAY_PARAMETER = "ngay"
KNOWN_PARAMETER = "biet-den"
MAX_DIGITS = 18
READ = ("GET", "HEAD")
WRITE = ("POST",)
READ_WRITE = (*READ, *WRITE)

Arguments = ParamSpec("Arguments")


class PageRequest(HttpRequest):
    """A request of someone signed in, as views behind ``@page`` see it."""

    user: User
    actor: Actor


class DayRefused(BadRequest):
    """A day in the address is none; ``str()`` is the sentence for the page."""


View = Callable[Concatenate[PageRequest, Arguments], HttpResponseBase]
OpenView = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def page(
    permission: str | None = None, *, methods: tuple[str, ...] = READ, is_aside: bool = False
) -> Callable[[View[Arguments]], OpenView[Arguments]]:
    """Make a view a page of the workspace.

    Without sign-in it leads to the sign-in form; without the permission (at any body) it answers
    403; a permission an action refuses is a 403 too; other methods get 405. ``is_aside``: a part
    that script adds to a page without being asked; signed out it stays empty.
    """

    def decorate(view: View[Arguments]) -> OpenView[Arguments]:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _nothing_aside(request, is_aside) or _to_sign_in(request, methods)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            guest = cast(PageRequest, request)
            if permission is not None:
                require(guest, permission)
            try:
                return view(guest, *args, **kwargs)
            except PermissionRefused as refused:
                raise PermissionDenied(refused.permission) from refused

        return cast(OpenView[Arguments], guarded)

    return decorate


def require(request: PageRequest, permission: str, *, at: int | None = None) -> None:
    """Go on only with the permission (``at``: the body concerned). Errors: PermissionDenied."""
    if not request.actor.may(permission, at=at):
        raise PermissionDenied(permission)


def as_of(request: HttpRequest) -> dt.date:
    """The day the page speaks of: ``?ngay=2025-11-10`` (or as typed: 10/11/2025), else today.

    Errors: DayRefused (400).
    """
    return _day_given(request, DAY_PARAMETER) or clock.today()


def known_at(request: HttpRequest) -> dt.datetime | None:
    """What was known up to the end of ``?biet-den=2025-11-10``; None: all that is known now."""
    day = _day_given(request, KNOWN_PARAMETER)
    return None if day is None else clock.end_of(day)


def _day_given(request: HttpRequest, name: str) -> dt.date | None:
    given = request.GET.get(name, "")
    return day_in(given) if given.strip() else None


def day_in(given: str) -> dt.date:
    """The day of an address, in either form. Errors: DayRefused (400)."""
    try:
        return read_day(given)
    except NoSuchDay as error:
        raise DayRefused(str(error)) from error


def number_in(text: str) -> int | None:
    """The whole number that an address or a form gave as an id; None where it gave none.

    More digits than an id has are no id: neither Python nor the database takes thousands of them.
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
    return int(text) if is_number else None


def kept_days(request: HttpRequest) -> dict[str, str]:
    """The query parameters of the day in view, which every link of a page carries on.

    However a day was typed, links say it as 2025-11-10; one that is none is not carried on.
    """
    return dict(_readable_days(request))


def _readable_days(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name in (DAY_PARAMETER, KNOWN_PARAMETER):
        with suppress(DayRefused):
            if day := _day_given(request, name):
                yield name, day.isoformat()


def dated_url(request: HttpRequest, name: str, *args: object, **query: str) -> str:
    """The address of a named page that keeps the day in view."""
    parameters = {**kept_days(request), **query}
    return reverse(name, args=args) + (f"?{urlencode(parameters)}" if parameters else "")


def _nothing_aside(request: HttpRequest, is_aside: bool) -> HttpResponse | None:
    """An empty answer to script: a form that is being filled in is not left for a count."""
    if is_aside and request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return None


def _to_sign_in(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """The way to the sign-in form, and from it back to the page, where what was typed is kept; a
    part fetched by script makes the whole page go there."""
    target = request.get_full_path() if READ[0] in methods else "/"
    response = redirect_to_login(target)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response
