"""Which tasks wait for which: who says so, what is refused, what the pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.refusing import refused
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions import add_dependency, remove_dependency
from tiendo.tasks.dependency_errors import DependencyError
from tiendo.tasks.models import Task, TaskDependency
from tiendo.tasks.queries.dependencies import dependencies_on, links_between

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def three(world: World) -> list[Task]:
    """Three live tasks of one programme, due in turn."""
    programme = make_programme(world)
    days = (dt.date(2025, month, 28) for month in (9, 10, 11))
    return [
        bring_to(
            world,
            make_task(world, programme, code=f"PT-{n}", deadline_key=str(day), last_day=day),
            State.LIVE,
        )
        for n, day in enumerate(days, 1)
    ]


def link(world: World, first: Task, second: Task, note: str = "") -> TaskDependency:
    by = actor(world.coordinator)
    return add_dependency(predecessor=first, successor=second, note=note, by=by)


def page_of(client: Client, task: Task, **query: str) -> str:
    return client.get(reverse("task", args=[task.pk]), query).content.decode()


def signed_in(world: World) -> Client:
    client = Client()
    client.force_login(world.coordinator, backend=BACKEND)
    return client


def test_a_dependency_is_recorded_with_the_task_that_waits(world: World, three: list[Task]) -> None:
    first, second, _third = three
    link(world, first, second, " cần danh mục ")
    event = AuditEvent.objects.get(action="task.add_dependency")
    assert (event.object_id, event.after) == (
        str(second.pk),
        {"predecessor": "PT-1", "note": "cần danh mục"},
    )


def test_a_circle_is_refused_by_the_action_and_by_the_database(
    world: World, three: list[Task]
) -> None:
    first, second, third = three
    link(world, first, second)
    link(world, second, third)
    with refused(DependencyError, "dependency_cycle"):
        link(world, third, first)
    with pytest.raises(DatabaseError, match="wait for itself"), transaction.atomic():
        TaskDependency.objects.create(
            predecessor=third,
            successor=first,
            added_by=world.coordinator,
            added_at=clock.now(),
        )
    assert TaskDependency.objects.count() == 2


def test_what_makes_no_sense_is_refused(world: World, three: list[Task]) -> None:
    first, second, third = three
    link(world, first, second)
    with refused(DependencyError, "dependency_exists"):
        link(world, first, second)
    with refused(DependencyError, "dependency_on_itself"):
        link(world, first, first)
    ended = bring_to(world, make_task(world, first.programme), State.CANCELLED)
    with refused(DependencyError, "dependency_ended"):
        link(world, ended, first)
    Task.objects.filter(pk=third.pk).update(parent=first)
    third.refresh_from_db()
    with refused(DependencyError, "dependency_within"):
        link(world, first, third)


def test_the_head_of_a_body_links_what_that_body_leads(world: World, three: list[Task]) -> None:
    first, second, _third = three
    other = bring_to(world, make_task(world, first.programme, lead=world.stc), State.LIVE)
    head = actor(world.snv_head)
    add_dependency(predecessor=first, successor=second, by=head)
    for pair in ((other, first), (first, other)):
        with pytest.raises(PermissionRefused):
            add_dependency(predecessor=pair[0], successor=pair[1], by=head)
    with pytest.raises(PermissionRefused):
        add_dependency(predecessor=second, successor=first, by=actor(world.snv_officer))


def test_what_was_removed_may_be_added_again_and_stays_known(
    world: World, three: list[Task]
) -> None:
    first, second, _third = three
    with noon(dt.date(2025, 9, 1)):
        row = link(world, first, second)
    remove_dependency(dependency=row, by=actor(world.coordinator))
    with refused(DependencyError, "dependency_gone"):
        remove_dependency(dependency=row, by=actor(world.coordinator))
    ids = [task.pk for task in three]
    assert len(links_between(ids, dt.date(2025, 9, 5))) == 1
    assert links_between(ids, TODAY) == links_between(ids, dt.date(2025, 8, 31)) == []
    assert dependencies_on(TODAY, known_at=clock.local_noon(dt.date(2025, 9, 5))).count() == 1
    link(world, second, first)
    assert len(links_between(ids, TODAY)) == 1


@pytest.mark.parametrize("change", ["note = 'khác'", "removed_at = NULL, removed_by_id = NULL"])
def test_a_dependency_is_never_rewritten(world: World, three: list[Task], change: str) -> None:
    row = link(world, three[0], three[1])
    remove_dependency(dependency=row, by=actor(world.coordinator))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tasks_taskdependency SET {change}")  # noqa: S608 - from the list above
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_taskdependency")


def test_the_page_warns_where_what_comes_first_is_due_later(
    world: World, three: list[Task]
) -> None:
    first, second, third = three
    link(world, third, second, "cần kết quả thí điểm")
    link(world, first, second)
    client = signed_in(world)
    page = page_of(client, second)
    assert "Đến hạn 28/11/2025, sau hạn 28/10/2025 của nhiệm vụ này" in page
    assert page.count("linked-warning") == 1
    assert "cần kết quả thí điểm" in page
    assert "Đến hạn 28/10/2025, trước hạn 28/11/2025 của nhiệm vụ này" in page_of(client, third)
    assert "linked-warning" not in page_of(client, first)
    assert "cần kết quả thí điểm" not in page_of(client, second, ngay="2025-09-09")


def test_a_task_is_linked_on_its_page_and_unlinked_again(world: World, three: list[Task]) -> None:
    first, second, _third = three
    client = signed_in(world)
    url = reverse("task-dependencies", args=[second.pk])
    assert url in page_of(client, second)
    answer = client.post(url, {"direction": "truoc", "code": "pt-1", "note": ""})
    assert answer.status_code == 302
    row = TaskDependency.objects.get()
    assert (row.predecessor, row.successor) == (first, second)
    again = client.post(url, {"direction": "sau", "code": "PT-1"})
    assert again.status_code == 422
    assert "chờ lẫn nhau" in again.content.decode()
    unknown = client.post(url, {"direction": "sau", "code": "KHÔNG-CÓ"})
    assert "Không thấy nhiệm vụ có mã này" in unknown.content.decode()
    assert "Bỏ quan hệ với PT-1" in client.get(url).content.decode()
    gone = client.post(reverse("dependency-remove", args=[row.pk]), follow=True)
    assert "PT-2 không còn chờ PT-1." in gone.content.decode()


def test_a_task_one_may_not_see_is_counted_not_named(world: World, three: list[Task]) -> None:
    first = three[0]
    hidden = make_task(world, first.programme, lead=world.stc, coordinating=[], title="Việc kín")
    hidden = bring_to(world, hidden, State.LIVE)
    link(world, hidden, first)
    client = Client()
    client.force_login(world.snv_officer, backend=BACKEND)
    page = page_of(client, first)
    assert "1 nhiệm vụ khác có quan hệ trước sau" in page
    assert "Việc kín" not in page
