"""What each night does is left to the first minute: values compared, facts and analyses made."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tiendo.demo.people import Crew
from tiendo.programmes.models import Programme

NIGHTLY = ("indicators.audit_values", "analytics.write_facts")


def leave_for_the_night(crew: Crew, programme: Programme) -> None:
    """Leave to the worker what the pages of analysis show."""
    for job in NIGHTLY:
        app.configure_task(job).defer(timestamp=0)
