"""The screens of submissions: one click to a filled report, words that several write, remarks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

import vanban
from tests.compiling_factories import ask_compiling, hand_in
from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, PERIOD
from tests.submission_factories import (
    LAST_DAY,
    PLACE,
    Owed,
    accept_for,
    fresh,
    make_cycle,
    make_owed,
    open_for,
    open_remark,
    owe,
    return_for,
    rework_for,
    send_for,
    sent_step,
    write_for,
)
from tests.task_factories import noon, take_step
from tiendo.accounts.models import User
from tiendo.alerts.events import tell_of_event
from tiendo.composer.figures import find_figures
from tiendo.organisations.models import Succession
from tiendo.outbox.models import OutboxEvent
from tiendo.regimes.compiling.actions import compile_cycle, run_compiling
from tiendo.regimes.models import Cycle, Remark, Submission
from tiendo.regimes.submissions.changes import before, compare_figures
from tiendo.regimes.submissions.queries import stand_of_cycles, submission_with_duty
from tiendo.regimes.submissions.receiving import accept_submission
from tiendo.regimes.submissions.remarks import make_remark
from tiendo.regimes.submissions.sending import send_submission
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.queries import file_of
from tiendo.reporting.writings import history_of, words_of
from tiendo.workspace.submission_page import parts_of

LIST = "/bao-cao-ky/"


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


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page_of(submission: Submission, path: str = "") -> str:
    return f"{LIST}{submission.pk}/{path}"


def seen(user: User, path: str) -> str:
    with noon(AS_OF):
        response = signed_in(user).get(path)
    assert response.status_code == 200
    return response.content.decode()


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


# What is compiled and sent on


def test_the_provinces_report_is_compiled_and_sent_up_by_its_leader(
    world: World, owed: Owed
) -> None:
    """Each level is compiled from the one below; the head of the department, then the leader of
    the committee sends it, and takes it back."""
    up = {"skhcn": world.ubnd, "ubnd": None}
    for body, addressee in up.items():
        owed.duties[body] = owe(world, owed.cycle, body)
        owed.duties[body].addressee, owed.duties[body].addressee_text = addressee, "Đảng ủy"
        owed.duties[body].save()
    hand_in(world, owed, "stc", "Đã họp giao ban 4 lần")
    with noon(AS_OF):
        run_compiling(ask_compiling(world, owed).pk)
        department = Submission.objects.get(duty=owed.duties["skhcn"])
        head, leader = signed_in(world.skhcn_head), signed_in(world.leader)
        assert "Gửi báo cáo" in head.get(page_of(department)).content.decode()
        typed = {"version": department.report.version, "open_reason": "Chờ các đơn vị còn lại"}
        assert head.post(page_of(department, "gui/"), typed).status_code == 302
        assert fresh(department).state == "sent"
        accept_submission(
            by=actor(world.coordinator), submission=department, seen=sent_step(department).pk
        )
        made = compile_cycle(by=actor(world.coordinator), cycle=owed.cycle, body=world.ubnd)
        run_compiling(made.pk)
        province = Submission.objects.get(duty=owed.duties["ubnd"])
        write = page_of(province, f"viet/{written_place(province)}/")
        assert write in signed_in(world.coordinator).get(page_of(province)).content.decode()
        assert "Đảng ủy" in leader.get(page_of(province, "gui/")).content.decode()
        typed["version"] = province.report.version
        assert leader.post(page_of(province, "gui/"), typed).status_code == 302
        assert fresh(province).state == "sent"
        back = leader.post(page_of(province, "rut-lai/"), {"reason": "Bổ sung phụ lục"})
        assert back.status_code == 302
    mended = fresh(province).report
    assert (mended.state, mended.sources.count()) == ("draft", 1)


def written_place(submission: Submission) -> str:
    return outline_of(submission.report).narratives[0].name


# What changed since the last one


def later(world: World, owed: Owed, body: str = "snv") -> Submission:
    """The submission of the next cycle, thirty days on."""
    day = AS_OF + dt.timedelta(days=30)
    start = PERIOD[1] + dt.timedelta(days=1)
    cycle = make_cycle(
        owed.cycle.version, label="2025-12", period_start=start, period_end=day, closing_on=day
    )
    duty = owe(world, cycle, body, day + dt.timedelta(days=9))
    return open_for(world, Owed(owed.plan, cycle, {body: duty}), body, day)


def test_changes_since_the_last_submission_are_shown(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened)
    day = AS_OF + dt.timedelta(days=3)
    with noon(day):
        for step in ("approve", "confirm"):
            take_step(world, owed.plan.tasks["awaiting_overdue"], step)
    submission = submission_with_duty(later(world, owed).pk)
    held = before(submission)
    assert held.submission == opened
    changes = {row.label: row for row in compare_figures(opened.report, submission.report)}
    late = next(row for label, row in changes.items() if "quá hạn" in label and row.difference)
    assert late.then != late.now
    with noon(AS_OF + dt.timedelta(days=30)):
        page = signed_in(world.snv_officer).get(page_of(submission, "thay-doi/"))
    shown = page.content.decode()
    assert owed.plan.tasks["awaiting_overdue"].title in shown
    assert owed.plan.tasks["on_time"].title not in shown


def test_the_first_report_has_nothing_to_be_held_against(world: World, opened: Submission) -> None:
    assert "Chưa có báo cáo kỳ trước" in seen(world.snv_officer, page_of(opened, "thay-doi/"))


def test_a_body_that_carries_on_another_is_held_against_its_report(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened)
    succeed(world, "snv", "stc")
    submission = submission_with_duty(later(world, owed, "stc").pk)
    assert before(submission).submission == opened


def test_a_body_merged_of_two_is_held_against_neither_and_both_are_named(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened)
    other = open_for(world, owed, "ea_trang")
    Submission.objects.filter(pk=other.pk).update(state="sent", sent_at=fresh(opened).sent_at)
    succeed(world, "snv", "stc")
    succeed(world, "ea_trang", "stc")
    submission = submission_with_duty(later(world, owed, "stc").pk)
    held = before(submission)
    assert held.submission is None
    assert set(held.merged) == {opened, other}
    with noon(AS_OF + dt.timedelta(days=30)):
        page = signed_in(world.coordinator).get(page_of(submission, "thay-doi/"))
    assert "không cộng, không so trực tiếp" in page.content.decode()


def succeed(world: World, old: str, new: str) -> None:
    Succession.objects.create(
        predecessor=getattr(world, old),
        successor=getattr(world, new),
        kind="merged",
        effective_on=AS_OF + dt.timedelta(days=1),
        source="tests",
    )


# Its own official report


def test_the_file_is_the_bodys_own_official_report(world: World, opened: Submission) -> None:
    write_for(world, opened, "Đã tổ chức 12 lớp tập huấn")
    with noon(AS_OF):
        client = signed_in(world.snv_officer)
        client.post(page_of(opened, "lap-lai/"), {"version": "1"})
        answer = client.get(f"/bao-cao/{opened.report_id}/tai-ve/")
    assert answer.status_code == 200
    source = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    stored = file_of(fresh(opened).report)
    assert stored is not None
    read = vanban.read(source, "bao-cao.docx")
    header = vanban.parse(read).header
    text = read.content
    assert "SỞ NỘI VỤ" in text
    assert "/BC-SNV" in text
    assert "Kính gửi: Sở Khoa học và Công nghệ" in text
    assert "GIÁM ĐỐC" in text
    assert "Nơi nhận" in text
    assert "Đã tổ chức 12 lớp tập huấn" in text
    assert (header.type, header.issuer) == ("Báo cáo", "Sở Nội vụ")
    assert header.addressees == ("Sở Khoa học và Công nghệ",)
    assert (header.number, header.date) == (None, None)
    assert len(find_figures(source)) >= opened.report.figures.count()


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


# Who may, and what it costs


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


def queries_of(user: User, path: str) -> int:
    with noon(AS_OF):
        client = signed_in(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
    return len(found)


def test_taken_in_is_shown_without_steps(world: World, opened: Submission) -> None:
    accept_for(world, send_for(world, opened))
    for user in (world.snv_head, world.coordinator):
        shown = seen(user, page_of(opened))
        for step in ("gui/", "tra-lai/", "tiep-nhan/", "lap-lai/", "sua-lai/"):
            assert page_of(opened, step) not in shown
