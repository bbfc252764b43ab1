"""Days before there was anything to count: said so, instead of zeros."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min

from tiendo.domain import clock
from tiendo.overview.asking import Asked
from tiendo.overview.errors import OverviewError
from tiendo.programmes.models import Programme


def not_begun(asked: Asked) -> OverviewError | None:
    """What to say where nothing was found: that the day, or what was known by it, lies before the
    programmes asked about; None where it does not. Cost: one query.
    """
    programmes = Programme.objects.all()
    if asked.tasks.programme is not None:
        programmes = programmes.filter(pk=asked.tasks.programme)
    start = programmes.aggregate(start=Min("starts_on"))["start"]
    day = _looked_at(asked)
    if start is None or day >= start:
        return None
    return OverviewError("not_begun", start=f"{start:%d/%m/%Y}", day=f"{day:%d/%m/%Y}")


def _looked_at(asked: Asked) -> dt.date:
    if asked.known_at is None:
        return asked.day
    return min(asked.day, clock.local_day(asked.known_at - dt.timedelta(microseconds=1)))
