"""Where figures come from: the records of each kind, then and now, and the files to take away."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

import jsonschema
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests import budget_factories as money
from tests.factories import World, actor, make_world
from tests.indicator_factories import a_target, an_indicator, an_observation
from tests.report_factories import AS_OF, PERIOD, Plan, approve_plan_report, compile_plan, make_plan
from tests.task_factories import noon, take_step
from tiendo.accounts.models import User
from tiendo.budgets.actions import correct_amount, withdraw_amount
from tiendo.domain import clock
from tiendo.indicators.actions import confirm_observations
from tiendo.reporting.actions import compile_report, correct_report
from tiendo.reporting.lineage import TRACERS, Record, RecordState, trace
from tiendo.reporting.lineage.exporting import records_in, schema, write_json
from tiendo.reporting.lineage.workbook import write_lineage_workbook
from tiendo.reporting.lineage.workings import working_of
from tiendo.reporting.models import Figure, Report
from tiendo.tasks.models import ProgressUpdate, Task

NEXT_DAY = AS_OF + dt.timedelta(days=1)


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


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def figure_of(report: Report, key: str) -> Figure:
    figure = report.figures.get(key=key)
    figure.report = report
    return figure


def of_records(report: Report, record_type: str, *ids: int) -> Figure:
    """A figure that counts some records."""
    return Figure(
        report=report, record_type=record_type, record_ids=list(ids), as_of=report.as_of, key="x"
    )


def traced(user: User, figure: Figure) -> list[Record]:
    return trace(actor(user), figure, figure.record_ids)


# Records of work


def test_a_task_tells_who_confirmed_it_and_what_proves_it(
    world: World, plan: Plan, report: Report
) -> None:
    records = {
        each.task_id: each for each in traced(world.leader, figure_of(report, "finished.tasks"))
    }
    done = records[plan.tasks["on_time"].pk]
    assert done.confirmed is not None and done.entered is not None
    assert done.entered.at <= done.confirmed.at <= report.known_at
    assert done.confirmed.by == str(world.coordinator)
    assert done.proofs
    assert done.page == ("task", (done.task_id,))


def test_a_confirmation_that_was_taken_back_is_not_told(world: World, plan: Plan) -> None:
    task = plan.tasks["on_time"]
    with noon(NEXT_DAY):
        take_step(world, task, "reopen")
    with noon(NEXT_DAY + dt.timedelta(days=1)):
        later = compile_report(
            by=actor(world.coordinator),
            programme=plan.programme,
            period_start=PERIOD[0],
            period_end=PERIOD[1],
        )
        records = {r.task_id: r for r in traced(world.leader, figure_of(later, "tasks.total"))}
    assert records[task.pk].confirmed is None
    assert records[task.pk].entered is None


def test_a_task_tells_the_clause_it_comes_from(world: World, plan: Plan, report: Report) -> None:
    records = traced(world.leader, figure_of(report, "tasks.total"))
    assert len(records) == 9
    for each in records:
        for clause in each.clauses:
            assert clause.quote and clause.document and clause.document_id


def test_a_task_that_moved_on_is_told_with_both_states(
    world: World, plan: Plan, report: Report
) -> None:
    task = plan.tasks["awaiting_overdue"]
    with noon(NEXT_DAY):
        take_step(world, task, "approve")
        take_step(world, task, "confirm")
        records = {r.task_id: r for r in traced(world.leader, figure_of(report, "tasks.overdue"))}
    assert records[task.pk].state is RecordState.CHANGED
    # What happened after the report was compiled confirmed nothing in it.
    assert records[task.pk].confirmed is None


def test_what_the_reader_may_not_see_is_only_counted(world: World, report: Report) -> None:
    records = traced(world.congan_officer, figure_of(report, "tasks.total"))
    hidden = [each for each in records if each.is_hidden]
    assert len(records) == len(hidden) == 9
    assert {(each.title, each.code, each.proofs) for each in hidden} == {("", "", ())}


def test_an_update_taken_back_is_gone(world: World, plan: Plan, report: Report) -> None:
    update = ProgressUpdate.objects.get(task=plan.tasks["in_progress"])
    figure = of_records(report, "tasks.progressupdate", update.pk)
    assert traced(world.leader, figure)[0].state is RecordState.SAME
    ProgressUpdate.objects.create(
        task=update.task,
        organisation=update.organisation,
        done="Rút lại",
        takes_back=update,
        as_of=AS_OF,
        recorded_at=clock.now(),
        by=update.by,
    )
    assert traced(world.leader, figure)[0].state is RecordState.GONE


@pytest.mark.parametrize("record_type", sorted(TRACERS))
def test_a_record_that_is_no_longer_there_is_gone(
    world: World, report: Report, record_type: str
) -> None:
    (record,) = traced(world.leader, of_records(report, record_type, 987_654))
    assert (record.state, record.record_id) == (RecordState.GONE, 987_654)
    assert traced(world.leader, of_records(report, record_type)) == []


# Measures and money


def test_an_observation_is_told_beside_its_correction(world: World, report: Report) -> None:
    share = an_indicator(world)
    first = an_observation(world, share, "98,5")
    with noon(AS_OF):
        confirm_observations(by=actor(world.skhcn_head), rows=[first])
    figure = of_records(report, "indicators.observation", first.pk)
    (record,) = traced(world.leader, figure)
    assert record.state is RecordState.SAME
    assert record.values[0].then == record.values[0].now == "98,5%"
    assert record.confirmed is not None and record.confirmed.by == str(world.skhcn_head)
    an_observation(world, share, "99,1", reason="Đếm lại", seen=1)
    (again,) = traced(world.leader, figure)
    assert again.state is RecordState.CHANGED
    assert (again.values[0].then, again.values[0].now) == ("98,5%", "99,1%")


def test_a_figure_nobody_confirmed_is_hidden_from_others(world: World, report: Report) -> None:
    first = an_observation(world, an_indicator(world), "98,5")
    figure = of_records(report, "indicators.observation", first.pk)
    assert traced(world.stc_officer, figure)[0].is_hidden


def test_a_target_is_told_in_its_words(world: World, report: Report) -> None:
    target = a_target(world, an_indicator(world))
    (record,) = traced(world.leader, of_records(report, "indicators.target", target.pk))
    assert record.values[0].then == "từ 100% trở lên"
    assert record.state is RecordState.SAME


def test_a_payment_is_told_beside_its_correction(world: World, report: Report) -> None:
    with noon(AS_OF):
        line = money.line(world)
        paid = money.pay(world, line, 40, AS_OF)
        figure = of_records(report, "budgets.disbursement", paid.pk)
        (record,) = traced(world.leader, figure)
        assert (record.values[0].then, record.state) == ("40.000.000 đồng", RecordState.SAME)
        assert record.proofs[0].words == "12/QĐ-STC"
        fixed = correct_amount(
            by=actor(world.coordinator), row=paid, new=money.amount(45, AS_OF), reason="Ghi nhầm"
        )
        (again,) = traced(world.leader, figure)
        assert (again.values[0].now, again.state) == ("45.000.000 đồng", RecordState.CHANGED)
        withdraw_amount(by=actor(world.coordinator), row=fixed, reason="Thu hồi")
    assert traced(world.stc_officer, figure)[0].is_hidden


def test_a_line_is_told_as_known_then_and_now(world: World, plan: Plan) -> None:
    with noon(AS_OF):
        line = money.line(world)
        money.step(world, line, 100)
        money.pay(world, line, 40, AS_OF)
    report = compile_plan(world, plan)
    with noon(NEXT_DAY):
        money.pay(world, line, 5, AS_OF)
        (record,) = traced(world.leader, of_records(report, "budgets.budgetline", line.pk))
    values = {each.label: (each.then, each.now) for each in record.values}
    assert values["Đã giải ngân"] == ("40.000.000 đồng", "45.000.000 đồng")
    assert values["Dự toán được giao"] == ("100.000.000 đồng", "100.000.000 đồng")
    assert record.state is RecordState.CHANGED


def test_figures_of_other_reports_lead_on_and_tell_of_corrections(
    world: World, plan: Plan, report: Report
) -> None:
    below = compile_plan(world, plan, body=world.snv)
    with clock.at(clock.local_noon(AS_OF) + dt.timedelta(hours=6)):
        approve_plan_report(below, actor(world.leader))
    total = below.figures.get(key="tasks.total")
    figure = of_records(report, "reporting.figure", total.pk)
    (record,) = traced(world.leader, figure)
    assert record.page == ("report-figure", (below.pk, "tasks.total"))
    assert record.confirmed is not None
    assert record.state is RecordState.SAME
    with noon(NEXT_DAY):
        correct_report(by=actor(world.coordinator), report=below, reason="Sai số")
    assert traced(world.leader, figure)[0].state is RecordState.CHANGED
    assert traced(world.stc_officer, figure)[0].is_hidden
    assert not traced(world.snv_officer, figure)[0].is_hidden


# The formula in numbers


@pytest.mark.parametrize(
    ("key", "working"),
    [
        ("tasks.on_time_rate", "1 / (1 + 1 + 3) × 100%"),
        ("tasks.overdue.share", "3 / 9 × 100%"),
        ("tasks.total", "1 + 1 + 2 + 3 + 2"),
        ("tasks.overdue", ""),
    ],
)
def test_a_formula_is_told_with_its_numbers(report: Report, key: str, working: str) -> None:
    assert working_of(figure_of(report, key)) == working


# The page


def test_the_page_of_a_figure_tells_formula_numbers_records_and_who(
    world: World, report: Report
) -> None:
    url = f"/bao-cao/{report.pk}/so-lieu/tasks.on_time_rate/"
    page = signed_in(world.leader).get(url).content.decode()
    assert "1 / (1 + 1 + 3) × 100% = 20%" in page
    assert "Xác nhận:" in page
    assert "Minh chứng:" in page
    assert "Tính lại để so" in page


def test_a_figure_is_computed_again_when_asked(world: World, plan: Plan, report: Report) -> None:
    url = f"/bao-cao/{report.pk}/so-lieu/tasks.done_late/?tinh-lai=1"
    client = signed_in(world.leader)
    with noon(NEXT_DAY):
        assert client.get(url).context["again"].is_same
        take_step(world, plan.tasks["awaiting_overdue"], "approve")
        take_step(world, plan.tasks["awaiting_overdue"], "confirm")
    with noon(NEXT_DAY + dt.timedelta(days=1)):
        again = client.get(url).context["again"]
    assert (again.printed, again.is_same) == ("2", False)


def test_a_reader_of_a_body_sees_how_many_records_are_kept_from_him(
    world: World, plan: Plan
) -> None:
    own = compile_plan(world, plan, body=world.snv)
    other = Task.objects.exclude(pk__in=own.figures.get(key="tasks.total").record_ids).first()
    assert other is not None
    Figure.objects.filter(report=own, key="tasks.total").update(record_ids=[other.pk])
    page = signed_in(world.snv_officer).get(f"/bao-cao/{own.pk}/so-lieu/tasks.total/")
    assert "1 bản ghi anh/chị không được xem" in page.content.decode()
    assert other.title not in page.content.decode()


# Files to take away


def test_the_json_holds_every_figure_and_record_and_keeps_to_its_schema(
    world: World, report: Report
) -> None:
    target = io.StringIO()
    write_json(actor(world.leader), report, target)
    held = json.loads(target.getvalue())
    jsonschema.Draft202012Validator(schema()).validate(held)
    figures = {each["key"]: each for each in held["figures"]}
    assert set(figures) == set(report.figures.values_list("key", flat=True))
    named = {(each["record_type"], pk) for each in held["figures"] for pk in each["record_ids"]}
    told = [(each["type"], each["id"]) for each in held["records"]]
    assert set(told) == named and len(told) == len(named)
    rate = figures["tasks.on_time_rate"]
    assert (rate["value"], rate["working"]) == ("0.2", "1 / (1 + 1 + 3) × 100%")
    for each in report.figures.filter(value__isnull=False):
        assert Decimal(figures[each.key]["value"]) == each.value
    for each in report.figures.filter(value__isnull=True):
        assert figures[each.key]["value"] is None
        assert figures[each.key]["value_state"] == each.value_state


def test_what_is_hidden_tells_nothing_in_the_file(world: World, report: Report) -> None:
    target = io.StringIO()
    write_json(actor(world.congan_officer), report, target)
    held = json.loads(target.getvalue())
    jsonschema.Draft202012Validator(schema()).validate(held)
    hidden = [each for each in held["records"] if each["state"] == "hidden"]
    assert hidden
    assert {tuple(sorted(each)) for each in hidden} == {("id", "state", "type")}


def test_the_workbook_has_figures_records_and_sources(world: World, report: Report) -> None:
    answer = signed_in(world.leader).get(f"/bao-cao/{report.pk}/nguon-goc.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    pages = {page.title: page for page in book.worksheets}
    assert {"Số liệu", "Hồ sơ đã đếm", "Hồ sơ", "Điều khoản gốc"} <= pages.keys()
    rows = {row[0]: row for row in pages["Số liệu"].iter_rows(min_row=2, values_only=True)}
    assert rows["tasks.total"][2:4] == ("9", 9)
    counted = list(pages["Hồ sơ đã đếm"].iter_rows(min_row=2, values_only=True))
    assert sum(row[0] == "tasks.total" for row in counted) == 9
    records = list(pages["Hồ sơ"].iter_rows(min_row=2, values_only=True))
    assert sum(row[0] == "nhiệm vụ" for row in records) == 9


def test_so_many_records_that_nobody_pages_through_them_stand_together(
    world: World, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiendo.reporting.lineage.workbook.MOST_PAIRS", 10)
    monkeypatch.setattr("tiendo.reporting.lineage.workbook.RECORDS_A_ROW", 5)
    target = io.BytesIO()
    write_lineage_workbook(actor(world.leader), report, target)
    page = load_workbook(target)["Hồ sơ đã đếm"]
    rows = [row for row in page.iter_rows(min_row=2, values_only=True) if row[0] == "tasks.total"]
    held = report.figures.get(key="tasks.total").record_ids
    together = [str(row[2]).split("; ") for row in rows]
    assert [int(each) for row in together for each in row] == held
    assert [len(row) for row in together] == [5, 4]


def test_the_archive_holds_the_report_and_its_lineage(world: World, report: Report) -> None:
    answer = signed_in(world.leader).get(f"/bao-cao/{report.pk}/tron-bo.zip")
    source = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        names = {name.rsplit(".", 1)[1] for name in archive.namelist()}
        assert names == {"docx", "pdf", "xlsx", "json"}
        lineage = next(name for name in archive.namelist() if name.endswith(".json"))
        jsonschema.Draft202012Validator(schema()).validate(json.loads(archive.read(lineage)))


def test_records_are_read_in_batches_whatever_the_figures(world: World, report: Report) -> None:
    with CaptureQueriesContext(connection) as few:
        before = list(records_in(actor(world.leader), report))
    total = report.figures.get(key="tasks.total")
    Figure.objects.bulk_create(
        Figure(
            report=report,
            key=f"more.n{at}",
            label="Thêm",
            order=1000 + at,
            value=9,
            value_state="value",
            unit="nhiệm vụ",
            printed="9",
            as_of=AS_OF,
            formula="tasks.total",
            record_type="tasks.task",
            record_ids=total.record_ids,
        )
        for at in range(120)
    )
    with CaptureQueriesContext(connection) as many:
        after = list(records_in(actor(world.leader), report))
    assert len(after) == len(before)
    # Figures come fifty at a time through one cursor.
    assert len(many) <= len(few) + 4
