"""One file brought in, or taken back, twice in the same moment: one goes on, the other is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import actor, make_world
from tests.task_factories import bring_to, make_programme, make_task
from tests.unit.imports.books import a_row, book_of
from tiendo.domain.lifecycle import State
from tiendo.imports.bringing import run_import
from tiendo.imports.errors import ImportRefused
from tiendo.imports.fields import Field
from tiendo.imports.models import ImportKind, SheetImport
from tiendo.imports.reading import read_file
from tiendo.imports.running import RUN_JOB, map_and_check, start_import, undo_import
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(rows: list[SheetImport], act: Callable[..., SheetImport]) -> list[str]:
    """What becomes of an act on each row, all begun in the same moment: a state or a code."""
    start = Barrier(len(rows))

    def begin(row: SheetImport) -> str:
        start.wait(timeout=10)
        try:
            return str(act(row=row).state)
        except ImportRefused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rows)) as pool:
        return sorted(pool.map(begin, rows))


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
    before = jobs.count()
    outcomes = at_once(waiting, partial(start_import, by=by, only_good=True))
    assert outcomes == ["same_file_under_way", "waiting"]
    assert jobs.count() == before + 1
    for row in waiting:
        run_import(row.pk)
    assert Task.objects.count() == 3
    assert sorted(SheetImport.objects.values_list("state", flat=True)) == ["checked", "done"]


def test_progress_taken_back_twice_at_once_is_taken_back_once() -> None:
    world = make_world()
    programme, by = make_programme(world), actor(world.snv_officer)
    task = bring_to(world, make_task(world, programme, code="T-1"), State.LIVE)
    head = ("Mã nhiệm vụ", "Tình hình thực hiện", "Tiến độ (%)")
    raw = book_of([["T-1", "Đã lấy ý kiến", 40]], head)
    kind = ImportKind.PROGRESS
    row = read_file(kind=kind, programme=programme, file_name="td.xlsx", raw=raw, by=by)
    columns = {Field(name): place for name, place in row.columns.items()}
    map_and_check(row=row, columns=columns, choices={}, by=by)
    start_import(row=row, by=by, only_good=False)
    run_import(row.pk)
    assert at_once([row, row], partial(undo_import, by=by)) == ["undoing", "wrong_step"]

    def work(row: SheetImport) -> SheetImport:
        run_import(row.pk)
        return SheetImport.objects.get(pk=row.pk)

    assert at_once([row, row], work) == ["undone", "undone"]
    assert list(task.updates.order_by("pk").values_list("percent", flat=True)) == [40, None]
