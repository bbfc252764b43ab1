"""Directives, requests, decisions and recommendations are found by who may read them, updates by
the words of their task and body, clauses by where they stand; pages follow one another to the end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from tests import inspection_factories, meeting_factories
from tests.document_factories import make_docx, register_plan
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.inspections.models import Inspection, Recommendation
from tiendo.meetings import actions as meeting_actions
from tiendo.meetings.models import Meeting
from tiendo.programmes.models import Programme
from tiendo.search.models import EntryKind, SearchEntry, Standing
from tiendo.search.queries import search
from tiendo.search.ranking import How
from tiendo.search.rebuilding import audit_entries
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.actions.directives import give_directive, withdraw_directive
from tiendo.tasks.actions.progress import record_update
from tiendo.tasks.actions.taking_back import take_back_update
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeRequest, Directive, Task

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LATER = dt.date(2026, 3, 31)
DECREE = (
    "Chương I",
    "QUY ĐỊNH CHUNG",
    "Điều 4. Phạm vi",
    "1. Quy chế này nói về kho chung.",
    "2. Quy chế không nói về kho riêng.",
    "Điều 5. Nguyên tắc",
    "1. Dữ liệu được nhập một lần.",
    "2. Dữ liệu được dùng nhiều lần:",
    "a) Trong cơ quan;",
    "đ) Giữa các cơ quan.",
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def live(world: World, programme: Programme, **fields: object) -> Task:
    """A task of Sở Nội vụ alone."""
    return bring_to(
        world, make_task(world, programme, **{"coordinating": [], **fields}), State.LIVE
    )


def found(user: User, typed: str, kind: str = "") -> list[tuple[str, int]]:
    return [(row.kind, row.object_id) for row in search(actor(user), typed, kind).rows]


def who_finds(world: World, typed: str) -> set[str]:
    """Which of these find anything: Sở Nội vụ, Sở Tài chính, leader, inspector, administrator."""
    people = ("snv_officer", "stc_officer", "leader", "inspector", "administrator")
    return {name for name in people if search(actor(getattr(world, name)), typed).total}


def open_first(user: User, typed: str) -> str:
    """The address of the first line of the page of results, which opens for the person."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    page = client.get(reverse("search"), {"q": typed})
    url = page.context["hits"][0].url
    assert client.get(url).status_code == 200
    return str(url)


def directed(world: World) -> Directive:
    return give_directive(
        text="Khẩn trương rà lại quỹ nhà công vụ",
        last_day=TODAY + dt.timedelta(days=9),
        bodies=[world.snv],
        by=actor(world.leader),
    )


def test_a_directive_is_found_by_whom_it_was_given_to_and_overseers(world: World) -> None:
    directive = directed(world)
    overseers = {"leader", "inspector"}
    assert who_finds(world, "quy nha cong vu") == {"snv_officer"} | overseers
    assert found(world.snv_officer, "quỹ nhà công vụ") == [(EntryKind.DIRECTIVE, directive.pk)]
    assert open_first(world.snv_officer, "nhà công vụ") == reverse("directive", args=[directive.pk])
    withdraw_directive(directive=directive, words="Giao lại", by=actor(world.leader))
    assert SearchEntry.objects.get(kind=EntryKind.DIRECTIVE).standing == Standing.PAST
    assert audit_entries() == 0


def test_a_request_is_found_once_it_is_sent_and_before_by_its_body(
    world: World, programme: Programme
) -> None:
    task = live(world, programme, title="Nạo vét lòng hồ", code="HO-1")
    change: ChangeRequest = draft_change(
        kind="extension",
        organisation=world.snv,
        programme=programme,
        task=task,
        proposed=Terms(last_day=LATER),
        reason="Máy bơm về chậm do bão",
        by=actor(world.snv_officer),
    )
    assert who_finds(world, "may bom bao") == {"snv_officer"}
    send_change(change=change, by=actor(world.snv_head))
    assert who_finds(world, "may bom bao") == {"snv_officer", "leader", "inspector"}
    assert found(world.snv_officer, f"ĐC-{change.pk}") == [(EntryKind.CHANGE, change.pk)]
    assert open_first(world.leader, "bơm bão") == reverse("change", args=[change.pk])
    task.refresh_from_db()
    task.title = "Nạo vét hồ lớn"
    task.save()
    assert found(world.leader, "nạo vét hồ lớn máy bơm") == [(EntryKind.CHANGE, change.pk)]
    assert audit_entries() == 0


def test_a_decision_is_found_by_who_may_read_the_meeting(world: World) -> None:
    province = meeting_factories.at(world, "held")
    decision = meeting_factories.decide(world, province, text="Dựng trạm bơm cuối kênh")
    assert who_finds(world, "tram bom cuoi kenh") == {"leader", "inspector"}
    assert open_first(world.leader, "trạm bơm") == reverse("meeting", args=[province.pk])
    meeting_factories.bring_to(world, Meeting.objects.get(pk=province.pk), "issued")
    assert found(world.leader, "15/TB-UBND trạm bơm") == [(EntryKind.DECISION, decision.pk)]
    assert found(world.leader, "sở tài chính trạm bơm") == [(EntryKind.DECISION, decision.pk)]
    assert audit_entries() == 0


def test_a_decision_taken_out_is_no_longer_found(world: World) -> None:
    meeting = meeting_factories.at(world, "held")
    decision = meeting_factories.decide(world, meeting, text="Dựng trạm bơm cuối kênh")
    meeting_actions.remove_decision(by=actor(world.coordinator), decision=decision)
    assert found(world.leader, "tram bom cuoi kenh") == []
    assert audit_entries() == 0


def test_a_recommendation_is_found_by_its_body_once_it_is_concluded(world: World) -> None:
    inspection = inspection_factories.at(world, "concluding")
    advice: Recommendation = inspection_factories.recommendation(world, inspection)
    words = "quy che quan ly du lieu KT-01"
    assert who_finds(world, words) == {"leader", "inspector"}
    inspection_factories.actions.conclude_inspection(
        by=actor(world.inspector),
        inspection=Inspection.objects.get(pk=inspection.pk),
        text="Cơ bản đạt",
        number="9/TB-UBND",
        day=TODAY,
    )
    assert who_finds(world, words) == {"snv_officer", "leader", "inspector"}
    assert found(world.snv_officer, words) == [(EntryKind.ADVICE, advice.pk)]
    assert open_first(world.snv_officer, words) == reverse("inspection", args=[inspection.pk])
    assert audit_entries() == 0


def test_the_audit_mends_entries_of_each_kind(world: World, programme: Programme) -> None:
    directed(world)
    meeting_factories.decide(world, meeting_factories.at(world, "held"))
    inspection_factories.recommendation(world, inspection_factories.at(world, "concluding"))
    task = live(world, programme)
    record_update(task=task, done="Đã đo", by=actor(world.snv_officer))
    kinds = (EntryKind.DIRECTIVE, EntryKind.DECISION, EntryKind.ADVICE, EntryKind.UPDATE)
    wrong = SearchEntry.objects.filter(kind__in=kinds)
    assert wrong.update(around="khác", page_id=7) == len(kinds)
    assert audit_entries() == len(kinds)
    assert audit_entries() == 0


def test_an_update_is_found_by_its_own_words_with_those_of_its_task_and_body(
    world: World, programme: Programme
) -> None:
    task = live(world, programme, title="Nạo vét lòng hồ", code="HO-1")
    record_update(task=task, done="Đã hút xong bùn", by=actor(world.snv_officer))
    for typed in ("HO-1 hút bùn", "long ho hut bun", "Sở Nội vụ bùn"):
        assert [kind for kind, _pk in found(world.leader, typed)] == [EntryKind.UPDATE], typed
    assert found(world.leader, "nạo vét lòng hồ") == [(EntryKind.TASK, task.pk)]
    task.refresh_from_db()
    task.code = "HO-2"
    task.save()
    assert len(found(world.leader, "HO-2 hút bùn")) == 1


def test_an_update_taken_back_comes_behind_and_says_so(world: World, programme: Programme) -> None:
    task = live(world, programme)
    update = record_update(task=task, done="Đã hút xong bùn", by=actor(world.snv_officer))
    take_back_update(update=update, reason="Ghi nhầm việc", by=actor(world.snv_officer))
    assert SearchEntry.objects.get(kind=EntryKind.UPDATE, object_id=update.pk).standing == 2
    client = Client()
    client.force_login(world.leader, backend=BACKEND)
    (hit,) = client.get(reverse("search"), {"q": "hut xong bun"}).context["hits"]
    assert "đã rút lại" in hit.facts
    assert audit_entries() == 0


def places(world: World, typed: str) -> list[str]:
    rows = search(actor(world.clerk), typed, EntryKind.PASSAGE).rows
    return [row.label for row in rows]


def test_a_clause_is_found_by_where_it_stands(world: World) -> None:
    register_plan(world, make_docx(DECREE, number="91"), "91.docx")
    register_plan(world)
    article = "Chương I.Điều 5"
    assert places(world, "Điều 5 khoản 2") == [f"{article}.2"]
    assert places(world, "diem d khoan 2 dieu 5") == [f"{article}.2.đ"]
    assert places(world, "điểm d khoản 2 Điều 5") == []
    assert places(world, "Điều 5")[0] == article
    assert places(world, "điểm b khoản 2 Mục II") == ["II.2.b"]


def test_a_clause_of_a_document_that_is_named_is_found_in_it_alone(world: World) -> None:
    for number in ("91", "92"):
        register_plan(world, make_docx(DECREE, number=number), f"{number}.docx")
    for typed in ("khoản 2 Điều 5 Kế hoạch 92", "khoan 2 dieu 5 92/KH-UBND"):
        rows = search(actor(world.clerk), typed, EntryKind.PASSAGE).rows.select_related("document")
        assert [str(row.document) for row in rows] == ["Kế hoạch 92/KH-UBND"], typed
    assert places(world, "khoản 2 Điều 5 nhiều lần") == ["Chương I.Điều 5.2"] * 2
    assert places(world, "khoản 2 Điều 5 nhập") == []


def test_a_clause_found_by_its_place_marks_what_was_asked_besides(world: World) -> None:
    register_plan(world, make_docx(DECREE, number="91"), "91.docx")
    client = Client()
    client.force_login(world.clerk, backend=BACKEND)
    query = {"q": "khoản 2 Điều 5 nhiều lần", "loai": "passage"}
    (hit,) = client.get(reverse("search"), query).context["hits"]
    assert hit.snippet == "2. Dữ liệu được dùng <mark>nhiều lần</mark>:"


def test_a_document_is_found_by_its_day_in_any_form(world: World) -> None:
    document = register_plan(world)
    for day in ("15/7/2025", "15/07/2025", "15.7.2025", "ngày 15 tháng 7 năm 2025"):
        typed = f"kế hoạch số 77 {day}"
        assert (EntryKind.DOCUMENT, document.pk) in found(world.clerk, typed), typed
    assert search(actor(world.clerk), "kế hoạch số 77 ngày 16/7/2025").how is How.MOST


@pytest.mark.parametrize("kind", ["", EntryKind.TASK])
def test_pages_show_each_entry_once_past_those_that_are_weighed(
    world: World, programme: Programme, kind: str
) -> None:
    for number in range(7):
        task = live(world, programme, title=f"Nạo vét lòng hồ {number}")
        record_update(task=task, done="Hút bùn lòng hồ", by=actor(world.snv_officer))
    with patch("tiendo.search.ranking.MOST_WEIGHED", 3):
        result = search(actor(world.leader), "lòng hồ", kind)
        pages = [result.ids(start, start + 2) for start in range(0, 14, 2)]
    ids = [pk for page in pages for pk in page]
    wanted = SearchEntry.objects.filter(kind__in=[kind] if kind else ["task", "update"])
    assert sorted(ids) == sorted(wanted.values_list("pk", flat=True))
    assert result.weighed == (3 if kind else 6)
