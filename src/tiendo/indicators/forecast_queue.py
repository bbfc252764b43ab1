"""Forecasts are asked for in the transaction of what changes them; many changes ask once."""

from __future__ import annotations

import datetime as dt

from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on

FORECAST_JOB = "indicators.make_forecasts"


def ask_for_forecasts() -> None:
    """Have forecasts made anew a little later. Cost: one query, two where nobody asked lately.

    A job that is about to begin may read before this transaction ends, so it is not relied on.
    """
    wait = dt.timedelta(seconds=parameter_on("forecast_wait_seconds", clock.today()))
    # Jobs are scheduled by the database's clock, whatever day the product is made to think it is.
    waiting = ProcrastinateJob.objects.filter(
        task_name=FORECAST_JOB, status="todo", scheduled_at__gt=Now() + wait / 2
    )
    if not waiting.exists():
        app.configure_task(FORECAST_JOB, schedule_in={"seconds": wait.seconds}).defer()
