"""A task that answers to several documents: found by each of them, shown with the later ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.document_factories import make_docx, register_plan, text_of
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.documents.models import Document, Passage
from tiendo.domain.lifecycle import State
from tiendo.tasks import actions
from tiendo.tasks.models import Task
from tiendo.tasks.queries import TaskFilter, select_tasks

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


def words_of(world: World, number: str) -> Passage:
    document = register_plan(world, make_docx(["I. MỤC TIÊU"], number=number), f"{number}.docx")
    text = text_of(document)
    return Passage.objects.create(text=text, start=0, end=9, quote=text.content[:9])


def document_of(passage: Passage) -> Document:
    return passage.text.rendition.document


@pytest.fixture
def passages(world: World) -> list[Passage]:
    return [words_of(world, number) for number in ("41", "42", "43")]


@pytest.fixture
def task(world: World, passages: list[Passage]) -> Task:
    """Made from the first document, answering to the second; the third is another matter."""
    made = make_task(world, make_programme(world), passages=passages[:1])
    live = bring_to(world, made, State.LIVE)
    actions.add_sources(task=live, passages=passages[1:2], by=actor(world.coordinator))
    return live


def page(user: User, name: str, *args: object, **query: str) -> str:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_found_by_each_document_it_answers_to_within_what_one_sees(
    world: World, task: Task, passages: list[Passage]
) -> None:
    documents = [document_of(passage) for passage in passages]
    for name, seen in (
        ("coordinator", [1, 1, 0]),
        ("snv_officer", [1, 1, 0]),
        ("congan_officer", [0, 0, 0]),
    ):
        found = [
            select_tasks(actor(getattr(world, name)), TaskFilter(document=each.pk), TODAY).count()
            for each in documents
        ]
        assert found == seen, name
    listed = page(world.coordinator, "task-list", van_ban=str(documents[1].pk))
    assert task.title in listed
    assert task.title not in page(world.coordinator, "task-list", van_ban=str(documents[2].pk))


def test_the_page_names_the_later_documents_and_the_places_in_them(
    world: World, task: Task, passages: list[Passage]
) -> None:
    first, later, other = (document_of(passage) for passage in passages)
    shown = page(world.snv_officer, "task", task.pk)
    panel = shown[shown.index('id="other-documents"') :]
    anchor = f"?ban={passages[1].text.rendition_id}#p-{passages[1].pk}"
    assert reverse("document", args=[later.pk]) + anchor in panel.replace("&amp;", "&")
    assert later.number_raw in panel
    assert reverse("document", args=[other.pk]) not in shown
    alone = make_task(world, task.programme, passages=passages[:1])
    assert reverse("document", args=[later.pk]) not in page(world.coordinator, "task", alone.pk)
    assert first.pk != later.pk
