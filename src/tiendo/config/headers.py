"""Headers that every answer carries besides those of Django and of django-csp."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Files of the front end are answered before this middleware and may be cached.
DEFAULTS = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Also on what is refused before Django's own middleware for it is reached.
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class PrivateAnswersMiddleware:
    """Keeps pages out of every cache, as each is made for one person, and shut off from others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in DEFAULTS.items():
            if name != "Cache-Control" or "no-store" not in response.get(name, ""):
                response[name] = value
        return response
