"""A report beside the last period's and that of the same period a year ago."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import World, make_body, make_world
from tests.gathering_factories import approve, make_outline, report_on
from tests.integration.test_gathering import blocks_of, cells, lines, printed
from tests.report_factories import Plan, make_plan
from tiendo.composer.model import Paragraph, Table
from tiendo.organisations.models import Organisation, Succession, SuccessionKind
from tiendo.reporting.comparing import earlier_of, one_year_before, signed
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Report, ValueState
from tiendo.reporting.queries import composed_document, figures_of

pytestmark = pytest.mark.django_db

SEPTEMBER = (dt.date(2025, 9, 1), dt.date(2025, 9, 30))
OCTOBER = (dt.date(2025, 10, 1), dt.date(2025, 10, 31))
TABLE = {"kind": "comparison", "figures": [{"value": "tasks.overdue", "name": "Quá hạn"}]}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world)


def test_the_last_period_is_as_its_approved_report_says(world: World, plan: Plan) -> None:
    outline = make_outline("thang", {"kind": "counts"}, TABLE)
    september = approve(world, report_on(world, plan, *SEPTEMBER, outline=outline))
    october = report_on(world, plan, *OCTOBER, outline=outline)
    then = october.figures.get(key="previous.tasks.overdue")
    reported = september.figures.get(key="tasks.overdue")
    change = october.figures.get(key="change.previous.tasks.overdue")
    now = october.figures.get(key="tasks.overdue")
    assert (then.value, then.formula) == (reported.value, "compared.then")
    assert then.record_ids == [reported.pk]
    assert now.value is not None and then.value is not None
    assert change.value == now.value - then.value
    assert row_of(october)[1:] == [
        "Quá hạn",
        now.printed,
        then.printed,
        change.printed,
        "Chưa có số liệu",
        "Chưa có số liệu",
    ]


def test_a_period_without_a_report_is_counted_again_from_its_day(world: World, plan: Plan) -> None:
    october = report_on(world, plan, *OCTOBER, outline=make_outline("thang", TABLE))
    then = october.figures.get(key="previous.tasks.overdue")
    before = report_on(world, plan, *SEPTEMBER).figures.get(key="tasks.overdue")
    assert (then.value, then.formula) == (before.value, "compared.recomputed")
    assert set(then.record_ids) == set(before.record_ids)


def test_before_anything_was_given_there_is_no_data_which_is_not_zero(
    world: World, plan: Plan
) -> None:
    october = report_on(world, plan, *OCTOBER, outline=make_outline("thang", TABLE))
    then = october.figures.get(key="last_year.tasks.overdue")
    assert (then.value, then.value_state) == (None, ValueState.NO_DATA)


def test_a_change_without_an_earlier_value_is_no_data(world: World, plan: Plan) -> None:
    sentence = {"kind": "sentence", "template": "{change.last_year.tasks.total | lời}"}
    october = report_on(world, plan, *OCTOBER, outline=make_outline("thang", sentence))
    change = october.figures.get(key="change.last_year.tasks.total.words")
    assert (change.value, change.value_state) == (None, ValueState.NO_DATA)
    assert lines(october) == ["Chưa có số liệu"]


def test_rates_differ_by_percentage_points(world: World, plan: Plan) -> None:
    sentence = {"kind": "sentence", "template": "{change.tasks.on_time_rate}"}
    outline = make_outline("thang", {"kind": "counts"}, sentence)
    september = approve(world, report_on(world, plan, *SEPTEMBER, outline=outline))
    october = report_on(world, plan, *OCTOBER, outline=outline)
    change = october.figures.get(key="change.previous.tasks.on_time_rate")
    now = october.figures.get(key="tasks.on_time_rate").value
    then = september.figures.get(key="tasks.on_time_rate").value
    assert now is not None and then is not None
    assert (change.value, change.unit) == ((now - then) * 100, "điểm phần trăm")


def test_a_change_is_said_in_words_where_asked(world: World, plan: Plan) -> None:
    sentence = {
        "kind": "sentence",
        "template": "Quá hạn {change.tasks.overdue | lời}, tổng số {change.tasks.total | lời}.",
    }
    outline = make_outline("thang", {"kind": "counts"}, sentence)
    approve(world, report_on(world, plan, *SEPTEMBER, outline=outline))
    october = report_on(world, plan, *OCTOBER, outline=outline)
    assert lines(october)[-1] == "Quá hạn tăng 3, tổng số không đổi."


def test_drafts_and_reports_by_other_outlines_are_not_compared_with(
    world: World, plan: Plan
) -> None:
    outline = make_outline("thang", TABLE)
    report_on(world, plan, *SEPTEMBER, outline=outline)
    approve(world, report_on(world, plan, *SEPTEMBER, outline=make_outline("khac")))
    october = report_on(world, plan, *OCTOBER, outline=outline)
    assert earlier_of(october, "previous").report is None


def test_of_reports_from_the_years_start_the_shorter_is_the_period_before(
    world: World, plan: Plan
) -> None:
    outline = make_outline("luy-ke", TABLE)
    start = dt.date(2025, 1, 1)
    half = approve(world, report_on(world, plan, start, dt.date(2025, 7, 10), outline=outline))
    whole = report_on(world, plan, start, OCTOBER[1], outline=outline)
    assert earlier_of(whole, "previous").report == half


def test_the_same_period_a_year_ago_may_begin_some_days_off(world: World, plan: Plan) -> None:
    outline = make_outline("thang", TABLE)
    ago = (dt.date(2024, 10, 2), dt.date(2024, 11, 1))
    year_ago = approve(world, report_on(world, plan, *ago, outline=outline, on=OCTOBER[0]))
    october = report_on(world, plan, *OCTOBER, outline=outline)
    assert earlier_of(october, "last_year").report == year_ago


@pytest.mark.parametrize(
    "name", ["previous", "change", "change.previous", "previous.change.tasks.total", "change.plan"]
)
def test_a_comparison_of_no_figure_is_refused(world: World, plan: Plan, name: str) -> None:
    sentence = {"kind": "sentence", "template": f"{{{name}}}"}
    with pytest.raises(ReportError) as refused:
        report_on(world, plan, *OCTOBER, outline=make_outline("thang", sentence))
    assert refused.value.code == "unknown_value"


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (dt.date(2025, 6, 10), dt.date(2024, 6, 10)),
        (dt.date(2024, 2, 29), dt.date(2023, 2, 28)),
    ],
)
def test_a_year_before_a_day(day: dt.date, before: dt.date) -> None:
    assert one_year_before(day) == before


@pytest.mark.parametrize(
    ("value", "said"),
    [("5", "+5"), ("-3", "-3"), ("0", "0"), ("12.5", "+12,5"), ("-0.001", "0"), ("1200", "+1.200")],
)
def test_differences_are_printed_with_their_sign(value: str, said: str) -> None:
    assert signed(Decimal(value)) == said


def row_of(report: Report) -> list[str]:
    blocks = composed_document(report, list(figures_of(report))).blocks
    [table] = [block for block in blocks if isinstance(block, Table) and len(block.columns) == 7]
    assert table.unit_line == "Đơn vị tính: nhiệm vụ"
    said = [printed(report, block) for block in blocks if isinstance(block, Paragraph)]
    assert any(words.startswith("Kỳ trước: từ ngày") for words in said)
    return cells(report, table.rows[0])


def test_a_body_that_took_in_another_says_what_its_earlier_report_is_without(
    world: World, plan: Plan
) -> None:
    outline = make_outline("thang", TABLE)
    gone = make_body("Sở Ngoại vụ", until=dt.date(2025, 10, 6))
    follow(gone, world.snv, SuccessionKind.MERGED)
    approve(world, report_on(world, plan, *SEPTEMBER, outline=outline, body=world.snv))
    october = report_on(world, plan, *OCTOBER, outline=outline, body=world.snv)
    told = "số liệu kỳ đó chưa gồm Sở Ngoại vụ (sáp nhập ngày 06/10/2025)"
    periods = [each for each in blocks_of(october) if isinstance(each, Paragraph)]
    assert told in " ".join(printed(october, each) for each in periods)


def test_a_body_that_was_renamed_is_compared_with_its_report_under_the_old_name(
    world: World, plan: Plan
) -> None:
    outline = make_outline("thang", TABLE)
    new = make_body("Sở Nội vụ và Lao động", since=dt.date(2025, 10, 6))
    september = approve(world, report_on(world, plan, *SEPTEMBER, outline=outline, body=world.snv))
    follow(world.snv, new, SuccessionKind.RENAMED)
    october = report_on(world, plan, *OCTOBER, outline=outline, body=world.snv)
    october.body = new
    assert earlier_of(october, "previous").report == september


def follow(gone: Organisation, heir: Organisation, kind: SuccessionKind) -> None:
    Succession.objects.create(
        predecessor=gone,
        successor=heir,
        kind=kind,
        effective_on=dt.date(2025, 10, 6),
        source="tests",
    )
