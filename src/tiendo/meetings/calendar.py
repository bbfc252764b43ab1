"""A meeting as an entry for a calendar."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from icalendar import Calendar, Event

from tiendo.domain import clock
from tiendo.meetings.models import Meeting

_LASTS = dt.timedelta(hours=2)


def calendar_entry(meeting: Meeting, address: str) -> bytes:
    """The meeting as text/calendar: all day where no hour was set, two hours otherwise."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Tien Do//tiendo//VI")
    calendar.add("version", "2.0")
    event.add("uid", f"meeting-{meeting.pk}@{settings.PROVINCE}.tiendo")
    event.add("dtstamp", clock.now())
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", meeting.agenda)
    if meeting.begins_at is None:
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + dt.timedelta(days=1))
    else:
        start = dt.datetime.combine(meeting.day, meeting.begins_at, clock.LOCAL_ZONE)
        event.add("dtstart", start.astimezone(dt.UTC))
        event.add("dtend", (start + _LASTS).astimezone(dt.UTC))
    if settings.PUBLIC_URL:
        event.add("url", settings.PUBLIC_URL + address)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
