"""Draft decision papers: what is collected, what is written and read back, what a decision does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

import vanban
from tests.factories import World, actor, make_world
from tests.report_factories import make_document
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.programmes.actions import add_section
from tiendo.programmes.models import Programme
from tiendo.reporting.decision_papers.actions import (
    candidates,
    decide_decision_paper,
    draft_decision_paper,
    rewrite_decision_paper,
)
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import DecisionPaper, DecisionPaperFile, DecisionPaperItem
from tiendo.tasks.actions.change_deciding import appraise_change
from tiendo.tasks.actions.changes import draft_change, send_change, withdraw_change
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeRequest, Task

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2025, 9, 10)
PAPER = {"document": "512/QĐ-UBND", "document_date": TODAY}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    made = make_programme(world, document=make_document(world))
    by = actor(world.coordinator)
    add_section(programme=made, path="I", title="Hạ tầng số", order=1, by=by)
    return made


def live(world: World, programme: Programme) -> Task:
    section = programme.sections.first()
    return bring_to(world, make_task(world, programme, section=section), State.LIVE)


def asked(world: World, programme: Programme, kind: str, proposed: Terms) -> ChangeRequest:
    row = draft_change(
        kind=kind,
        organisation=world.snv,
        programme=programme,
        task=None if kind == "new_task" else live(world, programme),
        proposed=proposed,
        reason="Chờ hướng dẫn của bộ chủ quản",
        by=actor(world.snv_officer),
    )
    row = send_change(change=row, by=actor(world.snv_head))
    return appraise_change(change=row, opinion="agree", by=actor(world.coordinator))


@pytest.fixture
def changes(world: World, programme: Programme) -> list[ChangeRequest]:
    return [
        asked(world, programme, "extension", Terms(last_day=D(2025, 12, 31))),
        asked(
            world,
            programme,
            "adjustment",
            Terms(title="Ban hành quy chế dùng chung dữ liệu", coordinating=(world.congan.pk,)),
        ),
        asked(
            world,
            programme,
            "new_task",
            Terms(title="Lập bản đồ hạ tầng số", lead=world.snv.pk, last_day=D(2025, 12, 15)),
        ),
    ]


def drafted(world: World, programme: Programme, changes: list[ChangeRequest]) -> DecisionPaper:
    live(world, programme)
    return draft_decision_paper(
        by=actor(world.coordinator),
        programme=programme,
        changes=changes,
        grounds="Nghị quyết số 71/NQ-CP của Chính phủ",
    )


def text_of(paper: DecisionPaper) -> vanban.Text:
    file = paper.files.first()
    with file.stored_file.file.open("rb") as source:
        return vanban.read(source.read(), file.file_name)


def test_it_is_written_in_the_official_layout_and_reads_back(
    world: World, programme: Programme, changes: list[ChangeRequest]
) -> None:
    written = drafted(world, programme, changes)
    checks = written.files.get().checks
    assert checks["differences"] == []
    assert checks["is_clean"], checks
    text = text_of(written)
    parsed = vanban.parse(text)
    words = " ".join(text.content.split())
    assert parsed.header.type == "Tờ trình"
    assert "Căn cứ Nghị quyết số 71/NQ-CP" in words
    assert "Về việc điều chỉnh, bổ sung nhiệm vụ của Kế hoạch số 146/KH-UBND" in words
    proposals, revised = (table for table in text.tables if not table.is_layout)
    cells = [cell.span.of(text.content) for cell in revised.cells]
    assert "31/12/2025" in cells
    assert "Ban hành quy chế dùng chung dữ liệu" in cells
    assert "Công an tỉnh" in cells
    assert "Lập bản đồ hạ tầng số" in cells
    assert "Chờ hướng dẫn của bộ chủ quản" in {
        cell.span.of(text.content) for cell in proposals.cells
    }


def test_each_writing_is_a_version_of_its_own(
    world: World, programme: Programme, changes: list[ChangeRequest]
) -> None:
    written = drafted(world, programme, changes)
    by = actor(world.coordinator)
    written = rewrite_decision_paper(by=by, paper=written, changes=changes[:2], version=1)
    assert [file.version for file in written.files.all()] == [2, 1]
    assert DecisionPaperItem.objects.count() == 2
    with pytest.raises(ReportError) as refused:
        rewrite_decision_paper(by=by, paper=written, changes=changes, version=1)
    assert refused.value.code == "written_meanwhile"
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionPaperFile.objects.update(file_name="khác")


def test_a_request_stands_in_one_open_decision_paper(
    world: World, programme: Programme, changes: list[ChangeRequest]
) -> None:
    drafted(world, programme, changes[:1])
    assert list(candidates(programme)) == changes[1:2] + changes[2:]
    for wanted, code in ((changes, "change_not_ready"), ([], "nothing_to_submit")):
        with pytest.raises(ReportError) as refused:
            draft_decision_paper(by=actor(world.coordinator), programme=programme, changes=wanted)
        assert refused.value.code == code


def test_the_decision_accepts_all_but_the_exceptions(
    world: World, programme: Programme, changes: list[ChangeRequest]
) -> None:
    written = drafted(world, programme, changes)
    refused = {changes[1].pk: "Giữ nguyên nội dung"}
    written = decide_decision_paper(
        by=actor(world.leader), paper=written, refused=refused, version=1, **PAPER
    )
    states = dict(ChangeRequest.objects.values_list("pk", "state"))
    assert [states[row.pk] for row in changes] == ["applied", "refused", "applied"]
    assert (written.state, written.decision_document) == ("decided", "512/QĐ-UBND")
    outcomes = list(DecisionPaperItem.objects.order_by("pk").values_list("outcome", "note"))
    assert ("refused", "Giữ nguyên nội dung") in outcomes
    assert AuditEvent.objects.filter(action="decision_paper.decide").exists()
    with pytest.raises(ReportError) as again:
        decide_decision_paper(by=actor(world.leader), paper=written, **PAPER)
    assert again.value.code == "already_decided"
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionPaper.objects.update(addressee="Khác")


def test_a_request_withdrawn_meanwhile_stops_the_whole(
    world: World, programme: Programme, changes: list[ChangeRequest]
) -> None:
    written = drafted(world, programme, changes)
    withdraw_change(change=changes[2], reason="Không cần", by=actor(world.snv_officer))
    with pytest.raises(ReportError) as refused:
        decide_decision_paper(by=actor(world.leader), paper=written, **PAPER)
    assert refused.value.code == "item_not_decided"
    assert changes[2].code in str(refused.value)
    assert not ChangeRequest.objects.filter(state="applied").exists()


def test_an_officer_neither_drafts_nor_decides(
    world: World, programme: Programme, changes: list[ChangeRequest]
) -> None:
    with pytest.raises(PermissionRefused):
        draft_decision_paper(by=actor(world.snv_head), programme=programme, changes=changes)
    written = drafted(world, programme, changes)
    with pytest.raises(PermissionRefused):
        decide_decision_paper(by=actor(world.coordinator), paper=written, **PAPER)


# The pages


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_pages_lead_from_the_requests_to_the_decision(
    world: World, programme: Programme, changes: list[ChangeRequest]
) -> None:
    coordinator, leader = signed_in(world.coordinator), signed_in(world.leader)
    new = reverse("decision-paper-new")
    page = coordinator.get(f"{new}?chuong_trinh={programme.pk}").content.decode()
    assert changes[0].code in page
    typed = {"programme": programme.pk, "changes": [row.pk for row in changes], "addressee": ""}
    assert coordinator.post(new, {**typed, "changes": []}).status_code == 422
    response = coordinator.post(new, typed)
    written = DecisionPaper.objects.get()
    assert response["Location"] == reverse("decision-paper", args=[written.pk])
    shown = leader.get(response["Location"]).content.decode()
    assert "Đọc lại tệp" in shown
    rewrite = reverse("decision-paper-rewrite", args=[written.pk])
    assert coordinator.post(rewrite, {**typed, "version": 1}).status_code == 302
    download = leader.get(reverse("decision-paper-download", args=[written.pk, 2]))
    assert b"".join(download.streaming_content)[:2] == b"PK"
    decide = reverse("decision-paper-decide", args=[written.pk])
    assert leader.get(decide).status_code == 200
    paper = {"version": 2, "document": "9/QĐ-UBND", "document_date": "10/09/2025"}
    lacking = leader.post(decide, {**paper, "refused": [changes[1].pk]})
    assert lacking.status_code == 422
    sent = {**paper, "refused": [changes[1].pk], "refusal_reason": "Giữ nguyên"}
    assert leader.post(decide, sent).status_code == 302
    assert leader.post(decide, sent).status_code == 409
    listed = leader.get(reverse("decision-paper-list")).content.decode()
    assert "9/QĐ-UBND" in listed
