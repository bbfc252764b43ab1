"""One file brought in from two places in the same moment: one goes on, the other is told."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import actor, make_world
from tests.task_factories import make_programme
from tests.unit.imports.books import a_row, book_of
from tiendo.imports.errors import ImportRefused
from tiendo.imports.fields import Field
from tiendo.imports.models import ImportKind, SheetImport
from tiendo.imports.reading import read_file
from tiendo.imports.running import RUN_JOB, map_and_check, run_import, start_import
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_file_started_twice_at_once_is_brought_in_once() -> None:
    world = make_world()
    programme, by = make_programme(world), actor(world.coordinator)
    due = dt.date.today() + dt.timedelta(days=60)
    raw = book_of([a_row(number, due=due) for number in range(1, 4)])
    waiting = []
    for _ in range(2):
        row = read_file(
            kind=ImportKind.TASKS, programme=programme, file_name="nv.xlsx", raw=raw, by=by
        )
        columns = {Field(name): place for name, place in row.columns.items()}
        map_and_check(row=row, columns=columns, choices={}, by=by)
        waiting.append(row)
    jobs = ProcrastinateJob.objects.filter(task_name=RUN_JOB)
    before, start = jobs.count(), Barrier(len(waiting))

    def begin(row: SheetImport) -> str:
        start.wait(timeout=10)
        try:
            return str(start_import(row=row, by=by, only_good=True).state)
        except ImportRefused as refusal:
            assert str(world.coordinator) in str(refusal)
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(waiting)) as pool:
        outcomes = sorted(pool.map(begin, waiting))
    assert outcomes == ["same_file_under_way", "waiting"]
    assert jobs.count() == before + 1
    for row in waiting:
        run_import(row.pk)
    assert Task.objects.count() == 3
    assert sorted(SheetImport.objects.values_list("state", flat=True)) == ["checked", "done"]
