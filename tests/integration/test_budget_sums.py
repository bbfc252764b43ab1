"""Sums counted in the database against the rules of money; money carried into the next year;
decisions corrected; codes of the State budget."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import budget_factories as made
from tests.factories import World, actor, make_world
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.budgets import actions
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement, ProjectApproval
from tiendo.budgets.projects import approvals_in_force, project_money, total_in_force
from tiendo.budgets.queries import WAYS, money_of
from tiendo.budgets.sums import COLUMNS, days_told, sum_lines
from tiendo.domain import clock
from tiendo.domain.budget import last_told_day, total_of

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


def code_of(act: Any) -> str:
    """The code with which an action refuses; its words say something."""
    with pytest.raises(BudgetError) as refused:
        act()
    assert str(refused.value)
    return refused.value.code


def _some_rows(world: World, dice: random.Random, lines: list[BudgetLine]) -> None:
    """Amounts of every kind in any order, a third of them corrected or taken back later."""
    for model in (BudgetStep, Commitment, Disbursement):
        for _number in range(40):
            row = _row(world, dice, model, dice.choice(lines))
            row.save()
            if dice.random() < 0.35:
                other = _row(world, dice, model, row.line, corrects=row, reason="Nhầm")
                other.stage = getattr(row, "stage", "")
                other.is_withdrawn = dice.random() < 0.5
                other.recorded_at = row.recorded_at + dt.timedelta(days=dice.randrange(1, 60))
                other.save()


def _row(world: World, dice: random.Random, model: Any, line: BudgetLine, **fields: Any) -> Any:
    day = dt.date(2025, 1, 1) + dt.timedelta(days=dice.randrange(300))
    least = -20 if model is Disbursement else 0
    if model is BudgetStep:
        fields["stage"] = dice.choice(["request", "appraisal", "allocation", "adjustment"])
    if model is Disbursement:
        fields["is_cumulative"] = dice.random() < 0.3
    return model(
        line=line,
        day=day,
        amount_vnd=dice.randrange(least, 100) * MILLION,
        recorded_by=world.coordinator,
        recorded_at=clock.local_noon(day) + dt.timedelta(hours=dice.randrange(600)),
        **fields,
    )


@pytest.mark.parametrize("seed", range(3))
def test_sums_are_those_of_the_rules(world: World, seed: int) -> None:
    dice = random.Random(seed)
    choices = {
        "source": ["central", "province", ""],
        "nature": ["investment", "recurrent", ""],
        "area": ["science", "digital", ""],
        "body": [world.snv, world.stc],
    }
    lines = [
        made.line(world, **{name: dice.choice(values) for name, values in choices.items()})
        for _number in range(9)
    ]
    later = [made.line(world, year=2026) for _number in range(3)]
    for line, before in zip(later, lines, strict=False):
        BudgetLine.objects.filter(pk=line.pk).update(carried_from=before)
    lines += later
    _some_rows(world, dice, lines)
    every = BudgetLine.objects.all()
    for _number in range(6):
        on = dt.date(2025, 1, 1) + dt.timedelta(days=dice.randrange(320))
        known = dice.choice([None, clock.local_noon(on), clock.local_noon(dt.date(2025, 6, 1))])
        one_by_one = money_of(every, on, known)
        found = sum_lines(every, on, known, WAYS)
        assert found.whole == total_of(row.amounts for row in one_by_one)
        for way in WAYS:
            for group, total in found.groups[way].items():
                alike = [
                    row.amounts
                    for row in one_by_one
                    if tuple(getattr(row.line, COLUMNS[name]) for name in way) == group
                ]
                assert total == total_of(alike)
            assert sum(total.lines for total in found.groups[way].values()) == len(lines)
        payments = [entry for row in one_by_one for entry in row.paid_entries]
        assert days_told(every, on, known)[1] == last_told_day(payments, on)


def test_sums_of_nothing_are_no_zeros() -> None:
    for lines in (BudgetLine.objects.none(), BudgetLine.objects.all()):
        assert sum_lines(lines, TODAY, ways=WAYS).whole.allotted is None
        assert days_told(lines, TODAY) == (0, None)


class TestCarryingOver:
    def test_what_is_left_is_carried_into_the_next_year(self, world: World) -> None:
        line = made.line(world)
        made.step(world, line, 100)
        made.pay(world, line, 60, dt.date(2025, 6, 1))
        by = actor(world.coordinator)
        with noon(dt.date(2026, 2, 3)):
            told = {"by": by, "line": line, "body": world.snv}
            new = made.amount(30, dt.date(2026, 2, 2))
            opened = actions.carry_over(**told, new=new)
            again = code_of(lambda: actions.carry_over(**told, new=new))
            [money] = money_of(BudgetLine.objects.filter(pk=opened.pk), clock.today())
        assert again == "carried_already"
        assert (opened.year, opened.carried_from) == (2026, line)
        assert (opened.source, opened.nature, opened.area) == (line.source, line.nature, line.area)
        assert money.amounts.allotted == 30 * MILLION

    def test_a_project_counts_money_carried_over_once(self, world: World) -> None:
        project = made.project(world)
        line = made.line(world, project=project)
        made.step(world, line, 100)
        made.pay(world, line, 60, dt.date(2025, 6, 1))
        with noon(dt.date(2026, 3, 1)):
            new = made.amount(40, dt.date(2026, 2, 2))
            by = actor(world.coordinator)
            opened = actions.carry_over(by=by, line=line, body=world.snv, new=new)
            made.step(world, opened, 45, dt.date(2026, 2, 20), "adjustment")
            made.pay(world, opened, 40, dt.date(2026, 2, 25))
            total = project_money(project, clock.today()).total
        assert (total.allotted, total.paid) == (105 * MILLION, 100 * MILLION)

    def test_no_more_than_is_left_is_carried(self, world: World) -> None:
        line, by = made.line(world), actor(world.coordinator)
        told = {"by": by, "line": line, "body": world.snv}
        much = made.amount(41, TODAY)
        assert code_of(lambda: actions.carry_over(**told, new=much)) == "nothing_left"
        made.step(world, line, 100)
        made.pay(world, line, 60, dt.date(2025, 6, 1))
        assert code_of(lambda: actions.carry_over(**told, new=much)) == "over_what_is_left"
        none = made.amount(0, TODAY)
        assert code_of(lambda: actions.carry_over(**told, new=none)) == "amount_zero"
        with pytest.raises(PermissionRefused):
            actions.carry_over(**(told | {"by": actor(world.snv_head)}), new=much)

    def test_the_database_keeps_the_years_in_order(self, world: World) -> None:
        line, other = made.line(world), made.line(world, year=2027)
        with pytest.raises(DatabaseError), transaction.atomic():
            BudgetLine.objects.filter(pk=other.pk).update(carried_from=line)


class TestDecisions:
    def test_a_decision_is_corrected_and_stays_known(self, world: World) -> None:
        project, by = made.project(world), actor(world.coordinator)
        with noon(dt.date(2025, 3, 1)):
            wrong = made.approve(world, project, 10)
        right = actions.NewApproval(wrong.kind, wrong.symbol, wrong.day, 12 * MILLION)
        told = {"by": by, "approval": wrong, "new": right}
        assert code_of(lambda: actions.correct_approval(**told, reason=" ")) == "reason_missing"
        actions.correct_approval(**told, reason="Ghi nhầm tổng mức")
        again = code_of(lambda: actions.correct_approval(**told, reason="Lại"))
        assert again == "already_corrected"
        setting = project_money(project, TODAY).setting
        assert setting is not None and setting.total_vnd == 12 * MILLION
        then = total_in_force(project.approvals.all(), TODAY, clock.local_noon(dt.date(2025, 4, 1)))
        assert then == wrong

    def test_one_taken_back_sets_nothing_and_may_be_written_again(self, world: World) -> None:
        project, by = made.project(world), actor(world.coordinator)
        row = made.approve(world, project, 10)
        gone = actions.withdraw_approval(by=by, approval=row, reason="Của dự án khác")
        assert project_money(project, TODAY).setting is None
        assert not approvals_in_force(project)
        told = {"by": by, "approval": gone, "reason": "Lại"}
        assert code_of(lambda: actions.withdraw_approval(**told)) == "already_withdrawn"
        assert made.approve(world, project, 11) in approvals_in_force(project)

    def test_a_correction_stays_with_its_project(self, world: World) -> None:
        row = made.approve(world, made.project(world), 10)
        other = made.project(world, code="DA-02")
        with pytest.raises(DatabaseError), transaction.atomic():
            ProjectApproval.objects.create(
                project=other,
                kind=row.kind,
                symbol="1",
                day=row.day,
                total_vnd=1,
                corrects=row,
                reason="Nhầm",
                recorded_by=world.coordinator,
                recorded_at=clock.now(),
            )


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("chapter_code", "417", "41"),
        ("sector_code", "100-103", "100/103"),
        ("item_code", "6900", "69000"),
        ("programme_code", "00511", "CTMT"),
    ],
)
def test_codes_of_the_budget_have_their_shape(
    world: World, name: str, right: str, wrong: str
) -> None:
    assert getattr(made.line(world, **{name: right}), name) == right
    assert code_of(lambda: made.line(world, **{name: wrong})) == f"{name}_malformed"


def test_a_refused_code_names_the_rule_and_that_it_is_recalled(world: World) -> None:
    with pytest.raises(BudgetError, match="4–5 chữ số, theo Thông tư 324.*chưa đối chiếu"):
        made.line(world, programme_code="CTMT")
