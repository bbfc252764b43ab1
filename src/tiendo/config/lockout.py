"""Who a sign-in is for, as the lock-out after failures counts it."""

from collections.abc import Mapping

from django.http import HttpRequest


def name_signing_in(request: HttpRequest, credentials: Mapping[str, object] | None = None) -> str:
    """The name typed, without case or surrounding spaces, as the sign-in itself ignores both.

    The sign-in form calls it `login`, Django's signals call it `username`: counted under one name,
    or the failures of the one would not stop the other.
    """
    given = dict(credentials or {})
    name = given.get("username") or given.get("login") or request.POST.get("login") or ""
    return str(name).strip().casefold()
