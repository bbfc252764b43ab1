"""Regimes by configuration only: a file and the product's actions, to the composed report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.factories import World, actor, make_world
from tests.report_factories import make_plan
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.documents.models import TextVersion
from tiendo.domain.configuration import UnreadableConfiguration, read_configuration
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.organisations.models import BodyGroup, Kind, Organisation
from tiendo.programmes.models import Programme
from tiendo.regimes.configuring.actions import bring_in_regime
from tiendo.regimes.configuring.errors import RegimeFileError
from tiendo.regimes.configuring.preview import preview_regime
from tiendo.regimes.configuring.reading import read_regime_file
from tiendo.regimes.configuring.writing import write_regime_file
from tiendo.regimes.errors import RegimeError
from tiendo.regimes.models import Cycle, Regime, ReportDuty, Submission
from tiendo.regimes.starters import regime_starters
from tiendo.regimes.submissions.sending import send_submission
from tiendo.regimes.submissions.writing import open_submission
from tiendo.regimes.titles import title_of
from tiendo.reporting.models import Outline, OutlineVersion, Report
from tiendo.reporting.outlines.actions import checked

NEW_YEAR = dt.date(2026, 1, 5)
GROUP = "cac-so-ban-nganh-dia-phuong"


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Programme]:
    world = make_world()
    BodyGroup.objects.create(
        name="Các sở, ban, ngành, địa phương",
        slug=GROUP,
        folded_names=["các sở, ban, ngành, địa phương"],
        kinds=[Kind.DEPARTMENT, Kind.COMMUNE, Kind.WARD],
        source="tests",
    )
    return world, make_plan(world).programme


@pytest.fixture
def db(made: object) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: tuple[World, Programme]) -> World:
    return made[0]


@pytest.fixture
def programme(db: None, made: tuple[World, Programme]) -> Programme:
    return made[1]


def bring_in(
    world: World, programme: Programme, text: str, on: dt.date = NEW_YEAR, **more: object
) -> Regime:
    with noon(on):
        return bring_in_regime(by=actor(world.coordinator), programme=programme, text=text, **more)


def starter(name: str) -> str:
    return regime_starters()[name].text


def laid(regime: Regime, order: int = 1) -> list[tuple[str, dt.date, dt.date, dt.date, int]]:
    """Each cycle: its label, its closing day, the last day of a level and what it is printed as."""
    rows = []
    for cycle in Cycle.objects.filter(version__regime=regime).order_by("period_end"):
        duties = cycle.duties.filter(level__order=order)
        rows.append((cycle.label, cycle.closing_on, duties[0].last_day, duties.count()))
    return rows


# What a file lays down


def test_every_starter_can_be_laid_down_as_it_stands(world: World, programme: Programme) -> None:
    for each in regime_starters().values():
        regime = bring_in(world, programme, each.text, on=dt.date(2026, 7, 6))
        assert regime.code == each.code
        assert regime.versions.get().is_verified is each.is_verified


def test_the_half_year_and_the_annual_report_are_due_before_the_days_of_the_plan(
    world: World, programme: Programme
) -> None:
    half = bring_in(world, programme, starter("ke-hoach-6-thang"))
    year = bring_in(world, programme, starter("ke-hoach-nam"))
    assert laid(half) == [("2026-H1", dt.date(2026, 5, 31), dt.date(2026, 6, 9), 5)]
    assert laid(year) == [("2026", dt.date(2026, 11, 14), dt.date(2026, 11, 24), 5)]
    duty = ReportDuty.objects.filter(cycle__version__regime=half)[0]
    assert duty.due_words == "trước ngày 10/6/2026"


def test_the_chain_goes_up_to_the_addressee_level_by_level(
    world: World, programme: Programme
) -> None:
    half = bring_in(world, programme, starter("ke-hoach-6-thang"))
    chain = [
        (duty.body, duty.addressee, duty.addressee_text, duty.last_day)
        for duty in ReportDuty.objects.filter(cycle__version__regime=half, level__order__gt=1)
        .select_related("body", "addressee", "level")
        .order_by("level__order")
    ]
    assert chain == [
        (world.skhcn, world.ubnd, "", dt.date(2026, 6, 16)),
        (world.ubnd, None, "Đảng ủy Ủy ban nhân dân tỉnh", dt.date(2026, 6, 23)),
    ]


def test_titles_name_their_period(world: World, programme: Programme) -> None:
    half = bring_in(world, programme, starter("ke-hoach-6-thang"))
    month = bring_in(world, programme, starter("nhiem-vu-thang"))
    cycles = Cycle.objects.select_related("version")
    assert title_of(cycles.get(version__regime=half)).endswith("6 tháng đầu năm 2026")
    march = cycles.get(version__regime=month, label="2026-03")
    assert title_of(march).endswith("tháng 03 năm 2026")


def test_the_monthly_report_has_the_windows_of_the_decree(
    world: World, programme: Programme
) -> None:
    month = bring_in(world, programme, starter("nhiem-vu-thang"))
    march = Cycle.objects.get(version__regime=month, label="2026-03")
    assert (march.period_start, march.period_end) == (dt.date(2026, 2, 15), dt.date(2026, 3, 14))
    assert march.closing_on == dt.date(2026, 3, 14)
    assert march.duties.get().last_day == dt.date(2026, 3, 17)


def test_the_party_report_comes_as_often_as_its_file_says(
    world: World, programme: Programme
) -> None:
    text = starter("giam-sat-225")
    monthly = bring_in(world, programme, text)
    quarterly = bring_in(
        world,
        programme,
        text.replace("frequency: monthly", "frequency: quarterly").replace(
            "code: giam-sat-225", "code: giam-sat-quy"
        ),
    )
    assert len(laid(monthly)) == 13
    version = monthly.versions.get()
    above = version.levels.get(order=2)
    assert version.outline is not None and above.outline == version.outline
    assert version.outline.outline.code == "ubkttw-225"
    assert [row[0] for row in laid(quarterly)] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


# A file and its versions


def test_a_regime_written_as_a_file_lays_down_the_same(world: World, programme: Programme) -> None:
    for each in regime_starters().values():
        regime = bring_in(world, programme, each.text, on=dt.date(2026, 7, 6))
        text = write_regime_file(regime.versions.get())
        again = read_regime_file(text, programme)
        once = read_regime_file(each.text, programme)
        assert again.version.rule == once.version.rule
        assert [level.due for level in again.version.levels] == [
            level.due for level in once.version.levels
        ]
        assert [level.body for level in again.version.levels] == [
            level.body for level in once.version.levels
        ]
        copied = text.replace(f"code: {each.code}", f"code: sao-{each.code}", 1)
        copy = bring_in(world, programme, copied, on=dt.date(2026, 7, 6))
        told = write_regime_file(copy.versions.get())
        assert told.replace(f"code: sao-{each.code}", f"code: {each.code}", 1) == text


def test_a_copy_shares_the_outline_it_does_not_change(world: World, programme: Programme) -> None:
    regime = bring_in(world, programme, starter("ke-hoach-nam"))
    text = write_regime_file(regime.versions.get())
    copy = bring_in(world, programme, text.replace("code: ke-hoach-nam", "code: ban-sao", 1))
    assert copy.versions.get().outline == regime.versions.get().outline
    assert Outline.objects.filter(code="ke-hoach-nam").count() == 1


def test_a_new_version_in_mid_year_leaves_the_cycles_before_it(
    world: World, programme: Programme
) -> None:
    regime = bring_in(world, programme, starter("nhiem-vu-thang"))
    before = laid(regime)
    changed = starter("nhiem-vu-thang").replace('"2026-01-01"', '"2026-07-15"')
    changed = changed.replace("number: 2", "number: 4").replace("Số lượng", "Tổng hợp")
    bring_in(world, programme, changed, dt.date(2026, 6, 20), reason="Tỉnh quy định hạn mới")
    after = laid(regime)
    assert after[:7] == before[:7]
    assert [row[0] for row in after[:12]] == [row[0] for row in before[:12]]
    assert (before[7][2], after[7][2]) == (dt.date(2026, 8, 18), dt.date(2026, 8, 20))
    old, new = regime.versions.all()
    assert old.outline is not None and new.outline is not None
    assert (old.outline.number, new.outline.number) == (1, 2)
    assert old.outline.content["headings"][0]["title"] == "Số lượng nhiệm vụ"


def test_a_change_needs_its_reason_and_the_version_that_was_seen(
    world: World, programme: Programme
) -> None:
    bring_in(world, programme, starter("nhiem-vu-thang"))
    changed = starter("nhiem-vu-thang").replace('"2026-01-01"', '"2026-07-01"')
    changed = changed.replace("number: 2", "number: 4")
    with pytest.raises(RegimeError) as refused:
        bring_in(world, programme, changed)
    assert refused.value.code == "reason_missing"
    bring_in(world, programme, changed, reason="Quy định mới")
    later = changed.replace('"2026-07-01"', '"2026-09-01"')
    with pytest.raises(RegimeError) as conflict:
        bring_in(world, programme, later, reason="Quy định khác", seen=1)
    assert conflict.value.code == "changed_meanwhile"


def test_what_is_refused_leaves_nothing(world: World, programme: Programme) -> None:
    text = starter("nhiem-vu-thang").replace("from: closing", "from: previous")
    events = AuditEvent.objects.count()
    with pytest.raises(RegimeRuleError) as refused:
        bring_in(world, programme, text)
    assert refused.value.code == "due_previous_missing"
    assert not Regime.objects.filter(code="nhiem-vu-thang").exists()
    assert not OutlineVersion.objects.filter(outline__code="nhiem-vu-thang").exists()
    assert AuditEvent.objects.count() == events


def test_only_who_manages_regimes_brings_files_in(world: World, programme: Programme) -> None:
    with pytest.raises(PermissionRefused):
        bring_in_regime(by=actor(world.snv_head), programme=programme, text=starter("ke-hoach-nam"))


def test_the_file_of_the_how_to_is_one(world: World, programme: Programme) -> None:
    how_to = Path(__file__).parents[2] / "docs" / "how-to" / "reporting-regimes.md"
    blocks = re.findall(r"```yaml\n(.+?)```", how_to.read_text(encoding="utf-8"), re.DOTALL)
    bring_in(world, programme, starter("nhiem-vu-thang"))
    with noon(NEW_YEAR):
        file = read_regime_file(blocks[0], programme)
        assert file.version.levels[0].body == world.skhcn
        assert checked(read_configuration(blocks[1]).data).headings[0].code == "budget"


# What is wrong is said with its line


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("title: Báo cáo tháng", "tittle: Báo cáo tháng", "file_unknown_field", "tittle:"),
        ("kind: periodic", "kind: weekly", "file_choice", "kind: weekly"),
        ('"2026-01-01"', '"2026-02-30"', "file_day", "2026-02-30"),
        ("verified: false", "verified: khong", "file_flag", "verified: khong"),
        ("frequency: monthly", "frequency: daily", "file_fault", "frequency: daily"),
        ("number: 2", "number: hai", "file_fault", "number: hai"),
        ("body: programme.coordinator", "body: Sở Vũ trụ", "file_body_unknown", "Sở Vũ trụ"),
        ("body: programme.coordinator", "group: Các sở", "file_group_unknown", "Các sở"),
        ("order: 1", "order: 0", "file_number", "order: 0"),
        ("kind: counts_by_lead", "kind: counts_by_moon", "file_fault", None),
        ("title: Nhiệm vụ quá hạn", "titel: x", "file_fault", "headings:"),
        ("{plan}", "{trang}", "file_fault", None),
        ("  closing: {kind: decree}", "", "file_fault", "rule:"),
    ],
)
def test_a_fault_is_said_with_its_line(
    world: World, programme: Programme, old: str, new: str, code: str, where: str | None
) -> None:
    text = starter("nhiem-vu-thang")
    assert old in text
    text = text.replace(old, new)
    with noon(NEW_YEAR), pytest.raises(RegimeFileError) as refused:
        read_regime_file(text, programme)
    assert refused.value.code == code
    line = int(str(refused.value.params["line"]))
    assert f"Dòng {line}" in str(refused.value)
    if where is not None and where != "headings:":
        assert where in text.splitlines()[line - 1]


def test_a_text_that_is_no_file_is_refused(world: World, programme: Programme) -> None:
    with pytest.raises(UnreadableConfiguration):
        read_regime_file("a: [", programme)


# What a file would make


def test_the_preview_tells_the_next_cycles_and_their_days(
    world: World, programme: Programme
) -> None:
    with noon(NEW_YEAR):
        found = preview_regime(actor(world.coordinator), programme, starter("ke-hoach-6-thang"))
    assert [cycle.label for cycle in found.cycles] == ["2026-H1", "2027-H1", "2028-H1"]
    assert [(due.order, due.last_day) for due in found.cycles[0].dues] == [
        (1, dt.date(2026, 6, 9)),
        (2, dt.date(2026, 6, 16)),
        (3, dt.date(2026, 6, 23)),
    ]
    assert found.cycles[0].dues[0].words == "trước ngày 10/6/2026"
    assert (found.regime, found.number) == (None, None)
    assert [level.bodies for level in found.levels] == [5, 1, 1]
    assert not Regime.objects.filter(code="ke-hoach-6-thang").exists()


# The reports that come of it


def owed_by(regime: Regime, body: Organisation, label: str) -> ReportDuty:
    return ReportDuty.objects.get(
        cycle__version__regime=regime, cycle__label=label, body=body, level__order=1
    )


def printed(report: Report) -> str:
    """The words of the written file as it was read back."""
    return str(TextVersion.objects.get(rendition__document=report.document).content)


def hand_in(world: World, regime: Regime, label: str, on: dt.date) -> Submission:
    """The report of Sở Nội vụ, opened, written and sent by its own people."""
    duty = owed_by(regime, world.snv, label)
    with noon(on):
        opened = open_submission(by=actor(world.snv_officer), duty=duty)
        return send_submission(
            by=actor(world.snv_head), submission=opened, version=opened.report.version
        )


def test_the_half_year_report_of_a_body_is_composed_by_its_file(
    world: World, programme: Programme
) -> None:
    half = bring_in(world, programme, starter("ke-hoach-6-thang"))
    sent = hand_in(world, half, "2026-H1", dt.date(2026, 6, 9))
    assert (sent.state, sent.is_late) == ("sent", False)
    assert sent.report.title.endswith("Kế hoạch 6 tháng đầu năm 2026")
    assert sent.report.as_of == dt.date(2026, 5, 31)
    words = printed(sent.report)
    assert "Kính gửi: Sở Khoa học và Công nghệ" in words
    assert "I. KẾT QUẢ THỰC HIỆN" in words.upper()
    assert sent.report.figures.filter(key="tasks.total").exists()


def test_a_report_sent_on_the_printed_day_is_late(world: World, programme: Programme) -> None:
    half = bring_in(world, programme, starter("ke-hoach-6-thang"))
    assert hand_in(world, half, "2026-H1", dt.date(2026, 6, 10)).is_late


def test_the_annual_report_has_its_appendices(world: World, programme: Programme) -> None:
    year = bring_in(world, programme, starter("ke-hoach-nam"))
    report = hand_in(world, year, "2026", dt.date(2026, 11, 20)).report
    titles = [appendix["title"] for appendix in report.content["appendices"]]
    assert titles[-1] == "Tiến độ thực hiện các nhiệm vụ"
    assert report.content["has_contents"] is True
    assert report.title.endswith("Kế hoạch năm 2026")


def test_the_monthly_report_counts_as_officials_do_and_against_the_month_before(
    world: World, programme: Programme
) -> None:
    month = bring_in(world, programme, starter("nhiem-vu-thang"))
    reports = []
    for label, day in (("2026-02", dt.date(2026, 2, 16)), ("2026-03", dt.date(2026, 3, 16))):
        duty = ReportDuty.objects.get(cycle__version__regime=month, cycle__label=label)
        with noon(day):
            opened = open_submission(by=actor(world.skhcn_officer), duty=duty)
            report = opened.report
            send_submission(by=actor(world.skhcn_head), submission=opened, version=report.version)
        reports.append(report)
    figures = dict(reports[1].figures.values_list("key", "value"))
    official = ["done_on_time", "done_late", "in_progress", "overdue"]
    assert all(f"tasks.{code}" in figures for code in official)
    assert reports[1].period_start == dt.date(2026, 2, 15)
    words = printed(reports[1]).casefold()
    assert "so với kỳ trước" in words
    assert "theo cơ quan chủ trì" in words
    assert "theo nhóm nhiệm vụ" in words


# The page


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    client.force_login(world.coordinator)
    return client


def test_what_is_offered_is_laid_down_only_when_confirmed(
    coordinator: Client, programme: Programme
) -> None:
    page = coordinator.get("/che-do/tep/").content.decode()
    assert page.count("Xem và lập") == len(regime_starters())
    assert "chưa đối chiếu" in page
    with noon(NEW_YEAR):
        seen = coordinator.get("/che-do/tep/mau/ke-hoach-6-thang/")
    text = seen.context["form"].initial["text"]
    assert "6 tháng đầu năm 2026" in seen.content.decode()
    assert not Regime.objects.filter(code="ke-hoach-6-thang").exists()
    with noon(NEW_YEAR):
        answer = coordinator.post(
            "/che-do/tep/kiem-tra/", {"programme": programme.pk, "text": text, "step": "lay"}
        )
    regime = Regime.objects.get(code="ke-hoach-6-thang")
    assert answer["Location"] == f"/che-do/{regime.pk}/"
    assert coordinator.get(f"/che-do/tep/{regime.pk}/tai-ve/").content.decode() == (
        write_regime_file(regime.versions.get())
    )


def test_a_file_is_checked_with_its_lines_before_anything_is_made(
    coordinator: Client, programme: Programme
) -> None:
    text = starter("nhiem-vu-thang").replace("kind: periodic", "kind: weekly")
    upload = SimpleUploadedFile("che-do.yaml", text.encode())
    with noon(NEW_YEAR):
        answer = coordinator.post("/che-do/tep/", {"programme": programme.pk, "file": upload})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dòng 5" in page and "weekly" in page
    assert not Regime.objects.filter(code="nhiem-vu-thang").exists()


def test_a_file_in_another_encoding_is_refused(coordinator: Client, programme: Programme) -> None:
    upload = SimpleUploadedFile("che-do.yaml", "title: Báo".encode("utf-16"))
    answer = coordinator.post("/che-do/tep/", {"programme": programme.pk, "file": upload})
    assert answer.status_code == 422
    assert "UTF-8" in answer.content.decode()


def test_two_who_change_a_regime_by_files_do_not_undo_each_other(
    coordinator: Client, world: World, programme: Programme
) -> None:
    bring_in(world, programme, starter("nhiem-vu-thang"))
    changed = starter("nhiem-vu-thang").replace('"2026-01-01"', '"2026-07-15"')
    sent = {"programme": programme.pk, "text": changed, "step": "lay", "reason": "Quy định mới"}
    with noon(NEW_YEAR):
        assert coordinator.post("/che-do/tep/kiem-tra/", {**sent, "seen": 1}).status_code == 302
        answer = coordinator.post(
            "/che-do/tep/kiem-tra/",
            {**sent, "seen": 1, "text": changed.replace("2026-07-15", "2026-09-15")},
        )
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.content.decode()


def test_the_pages_of_files_take_few_queries_however_many_regimes(
    coordinator: Client,
    world: World,
    programme: Programme,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    text = starter("nhiem-vu-thang")
    for number in range(4):
        code = f"code: nhiem-vu-thang-{number}"
        bring_in(world, programme, text.replace("code: nhiem-vu-thang", code, 1))
    coordinator.get("/che-do/tep/")
    with django_assert_max_num_queries(8):
        coordinator.get("/che-do/tep/")
    with django_assert_max_num_queries(22):
        coordinator.get("/che-do/tep/mau/ke-hoach-6-thang/")
