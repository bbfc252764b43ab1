"""What each night does: registers measured at once, the rest left to the first minute."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tiendo.demo.people import Crew
from tiendo.indicators.registers import measure_all
from tiendo.programmes.models import Programme

NIGHTLY = ("indicators.audit_values", "analytics.write_facts")


def leave_for_the_night(crew: Crew, programme: Programme) -> None:
    """Measure what the months since brought; leave to the worker what pages of analysis show."""
    with transaction.atomic():
        measure_all()
    waiting = ProcrastinateJob.objects.filter(task_name__in=NIGHTLY, status="todo")
    left = set(waiting.values_list("task_name", flat=True))
    for job in NIGHTLY:
        if job not in left:
            app.configure_task(job).defer(timestamp=0)
