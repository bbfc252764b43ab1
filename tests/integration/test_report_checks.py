"""The checks before signing: what they find in a report, and going on all the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import World, actor, make_body, make_world
from tests.report_factories import (
    AS_OF,
    Plan,
    approve_plan_report,
    compile_plan,
    make_plan,
)
from tests.task_factories import noon, take_step
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.organisations.models import Succession, SuccessionKind
from tiendo.reporting.actions import approve_report, correct_report, recompile_report
from tiendo.reporting.checking import Finding, Weight, find_findings, fingerprint
from tiendo.reporting.checking.messages import say_finding
from tiendo.reporting.checking.passing import open_findings
from tiendo.reporting.errors import ReportError
from tiendo.reporting.gathering.contradictions import Contradiction, Saying
from tiendo.reporting.gathering.sources import Source
from tiendo.reporting.models import CheckPass, Figure, Report, ReportSource, ReportState

OLD = dt.date(2008, 1, 1)
EVENING = clock.local_noon(AS_OF) + dt.timedelta(hours=5)


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Plan, Report]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    plan = make_plan(world)
    return world, plan, compile_plan(world, plan)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Plan, Report]) -> tuple[World, Plan, Report]:
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Plan, Report]) -> World:
    return own[0]


@pytest.fixture
def plan(own: tuple[World, Plan, Report]) -> Plan:
    return own[1]


@pytest.fixture
def report(own: tuple[World, Plan, Report]) -> Report:
    return own[2]


def found(world: World, report: Report) -> tuple[Finding, ...]:
    with clock.at(EVENING):
        return find_findings(actor(world.leader), report)


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {each.code for each in findings if each.weight is not Weight.NOTE}


def say(world: World, report: Report, words: str, place: str = "assessment") -> Report:
    """The report compiled again with words in a place of its outline."""
    with noon(AS_OF):
        return recompile_report(
            by=actor(world.coordinator), report=report, narrative={place: words}
        )


def register(world: World, number: str, day: dt.date, title: str = "Kế hoạch hành động") -> None:
    Document.objects.create(
        type_name="Kế hoạch",
        title=title,
        number=number,
        number_raw=number,
        issuer=world.ubnd,
        issuer_text=world.ubnd.name,
        issued_on=day,
        folded=number.casefold(),
        created_by=world.coordinator,
        created_at=clock.now(),
    )


# What is found


def test_a_report_that_is_in_order_has_nothing_open(world: World, report: Report) -> None:
    assert codes(found(world, report)) == set()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Công tác chỉ đạo đạt kết quả tích cực.", "claim_without_data"),
        ("Có 5 nhiệm vụ hoàn thành đúng hạn.", "typed_number_differs"),
        ("Học Nghị quyết số 57-NQ-TW của Bộ Chính trị.", "symbol_corrected"),
        ("Đã họp ngày 6/5/2025 và ngày 16/01/2025.", "unpadded_date"),
        ("Các cơ quan (Sở Nội vụ, Sở Tài chính đã họp.", "unbalanced_mark"),
        ("Công tác tỏng hợp đã xong.", "misspelling"),
        ('Phong trào "Bình dân học vụ số" và “Chuyển đổi số”.', "quotes_mixed"),
        ("Đã họp ngày 31/02/2025.", "impossible_date"),
        ("Đã tổ chức hội nghị ngày 20/12/2025.", "day_not_come"),
        ("Ngày 20/12/2025, Sở Nội vụ đã tổ chức hội nghị.", "day_not_come"),
        ("Tính đến hết tháng 12/2025, các sở đã họp.", "period_not_come"),
        ("Số liệu báo cáo là của quý II/2024.", "period_of_another"),
        ("Tính đến ngày 31/10/2025, các sở đã họp.", "words_older"),
        (
            "Trong kỳ đã ban hành Kế hoạch số 12/KH-UBND ngày 05/3/2024 của UBND tỉnh.",
            "document_outside_period",
        ),
        ("Tổng 500 triệu đồng, trong đó tỉnh 600 triệu đồng.", "part_exceeds_whole"),
    ],
)
def test_what_people_wrote_is_held_against_rules_and_data(
    world: World, report: Report, words: str, code: str
) -> None:
    again = say(world, report, words)
    findings = [each for each in found(world, again) if each.code == code]
    assert len(findings) == 1
    assert findings[0].place.heading == "I.1. Tình hình chung"
    assert words.startswith(findings[0].place.words[:20])
    said = say_finding(findings[0])
    assert said.what and said.why and said.mend


@pytest.mark.parametrize(
    "words",
    [
        "Đã giao hoàn thành trước ngày 20/12/2025.",
        "Đã xin lùi hạn đến ngày 20/12/2025.",
        "Sẽ họp ngày 20/12/2025.",
        "Ước tính đến ngày 31/12/2025, các sở họp xong.",
        "Đã ban hành dự toán của năm 2026.",
        "Tính đến ngày 10/11/2025, các sở đã họp.",
        "Trong kỳ đã ban hành Kế hoạch số 12/KH-UBND ngày 05/11/2025 của UBND tỉnh.",
        "Tổng 500 triệu đồng, trong đó tỉnh 300 triệu đồng.",
        "Sở Thông tin và Truyền thông trước đây đã bàn giao hồ sơ.",
    ],
)
def test_what_may_well_be_so_is_let_pass(world: World, report: Report, words: str) -> None:
    make_body("Sở Thông tin và Truyền thông", since=OLD, until=dt.date(2025, 3, 1))
    assert codes(found(world, say(world, report, words))) == set()


def test_a_body_that_is_no_more_is_told_with_its_heir(world: World, report: Report) -> None:
    gone = make_body("Sở Thông tin và Truyền thông", since=OLD, until=dt.date(2025, 3, 1))
    Succession.objects.create(
        predecessor=gone,
        successor=world.snv,
        kind=SuccessionKind.MERGED,
        effective_on=dt.date(2025, 3, 1),
        source="tests",
    )
    again = say(world, report, "Sở Thông tin và Truyền thông đã trình đề án.")
    [finding] = [each for each in found(world, again) if each.code == "former_body"]
    assert say_finding(finding).what.endswith(f"; nay là {world.snv.name}")


def test_a_sentence_that_stands_twice_is_told(world: World, report: Report) -> None:
    once = "Các sở đã rà soát lại toàn bộ danh mục việc được phân công"
    again = say(world, report, f"{once}.\nCác sở đã họp. {once}.")
    [finding] = [each for each in found(world, again) if each.code == "sentence_repeated"]
    assert finding.place.words.startswith("Các sở đã họp")
    assert "sentence_repeated" not in codes(found(world, say(world, again, f"{once}.")))


def test_an_unpadded_date_is_told_with_its_right_form(world: World, report: Report) -> None:
    again = say(world, report, "Đã họp ngày 6/1/2025.")
    finding = next(each for each in found(world, again) if each.code == "unpadded_date")
    assert finding.needs_reason
    assert "06/01/2025" in say_finding(finding).what


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Thực hiện Kế hoạch số 12/KH-UBND ngày 06/3/2025 của UBND tỉnh.", "citation_date_differs"),
        (
            "Thực hiện Kế hoạch số 21/KH-UBND ngày 05/3/2025 của UBND tỉnh.",
            "citation_number_differs",
        ),
    ],
)
def test_citations_are_held_against_the_register(
    world: World, report: Report, words: str, code: str
) -> None:
    register(world, "12/KH-UBND", dt.date(2025, 3, 5))
    again = say(world, report, words)
    assert codes(found(world, again)) == {code}
    right = say(world, again, "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/3/2025 của UBND tỉnh.")
    assert codes(found(world, right)) == set()


def test_another_plan_of_one_day_and_one_of_another_body_are_no_slips(
    world: World, report: Report
) -> None:
    register(world, "12/KH-UBND", dt.date(2025, 3, 5))
    words = (
        "Thực hiện Kế hoạch số 47/KH-UBND ngày 05/3/2025 của UBND tỉnh.\n"
        "Thực hiện Kế hoạch số 21/KH-UBND ngày 05/3/2025 của UBND xã Ea Trang."
    )
    assert codes(found(world, say(world, report, words))) == set()


def test_a_document_nobody_registered_is_noted(world: World, report: Report) -> None:
    again = say(world, report, "Thực hiện Kế hoạch số 77/KH-UBND ngày 06/3/2025 của UBND tỉnh.")
    note = next(each for each in found(world, again) if each.code == "citation_unregistered")
    assert note.weight is Weight.NOTE
    assert note.params["number"] == "77/KH-UBND"


def test_figures_of_a_day_before_the_close_are_told(world: World, plan: Plan) -> None:
    early = compile_plan(world, plan, period_end=AS_OF + dt.timedelta(days=20), as_of=AS_OF)
    finding = next(each for each in found(world, early) if each.code == "figures_before_closing")
    assert finding.params == {"as_of": "10/11/2025", "closing": "30/11/2025"}


def test_a_figure_that_changed_since_is_told_with_both_values(
    world: World, plan: Plan, report: Report
) -> None:
    with clock.at(EVENING):
        take_step(world, plan.tasks["awaiting_overdue"], "approve")
        take_step(world, plan.tasks["awaiting_overdue"], "confirm")
    late = clock.local_noon(AS_OF) + dt.timedelta(hours=7)
    with clock.at(late):
        changed = {
            each.figure: each.params
            for each in find_findings(actor(world.leader), report)
            if each.code == "figure_changed"
        }
    assert changed["tasks.done_late"]["then"] == "1"
    assert changed["tasks.done_late"]["now"] == "2"
    assert "tasks.total" not in changed


def test_a_figure_is_not_computed_again_for_who_does_not_see_its_records(
    world: World, plan: Plan, report: Report
) -> None:
    with clock.at(EVENING):
        assert find_findings(actor(world.clerk), report) == tuple(
            each for each in find_findings(actor(world.leader), report)
        )


def test_an_empty_heading_is_told(world: World, report: Report) -> None:
    content = deepcopy(report.content)
    blocks = content["blocks"]
    heading = next(at for at, each in enumerate(blocks) if each["_"] == "Heading")
    blocks.insert(heading, {"_": "Heading", "level": 1, "marker": "I", "text": "Mục trống"})
    Report.objects.filter(pk=report.pk).update(content=content)
    report.refresh_from_db()
    empty = [each for each in found(world, report) if each.code == "heading_empty"]
    assert [each.params["heading"] for each in empty] == ["Mục trống"]


def test_a_file_that_differs_from_the_data_blocks(world: World, report: Report) -> None:
    report.checks |= {"differences": [["figure", "a=1", "a=2"]], "is_clean": False}
    report.save(update_fields=["checks"])
    first = found(world, report)[0]
    assert (first.code, first.is_blocking) == ("file_figure_differs", True)


def test_sources_that_were_corrected_or_disagree_are_told(
    world: World, plan: Plan, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = approve_plan_report(compile_plan(world, plan, body=world.snv), actor(world.leader))
    ReportSource.objects.create(report=report, source=below, order=0)
    assert "source_corrected" not in codes(found(world, report))
    with clock.at(EVENING + dt.timedelta(hours=2)):
        correct_report(by=actor(world.coordinator), report=below, reason="Sai số")
    says = (
        Saying((Source(below.pk, world.snv.pk, "Sở Nội vụ", "SNV", AS_OF),), "5"),
        Saying((), "6"),
    )
    open_one = Contradiction("figure:a", "figure", "Số lớp học", says)
    monkeypatch.setattr(
        "tiendo.reporting.checking.freshness.contradictions", lambda _report: (open_one,)
    )
    told = {each.code: say_finding(each).what for each in found(world, report)}
    assert "Sở Nội vụ" in told["source_corrected"]
    assert "“Số lớp học”: Sở Nội vụ: 5; sổ theo dõi: 6" in told["sources_disagree"]


def test_a_task_two_reports_count_in_two_states_is_told(
    world: World, plan: Plan, report: Report
) -> None:
    late = Figure.objects.get(report=report, key="tasks.overdue").record_ids
    for at, (body, key) in enumerate(((world.snv, "done_late"), (world.stc, "overdue"))):
        below = compile_plan(world, plan, body=body)
        ReportSource.objects.create(report=report, source=below, order=at)
        figure = Figure.objects.get(report=report, key=f"tasks.{key}")
        figure.pk, figure.report, figure.record_ids = None, below, late[:1]
        figure.key, figure.order = f"tasks.{key}", 900
        Figure.objects.filter(report=below, key=figure.key).update(key=f"was.{key}")
        figure.save()
    [said] = [say_finding(e).what for e in found(world, report) if e.code == "task_told_twice"]
    assert said.endswith("Sở Nội vụ: Hoàn thành quá hạn; Sở Tài chính: Quá hạn, chưa hoàn thành")


def test_the_checks_ask_the_same_queries_however_much_is_written(
    world: World, report: Report
) -> None:
    once = say(world, report, "Các sở đã họp.")
    with CaptureQueriesContext(connection) as short:
        found(world, once)
    long = say(world, report, "\n".join(f"Đạt kết quả tốt ở nơi thứ {'x' * n}." for n in range(30)))
    with CaptureQueriesContext(connection) as more:
        assert len(found(world, long)) > 30
    assert len(more) == len(short)


# Going on


def test_what_is_open_needs_a_reason_that_is_kept(world: World, report: Report) -> None:
    again = say(world, report, "Công tác chỉ đạo đạt kết quả tích cực.")
    by = actor(world.leader)
    with clock.at(EVENING), pytest.raises(ReportError) as refused:
        approve_report(by=by, report=again, version=again.version)
    assert refused.value.code == "findings_open"
    assert "1 điểm" in str(refused.value)
    with clock.at(EVENING):
        done = approve_report(
            by=by, report=again, version=again.version, reason=" Số liệu nêu ở phụ lục. "
        )
    assert done.state == ReportState.APPROVED
    (kept,) = open_findings(done)
    assert (kept.code, kept.reason) == ("claim_without_data", "Số liệu nêu ở phụ lục.")
    assert "đạt kết quả tích cực" in kept.words[0]
    event = AuditEvent.objects.filter(action="report.approve").latest("pk")
    assert event.reason == "Số liệu nêu ở phụ lục."
    assert event.after is not None
    assert event.after["open_findings"] == 1


def test_a_reason_without_anything_open_is_not_kept(world: World, report: Report) -> None:
    with clock.at(EVENING):
        done = approve_report(
            by=actor(world.leader), report=report, version=report.version, reason="Không cần"
        )
    assert open_findings(done) == ()


def test_what_came_up_since_it_was_looked_at_is_told_first(
    world: World, plan: Plan, report: Report
) -> None:
    again = say(world, report, "Công tác chỉ đạo đạt kết quả tích cực.")
    seen = fingerprint(found(world, again))
    with clock.at(EVENING):
        take_step(world, plan.tasks["awaiting_overdue"], "approve")
        take_step(world, plan.tasks["awaiting_overdue"], "confirm")
    by = actor(world.leader)
    approve = partial(approve_report, by=by, report=again, version=again.version, reason="Đã rõ")
    with clock.at(EVENING + dt.timedelta(hours=1)):
        with pytest.raises(ReportError) as refused:
            approve(seen=seen)
        assert refused.value.code == "findings_changed"
        assert refused.value.is_conflict
        approve(seen=fingerprint(find_findings(by, again)))


def test_of_two_who_approve_one_wins_and_the_reason_is_kept_once(
    world: World, report: Report
) -> None:
    again = say(world, report, "Công tác chỉ đạo đạt kết quả tích cực.")
    approve = partial(approve_report, by=actor(world.leader), report=again, version=again.version)
    with clock.at(EVENING):
        approve(reason="Đã rõ")
        with pytest.raises(ReportError) as refused:
            approve(reason="Đã rõ")
    assert refused.value.code == "not_a_draft"
    assert CheckPass.objects.filter(report=again).count() == 1


def test_nobody_goes_on_where_the_file_differs(world: World, report: Report) -> None:
    report.checks |= {"differences": [["text", "a", ""]], "is_clean": False}
    report.save(update_fields=["checks"])
    with clock.at(EVENING), pytest.raises(ReportError) as refused:
        approve_report(
            by=actor(world.leader), report=report, version=report.version, reason="Cứ duyệt"
        )
    assert refused.value.code == "checks_open"


def test_a_reason_is_never_changed(world: World, report: Report) -> None:
    again = say(world, report, "Công tác chỉ đạo đạt kết quả tích cực.")
    with clock.at(EVENING):
        approve_report(by=actor(world.leader), report=again, version=again.version, reason="Đã rõ")
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckPass.objects.update(reason="Khác")


def test_the_fingerprint_tells_apart_what_weighs_and_nothing_else() -> None:
    one = Finding("a", Weight.OPEN, params={"x": "1"})
    note = Finding("b", Weight.NOTE)
    assert fingerprint([one, note]) == fingerprint([one])
    assert fingerprint([one]) != fingerprint([replace(one, params={"x": "2"})])


# The pages


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_approval_page_lists_what_is_open_and_takes_the_reason(
    world: World, report: Report
) -> None:
    again = say(world, report, "Công tác chỉ đạo đạt kết quả tích cực.")
    client = signed_in(world.leader)
    url = f"/bao-cao/{again.pk}/duyet/"
    with clock.at(EVENING):
        shown = client.get(url)
        text = shown.content.decode()
        assert "đạt kết quả tích cực" in text
        place = shown.context["weights"][0].groups[0].first[0].url
        assert f'id="{place.partition("#")[2]}"' in client.get(place).content.decode()
        sent = {"version": again.version, "seen": shown.context["seen"]}
        refused = client.post(url, sent)
        assert refused.status_code == 422
        assert "nêu lý do" in refused.content.decode()
        assert client.post(url, {**sent, "seen": "khac", "reason": "Đã rõ"}).status_code == 409
        assert client.post(url, {**sent, "reason": "Số ở phụ lục"}).status_code == 302
        page = client.get(f"/bao-cao/{again.pk}/").content.decode()
    assert "Số ở phụ lục" in page


def test_a_report_that_cannot_be_approved_offers_no_button(world: World, report: Report) -> None:
    report.checks |= {"differences": [["text", "a", ""]], "is_clean": False}
    report.save(update_fields=["checks"])
    with clock.at(EVENING):
        text = signed_in(world.leader).get(f"/bao-cao/{report.pk}/duyet/").content.decode()
    assert "Chưa duyệt được" in text
    assert 'name="reason"' not in text


def test_the_checks_have_a_page_before_and_after_approval(world: World, report: Report) -> None:
    again = say(world, report, "Công tác chỉ đạo đạt kết quả tích cực.")
    client = signed_in(world.coordinator)
    with clock.at(EVENING):
        before = client.get(f"/bao-cao/{again.pk}/kiem-tra/").content.decode()
        approve_report(by=actor(world.leader), report=again, version=again.version, reason="Đã rõ")
        after = client.get(f"/bao-cao/{again.pk}/kiem-tra/").content.decode()
    assert "Cần sửa, hoặc nêu lý do khi duyệt" in before
    assert "Lý do duyệt" in after and "Đã rõ" in after


def test_a_body_reads_its_own_report_and_no_other(world: World, plan: Plan) -> None:
    own = compile_plan(world, plan, body=world.snv)
    whole = compile_plan(world, plan)
    officer, stranger = signed_in(world.snv_officer), signed_in(world.stc_officer)
    names = ("", "so-lieu/", "so-lieu/tasks.total/", "tai-ve/", "tai-pdf/", "kiem-tra/")
    for name in names:
        answer = officer.get(f"/bao-cao/{own.pk}/{name}")
        assert answer.status_code == 200, name
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert stranger.get(f"/bao-cao/{own.pk}/{name}").status_code == 403, name
        assert officer.get(f"/bao-cao/{whole.pk}/{name}").status_code == 403, name
    assert officer.get(f"/bao-cao/{own.pk}/duyet/").status_code == 403
    page = officer.get(f"/bao-cao/{own.pk}/").content.decode()
    crumbs = page[page.index('class="crumbs"') :].partition("</ol>")[0]
    assert 'href="/bao-cao-ky/"' in crumbs and 'href="/bao-cao/"' not in crumbs


def test_many_findings_of_one_kind_are_counted_and_listed_a_page_at_a_time(
    world: World, report: Report
) -> None:
    days = "; ".join(f"{day}/{month}/2025" for day in range(1, 10) for month in range(1, 8))
    again = say(world, report, f"Các sở đã họp vào các ngày {days}.")
    client, url = signed_in(world.leader), f"/bao-cao/{again.pk}/kiem-tra/"
    kind = f"{url}?loai=unpadded_date"
    with clock.at(EVENING):
        approving = client.get(f"/bao-cao/{again.pk}/duyet/")
        first, last = client.get(kind), client.get(f"{kind}&page=2")
        none = client.get(f"{url}?loai=sum_differs").content.decode()
        by = actor(world.leader)
        approve_report(by=by, report=again, version=again.version, reason="Đã rõ")
        after = client.get(url)
        passed = client.get(f"{kind}&page=2").content.decode()
    groups = [each for rows in approving.context["weights"] for each in rows.groups]
    group = next(each for each in groups if each.url == kind)
    assert (group.count, len(group.first)) == (63, 5)
    assert approving.context["open_count"] >= 63
    assert f'href="{kind}"' in approving.content.decode()
    assert [len(page.context["rows"]) for page in (first, last)] == [50, 13]
    assert "Ngày viết thiếu số 0" in first.content.decode()
    assert "Không còn điểm nào thuộc loại này" in none
    assert f'href="{kind}"' in after.content.decode()
    assert passed.count('class="finding"') == 13 and "Đã rõ" in passed
