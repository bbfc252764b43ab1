"""What runs by itself runs at night in Vietnam; cron times are UTC."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = dt.datetime(2025, 11, 10, 5, tzinfo=dt.UTC)


# Somebody waits for what a worker died of, by day too.
BY_DAY = {"documents.resume_readings", "config.retry_stalled"}


def test_every_periodic_job_runs_between_midnight_and_five() -> None:
    jobs = app.periodic_registry.periodic_tasks.values()
    assert {job.task.name for job in jobs} >= {
        "documents.sweep_orphans",
        "tasks.open_occurrences",
        "tasks.audit_spans",
        "alerts.watch",
        "channels.resume",
    }
    for job in jobs:
        if job.task.name in BY_DAY:
            continue
        moment = job.croniter.get_next(ret_type=float, start_time=NOON.timestamp())
        assert dt.datetime.fromtimestamp(moment, HANOI).hour < 5, job.task.name
