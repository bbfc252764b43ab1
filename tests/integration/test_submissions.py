"""A body hands in its report: opened with its data, written, sent, taken in or returned; locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, approve_plan_report, compile_plan
from tests.submission_factories import (
    LAST_DAY,
    PLACE,
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
    take_back_for,
)
from tests.task_factories import noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.domain import clock
from tiendo.domain.submissions import SUBMISSION_MOVES
from tiendo.issuing.actions import (
    number_paper,
    open_paper,
    review_paper,
    sign_paper,
    submit_paper,
)
from tiendo.outbox.models import OutboxEvent
from tiendo.regimes.models import Cycle, ReportDuty, Submission, SubmissionState
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.receiving import accept_submission, return_submission
from tiendo.regimes.submissions.remarks import answer_remark, make_remark, settle_remark
from tiendo.regimes.submissions.sending import send_submission
from tiendo.regimes.submissions.taking_back import see_submission, take_back_submission
from tiendo.regimes.submissions.writing import (
    call_ready,
    compose_submission,
    open_submission,
    reopen_submission,
    rework_submission,
)
from tiendo.reporting.actions import correct_report
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import CheckPass, Report, ReportState
from tiendo.reporting.writings import words_of, write_words


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


def write(world: World, submission: Submission, text: str) -> None:
    with noon(AS_OF):
        by, report = actor(world.snv_officer), fresh(submission).report
        newest = words_of(report, PLACE)
        write_words(by=by, report=report, place=PLACE, text=text, base_version=newest.version)


def compose(world: World, submission: Submission) -> Report:
    with noon(AS_OF):
        current = fresh(submission)
        by, version = actor(world.snv_officer), current.report.version
        return compose_submission(by=by, submission=current, version=version)


def actions_of(submission: Submission) -> list[tuple[str, str]]:
    return list(submission.steps.values_list("action", "state"))


# Opening


def test_a_submission_opens_filled_from_the_bodys_own_data(
    world: World, owed: Owed, opened: Submission
) -> None:
    report = opened.report
    assert (report.body, report.issuer) == (world.snv, world.snv)
    assert report.addressee == world.skhcn.name
    assert (report.period_start, report.period_end, report.as_of) == (
        owed.cycle.period_start,
        owed.cycle.period_end,
        AS_OF,
    )
    total = report.figures.get(key="tasks.total")
    assert owed.plan.tasks["of_finance"].pk not in total.record_ids
    assert len(total.record_ids) == len(owed.plan.tasks) - 1
    assert actions_of(opened) == [("open", "writing")]


def test_opening_again_gives_the_one_that_is_open(
    world: World, owed: Owed, opened: Submission
) -> None:
    assert open_for(world, owed) == opened
    assert Report.objects.filter(body=world.snv).count() == 1


def test_before_the_closing_day_the_figures_are_those_of_today(world: World, owed: Owed) -> None:
    early = dt.date(2025, 10, 15)
    assert open_for(world, owed, "stc", early).report.as_of == early


def test_an_empty_period_is_reported_with_zeros_and_not_refused(world: World, owed: Owed) -> None:
    report = open_for(world, owed, "ea_trang").report
    total = report.figures.get(key="tasks.total")
    assert (total.value, total.value_state) == (Decimal(0), "value")
    assert report.figures.get(key="tasks.on_time_rate").value_state == "undefined"
    assert report.checks["is_clean"]


def test_a_period_that_has_not_begun_is_not_opened(world: World, owed: Owed) -> None:
    with pytest.raises(SubmissionError) as refused:
        open_for(world, owed, "stc", dt.date(2025, 8, 31))
    assert refused.value.code == "period_ahead"


def test_a_body_merged_away_opens_nothing_and_is_told_why(world: World, owed: Owed) -> None:
    duty = owed.duties["stc"]
    released = ReportDuty.objects.filter(pk=duty.pk)
    released.update(released_at=clock.now(), release_reason="Đã hợp nhất vào Sở Nội vụ")
    with pytest.raises(SubmissionError) as refused:
        open_for(world, owed, "stc")
    assert "Đã hợp nhất vào Sở Nội vụ" in str(refused.value)


def test_another_bodys_officer_opens_nothing(world: World, owed: Owed) -> None:
    with pytest.raises(PermissionRefused), noon(AS_OF):
        open_submission(by=actor(world.snv_officer), duty=owed.duties["stc"])


# Words


def test_words_enter_the_report_when_it_is_composed(world: World, opened: Submission) -> None:
    write(world, opened, "Đã tổ chức 12 lớp tập huấn")
    assert PLACE not in fresh(opened).report.narrative
    assert compose(world, opened).narrative[PLACE] == "Đã tổ chức 12 lớp tập huấn"


def test_a_figure_corrected_while_the_report_is_open_stands_after_composing(
    world: World, owed: Owed, opened: Submission
) -> None:
    before = opened.report.figures.get(key="tasks.overdue").value
    assert before is not None
    with noon(AS_OF):
        take_step(world, owed.plan.tasks["overdue"], "suspend")
    assert opened.report.figures.get(key="tasks.overdue").value == before
    assert compose(world, opened).figures.get(key="tasks.overdue").value == before - 1


# Sending


def test_the_head_sends_and_the_report_stays_as_it_was_sent(
    world: World, opened: Submission
) -> None:
    sent = send_for(world, opened)
    assert (sent.state, sent.is_late) == (SubmissionState.SENT, False)
    assert fresh(sent).report.state == ReportState.APPROVED
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=sent.report_id).update(title="Khác")
    with pytest.raises(ReportError) as refused:
        write(world, sent, "Viết sau khi gửi")
    assert refused.value.code == "not_a_draft"
    assert OutboxEvent.objects.filter(name="submission.sent").exists()


def test_an_officer_calls_ready_and_does_not_send(world: World, opened: Submission) -> None:
    with noon(AS_OF):
        call_ready(by=actor(world.snv_officer), submission=opened)
        with pytest.raises(PermissionRefused):
            send_submission(by=actor(world.snv_officer), submission=opened, version=1)
    assert actions_of(opened) == [("open", "writing"), ("ready", "writing")]


def test_words_that_are_not_composed_yet_hold_the_sending_up(
    world: World, opened: Submission
) -> None:
    write(world, opened, "Mới viết")
    with pytest.raises(SubmissionError) as refused:
        send_for(world, opened)
    assert refused.value.code == "words_newer"
    compose(world, opened)
    assert send_for(world, opened).state == SubmissionState.SENT


def test_what_was_composed_since_it_was_seen_is_not_sent(world: World, opened: Submission) -> None:
    compose(world, opened)
    with pytest.raises(ReportError) as refused, noon(AS_OF):
        send_submission(by=actor(world.snv_head), submission=opened, version=1)
    assert refused.value.code == "composed_meanwhile"


@pytest.mark.parametrize(
    ("on", "late"), [(LAST_DAY, False), (LAST_DAY + dt.timedelta(days=1), True)]
)
def test_late_is_what_is_sent_after_the_last_day(
    world: World, opened: Submission, on: dt.date, late: bool
) -> None:
    assert send_for(world, opened, on).is_late is late


def test_what_was_first_sent_in_time_is_not_late_when_sent_again(
    world: World, opened: Submission
) -> None:
    returned = return_for(world, send_for(world, opened))
    again = send_for(world, rework_for(world, returned), LAST_DAY + dt.timedelta(days=9))
    assert again.is_late is False


def test_after_the_lock_a_report_is_a_late_entry_with_its_reason(
    world: World, owed: Owed, opened: Submission
) -> None:
    closed = LAST_DAY + dt.timedelta(days=5)
    Cycle.objects.filter(pk=owed.cycle.pk).update(closed_at=clock.local_noon(closed))
    after = closed + dt.timedelta(days=1)
    with pytest.raises(SubmissionError) as refused:
        send_for(world, opened, after)
    assert "25/11/2025" in str(refused.value)
    sent = send_for(world, opened, after, reason="Chờ số liệu của Kho bạc")
    assert sent.is_late
    assert sent.is_after_closing
    assert sent_step(sent).reason == "Chờ số liệu của Kho bạc"


def test_what_is_sent_after_an_early_lock_is_late_although_its_day_is_not_past(
    world: World, owed: Owed, opened: Submission
) -> None:
    Cycle.objects.filter(pk=owed.cycle.pk).update(closed_at=clock.local_noon(AS_OF))
    assert send_for(world, opened, AS_OF + dt.timedelta(days=1), reason="Chờ số liệu").is_late


def test_a_body_released_meanwhile_sends_nothing(
    world: World, owed: Owed, opened: Submission
) -> None:
    released = ReportDuty.objects.filter(pk=owed.duties["snv"].pk)
    released.update(released_at=clock.now(), release_reason="Đã hợp nhất")
    with pytest.raises(SubmissionError) as refused:
        send_for(world, opened)
    assert refused.value.code == "duty_released"


def test_what_the_checks_found_is_sent_with_a_reason_alone(
    world: World, opened: Submission
) -> None:
    write(world, opened, "Công tác chuyển đổi số đạt kết quả tích cực.")
    compose(world, opened)
    with pytest.raises(ReportError) as refused:
        send_for(world, opened)
    assert refused.value.code == "findings_open"
    sent = send_for(world, opened, open_reason="Chưa có số đo của năm")
    passed = CheckPass.objects.filter(report=sent.report_id).values_list("reason", flat=True)
    assert set(passed) == {"Chưa có số đo của năm"}


# Taken back


def test_what_nobody_has_opened_is_taken_back_into_a_new_draft(
    world: World, opened: Submission
) -> None:
    write(world, opened, "Bản đầu")
    compose(world, opened)
    sent = send_for(world, opened)
    first = sent.report
    back = take_back_for(world, sent, "Thiếu phụ lục")
    assert (back.state, back.sent_at, back.returns) == (SubmissionState.WRITING, None, 0)
    assert (back.report.state, back.report.corrects) == (ReportState.DRAFT, first)
    assert words_of(back.report, PLACE).text == "Bản đầu"
    assert Report.objects.get(pk=first.pk).state == ReportState.APPROVED
    assert actions_of(back)[-1] == ("take_back", "writing")
    assert OutboxEvent.objects.filter(name="submission.taken_back").exists()
    assert send_for(world, back).state == SubmissionState.SENT


def test_nobody_is_in_time_by_sending_and_taking_back(world: World, opened: Submission) -> None:
    back = take_back_for(world, send_for(world, opened), "Sửa số liệu")
    assert send_for(world, back, LAST_DAY + dt.timedelta(days=1)).is_late


def test_what_was_returned_and_is_taken_back_keeps_its_first_day(
    world: World, opened: Submission
) -> None:
    again = send_for(world, rework_for(world, return_for(world, send_for(world, opened))))
    back = take_back_for(world, again, "Sửa thêm")
    assert send_for(world, back, LAST_DAY + dt.timedelta(days=9)).is_late is False


def test_what_the_receiver_has_opened_is_not_taken_back(world: World, opened: Submission) -> None:
    sent = send_for(world, opened)
    with noon(AS_OF):
        assert see_submission(by=actor(world.coordinator), submission=sent)
        assert see_submission(by=actor(world.skhcn_head), submission=sent) is False
    with pytest.raises(SubmissionError) as refused:
        take_back_for(world, sent, "Sửa")
    assert refused.value.code == "already_seen"
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=sent.pk).update(state="writing")
    mended = rework_for(world, return_for(world, sent))
    assert take_back_for(world, send_for(world, mended), "Sửa").state == SubmissionState.WRITING


def test_taking_back_needs_a_reason_and_the_head(world: World, opened: Submission) -> None:
    sent = send_for(world, opened)
    with pytest.raises(SubmissionError) as refused:
        take_back_for(world, sent, " ")
    assert refused.value.code == "taken_back_without_reason"
    with pytest.raises(PermissionRefused), noon(AS_OF):
        take_back_submission(by=actor(world.snv_officer), submission=sent, reason="Sửa")


def test_what_was_numbered_is_not_taken_back(world: World, opened: Submission) -> None:
    sent = send_for(world, opened)
    numbered(world, sent)
    with pytest.raises(SubmissionError) as refused:
        take_back_for(world, sent, "Sửa")
    assert refused.value.code == "already_numbered"


def numbered(world: World, submission: Submission) -> None:
    """The paper of an approved report, signed and numbered by the body's own people."""
    by, head = actor(world.snv_officer), actor(world.snv_head)
    with clock.at(clock.local_noon(AS_OF)):
        paper = open_paper(by=by, report=fresh(submission).report)
        paper = review_paper(by=by, paper=paper, opinion="Đủ thể thức")
        paper = submit_paper(by=by, paper=paper, signer_name="Người Ký")
        paper = sign_paper(by=head, paper=paper)
        number_paper(by=head, paper=paper, number=12, day=AS_OF)


# Receiving


def test_what_is_taken_in_is_changed_by_nobody(world: World, opened: Submission) -> None:
    accepted = accept_for(world, send_for(world, opened))
    assert accepted.state == SubmissionState.ACCEPTED
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=accepted.pk).update(state="returned")
    with pytest.raises(SubmissionError):
        send_for(world, accepted)


def test_a_return_needs_a_remark_or_a_reason(world: World, opened: Submission) -> None:
    sent = send_for(world, opened)
    with pytest.raises(SubmissionError) as refused, noon(AS_OF):
        return_submission(by=actor(world.coordinator), submission=sent, seen=sent_step(sent).pk)
    assert refused.value.code == "return_without_reason"


def test_what_was_returned_is_mended_in_a_new_draft_and_the_old_one_stays(
    world: World, opened: Submission
) -> None:
    write(world, opened, "Bản đầu")
    compose(world, opened)
    returned = return_for(world, send_for(world, opened))
    assert (returned.state, returned.returns) == (SubmissionState.RETURNED, 1)
    first = returned.report
    with pytest.raises(SubmissionError) as refused:
        send_for(world, returned)
    assert refused.value.code == "not_reworked"
    mended = rework_for(world, returned)
    assert mended.report.corrects == first
    assert words_of(mended.report, PLACE).text == "Bản đầu"
    write(world, mended, "Bản đầu\nThêm kết quả")
    compose(world, mended)
    again = send_for(world, mended)
    assert Report.objects.get(pk=first.pk).narrative[PLACE] == "Bản đầu"
    assert fresh(again).report.narrative[PLACE] == "Bản đầu\nThêm kết quả"
    assert return_for(world, again).returns == 2


def test_a_mended_report_that_never_went_out_does_not_speak_of_the_one_before(
    world: World, opened: Submission
) -> None:
    mended = rework_for(world, return_for(world, send_for(world, opened)))
    is_told = "thay thế báo cáo cùng kỳ" in str(mended.report.content)
    assert is_told is False


def test_a_correction_begun_on_the_reports_page_is_the_one_that_is_mended(
    world: World, opened: Submission
) -> None:
    returned = return_for(world, send_for(world, opened))
    with noon(AS_OF):
        begun = correct_report(by=actor(world.coordinator), report=returned.report, reason="Sai")
    assert rework_for(world, returned).report == begun


def test_a_report_that_was_approved_before_is_sent_as_it_is(
    world: World, opened: Submission
) -> None:
    approve_plan_report(opened.report, actor(world.leader))
    assert send_for(world, opened).state == SubmissionState.SENT


def test_a_report_that_was_approved_and_not_sent_is_opened_again(
    world: World, owed: Owed, opened: Submission
) -> None:
    approved = approve_plan_report(opened.report, actor(world.leader))
    stranger = compile_plan(world, owed.plan)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=opened.pk).update(report=stranger)
    with pytest.raises(SubmissionError) as refused:
        reopen(world, opened, " ")
    assert refused.value.code == "reopened_without_reason"
    again = reopen(world, opened, "Thiếu phụ lục")
    assert (again.state, again.report.corrects) == (SubmissionState.WRITING, approved)
    assert actions_of(again)[-1] == ("reopen", "writing")
    assert fresh(opened).report.state == ReportState.DRAFT
    with pytest.raises(SubmissionError) as refused:
        reopen(world, opened, "Lần nữa")
    assert refused.value.code == "nothing_to_reopen"
    assert send_for(world, again).state == SubmissionState.SENT
    with pytest.raises(SubmissionError) as refused:
        reopen(world, opened, "Sau khi gửi")
    assert refused.value.code == "wrong_state"


def test_an_approved_report_that_is_corrected_is_not_sent(world: World, opened: Submission) -> None:
    approve_plan_report(opened.report, actor(world.leader))
    with noon(AS_OF):
        begun = correct_report(by=actor(world.snv_head), report=opened.report, reason="Sai số")
    with pytest.raises(SubmissionError) as refused:
        send_for(world, opened)
    assert refused.value.code == "corrected_meanwhile"
    assert reopen(world, opened, "Sai số").report == begun


def test_what_holds_a_number_is_not_opened_again(world: World, opened: Submission) -> None:
    approve_plan_report(opened.report, actor(world.leader))
    numbered(world, opened)
    with pytest.raises(SubmissionError) as refused:
        reopen(world, opened, "Sửa")
    assert refused.value.code == "number_held"


def reopen(world: World, submission: Submission, reason: str) -> Submission:
    with noon(AS_OF):
        by = actor(world.snv_officer)
        return reopen_submission(by=by, submission=submission, reason=reason)


def test_of_two_who_mend_one_opens_the_draft(world: World, opened: Submission) -> None:
    returned = return_for(world, send_for(world, opened))
    rework_for(world, returned)
    with pytest.raises(SubmissionError) as refused, noon(AS_OF):
        rework_submission(by=actor(world.snv_head), submission=returned)
    assert refused.value.code == "already_reworked"


def test_of_two_who_decide_the_later_is_told_who_was_first(
    world: World, opened: Submission
) -> None:
    sent = send_for(world, opened)
    seen = sent_step(sent).pk
    accept_for(world, sent)
    with pytest.raises(SubmissionError) as refused, noon(AS_OF):
        by = actor(world.skhcn_head)
        return_submission(by=by, submission=sent, seen=seen, reason="Thiếu số liệu")
    assert refused.value.code == "decided_meanwhile"
    assert str(world.coordinator) in str(refused.value)
    assert fresh(sent).returns == 0


def test_nobody_takes_in_what_he_has_not_seen(world: World, opened: Submission) -> None:
    """It was returned and sent again since the page was opened: both drafts have version 1."""
    first = send_for(world, opened)
    seen = sent_step(first).pk
    again = send_for(world, rework_for(world, return_for(world, first)))
    with pytest.raises(SubmissionError) as refused, noon(AS_OF):
        accept_submission(by=actor(world.skhcn_head), submission=again, seen=seen)
    assert refused.value.code == "decided_meanwhile"


# Remarks


def test_remarks_are_answered_by_the_body_and_settled_by_who_receives(
    world: World, opened: Submission
) -> None:
    returned = return_for(world, send_for(world, opened))
    remark = open_remark(returned)
    with noon(AS_OF):
        answer_remark(by=actor(world.snv_officer), remark=remark, text="Đã bổ sung tại Mục I")
        settled = settle_remark(by=actor(world.coordinator), remark=remark)
        assert (settled.answer, settled.settled_by) == ("Đã bổ sung tại Mục I", world.coordinator)
        with pytest.raises(SubmissionError) as refused:
            answer_remark(by=actor(world.snv_officer), remark=remark, text="Thêm")
    assert refused.value.code == "remark_settled"
    with pytest.raises(DatabaseError), transaction.atomic():
        type(remark).objects.filter(pk=remark.pk).update(text="Khác")


def test_a_stranger_neither_remarks_nor_answers(world: World, opened: Submission) -> None:
    sent = send_for(world, opened)
    with pytest.raises(PermissionRefused), noon(AS_OF):
        make_remark(by=actor(world.stc_head), submission=sent, text="Góp ý")
    returned = return_for(world, sent)
    with pytest.raises(PermissionRefused), noon(AS_OF):
        answer_remark(by=actor(world.stc_officer), remark=open_remark(returned), text="Trả lời")


def test_nothing_is_remarked_on_before_it_was_sent(world: World, opened: Submission) -> None:
    with pytest.raises(SubmissionError) as refused, noon(AS_OF):
        make_remark(by=actor(world.coordinator), submission=opened, text="Góp ý")
    assert refused.value.code == "wrong_state"


# The database


def test_the_database_knows_the_table_of_moves(world: World, opened: Submission) -> None:
    allowed = {(move.source, move.target) for move in SUBMISSION_MOVES}
    assert ("writing", "accepted") not in allowed
    for target in ("accepted", "returned"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Submission.objects.filter(pk=opened.pk).update(state=target)
