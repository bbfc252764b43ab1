"""Thông báo: what a person was told, read and unread; the channels by which it comes."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.alerts import feeds
from tiendo.alerts.actions import choose_channels, read_all_notices, read_notice
from tiendo.alerts.choices import choices_of
from tiendo.alerts.errors import AlertError
from tiendo.alerts.models import CalendarFeed, Notice
from tiendo.alerts.queries import notices_of, unread_count
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.alert_words import notice_rows
from tiendo.workspace.forms.alerts import ChannelForm

PER_PAGE = 30


@page()
def show_list(request: PageRequest) -> HttpResponse:
    """The person's notices, the newest first."""
    only_unread = request.GET.get("xem") == "chua-doc"
    notices = notices_of(request.user.pk, only_unread=only_unread)
    shown = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": notice_rows(shown.object_list),
        "unread": unread_count(request.user.pk),
        "only_unread": only_unread,
    }
    return render(request, "alerts/notices.html", context)


@page(is_aside=True)
def show_count(request: PageRequest) -> HttpResponse:
    """The count in the bell, fetched by script after the page."""
    return render(request, "alerts/bell_count.html", {"unread": unread_count(request.user.pk)})


@page(methods=WRITE)
def read(request: PageRequest, pk: int) -> HttpResponse:
    """Note that a notice was read, and go where it leads."""
    notice = get_object_or_404(Notice, pk=pk)
    if notice.user_id != request.user.pk:
        raise PermissionDenied
    read_notice(notice)
    return redirect(notice.path or reverse("notice-list"))


@page(methods=WRITE)
def read_all(request: PageRequest) -> HttpResponse:
    """Note that everything was read."""
    number = read_all_notices(request.user.pk)
    messages.success(request, _("Đã đánh dấu %(number)s thông báo là đã đọc.") % {"number": number})
    return redirect("notice-list")


@page(methods=READ_WRITE)
def channels(request: PageRequest) -> HttpResponse:
    """What the person is told by which channel; the calendar addresses."""
    choice = choices_of([request.user.pk], clock.today())[request.user.pk]
    form = ChannelForm(request.POST or None, choice=choice)
    if request.method == "POST" and form.is_valid():
        choose_channels(wishes=form.wishes(), quiet=form.quiet(), by=request.actor)
        messages.success(request, _("Đã lưu lựa chọn."))
        return redirect("my-channels")
    opened = {feed.organisation_id: feed for feed in feeds.feeds_of(request.user.pk)}
    context = {
        "form": form,
        "feeds": [(feed, _address(request, feed)) for feed in opened.values()],
        "offers": _offers(request, opened),
        "has_mail": settings.MAIL_SERVER is not None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "alerts/channels.html", context, status=status)


@page(methods=WRITE)
def open_feed(request: PageRequest) -> HttpResponse:
    """Open a calendar address for oneself or for one's body."""
    pk = number_in(request.POST.get("body", ""))
    body = get_object_or_404(Organisation, pk=pk) if pk is not None else None
    try:
        feeds.open_feed(organisation=body, by=request.actor)
    except AlertError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã tạo địa chỉ lịch. Ai có địa chỉ này đều xem được lịch."))
    return redirect("my-channels")


@page(methods=WRITE)
def revoke_feed(request: PageRequest, pk: int) -> HttpResponse:
    """Close a calendar address of one's own."""
    feed = get_object_or_404(CalendarFeed, pk=pk)
    if feed.user_id != request.user.pk:
        raise PermissionDenied
    feeds.revoke_feed(feed=feed, by=request.actor)
    messages.success(request, _("Đã thu hồi địa chỉ lịch; lịch đã đăng ký không còn cập nhật."))
    return redirect("my-channels")


def _address(request: PageRequest, feed: CalendarFeed) -> str:
    path = reverse("calendar-feed", args=[feed.pk, feeds.secret_of(feed)])
    return request.build_absolute_uri(path)


def _offers(
    request: PageRequest, opened: dict[int | None, CalendarFeed]
) -> list[tuple[int | None, str]]:
    """The calendars the person may still open: one's own, and those of one's bodies."""
    bodies = request.actor.bodies_for("task.view")
    if not bodies:
        return []
    offers: list[tuple[int | None, str]] = [] if None in opened else [(None, _("Việc của tôi"))]
    missing = bodies - {pk for pk in opened if pk is not None}
    named = Organisation.objects.filter(pk__in=missing).order_by("sort_key")
    return offers + [(body.pk, body.name) for body in named]
