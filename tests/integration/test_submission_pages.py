"""The screens of submissions: one click to a filled report, words that several write."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction

from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF
from tests.submission_factories import (
    PLACE,
    Owed,
    accept_for,
    fresh,
    make_cycle,
    make_owed,
    open_for,
    owe,
    return_for,
    rework_for,
    send_for,
    write_for,
)
from tests.submission_pages import LIST, page_of, queries_of, seen, signed_in
from tests.task_factories import noon, take_step
from tiendo.alerts.events import tell_of_event
from tiendo.outbox.models import OutboxEvent
from tiendo.regimes.models import Submission
from tiendo.regimes.submissions.queries import submission_with_duty
from tiendo.regimes.submissions.remarks import make_remark
from tiendo.reporting.writings import history_of, words_of
from tiendo.workspace.submission_page import parts_of


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Owed, Submission]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    owed = make_owed(world)
    return world, owed, open_for(world, owed)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Owed, Submission]) -> tuple[World, Owed, Submission]:
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Owed, Submission]) -> World:
    return own[0]


@pytest.fixture
def owed(own: tuple[World, Owed, Submission]) -> Owed:
    return own[1]


@pytest.fixture
def opened(own: tuple[World, Owed, Submission]) -> Submission:
    return own[2]


def test_the_list_says_what_is_owed_and_opens_it_in_one_click(world: World, owed: Owed) -> None:
    listed = seen(world.stc_officer, LIST)
    assert "Báo cáo thực hiện Kế hoạch 146" in listed
    assert "20/11/2025" in listed
    opens = f"{LIST}mo/{owed.duties['stc'].pk}/"
    assert opens in listed
    with noon(AS_OF):
        client = signed_in(world.stc_officer)
        opened = client.post(opens, follow=True)
        again = client.post(opens, follow=True)
    assert opened.status_code == 200
    assert opened.redirect_chain == again.redirect_chain
    assert "SỞ TÀI CHÍNH" in opened.content.decode()


def test_the_list_shows_only_what_the_own_bodies_owe(world: World, owed: Owed) -> None:
    listed = seen(world.snv_officer, LIST)
    assert "SNV" in listed
    assert "STC" not in listed
    assert "Chưa có báo cáo kỳ nào" in seen(world.snv_officer, f"{LIST}?nhom=da-gui")


def test_what_cannot_be_opened_says_why(world: World, owed: Owed) -> None:
    with noon(dt.date(2025, 8, 1)):
        client = signed_in(world.stc_officer)
        answer = client.post(f"{LIST}mo/{owed.duties['stc'].pk}/", follow=True)
    assert "01/09/2025" in answer.content.decode()


def test_what_is_owed_and_what_waits_stands_among_the_work(
    world: World, opened: Submission
) -> None:
    assert "Báo cáo kỳ phải nộp" in seen(world.snv_officer, "/viec-cua-toi/")
    assert "Báo cáo kỳ chờ tiếp nhận" not in seen(world.coordinator, "/viec-cua-toi/")
    send_for(world, opened)
    assert "Báo cáo kỳ phải nộp" not in seen(world.snv_officer, "/viec-cua-toi/")
    assert "Báo cáo kỳ chờ tiếp nhận" in seen(world.coordinator, "/viec-cua-toi/")


def test_the_people_concerned_are_told_of_each_step(world: World, opened: Submission) -> None:
    returned = return_for(world, send_for(world, opened))
    told = {}
    for event in OutboxEvent.objects.filter(object_id=str(returned.pk)):
        tell_of_event(event)
        told[event.name] = set(event.notices.values_list("user__username", "path"))
    page = page_of(returned)
    assert ("coordinator", page) in told["submission.sent"]
    assert {("snv_officer", page), ("snv_head", page)} <= told["submission.returned"]
    assert "Báo cáo kỳ bị trả lại" in seen(world.snv_officer, "/thong-bao/")


def test_the_trail_tells_its_steps_and_what_was_written(world: World, opened: Submission) -> None:
    write_for(world, opened, "Lời văn")
    shown = seen(world.snv_head, f"/nhat-ky/bao-cao-ky/{opened.pk}/")
    assert "Mở báo cáo kỳ" in shown
    assert "Ghi lời văn của báo cáo" in shown


def test_the_page_shows_the_report_with_a_way_to_write_at_each_place(
    world: World, opened: Submission
) -> None:
    shown = seen(world.snv_officer, page_of(opened))
    for place in ("assessment", "causes", "proposals", "directions"):
        assert page_of(opened, f"viet/{place}/") in shown
    assert "chưa viết" in shown
    assert f"/bao-cao/{opened.report_id}/so-lieu/tasks.total/" in shown
    assert "Báo thủ trưởng" in shown
    assert page_of(opened, "gui/") not in shown
    assert page_of(opened, "gui/") in seen(world.snv_head, page_of(opened))
    read_only = seen(world.inspector, page_of(opened))
    assert page_of(opened, "viet/") not in read_only


def test_an_empty_period_says_what_to_do(world: World, owed: Owed, opened: Submission) -> None:
    empty = open_for(world, owed, "ea_trang")
    told = "Chưa có số liệu nào trong kỳ"
    shown = seen(world.ea_trang_officer, page_of(empty))
    assert told in shown
    assert "/nhap/" in shown
    assert told not in seen(world.snv_officer, page_of(opened))


def test_written_words_are_told_to_be_new_until_the_report_is_composed(
    world: World, opened: Submission
) -> None:
    with noon(AS_OF):
        client = signed_in(world.snv_officer)
        sent = {"text": "Kết quả tốt ở 12 xã", "base_version": "0"}
        answer = client.post(page_of(opened, f"viet/{PLACE}/"), sent, follow=True)
        shown = answer.content.decode()
        assert "Có lời văn mới chưa vào bản in" in shown
        client.post(page_of(opened, "lap-lai/"), {"version": "1"})
        shown = client.get(page_of(opened)).content.decode()
    assert "Kết quả tốt ở 12 xã" in shown
    assert "Có lời văn mới chưa vào bản in" not in shown


def test_who_changed_the_same_paragraph_sees_both_texts_and_chooses(
    world: World, opened: Submission
) -> None:
    write_for(world, opened, "Đoạn chung")
    write_for(world, opened, "Đoạn của chuyên viên")
    url = page_of(opened, f"viet/{PLACE}/")
    with noon(AS_OF):
        client = signed_in(world.snv_head)
        asked = client.post(url, {"text": "Đoạn của thủ trưởng", "base_version": "1"})
        shown = asked.content.decode()
        assert asked.status_code == 409
        for words in ("Của tôi", "Của người khác", str(world.snv_officer)):
            assert words in shown
        assert "Đoạn của chuyên viên\nĐoạn của thủ trưởng" in shown
        assert 'name="base_version" value="2"' in shown
        # Words kept on the machine for the form that was refused do not take the proposal's place.
        assert f'data-draft="{url}?chon=2"' in shown
        chosen = {"text": "Đoạn của thủ trưởng", "base_version": "2"}
        assert client.post(url, chosen).status_code == 302
    assert words_of(fresh(opened).report, PLACE).text == "Đoạn của thủ trưởng"
    assert history_of(opened.report, PLACE).count() == 3


def test_the_page_keeps_words_by_itself_and_is_told_what_others_wrote(
    world: World, opened: Submission
) -> None:
    url = page_of(opened, f"viet/{PLACE}/luu/")
    with noon(AS_OF):
        first = signed_in(world.snv_officer).post(url, {"text": "Một", "base_version": "0"})
        second = signed_in(world.snv_head).post(url, {"text": "Hai", "base_version": "0"})
        more = {"text": "Hai thêm", "base_version": "2", "base": "Hai"}
        third = signed_in(world.snv_head).post(url, more)
        clash = {"text": "Khác hẳn", "base_version": "1"}
        fourth = signed_in(world.snv_officer).post(url, clash | {"base": "Hai"})
    assert first.json() == {"version": 1, "text": "Một", "merged": False, "others": ""}
    assert second.json()["text"] == "Một\nHai"
    assert (second.json()["merged"], second.json()["others"]) == (True, str(world.snv_officer))
    assert third.json()["text"] == "Một\nHai thêm"
    assert fourth.status_code == 409
    assert str(world.snv_head) in fourth.json()["refused"]
    assert words_of(opened.report, PLACE).text == "Một\nHai thêm"


def test_words_that_come_after_the_sending_are_not_kept_and_can_be_copied(
    world: World, opened: Submission
) -> None:
    send_for(world, opened)
    with noon(AS_OF):
        answer = signed_in(world.snv_officer).post(
            page_of(opened, f"viet/{PLACE}/"), {"text": "Viết muộn", "base_version": "0"}
        )
    assert answer.status_code == 409
    assert "Viết muộn" in answer.content.decode()


def test_earlier_words_are_listed_and_brought_back(world: World, opened: Submission) -> None:
    write_for(world, opened, "Lần một")
    write_for(world, opened, "Lần hai")
    url = page_of(opened, f"viet/{PLACE}/ban/")
    listed = seen(world.snv_officer, url)
    assert listed.index("Lần hai") < listed.index("Lần một")
    with noon(AS_OF):
        signed_in(world.snv_officer).post(f"{url}1/")
    assert words_of(opened.report, PLACE).text == "Lần một"


def test_figures_that_changed_since_are_told(world: World, owed: Owed, opened: Submission) -> None:
    assert "số liệu đã đổi" not in seen(world.snv_officer, page_of(opened, "so-moi/"))
    with noon(AS_OF):
        take_step(world, owed.plan.tasks["overdue"], "suspend")
    told = seen(world.snv_officer, page_of(opened, "so-moi/"))
    assert "số liệu đã đổi" in told
    assert "Lập lại số liệu" in told


def test_an_old_page_does_not_compose_over_a_newer_report(world: World, opened: Submission) -> None:
    with noon(AS_OF):
        client = signed_in(world.snv_officer)
        client.post(page_of(opened, "lap-lai/"), {"version": "1"})
        answer = client.post(page_of(opened, "lap-lai/"), {"version": "1"}, follow=True)
    assert "vừa được người khác lập lại" in answer.content.decode()
    assert fresh(opened).report.version == 2


def test_paragraphs_are_numbered_as_the_page_numbers_them(world: World, opened: Submission) -> None:
    sent = submission_with_duty(send_for(world, opened).pk)
    figures = list(sent.report.figures.order_by("order"))
    parts = parts_of(sent, figures)
    shown = seen(world.coordinator, page_of(opened))
    anchors = re.findall(r'<p id="(doan-\d+)"', shown)
    assert anchors == [paragraph.anchor for paragraph in parts.paragraphs]
    rows = re.findall(r"gop-y/\?doan=(bang-\d+-\d+)", shown)
    assert rows == [row.anchor for row in parts.rows]
    headings = re.findall(r'<h\d id="(muc-\d+)"', shown)
    assert headings == [heading.anchor for heading in parts.headings]


@pytest.mark.parametrize("path", ["", "thay-doi/", "so-moi/", f"viet/{PLACE}/ban/"])
def test_a_stranger_sees_nothing_of_it(world: World, opened: Submission, path: str) -> None:
    with noon(AS_OF):
        assert signed_in(world.stc_head).get(page_of(opened, path)).status_code == 403
        assert signed_in(world.stc_head).get(f"{LIST}999999/{path}").status_code in (403, 404)


@pytest.mark.parametrize("path", ["", f"viet/{PLACE}/", f"viet/{PLACE}/ban/"])
def test_a_page_takes_the_same_number_of_queries_however_much_was_written(
    world: World, opened: Submission, path: str
) -> None:
    send_for(world, opened)
    with noon(AS_OF):
        make_remark(by=actor(world.coordinator), submission=opened, text="Một")
    rework_for(world, return_for(world, fresh(opened)))
    write_for(world, opened, "Lần 0")
    few = queries_of(world.snv_head, page_of(opened, path))
    for number in range(1, 6):
        write_for(world, opened, f"Lần {number}")
    assert queries_of(world.snv_head, page_of(opened, path)) == few


def test_the_lists_take_the_same_number_of_queries(world: World, owed: Owed) -> None:
    few = queries_of(world.snv_head, LIST)
    for number in range(6):
        cycle = make_cycle(owed.cycle.version, label=f"them-{number}")
        owe(world, cycle, "snv")
    assert queries_of(world.snv_head, LIST) == few


def test_taken_in_is_shown_without_steps(world: World, opened: Submission) -> None:
    accept_for(world, send_for(world, opened))
    for user in (world.snv_head, world.coordinator):
        shown = seen(user, page_of(opened))
        for step in ("gui/", "tra-lai/", "tiep-nhan/", "lap-lai/", "sua-lai/"):
            assert page_of(opened, step) not in shown
