"""The feed a calendar asks for: without a session, by the secret in its address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tiendo.alerts.feeds import deadlines_of, find_feed
from tiendo.alerts.models import CalendarFeed
from tiendo.domain import clock
from tiendo.integrations.calendar.mapping import calendar_of


@require_safe
def show_feed(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """The deadlines of a feed; ``?dang=viec`` gives them as to-dos. 404 for any other address."""
    feed = find_feed(pk, secret)
    if feed is None:
        raise Http404
    content = calendar_of(
        deadlines_of(feed, clock.today()),
        name=_name(feed),
        as_todos=request.GET.get("dang") == "viec",
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="tien-do.ics"',
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )


def _name(feed: CalendarFeed) -> str:
    if feed.organisation is None:
        return _("Tiến Độ: việc của tôi")
    body = feed.organisation.short_name or feed.organisation.name
    return _("Tiến Độ: %(body)s") % {"body": body}
