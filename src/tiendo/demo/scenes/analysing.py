"""What each night does is left to the first minute: values compared, facts and analyses made."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tiendo.demo.people import Crew
from tiendo.programmes.models import Programme

NIGHTLY = ("indicators.audit_values", "analytics.write_facts")


def leave_for_the_night(crew: Crew, programme: Programme) -> None:
    """Leave to the worker what the pages of analysis show."""
    waiting = ProcrastinateJob.objects.filter(task_name__in=NIGHTLY, status="todo")
    left = set(waiting.values_list("task_name", flat=True))
    for job in NIGHTLY:
        if job not in left:
            app.configure_task(job).defer(timestamp=0)
