"""Directives: given from an item, carried out by bodies, closed by the leader or the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.files import PrivateFiles
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.outbox.models import OutboxEvent
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.directives import (
    acknowledge_directive,
    close_directive,
    give_directive,
    report_directive,
    return_directive,
    withdraw_directive,
)
from tiendo.tasks.directive_errors import DirectiveError
from tiendo.tasks.models import Directive, DirectiveDuty, DirectiveEvent

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 10)
DUE = dt.date(2025, 9, 20)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def give(world: World, *bodies: Any, **fields: Any) -> Directive:
    values: dict[str, Any] = {
        "text": "Trình phương án sắp xếp trụ sở",
        "last_day": DUE,
        "bodies": bodies or [world.snv],
        "by": actor(world.leader),
    }
    return give_directive(**(values | fields))


def duty_of(directive: Directive, body: Any) -> DirectiveDuty:
    return DirectiveDuty.objects.get(directive=directive, organisation=body)


def test_each_body_stands_by_itself(world):
    directive = give(world, world.snv, world.stc)
    snv, stc = duty_of(directive, world.snv), duty_of(directive, world.stc)
    acknowledge_directive(duty=snv, by=actor(world.snv_officer))
    report_directive(duty=stc, words="Đã trình", by=actor(world.stc_head))
    returned = return_directive(duty=stc, words="Thiếu phụ lục", by=actor(world.leader))
    assert (returned.state, returned.returns, returned.reported_on) == ("acknowledged", 1, None)
    report_directive(duty=stc, words="Đã bổ sung", by=actor(world.stc_officer))
    close_directive(duty=stc, by=actor(world.office))
    states = dict(DirectiveDuty.objects.values_list("organisation__slug", "state"))
    assert states == {"so-noi-vu": "acknowledged", "so-tai-chinh": "closed"}
    steps = DirectiveEvent.objects.filter(duty=stc).values_list("action", flat=True)
    assert list(steps) == ["give", "report", "return", "report", "close"]
    names = list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))
    assert names[0] == "directive.given"
    assert "directive.return" in names
    assert AuditEvent.objects.filter(action="directive.close").count() == 1


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("text_missing", {"text": "  "}),
        ("nobody_addressed", {"bodies": []}),
        ("last_day_past", {"last_day": dt.date(2025, 9, 9)}),
    ],
)
def test_a_directive_that_cannot_be_carried_out_is_refused(world, code, fields):
    with pytest.raises(DirectiveError) as refused:
        give(world, **fields)
    assert refused.value.code == code
    assert str(refused.value)


def test_the_person_named_holds_a_post_at_the_body(world):
    with pytest.raises(DirectiveError, match="không giữ chức vụ"):
        give(world, person=world.stc_officer)
    directive = give(world, world.snv, world.stc, person=world.stc_officer)
    assert duty_of(directive, world.stc).person == world.stc_officer
    assert duty_of(directive, world.snv).person is None


def test_steps_out_of_order_are_refused(world):
    duty = duty_of(give(world), world.snv)
    with pytest.raises(DirectiveError) as early:
        close_directive(duty=duty, by=actor(world.leader))
    assert early.value.code == "wrong_state"
    with pytest.raises(DirectiveError) as silent:
        report_directive(duty=duty, words=" ", by=actor(world.snv_officer))
    assert silent.value.code == "words_missing"
    with pytest.raises(PermissionRefused):
        acknowledge_directive(duty=duty, by=actor(world.stc_officer))
    with pytest.raises(PermissionRefused):
        close_directive(duty=duty, by=actor(world.coordinator))


def test_a_withdrawn_directive_keeps_what_was_closed(world):
    directive = give(world, world.snv, world.stc)
    snv = duty_of(directive, world.snv)
    report_directive(duty=snv, words="Xong", by=actor(world.snv_head))
    close_directive(duty=snv, by=actor(world.leader))
    withdraw_directive(directive=directive, words="Trùng kế hoạch", by=actor(world.leader))
    assert duty_of(directive, world.snv).state == "closed"
    assert duty_of(directive, world.stc).state == "withdrawn"
    with pytest.raises(DirectiveError, match="Đã kết thúc"):
        withdraw_directive(directive=directive, words="Nữa", by=actor(world.leader))


def test_the_database_refuses_a_step_that_is_not_in_the_table(world):
    duty = duty_of(give(world), world.snv)
    with pytest.raises(DatabaseError), transaction.atomic():
        DirectiveDuty.objects.filter(pk=duty.pk).update(state="closed", reported_on=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        DirectiveEvent.objects.filter(duty=duty).update(words="khác")


def test_lateness_is_computed_for_the_day(world):
    directive = give(world, world.snv, world.stc)
    report_directive(duty=duty_of(directive, world.snv), words="Xong", by=actor(world.snv_head))
    with noon(DUE + dt.timedelta(days=3)):
        client = signed_in(world.leader)
        late = client.get(reverse("directive-list"), {"tre": "on"})
        assert [row.organisation for row in late.context["page"]] == [world.stc]
        page = client.get(reverse("directive", args=[directive.pk])).content.decode()
        assert "quá hạn 3 ngày" in page
    with noon(DUE):
        assert not list(
            signed_in(world.leader).get(reverse("directive-list"), {"tre": "on"}).context["page"]
        )


def test_a_body_sees_its_own_part_alone(world):
    directive = give(world, world.snv, world.stc)
    page = signed_in(world.snv_officer).get(reverse("directive", args=[directive.pk]))
    assert [row["duty"].organisation for row in page.context["duties"]] == [world.snv]
    listed = signed_in(world.stc_officer).get(reverse("directive-list")).context["page"]
    assert [row.organisation for row in listed] == [world.stc]
    trail = reverse("trail-of", args=["chi-dao", directive.pk])
    assert signed_in(world.snv_officer).get(trail).status_code == 403
    assert signed_in(world.leader).get(trail).status_code == 200


def test_a_directive_given_from_a_task_stands_on_its_page_and_in_the_work_lists(world):
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    client = signed_in(world.leader)
    url = f"{reverse('directive-new')}?nhiem-vu={task.pk}"
    form = client.get(url).context["form"]
    assert form.initial["bodies"] == [world.snv.pk]
    typed = {
        "text": "Báo cáo rõ phần chậm",
        "bodies": [world.snv.pk],
        "person": world.snv_officer.pk,
        "last_day": "20/9/2025",
    }
    answer = client.post(url, typed)
    directive = Directive.objects.get()
    assert answer.status_code == 302
    assert directive.task == task
    page = signed_in(world.snv_officer).get(reverse("task", args=[task.pk])).content.decode()
    assert "Báo cáo rõ phần chậm" in page
    work = signed_in(world.snv_officer).get(reverse("my-work")).content.decode()
    assert "Chỉ đạo cần thực hiện" in work


def test_the_report_carries_a_file_and_a_number(world, private_files: PrivateFiles):
    duty = duty_of(give(world), world.snv)
    file = SimpleUploadedFile("bao cao.txt", "Sở đã trình phương án.".encode())
    answer = signed_in(world.snv_officer).post(
        reverse("directive-report", args=[duty.pk]),
        {
            "words": "Đã trình UBND tỉnh",
            "document_number": "15/TTr-SNV",
            "document_date": "10/9/2025",
            "file": file,
        },
    )
    assert answer.status_code == 302
    event = DirectiveEvent.objects.get(duty=duty, action="report")
    assert (event.document_number, event.file_name) == ("15/TTr-SNV", "bao cao.txt")
    page = signed_in(world.leader).get(reverse("directive", args=[duty.directive_id]))
    assert "bao cao.txt" in page.content.decode()
    waiting = signed_in(world.leader).get(reverse("my-work")).content.decode()
    assert "Báo cáo chỉ đạo chờ kết thúc" in waiting


@pytest.mark.parametrize(
    ("page", "item"),
    [("programme", "chuong-trinh"), ("organisation", "co-quan"), ("difficulty", "vuong-mac")],
)
def test_a_leader_directs_from_the_page_of_an_item(world, page, item):
    programme = make_programme(world)
    row = raise_difficulty(
        programme=programme,
        organisation=world.snv,
        what="Thiếu hướng dẫn",
        by=actor(world.snv_head),
    )
    keys = {"programme": programme.pk, "organisation": world.snv.slug, "difficulty": row.pk}
    pks = {"programme": programme.pk, "organisation": world.snv.pk, "difficulty": row.pk}
    address = reverse(page, args=[keys[page]])
    button = f"{reverse('directive-new')}?{item}={pks[page]}"
    assert button in signed_in(world.leader).get(address).content.decode()
    assert button not in signed_in(world.snv_head).get(address).content.decode()
    assert signed_in(world.leader).get(button).status_code == 200


def test_an_empty_form_says_what_is_missing(world):
    answer = signed_in(world.leader).post(reverse("directive-new"), {"text": ""})
    assert answer.status_code == 422
    assert "Chọn ít nhất một cơ quan" in answer.content.decode()
    duty = duty_of(give(world), world.snv)
    conflict = signed_in(world.leader).post(reverse("directive-close", args=[duty.pk]), {})
    assert conflict.status_code == 409


def test_pages_cost_the_same_queries_however_many_directives(world):
    def cost(path: str) -> int:
        client = signed_in(world.leader)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    first = give(world, world.snv)
    listed, shown = cost(reverse("directive-list")), cost(reverse("directive", args=[first.pk]))
    for _ in range(4):
        more = give(world, world.snv, world.stc, world.congan)
    assert cost(reverse("directive-list")) == listed == 7
    assert cost(reverse("directive", args=[more.pk])) == shown == 8
