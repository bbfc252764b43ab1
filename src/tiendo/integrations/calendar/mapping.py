"""Deadlines as a calendar: an all-day event, or a to-do, for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event, Todo

from tiendo.alerts.feeds import DeadlineEntry

ONE_DAY = dt.timedelta(days=1)
# How often calendars should ask again.
REFRESH = dt.timedelta(hours=6)


def calendar_of(entries: Iterable[DeadlineEntry], *, name: str, as_todos: bool = False) -> bytes:
    """The calendar as text/calendar: UTF-8, CRLF, lines folded at 75 bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tien Do//tiendo//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_todo(entry) if as_todos else _event(entry))
    return bytes(calendar.to_ical())


def _event(entry: DeadlineEntry) -> Event:
    """An all-day event on the last day; it blocks nobody's time."""
    event = Event()
    _describe(event, entry)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event


def _todo(entry: DeadlineEntry) -> Todo:
    todo = Todo()
    _describe(todo, entry)
    todo.add("due", entry.due_on)
    todo.add("status", "COMPLETED" if entry.is_done else "NEEDS-ACTION")
    return todo


def _describe(component: Component, entry: DeadlineEntry) -> None:
    summary = f"{entry.code}: {entry.title}" if entry.code else entry.title
    if entry.is_done:
        summary = _("Đã xong: %(title)s") % {"title": summary}
    component.add("uid", f"{entry.uid}@{settings.PROVINCE}.tiendo")
    component.add("dtstamp", entry.changed_at)
    component.add("last-modified", entry.changed_at)
    component.add("sequence", entry.sequence)
    component.add("summary", summary)
    if entry.product:
        component.add("description", _("Sản phẩm: %(product)s") % {"product": entry.product})
    if settings.PUBLIC_URL:
        component.add("url", settings.PUBLIC_URL + entry.path)
