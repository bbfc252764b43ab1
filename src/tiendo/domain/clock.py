"""The one clock: every "now" and "today" of the platform comes from here.

``TIENDO_TODAY`` fixes the day for a whole installation; ``at`` replays a moment of the past or
future for the demo, the generator and tests. Instants are aware and in UTC; days are days in
Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_replayed: ContextVar[dt.datetime | None] = ContextVar("replayed", default=None)
_fixed_day: dt.date | None = None


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    replayed = _replayed.get()
    if replayed is not None:
        return replayed
    actual = dt.datetime.now(dt.UTC)
    if _fixed_day is None:
        return actual
    local = dt.datetime.combine(_fixed_day, actual.astimezone(LOCAL_ZONE).timetz())
    return local.astimezone(dt.UTC)


def today() -> dt.date:
    """The present day in Asia/Ho_Chi_Minh."""
    return local_day(now())


def local_day(moment: dt.datetime) -> dt.date:
    """The day in Asia/Ho_Chi_Minh on which an aware instant falls."""
    return moment.astimezone(LOCAL_ZONE).date()


def local_noon(day: dt.date) -> dt.datetime:
    """Noon of a day in Asia/Ho_Chi_Minh, as an aware instant in UTC."""
    return dt.datetime.combine(day, dt.time(12), LOCAL_ZONE).astimezone(dt.UTC)


def end_of(day: dt.date) -> dt.datetime:
    """The instant at which a day in Asia/Ho_Chi_Minh has ended, in UTC."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LOCAL_ZONE)
    return midnight.astimezone(dt.UTC)


def fix_day(day: dt.date | None) -> None:
    """Fix the day for this process (None: let time run). Called once by the settings."""
    global _fixed_day
    _fixed_day = day


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Within the block, ``now()`` is the given aware instant.

    Errors: ValueError for a naive instant.
    """
    if moment.tzinfo is None:
        raise ValueError("clock.at needs an aware instant")
    token = _replayed.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _replayed.reset(token)
