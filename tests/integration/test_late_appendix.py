"""An appendix that arrives after its document: attached, read, its rows tied to the clauses."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from tests.document_factories import (
    BODY,
    TASK_HEAD,
    TASK_ROWS,
    Row,
    make_docx,
    register_plan,
    run_readings,
    text_of,
    upload,
)
from tests.factories import World, actor, make_world
from tiendo.accounts.models import User
from tiendo.documents.models import Document, Rendition
from tiendo.intake.actions import approve_run, decide_drafts, start_extraction
from tiendo.intake.approval import NewProgramme
from tiendo.intake.models import Draft, ExtractionRun
from tiendo.programmes.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def workbook(rows: Sequence[Row]) -> bytes:
    """The appendix as agencies send it: title lines, a head, group rows, task rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Phụ lục II"
    sheet.append(["PHỤ LỤC II"])
    sheet.append(["DANH MỤC NHIỆM VỤ"])
    for row in (TASK_HEAD, *rows):
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def document_file() -> bytes:
    return make_docx(["Phụ lục II", "DANH MỤC NHIỆM VỤ"], (("", (TASK_HEAD, *TASK_ROWS)),), "")


def attach(world: World, document: Document, raw: bytes, name: str) -> Rendition:
    """Through the page of the document, as a person does it."""
    client = signed_in(world.coordinator)
    page = client.get(reverse("document", args=[document.pk])).content.decode()
    address = reverse("document-upload") + f"?gan-vao={document.pk}"
    assert address in page
    sent = client.post(address, {"file": upload(raw, name), "part": "appendix-2"})
    assert sent.status_code == 302
    run_readings()
    return document.renditions.get(part="appendix-2")


def body_only(world: World) -> Document:
    return register_plan(world, make_docx(BODY), "than.docx")


def run_over(world: World, rendition: Rendition) -> ExtractionRun:
    """Started with the button of the document's page that shows this file."""
    client = signed_in(world.coordinator)
    address = reverse("document", args=[rendition.document_id])
    text = rendition.texts.get()
    start = reverse("intake-start", args=[text.pk])
    assert start in client.get(address, {"ban": rendition.pk}).content.decode()
    client.post(start)
    return ExtractionRun.objects.get(text=text)


def approve(run: ExtractionRun, world: World) -> set[str]:
    """Accept every task draft and approve; the titles of the tasks made."""
    by = actor(world.coordinator)
    drafts = Draft.objects.filter(run=run, kind="task")
    decide_drafts(run=run, draft_ids=[d.pk for d in drafts], decision="accept", by=by)
    document = run.text.rendition.document
    assert document.issued_on is not None
    programme = Programme.objects.filter(document=document).first() or NewProgramme(
        title="Kế hoạch thúc đẩy chuyển đổi số",
        short_title="Kế hoạch 77",
        owner=world.ubnd,
        coordinator=world.skhcn,
        starts_on=document.issued_on,
    )
    return {task.title for task in approve_run(run=run, programme=programme, by=by).tasks}


CLAUSE = "Mở chuyên trang giới thiệu kết quả chuyển đổi số của tỉnh"


@pytest.mark.parametrize(
    ("raw", "name"), [(workbook(TASK_ROWS), "pl2.xlsx"), (document_file(), "pl2.docx")]
)
def test_rows_of_a_late_appendix_are_tied_to_clauses(raw: bytes, name: str, world: World) -> None:
    document = body_only(world)
    start_extraction(text=text_of(document), by=actor(world.coordinator))
    run = run_over(world, attach(world, document, raw, name))
    rows = Draft.objects.filter(run=run, kind="task")
    assert {row.part for row in rows} == {"appendix-2"}
    assert rows.count() == 3
    row = rows.get(no="1")
    assert row.details is not None
    assert row.details.path == "II.1.a"
    assert row.details.run != run
    assert row.details_score is not None


def test_a_body_read_after_its_appendix_is_tied_too(world: World) -> None:
    document = body_only(world)
    run = run_over(world, attach(world, document, workbook(TASK_ROWS), "pl2.xlsx"))
    assert not Draft.objects.filter(run=run).exclude(details=None).exists()
    start_extraction(text=text_of(document), by=actor(world.coordinator))
    assert Draft.objects.get(run=run, no="1").details is not None


def test_a_clause_carried_out_by_a_row_of_another_file_makes_no_task(world: World) -> None:
    document = body_only(world)
    body = start_extraction(text=text_of(document), by=actor(world.coordinator))
    run = run_over(world, attach(world, document, workbook(TASK_ROWS), "pl2.xlsx"))
    made = approve(run, world)
    assert CLAUSE in made
    assert not [title for title in approve(body, world) if title.startswith(CLAUSE)]


def test_a_row_whose_clause_is_a_task_already_makes_no_second_one(world: World) -> None:
    document = body_only(world)
    body = start_extraction(text=text_of(document), by=actor(world.coordinator))
    made = approve(body, world)
    assert [title for title in made if title.startswith(CLAUSE)]
    run = run_over(world, attach(world, document, workbook(TASK_ROWS), "pl2.xlsx"))
    assert not [title for title in approve(run, world) if title.startswith(CLAUSE)]


def late_row(world: World) -> Draft:
    """The row of an appendix that came after its clause was approved without a lead."""
    document = body_only(world)
    body = start_extraction(text=text_of(document), by=actor(world.coordinator))
    approve(body, world)
    run = run_over(world, attach(world, document, workbook(TASK_ROWS), "pl2.xlsx"))
    return Draft.objects.get(run=run, no="1")


def test_a_late_row_is_shown_as_differences_of_the_task_that_stands(world: World) -> None:
    row = late_row(world)
    address = reverse("intake-review", args=[row.run_id])
    page = signed_in(world.coordinator).get(address)
    words = page.content.decode()
    assert "Đã có nhiệm vụ" in words and "Đã có nhiệm vụ (2)" in words
    card = next(card for card in page.context["cards"] if card.draft == row)
    found = {difference.code: difference for difference in card.against_task}
    assert found["lead"].read == "Sở Khoa học và Công nghệ"
    assert found["lead"].can_add and found["product"].can_add
    # what the task says itself is never overwritten
    assert (found["deadline"].standing, found["deadline"].can_add) == ("cập nhật mỗi tuần", False)
    assert not found["title"].can_add


def test_the_task_that_stands_gains_what_it_lacks(world: World) -> None:
    row = late_row(world)
    client = signed_in(world.coordinator)
    supplement = reverse("intake-draft-supplement", args=[row.pk])
    assert client.post(supplement).status_code == 302
    assert row.details is not None and row.details.task is not None
    task = row.details.task
    task.refresh_from_db()
    assert task.product == "Chuyên trang do UBND tỉnh phê duyệt"
    assert task.deadline_key == ""
    assert task.assignments.get(part="lead").organisation == world.skhcn
    assert row.passages.get().task_sources.get().task == task
    row.refresh_from_db()
    assert row.state == "accepted"
    assert client.post(supplement).status_code == 409


def test_the_review_of_each_file_leads_to_the_other(world: World) -> None:
    row = late_row(world)
    other = row.details.run if row.details else row.run
    client = signed_in(world.coordinator)
    for here, there in ((row.run, other), (other, row.run)):
        page = client.get(reverse("intake-review", args=[here.pk])).content.decode()
        assert f'href="{reverse("intake-review", args=[there.pk])}"' in page


def test_an_appendix_nobody_extracted_is_offered_to_the_review(world: World) -> None:
    document = body_only(world)
    body = start_extraction(text=text_of(document), by=actor(world.coordinator))
    rendition = attach(world, document, workbook(TASK_ROWS), "pl2.xlsx")
    page = signed_in(world.coordinator).get(reverse("intake-review", args=[body.pk]))
    start = reverse("intake-start", args=[rendition.texts.get().pk])
    assert start in page.content.decode()
