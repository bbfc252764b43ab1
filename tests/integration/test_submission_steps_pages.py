"""The screens on which a submission is sent, taken back, received with remarks and mended."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction

from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, approve_plan_report
from tests.submission_factories import (
    LAST_DAY,
    Owed,
    accept_for,
    fresh,
    make_owed,
    open_for,
    open_remark,
    return_for,
    rework_for,
    send_for,
    sent_step,
    write_for,
)
from tests.submission_pages import LIST, page_of, queries_of, seen, signed_in
from tests.task_factories import noon, take_step
from tiendo.regimes.models import Cycle, Remark, Submission
from tiendo.regimes.submissions.queries import stand_of_cycles, submission_with_duty
from tiendo.regimes.submissions.remarks import make_remark
from tiendo.regimes.submissions.sending import send_submission
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


def test_a_report_is_sent_received_with_remarks_mended_and_taken_in(
    world: World, opened: Submission
) -> None:
    page = page_of(opened)
    with noon(AS_OF):
        head, receiver = signed_in(world.snv_head), signed_in(world.coordinator)
        assert head.post(f"{page}gui/", {"version": "1"}).status_code == 302
        assert "Sở Nội vụ" in receiver.get(f"{LIST}tiep-nhan/").content.decode()
        seen_step = sent_step(opened).pk
        shown = receiver.get(page).content.decode()
        anchor = re.search(r"gop-y/\?doan=(doan-\d+)", shown)
        assert anchor is not None
        quoted = receiver.get(f"{page}gop-y/?doan={anchor[1]}").content.decode()
        assert "<blockquote" in quoted
        remark = {"text": "Nêu rõ nguyên nhân", "paragraph": anchor[1], "version": "1"}
        assert receiver.post(f"{page}gop-y/", remark).status_code == 302
        assert receiver.post(f"{page}tra-lai/", {"seen": seen_step}).status_code == 302
        officer = signed_in(world.snv_officer)
        assert "Nêu rõ nguyên nhân" in officer.get(page).content.decode()
        officer.post(f"{page}sua-lai/")
        made = open_remark(opened)
        answered = officer.post(f"{LIST}gop-y/{made.pk}/tra-loi/", {"text": "Đã bổ sung"})
        assert answered.status_code == 302
        assert head.post(f"{page}gui/", {"version": "1"}).status_code == 302
        old = receiver.post(f"{page}tiep-nhan/", {"seen": seen_step})
        assert old.status_code == 409
        assert receiver.post(f"{LIST}gop-y/{made.pk}/xong/").status_code == 302
        now = sent_step(opened).pk
        assert receiver.post(f"{page}tiep-nhan/", {"seen": now}).status_code == 302
        assert "Đã tiếp nhận" in officer.get(page).content.decode()
    assert fresh(opened).returns == 1


def test_a_remark_keeps_the_paragraph_it_was_made_on(world: World, opened: Submission) -> None:
    sent = submission_with_duty(send_for(world, opened).pk)
    parts = parts_of(sent, list(sent.report.figures.order_by("order")))
    paragraph = parts.paragraphs[2]
    with noon(AS_OF):
        signed_in(world.coordinator).post(
            page_of(opened, "gop-y/"),
            {"text": "Số này sai", "paragraph": paragraph.anchor, "version": "1"},
        )
    remark = Remark.objects.get(submission=opened)
    assert (remark.quote, remark.heading) == (paragraph.text, "overview")
    shown = seen(world.snv_officer, page_of(opened))
    assert shown.index(f'id="{paragraph.anchor}"') < shown.index("Số này sai")


def test_a_remark_on_a_row_and_its_figure_stands_there_when_all_is_composed_anew(
    world: World, owed: Owed, opened: Submission
) -> None:
    sent = submission_with_duty(send_for(world, opened).pk)
    parts = parts_of(sent, list(sent.report.figures.order_by("order")))
    row = next(row for row in parts.rows if "tasks.overdue" in row.figures)
    assert f"gop-y/?doan={row.anchor}" in seen(world.coordinator, page_of(opened))
    assert "Quá hạn" in seen(world.coordinator, page_of(opened, f"gop-y/?doan={row.anchor}"))
    with noon(AS_OF):
        for text, figure in (("Dòng này thiếu", ""), ("Số này sai", "tasks.overdue")):
            signed_in(world.coordinator).post(
                page_of(opened, "gop-y/"),
                {"text": text, "paragraph": row.anchor, "version": "1", "figure": figure},
            )
        take_step(world, owed.plan.tasks["overdue"], "suspend")
    made = Remark.objects.filter(submission=opened).order_by("pk")
    assert list(made.values_list("row", "figure")) == [
        (row.name, ""),
        (row.name, "tasks.overdue"),
    ]
    mended = rework_for(world, return_for(world, fresh(opened)))
    shown = seen(world.snv_officer, page_of(mended))
    table = shown[shown.index('class="row-beside"') :]
    assert table.index("Dòng này thiếu") < table.index("Số này sai")
    assert "Nay: " in table
    assert "Đã sửa" in shown


def test_a_remark_on_a_figure_that_is_not_in_its_place_is_refused(
    world: World, opened: Submission
) -> None:
    sent = submission_with_duty(send_for(world, opened).pk)
    parts = parts_of(sent, list(sent.report.figures.order_by("order")))
    row = next(row for row in parts.rows if "tasks.overdue" in row.figures)
    with noon(AS_OF):
        answer = signed_in(world.coordinator).post(
            page_of(opened, "gop-y/"),
            {"text": "Sai", "paragraph": row.anchor, "version": "1", "figure": "tasks.no"},
        )
    assert answer.status_code == 422


def test_a_remark_on_a_paragraph_of_an_older_page_is_refused(
    world: World, opened: Submission
) -> None:
    send_for(world, opened)
    with noon(AS_OF):
        answer = signed_in(world.coordinator).post(
            page_of(opened, "gop-y/"), {"text": "Sai", "paragraph": "doan-2", "version": "7"}
        )
    assert answer.status_code == 409
    assert "đoạn này không còn" in answer.content.decode()


def test_a_return_without_remark_or_reason_is_refused_beside_its_field(
    world: World, opened: Submission
) -> None:
    send_for(world, opened)
    with noon(AS_OF):
        answer = signed_in(world.coordinator).post(
            page_of(opened, "tra-lai/"), {"seen": sent_step(opened).pk}
        )
    assert answer.status_code == 422
    assert "Chưa có góp ý nào" in answer.content.decode()


def test_after_the_lock_the_reason_is_asked(world: World, owed: Owed, opened: Submission) -> None:
    with noon(LAST_DAY):
        client = signed_in(world.snv_head)
        Cycle.objects.filter(pk=owed.cycle.pk).update(closed_at=fresh(opened).opened_at)
        asked = client.post(page_of(opened, "gui/"), {"version": "1"})
        assert asked.status_code == 422
        assert "Lý do gửi sau khi khóa kỳ" in asked.content.decode()
        sent = client.post(page_of(opened, "gui/"), {"version": "1", "reason": "Chờ số liệu"})
        accept_for(world, fresh(opened), LAST_DAY)
    assert sent.status_code == 302
    late = "gửi muộn, sau khi khóa kỳ"
    assert late in seen(world.snv_officer, page_of(opened))
    assert late in seen(world.snv_officer, f"{LIST}?nhom=tat-ca")
    assert "muộn" in seen(world.coordinator, f"/lich-bao-cao/?ky={owed.cycle.pk}")


def test_what_the_checks_found_is_listed_and_asks_a_reason_beside_its_field(
    world: World, opened: Submission
) -> None:
    write_for(world, opened, "Công tác chuyển đổi số đạt kết quả tích cực.")
    with noon(AS_OF):
        signed_in(world.snv_officer).post(page_of(opened, "lap-lai/"), {"version": "1"})
        head = signed_in(world.snv_head)
        asked = head.get(page_of(opened, "gui/")).content.decode()
        assert "Lý do gửi khi còn điểm chưa sửa" in asked
        found = re.search(r'name="seen" value="([0-9a-f]+)"', asked)
        assert found is not None
        typed = {"version": "2", "seen": found[1]}
        refused = head.post(page_of(opened, "gui/"), typed)
        assert refused.status_code == 422
        assert "Lý do gửi khi còn điểm chưa sửa" in refused.content.decode()
        sent = head.post(page_of(opened, "gui/"), typed | {"open_reason": "Chưa có số đo"})
    assert sent.status_code == 302
    assert fresh(opened).state == "sent"


def test_what_nobody_has_opened_is_taken_back_with_a_reason(
    world: World, opened: Submission
) -> None:
    send_for(world, opened)
    url = page_of(opened, "rut-lai/")
    assert "nơi nhận chưa mở xem" in seen(world.snv_officer, page_of(opened))
    with noon(AS_OF):
        head = signed_in(world.snv_head)
        assert url in head.get(page_of(opened)).content.decode()
        assert head.post(url, {"reason": ""}).status_code == 422
        back = head.post(url, {"reason": "Thiếu phụ lục"}, follow=True)
    assert "Đã rút lại báo cáo" in back.content.decode()
    assert fresh(opened).state == "writing"


def test_what_was_approved_and_not_sent_is_opened_again_with_a_reason(
    world: World, opened: Submission
) -> None:
    url = page_of(opened, "mo-lai/")
    assert url not in seen(world.snv_officer, page_of(opened))
    assert "không mở lại được" in seen(world.snv_officer, url)
    approve_plan_report(opened.report, actor(world.leader))
    with noon(AS_OF):
        officer = signed_in(world.snv_officer)
        shown = officer.get(page_of(opened)).content.decode()
        assert url in shown
        assert "Đã duyệt, chưa gửi" in shown
        assert page_of(opened, "lap-lai/") not in shown
        assert officer.post(url, {"reason": " "}).status_code == 422
        again = officer.post(url, {"reason": "Thiếu phụ lục"}, follow=True).content.decode()
    assert "Đã mở bản nháp mới" in again
    assert page_of(opened, "lap-lai/") in again
    assert page_of(opened, "mo-lai/") not in again
    assert fresh(opened).report.corrects_id == opened.report_id


def test_what_the_receiver_has_opened_cannot_be_taken_back(
    world: World, opened: Submission
) -> None:
    send_for(world, opened)
    seen(world.inspector, page_of(opened))
    assert fresh(opened).seen_at is None
    seen(world.coordinator, page_of(opened))
    shown = seen(world.snv_head, page_of(opened))
    assert page_of(opened, "rut-lai/") not in shown
    assert "nơi nhận mở xem lúc" in shown
    with noon(AS_OF):
        late = signed_in(world.snv_head).post(page_of(opened, "rut-lai/"), {"reason": "Sửa"})
    assert late.status_code == 409


def test_remarks_that_are_not_done_are_listed_before_sending_again(
    world: World, opened: Submission
) -> None:
    rework_for(world, return_for(world, send_for(world, opened)))
    listed = seen(world.snv_head, page_of(opened, "gui/"))
    assert "Nêu rõ kết quả chuyển đổi số" in listed
    assert "Chưa trả lời" in listed


def test_several_are_taken_in_at_once_and_what_was_not_is_told(
    world: World, owed: Owed, opened: Submission
) -> None:
    sent = send_for(world, opened)
    other = open_for(world, owed, "stc")
    with noon(AS_OF):
        other = send_submission(by=actor(world.stc_head), submission=other, version=1)
        make_remark(by=actor(world.coordinator), submission=other, text="Nêu rõ")
        receiver = signed_in(world.coordinator)
        picked = [f"{each.pk}:{sent_step(each).pk}" for each in (sent, other)]
        answer = receiver.post(f"{LIST}tiep-nhan/nhieu/", {"chon": picked})
        shown = answer.content.decode()
        again = receiver.post(f"{LIST}tiep-nhan/nhieu/", {"chon": picked[:1]})
        nothing = receiver.post(f"{LIST}tiep-nhan/nhieu/", {"chon": ["x", "9:9"]}, follow=True)
    assert answer.status_code == 409
    assert "Còn 1 góp ý chưa xong" in shown
    assert "Đã tiếp nhận 1 báo cáo" in shown
    assert (fresh(sent).state, fresh(other).state) == ("accepted", "sent")
    assert "vừa xử lý báo cáo này trước" in again.content.decode()
    assert nothing.status_code == 200


def test_the_queue_is_narrowed_and_tells_where_the_cycles_stand(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened, LAST_DAY + dt.timedelta(days=1))
    with noon(LAST_DAY + dt.timedelta(days=2)):
        [stand] = stand_of_cycles(actor(world.coordinator), LAST_DAY + dt.timedelta(days=2))
    counts = (stand.owed, stand.waiting, stand.late, stand.accepted, stand.missing, stand.awaited)
    assert counts == (3, 1, 1, 0, 2, 0)
    row = page_of(opened)
    for asked, is_listed in (
        ("?q=noi vu", True),
        ("?q=SNV", True),
        ("?q=tai chinh", False),
        ("?loc=muon", True),
        ("?loc=moi", True),
        ("?loc=lai", False),
        (f"?ky={owed.cycle.pk}", True),
    ):
        listed = seen(world.coordinator, f"{LIST}tiep-nhan/{asked}")
        assert (row in listed) is is_listed, asked
    seen(world.coordinator, row)
    assert row not in seen(world.coordinator, f"{LIST}tiep-nhan/?loc=moi")


def test_the_queue_takes_the_same_number_of_queries(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened)
    few = queries_of(world.coordinator, f"{LIST}tiep-nhan/")
    with noon(AS_OF):
        other = open_for(world, owed, "stc")
        send_submission(by=actor(world.stc_head), submission=other, version=1)
    assert queries_of(world.coordinator, f"{LIST}tiep-nhan/") == few
