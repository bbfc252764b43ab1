"""Many drafts made at once are those that are made one by one: rows, trail and search entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tests.factories import World, actor, make_world
from tests.task_factories import make_programme, noon
from tiendo.audit.models import AuditEvent
from tiendo.audit.trail import canonical_bytes
from tiendo.organisations.models import BodyGroup, Kind, Level
from tiendo.programmes.models import PlanSection, Programme
from tiendo.search.models import SearchEntry
from tiendo.search.rebuilding import audit_entries
from tiendo.tasks.actions import NewTask, create_task, create_tasks
from tiendo.tasks.actions.creating import TaskFields
from tiendo.tasks.models import Assignment, Task

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)
_OWN = frozenset({"id", "programme", "section"})


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def wanted(world: World, section: PlanSection | None) -> list[NewTask]:
    """One of everything a draft may have."""
    group = BodyGroup.objects.get(slug="xa-phuong")
    due: TaskFields = {
        "deadline_key": "D:2025-12-31",
        "deadline_raw": "31/12",
        "last_day": dt.date(2025, 12, 31),
    }
    return [
        NewTask(
            {"title": " Số hóa “hồ sơ”\\n & dữ liệu ", "order": 1, "section": section, **due},
            code="NV-01",
            lead=world.snv,
            coordinating=(world.stc, world.skhcn, world.stc),
            deciding=world.ubnd,
        ),
        NewTask(
            {"title": "Rà soát", "order": 2, "product": "Báo cáo\\\\", "deciding_text": "HĐND"},
            code="NV-02",
            lead=world.stc,
            confirmer=world.ubnd,
        ),
        NewTask({"title": "Duy trì", "order": 3, "recurrence": "R:continuous"}, "NV-03", group),
        NewTask({"title": "Phối hợp 'chung'", "order": 4}, "NV-04", "Các cơ quan liên quan"),
    ]


def test_many_at_once_are_those_made_one_by_one(world: World) -> None:
    single, many = make_programme(world), make_programme(world)
    by = actor(world.coordinator)
    for new in wanted(world, section_of(single)):
        create_task(
            programme=single,
            code=new.code,
            by=by,
            lead=new.lead,
            coordinating=new.coordinating,
            confirmer=new.confirmer,
            deciding=new.deciding,
            **new.fields,
        )
    made = create_tasks(programme=many, tasks=wanted(world, section_of(many)), by=by)
    assert [task.code for task in made] == ["NV-01", "NV-02", "NV-03", "NV-04"]
    assert rows_of(many) == rows_of(single)
    assert bodies_of(many) == bodies_of(single)
    assert events_of(many) == events_of(single)
    assert entries_of(many) == entries_of(single)
    assert audit_entries() == 0


@pytest.fixture
def world() -> World:
    world = make_world()
    BodyGroup.objects.create(
        name="UBND các xã, phường",
        slug="xa-phuong",
        folded_names=["ubnd cac xa, phuong"],
        kinds=[Kind.COMMUNE, Kind.WARD],
        level=Level.COMMUNE,
        source="tests",
    )
    return world


def section_of(programme: Programme) -> PlanSection:
    section, _made = PlanSection.objects.get_or_create(
        programme=programme, path="I", defaults={"title": "Thể chế", "order": 1}
    )
    return section


def rows_of(programme: Programme) -> Sequence[Any]:
    names = [field.name for field in Task._meta.concrete_fields if field.name not in _OWN]
    rows = Task.objects.filter(programme=programme).order_by("order")
    return [
        [bytes(value) if isinstance(value, memoryview) else value for value in row]
        for row in rows.values_list(*names, "section__path")
    ]


def bodies_of(programme: Programme) -> Sequence[Any]:
    names = ("organisation", "group", "raw_text", "part", "validity", "officer")
    parts = Assignment.objects.filter(task__programme=programme)
    return list(parts.order_by("task__order", "pk").values_list("task__code", *names))


def events_of(programme: Programme) -> Sequence[Any]:
    tasks = dict(Task.objects.filter(programme=programme).values_list("pk", "code"))
    ids = [str(pk) for pk in tasks]
    found = []
    for event in AuditEvent.objects.filter(object_type="tasks.task", object_id__in=ids):
        assert bytes(event.canonical) == canonical_bytes(event)
        after = {name: value for name, value in (event.after or {}).items() if name != "section"}
        who = (event.actor_id, event.organisation_id, event.on_behalf_of_id, event.occurred_at)
        found.append((tasks[int(event.object_id)], event.action, who, event.before, after))
    return sorted(found, key=lambda each: str(each[0]))


def entries_of(programme: Programme) -> Sequence[Any]:
    names = ("symbol", "head", "body", "around", "standing", "words", "spelled", "plain_head")
    entries = SearchEntry.objects.filter(kind="task", task__programme=programme)
    return list(entries.order_by("symbol").values_list(*names))
