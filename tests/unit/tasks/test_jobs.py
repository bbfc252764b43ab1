"""The nightly jobs do their work, and say so only when something was wrong."""

from __future__ import annotations

import logging

import pytest

from tests.factories import make_world
from tests.task_factories import STARTS_ON, bring_to, make_programme, make_task, noon
from tiendo.domain.lifecycle import State
from tiendo.tasks.jobs import audit_spans_nightly, open_occurrences_nightly
from tiendo.tasks.models import Occurrence, StatusSpan

pytestmark = pytest.mark.django_db


def test_a_night_lays_occurrences_and_mends_spans(caplog: pytest.LogCaptureFixture):
    world = make_world()
    with noon(STARTS_ON):
        draft = make_task(
            world, make_programme(world), recurrence="R:monthly", last_day=None, deadline_key=""
        )
        task = bring_to(world, draft, State.LIVE)
    laid = Occurrence.objects.filter(task=task).count()
    with noon(STARTS_ON.replace(month=9)), caplog.at_level(logging.ERROR):
        open_occurrences_nightly(timestamp=0)
        audit_spans_nightly(timestamp=0)
        assert not caplog.records
        StatusSpan.objects.filter(task=task).delete()
        audit_spans_nightly(timestamp=0)
    assert Occurrence.objects.filter(task=task).count() == laid + 3
    assert [record.task_ids for record in caplog.records] == [[task.pk]]
    assert StatusSpan.objects.filter(task=task).exists()
