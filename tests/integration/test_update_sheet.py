"""What bodies reported, as a sheet: every update on the tasks one sees, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.composer.sheets import bare
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.domain.progress import Count
from tiendo.overview.asking import Asked
from tiendo.overview.sheets.updates import VIEW, build
from tiendo.tasks.actions import NewEvidence, record_update
from vanban.quantities import Missing

START, LATER, TODAY = dt.date(2025, 9, 1), dt.date(2025, 9, 5), dt.date(2025, 9, 10)


@pytest.fixture
def world(db: None) -> World:
    """A task on which its body reported twice: in words, then with a count and a document."""
    world = make_world()
    by = actor(world.snv_officer)
    with noon(START):
        programme = make_programme(world)
        task = bring_to(world, make_task(world, programme), State.LIVE)
        record_update(task=task, done="Đã lập tổ soạn thảo", by=by)
    with noon(LATER):
        record_update(
            task=task,
            done="=Đã xong 12 xã",
            by=by,
            count=Count(Decimal(12), Decimal(40), "xã"),
            difficulty="Thiếu kinh phí",
            evidence=[
                NewEvidence(document_number="12/BC-SNV"),
                NewEvidence(document_number="7/TB"),
            ],
        )
    return world


def rows_of(user: User, day: dt.date = TODAY, **more: Any) -> list[dict[str, Any]]:
    with noon(TODAY):
        sheet = build(Asked(actor(user), day, **more))
        keys = [column.key for column in sheet.columns]
        rows = [[bare(value) for value in row] for row in sheet.rows]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def test_an_update_tells_what_its_form_asked_for(world: World) -> None:
    latest, first = rows_of(world.leader)
    assert (latest["done"], latest["difficulty"]) == ("=Đã xong 12 xã", "Thiếu kinh phí")
    assert (latest["percent"], latest["count"]) == (Decimal("0.3"), "12/40 xã")
    assert latest["proofs"] == "12/BC-SNV; 7/TB"
    assert latest["by"] == world.snv_officer.full_name
    assert latest["recorded"] == clock.local_noon(LATER)
    assert (first["percent"], first["count"], first["proofs"]) == (Missing.NO_DATA, "", "")
    assert first["approved"] is None


def test_of_a_past_day_only_what_was_then_reported_is_told(world: World) -> None:
    assert [row["done"] for row in rows_of(world.leader, START)] == ["Đã lập tổ soạn thảo"]
    known = rows_of(world.leader, known_at=clock.local_noon(START))
    assert [row["done"] for row in known] == ["Đã lập tổ soạn thảo"]


def test_a_body_is_told_of_its_own_tasks_alone(world: World) -> None:
    assert len(rows_of(world.snv_officer)) == 2
    assert rows_of(world.ea_trang_officer) == []


def test_a_page_of_updates_is_a_part_of_the_sheet(world: World) -> None:
    with noon(TODAY):
        asked = Asked(actor(world.leader), TODAY)
        rows = build(asked).rows
        assert isinstance(rows, Sequence)
        told = [tuple(map(bare, row)) for row in (*rows[0:1], rows[1])]
        assert told == list(rows)
        assert VIEW.count(asked) == 2
