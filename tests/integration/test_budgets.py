"""Money: lines, steps, payments and their corrections; projects; what the treasury lists."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import budget_factories as made
from tests.factories import World, actor, make_world
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.budgets import actions
from tiendo.budgets.alike import alike_investments
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import (
    BudgetLine,
    Disbursement,
    ProjectState,
    RowState,
    Source,
    Stage,
)
from tiendo.budgets.permissions import visible_lines
from tiendo.budgets.projects import project_money
from tiendo.budgets.queries import LineFilter, money_of, year_money
from tiendo.budgets.reconciling import compare
from tiendo.domain import clock
from tiendo.domain.budget import Path
from vanban.quantities import Missing

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)
MILLION = made.MILLION


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def code_of(act: Any, **fields: Any) -> str:
    """The code with which an action refuses; its words say something."""
    with pytest.raises(BudgetError) as refused:
        act(**fields)
    assert str(refused.value)
    return refused.value.code


def paid_of(line: BudgetLine, on: dt.date = TODAY, known_at: dt.datetime | None = None) -> Any:
    [money] = money_of(BudgetLine.objects.filter(pk=line.pk), on, known_at)
    return money.amounts


class TestAmounts:
    def test_a_line_goes_from_request_to_adjustment(self, world: World) -> None:
        line = made.line(world)
        by = actor(world.snv_officer)
        actions.record_step(
            by=by, line=line, stage=Stage.REQUEST, new=made.amount(90, dt.date(2024, 8, 1))
        )
        made.step(world, line, 80, dt.date(2024, 10, 1), "appraisal")
        assert paid_of(line).allotted is None
        made.step(world, line, 70, dt.date(2024, 12, 15))
        made.step(world, line, 75, dt.date(2025, 6, 1), "adjustment")
        assert paid_of(line).allotted == 75 * MILLION
        assert paid_of(line, dt.date(2025, 5, 31)).allotted == 70 * MILLION
        names = AuditEvent.objects.filter(object_type="budgets.budgetline").values_list("action")
        assert [name for (name,) in names] == ["budget.open_line", *["budget.record_step"] * 4]

    def test_a_body_asks_and_the_coordinator_allots(self, world: World) -> None:
        line, new = made.line(world), made.amount(5, TODAY)
        with pytest.raises(PermissionRefused):
            actions.record_step(
                by=actor(world.snv_head), line=line, stage=Stage.ALLOCATION, new=new
            )
        with pytest.raises(PermissionRefused):
            actions.record_payment(by=actor(world.stc_officer), line=line, new=new)

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"symbol": ""}, "paper_missing"),
            ({"day": dt.date(2025, 11, 11)}, "day_in_future"),
            ({"day": dt.date(2024, 12, 31)}, "outside_year"),
            ({"amount_vnd": 0}, "amount_zero"),
            ({"amount_vnd": -MILLION}, "below_zero"),
            ({"amount_vnd": -MILLION, "is_cumulative": True}, "amount_negative"),
            ({"amount_vnd": 10**18}, "amount_too_big"),
        ],
    )
    def test_a_payment_that_cannot_be_is_refused(
        self, world: World, fields: dict[str, Any], code: str
    ) -> None:
        values = {"amount_vnd": MILLION, "day": TODAY, "symbol": "1"} | fields
        line = made.line(world)
        new = actions.NewAmount(**values)
        by = actor(world.coordinator)
        assert code_of(actions.record_payment, by=by, line=line, new=new) == code
        assert not Disbursement.objects.exists()

    def test_a_paper_is_recorded_once_and_too_much_is_told(self, world: World) -> None:
        line, by = made.line(world), actor(world.coordinator)
        made.step(world, line, 10)
        row = made.pay(world, line, 12, TODAY)
        [money] = money_of(BudgetLine.objects.filter(pk=line.pk), TODAY)
        assert money.is_over and money.left == -2 * MILLION
        again = {"by": by, "line": line, "new": made.amount(12, TODAY)}
        assert code_of(actions.record_payment, **again) == "recorded_twice"
        actions.commit_money(**again)
        assert code_of(actions.commit_money, **again) == "recorded_twice"
        actions.withdraw_amount(by=by, row=row, reason="Ghi nhầm dòng")
        actions.record_payment(**again)

    def test_an_adjustment_needs_an_allocation(self, world: World) -> None:
        by, new = actor(world.coordinator), made.amount(1, TODAY)
        line = made.line(world)
        asked = {"by": by, "line": line, "stage": Stage.ADJUSTMENT, "new": new}
        assert code_of(actions.record_step, **asked) == "no_allocation"

    def test_of_two_corrections_at_once_the_second_is_told(self, world: World) -> None:
        line = made.line(world)
        row = made.pay(world, line, 10, dt.date(2025, 5, 5))
        by, new = actor(world.coordinator), made.amount(12, dt.date(2025, 5, 5))
        actions.correct_amount(by=by, row=row, new=new, reason="Nhầm số")
        told = {"by": by, "row": row, "new": new, "reason": "Nhầm số"}
        assert code_of(actions.correct_amount, **told) == "already_corrected"
        assert paid_of(line).paid == 12 * MILLION

    def test_what_was_known_before_a_correction_is_still_known_then(self, world: World) -> None:
        line = made.line(world)
        with noon(dt.date(2025, 6, 1)):
            row = made.pay(world, line, 10, dt.date(2025, 5, 5))
        by = actor(world.coordinator)
        actions.withdraw_amount(by=by, row=row, reason="Ghi hai lần")
        then = clock.local_noon(dt.date(2025, 7, 1))
        assert paid_of(line, TODAY, then).paid == 10 * MILLION
        assert paid_of(line).paid is None
        gone = Disbursement.objects.get(corrects=row)
        told = {"by": by, "row": gone, "reason": "Lại"}
        assert code_of(actions.withdraw_amount, **told) == "already_withdrawn"

    def test_a_correction_needs_a_reason(self, world: World) -> None:
        row = made.pay(world, made.line(world), 10, TODAY)
        told = {"by": actor(world.coordinator), "row": row, "reason": " "}
        assert code_of(actions.withdraw_amount, **told) == "reason_missing"

    def test_a_line_with_money_keeps_what_sums_are_told_apart_by(self, world: World) -> None:
        line = made.line(world)
        by = actor(world.coordinator)
        facts = actions.LineFacts(2025, "Tên khác", world.snv, "central", "recurrent", "digital")
        actions.edit_line(by=by, line=line, facts=facts)
        made.step(world, line, 5)
        moved = actions.LineFacts(2026, "Tên khác", world.snv, "central", "recurrent", "digital")
        assert code_of(actions.edit_line, by=by, line=line, facts=moved) == "has_money"
        with pytest.raises(DatabaseError), transaction.atomic():
            BudgetLine.objects.filter(pk=line.pk).update(area="science")

    def test_the_database_keeps_a_correction_within_its_line(self, world: World) -> None:
        row = made.pay(world, made.line(world), 10, TODAY)
        other = made.line(world, title="Dòng khác")
        fields = {"line": other, "corrects": row, "reason": "x", "recorded_by": world.coordinator}
        with pytest.raises(DatabaseError), transaction.atomic():
            Disbursement.objects.create(amount_vnd=1, day=TODAY, recorded_at=clock.now(), **fields)

    def test_a_body_that_is_gone_has_no_line_of_a_later_year(self, world: World) -> None:
        facts = actions.LineFacts(2024, "Cũ", world.ea_trang)
        by = actor(world.coordinator)
        assert code_of(actions.open_line, by=by, facts=facts) == "body_closed"


class TestSums:
    def test_the_rate_of_a_group_waits_until_money_is_told_apart(self, world: World) -> None:
        first = made.line(world, source="central")
        made.step(world, first, 100)
        made.pay(world, made.line(world, source="", title="Chưa tách"), 40, TODAY)
        money = year_money(actor(world.coordinator), LineFilter(2025), TODAY)
        assert money.rate.value is not None and str(money.rate.value) == "0.4"
        rate = money.splits["source"].rate("central", TODAY, 2025)
        assert rate.state is Missing.NO_DATA
        assert money.total.unpaid_lines == 1

    def test_last_years_path_is_gone_on_with(self, world: World) -> None:
        old, line = made.line(world, year=2025), made.line(world, year=2026)
        for month, millions in ((3, 5), (5, 15), (9, 20), (10, 10)):
            made.pay(world, old, millions, dt.date(2025, month, 1))
        with noon(dt.date(2026, 6, 30)):
            made.step(world, line, 100, dt.date(2026, 1, 5))
            made.pay(world, line, 40, dt.date(2026, 6, 1))
            found = year_money(actor(world.coordinator), LineFilter(2026), clock.today())
        assert {each.path: each.amount for each in found.forecasts} == {
            Path.LINEAR: 87_513_812,
            Path.LAST_YEAR: 100 * MILLION,
        }

    def test_a_year_of_which_little_was_told_sets_no_path(self, world: World) -> None:
        old, line = made.line(world, year=2025), made.line(world, year=2026)
        made.pay(world, old, 50, TODAY, is_cumulative=True)
        with noon(dt.date(2026, 12, 1)):
            made.step(world, line, 100, dt.date(2026, 1, 5))
            made.pay(world, line, 40, dt.date(2026, 6, 1))
            found = year_money(actor(world.coordinator), LineFilter(2026), clock.today())
        assert [each.path for each in found.forecasts] == [Path.LINEAR]

    def test_few_payments_foresee_little(self, world: World) -> None:
        line = made.line(world)
        made.step(world, line, 100)
        made.pay(world, line, 40, dt.date(2025, 6, 1))
        money = year_money(actor(world.coordinator), LineFilter(2025), TODAY)
        assert [each.path.value for each in money.forecasts] == ["linear"]
        assert money.forecasts[0].is_thin

    def test_a_person_sees_the_lines_of_the_own_body(self, world: World) -> None:
        made.line(world)
        made.line(world, body=world.stc, title="Của Sở Tài chính")
        assert visible_lines(actor(world.snv_officer)).count() == 1
        assert visible_lines(actor(world.leader)).count() == 2

    def test_the_money_of_a_year_asks_a_fixed_number_of_queries(
        self, world: World, django_assert_num_queries: Any
    ) -> None:
        who = actor(world.coordinator)
        for number in range(3):
            line = made.line(world, title=f"Dòng {number}")
            made.step(world, line, 10)
            made.pay(world, line, 5, TODAY)
            with django_assert_num_queries(3):
                year_money(who, LineFilter(2025), TODAY)


class TestProjects:
    def test_a_project_is_approved_by_its_decision(self, world: World) -> None:
        project = made.project(world)
        by = actor(world.snv_head)
        told = {"by": by, "project": project, "to": ProjectState.RUNNING}
        assert code_of(actions.move_project, **told) == "wrong_state"
        made.approve(world, project, 107_483, funding={Source.CENTRAL: 107_483 * MILLION})
        project.refresh_from_db()
        assert project.state == ProjectState.APPROVED
        for to in (ProjectState.RUNNING, ProjectState.FINISHED):
            project = actions.move_project(by=by, project=project, to=to)
        with pytest.raises(DatabaseError), transaction.atomic():
            type(project).objects.filter(pk=project.pk).update(state="running")

    def test_what_a_decision_cannot_say_is_refused(self, world: World) -> None:
        project = made.project(world)
        too_much = {Source.CENTRAL: 6 * MILLION, Source.PROVINCE: 5 * MILLION}
        assert code_of(_approve(world, project, funding=too_much)) == "funding_over_total"
        assert code_of(_approve(world, project, symbol=" ")) == "symbol_missing"
        assert code_of(_approve(world, project, day=dt.date(2026, 1, 1))) == "day_in_future"
        made.approve(world, project, 10)
        assert code_of(_approve(world, project)) == "approval_twice"

    def test_a_code_is_used_once(self, world: World) -> None:
        made.project(world)
        assert code_of(lambda: made.project(world)) == "code_taken"
        assert code_of(lambda: made.project(world, ends_year=2023)) == "years_out_of_order"

    def test_a_milestone_is_done_once(self, world: World) -> None:
        by = actor(world.snv_officer)
        project = made.project(world)
        milestone = actions.add_milestone(
            by=by, project=project, name="Nghiệm thu", last_day=dt.date(2025, 12, 1)
        )
        told = {"milestone": milestone, "note": "BB-01"}
        assert (
            code_of(actions.finish_milestone, by=by, on=dt.date(2025, 12, 1), **told)
            == "day_in_future"
        )
        done_on = dt.date(2025, 11, 3)
        actions.finish_milestone(by=by, on=done_on, **told)
        assert code_of(actions.finish_milestone, by=by, on=TODAY, **told) == "milestone_done"
        # Done on the third, which nobody knew before the tenth.
        yesterday = clock.local_noon(dt.date(2025, 11, 9))
        assert project_money(project, TODAY).work_share == 1
        assert project_money(project, TODAY, yesterday).work_share == 0
        assert project_money(project, dt.date(2025, 11, 2)).work_share == 0

    def test_a_milestone_is_moved_and_taken_back_with_a_reason(self, world: World) -> None:
        by, project = actor(world.snv_officer), made.project(world)
        step = actions.add_milestone(by=by, project=project, name="Nghiệm thu", last_day=TODAY)
        later = dt.date(2025, 12, 20)
        told = {"by": by, "milestone": step}
        moved = {**told, "name": "Nghiệm thu, bàn giao", "last_day": later}
        assert code_of(actions.edit_milestone, **moved, reason=" ") == "reason_missing"
        assert code_of(actions.reopen_milestone, **told, reason="Nhầm") == "milestone_open"
        assert actions.edit_milestone(**moved, reason="Nhà thầu xin lùi").last_day == later
        actions.finish_milestone(**told, on=TODAY, note="BB-01")
        assert code_of(actions.edit_milestone, **moved, reason="Lại") == "milestone_done"
        with pytest.raises(DatabaseError), transaction.atomic():
            type(step).objects.filter(pk=step.pk).update(name="Khác")
        actions.reopen_milestone(**told, reason="Ghi nhầm mốc")
        step.refresh_from_db()
        assert (step.done_on, step.done_by, step.name) == (None, None, "Nghiệm thu, bàn giao")

    def test_a_project_is_described_anew(self, world: World) -> None:
        project, by = made.project(world), actor(world.snv_head)
        other = made.project(world, code="DA-02")
        facts = dataclasses.replace(actions.facts_of_project(project), name="Kho dữ liệu số")
        taken = dataclasses.replace(facts, code=other.code)
        told = {"by": by, "project": project}
        assert code_of(actions.edit_project, **told, facts=taken) == "code_taken"
        assert actions.edit_project(**told, facts=facts).folded == "da-01 kho du lieu so"
        event = AuditEvent.objects.get(action="project.edit")
        assert event.after == {"title": "Kho dữ liệu số"}

    def test_likely_doubles_of_other_bodies_are_listed(self, world: World) -> None:
        made.project(world)
        made.line(world, title="Kho dữ liệu cán bộ, công chức, viên chức", body=world.stc)
        made.line(world, title="Mua sắm máy tính cho văn phòng", body=world.stc)
        made.line(world, title="Kho dữ liệu cán bộ, công chức, viên chức", body=world.snv)
        pairs = alike_investments(actor(world.coordinator), TODAY)
        bodies = [{pair.first.body, pair.second.body} for pair in pairs]
        # The line of the first's own body is no double of it.
        assert bodies == [{"Sở Nội vụ", "Sở Tài chính"}]
        assert pairs[0].percent == 100

    def test_of_many_in_one_thing_each_stands_beside_the_first(self, world: World) -> None:
        titles = ("Mua sắm máy chủ", "Thuê máy chủ", "Máy chủ năm 2025")
        for title, body in zip(titles, (world.snv, world.stc, world.skhcn), strict=True):
            made.line(world, title=title, body=body)
        pairs = alike_investments(actor(world.coordinator), TODAY)
        assert [(pair.first.name, pair.second.name) for pair in pairs] == [
            (titles[0], titles[2]),
            (titles[0], titles[1]),
        ]


def _approve(world: World, project: Any, **fields: Any) -> Any:
    return lambda: made.approve(world, project, 10, **fields)


class TestTreasury:
    def test_rows_are_matched_missing_or_differ(self, world: World) -> None:
        line = made.line(world)
        same = made.pay(world, line, 10, dt.date(2025, 5, 5), symbol="KB-01")
        made.pay(world, line, 20, dt.date(2025, 5, 6), symbol="KB-02")
        unlisted = made.pay(world, line, 30, dt.date(2025, 5, 7), symbol="KB-03")
        taken = made.statement(
            world,
            [
                made.paid_row(dt.date(2025, 5, 5), "KB-01", 10 * MILLION),
                made.paid_row("06/05/2025", "KB-02", "25.000.000"),
                made.paid_row(dt.date(2025, 5, 9), "KB-09", 9 * MILLION),
                ("", "", "", "Tổng cộng", "", "", 44 * MILLION),
            ],
        )
        found = compare(taken)
        assert [row.disbursement for row in found.of_state(RowState.MATCHED)] == [same]
        assert [each.row.symbol for each in found.differing] == ["KB-02"]
        assert [each.row.symbol for each in found.missing_here] == ["KB-09"]
        assert list(found.missing_there) == [unlisted]

    def test_a_list_that_runs_on_from_the_last_one_tells_nothing_twice(self, world: World) -> None:
        line, by = made.line(world), actor(world.coordinator)
        march, april = dt.date(2025, 3, 31), dt.date(2025, 4, 30)
        twice = [made.paid_row(march, "KB-1", 5 * MILLION)] * 2
        first, other = made.statement(world, twice, march).rows.all()
        actions.take_row(by=by, row=first, line=line)
        more = [*twice, *twice[:1], made.paid_row(april, "KB-2", MILLION)]
        later = made.statement(world, more, april)
        assert [row.state for row in later.rows.all()] == ["set_aside", "set_aside", "open", "open"]
        assert later.rows.all()[0].reason == "Đã có ở tệp kho-bac.xlsx, dòng 3."
        other.refresh_from_db()
        assert other.state == RowState.OPEN

    def test_an_amount_counted_in_another_unit_is_told(self, world: World) -> None:
        line = made.line(world)
        made.pay(world, line, 5, TODAY, symbol="KB-1")
        [each] = compare(made.statement(world, [made.paid_row(TODAY, "KB-1", 5)])).differing
        assert each.times == MILLION

    def test_money_that_came_back_is_taken_as_such(self, world: World) -> None:
        line, by = made.line(world), actor(world.coordinator)
        rows = [
            made.paid_row(TODAY, "KB-1", 5 * MILLION),
            made.paid_row(TODAY, "KB-2", "(2.000.000)"),
        ]
        paid, back = made.statement(world, rows).rows.all()
        assert code_of(actions.take_row, by=by, row=back, line=line) == "below_zero"
        for row in (paid, back):
            actions.take_row(by=by, row=row, line=line)
        assert paid_of(line).paid == 3 * MILLION

    def test_a_row_becomes_a_payment_or_is_set_aside(self, world: World) -> None:
        line, by = made.line(world), actor(world.coordinator)
        rows = [made.paid_row(TODAY, f"KB-{n}", n * MILLION) for n in (1, 2)]
        first, second = made.statement(world, rows).rows.all()
        actions.take_row(by=by, row=first, line=line)
        assert code_of(actions.take_row, by=by, row=first, line=line) == "row_decided"
        assert code_of(actions.reopen_row, by=by, row=first) == "row_taken"
        assert code_of(actions.set_aside_row, by=by, row=second, reason="") == "reason_missing"
        actions.set_aside_row(by=by, row=second, reason="Của đơn vị khác")
        actions.reopen_row(by=by, row=second)
        assert paid_of(line).paid == MILLION

    def test_a_match_tells_the_same_amount_and_a_payment_is_matched_once(
        self, world: World
    ) -> None:
        line, by = made.line(world), actor(world.coordinator)
        payment = made.pay(world, line, 5, TODAY, symbol="X")
        rows = [made.paid_row(TODAY, f"KB-{n}", n * MILLION) for n in (4, 5, 5)]
        rows = [rows[0], made.paid_row(TODAY, "A", 5 * MILLION), rows[2]]
        four, five, again = made.statement(world, rows).rows.all()
        asked = {"by": by, "payment": payment}
        assert code_of(actions.match_row, row=four, **asked) == "amounts_differ"
        actions.match_row(row=five, **asked)
        assert code_of(actions.match_row, row=again, **asked) == "payment_matched"

    def test_a_file_comes_in_once(self, world: World) -> None:
        rows = [made.paid_row(TODAY, "KB-1", MILLION)]
        raw = made.workbook(rows)
        told = {
            "by": actor(world.coordinator),
            "raw": raw,
            "file_name": "kb.xlsx",
            "year": 2025,
            "as_of": TODAY,
        }
        actions.take_statement(**told)
        assert code_of(actions.take_statement, **told) == "same_file"

    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (made.workbook([made.paid_row("32/13/2025", "1", 5)]), "rows_wrong"),
            (made.workbook([made.paid_row(TODAY, "1", "khoảng 5")]), "rows_wrong"),
            (made.workbook([made.paid_row(TODAY, "1", 5.5)]), "rows_wrong"),
            (made.workbook([made.paid_row(TODAY, "1", None)]), "rows_wrong"),
            (made.workbook([made.paid_row(TODAY, "1", 10**18)]), "rows_wrong"),
            (made.workbook([made.paid_row(dt.date(2024, 12, 31), "1", 5)]), "rows_outside"),
            (made.workbook([made.paid_row(dt.date(2025, 11, 11), "1", 5)]), "rows_outside"),
            (made.workbook([]), "rows_none"),
            (made.workbook([(1, 2)], ("A", "B")), "columns_missing"),
            (made.workbook([("MẬT",)]), "secret_mark"),
            (made.workbook([made.paid_row(TODAY, "1", 5)])[:3000], "not_sheet"),
            (b"", "not_sheet"),
            ("Ngày;Số chứng từ;Số tiền\n5/5/2025;KB-1;100\n6/5/2025;KB".encode(), "rows_wrong"),
            ("Ngày;Số chứng từ;Số tiền (USD)\n5/5/2025;KB-1;100\n".encode(), "unit_unknown"),
            ("Đơn vị tính: %\nNgày;Số chứng từ;Số tiền\n5/5/2025;KB;9\n".encode(), "unit_unknown"),
            (
                "Đơn vị tính: đồng\nNgày;Số CT;Số tiền (triệu đồng)\n5/5/2025;KB;9\n".encode(),
                "units_differ",
            ),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused_whole(
        self, world: World, raw: bytes, code: str
    ) -> None:
        told = {"file_name": "kb.xlsx", "year": 2025, "as_of": TODAY}
        found = code_of(actions.take_statement, by=actor(world.coordinator), raw=raw, **told)
        assert found == code

    def test_the_unit_above_the_amounts_counts(self, world: World) -> None:
        raw = "Ngày;Số chứng từ;Số tiền (triệu đồng)\n5/5/2025;KB-1;1.234,5\n".encode()
        told = {"file_name": "kb.csv", "year": 2025, "as_of": TODAY}
        taken = actions.take_statement(by=actor(world.coordinator), raw=raw, **told)
        assert taken.rows.get().amount_vnd == 1_234_500_000
