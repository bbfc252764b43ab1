"""Who a sign-in is for and where it comes from, as the lock-out after failures counts it."""

import ipaddress
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest


def name_signing_in(request: HttpRequest, credentials: Mapping[str, object] | None = None) -> str:
    """The name typed, without case or surrounding spaces, as the sign-in itself ignores both.

    The sign-in form calls it `login`, Django's signals call it `username`: counted under one name,
    or the failures of the one would not stop the other.
    """
    given = dict(credentials or {})
    name = given.get("username") or given.get("login") or request.POST.get("login") or ""
    return str(name).strip().casefold()


def address_signing_in(request: HttpRequest) -> str:
    """The address of the caller.

    Each of ``TRUSTED_PROXIES`` proxies adds the address it was called from at the end of
    X-Forwarded-For; what stands before those was sent by the caller and proves nothing.
    Missing: where the proxies left no usable address, that of the connection.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(forwarded):
        try:
            return str(ipaddress.ip_address(forwarded[-proxies].strip()))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR") or "127.0.0.1"
