"""Two people act on the same money in the same moment: one acts, the other learns what happened."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests import budget_factories as made
from tests.factories import World, actor, make_user, make_world
from tiendo.accounts.actor import Actor
from tiendo.accounts.models import RoleCode
from tiendo.budgets import actions
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import Disbursement, ProjectApproval, TreasuryRow, TreasuryStatement
from tiendo.domain import clock

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(people: list[Actor], act: Callable[[Actor], object]) -> list[str]:
    """What came of an action of several people in one moment: "done", or why it was refused."""
    start = Barrier(len(people))

    def one(by: Actor) -> str:
        start.wait(timeout=10)
        try:
            act(by)
        except BudgetError as refusal:
            assert str(refusal) != refusal.code
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(one, people))


def two_of(world: World) -> list[Actor]:
    other = make_user("dieu-phoi-2", (world.skhcn, RoleCode.COORDINATOR))
    return [actor(world.coordinator), actor(other)]


def test_money_is_corrected_once_by_one_of_two() -> None:
    """An amount, a decision on a project and a line carried over, each by two people at once."""
    world, today = make_world(), clock.today()
    people, line = two_of(world), made.line(world, year=today.year)
    made.step(world, line, 50, today)
    row, new = made.pay(world, line, 10, today), made.amount(12, today)
    outcomes = at_once(
        people, lambda by: actions.correct_amount(by=by, row=row, new=new, reason="Nhầm số")
    )
    assert outcomes == ["already_corrected", "done"]
    assert Disbursement.objects.filter(corrects=row).count() == 1

    approval = made.approve(world, made.project(world), 10, day=today)
    right = actions.NewApproval(approval.kind, "101/QĐ-UBND", today, 11 * made.MILLION)
    outcomes = at_once(
        people,
        lambda by: actions.correct_approval(
            by=by, approval=approval, new=right, reason="Ghi nhầm số"
        ),
    )
    assert outcomes == ["already_corrected", "done"]
    assert ProjectApproval.objects.filter(corrects=approval).count() == 1

    carried = made.amount(20, today)
    outcomes = at_once(
        people, lambda by: actions.carry_over(by=by, line=line, body=world.snv, new=carried)
    )
    assert outcomes == ["carried_already", "done"]


def test_a_list_of_the_treasury_comes_in_and_is_worked_off_once() -> None:
    world, today = make_world(), clock.today()
    people, line = two_of(world), made.line(world, year=today.year)
    rows = [made.paid_row(today, f"KB-{number}", number * made.MILLION) for number in (1, 2)]
    raw = made.workbook(rows)
    outcomes = at_once(
        people,
        lambda by: actions.take_statement(
            by=by, raw=raw, file_name="kb.xlsx", year=today.year, as_of=today
        ),
    )
    assert outcomes == ["done", "same_file"]
    first, second = TreasuryStatement.objects.get().rows.all()
    assert at_once(people, lambda by: actions.take_row(by=by, row=first, line=line)) == [
        "done",
        "row_decided",
    ]
    payment = made.pay(world, line, 2, today, symbol="KB-2")
    same = TreasuryRow.objects.get(pk=second.pk)
    outcomes = at_once(people, lambda by: actions.match_row(by=by, row=same, payment=payment))
    assert outcomes == ["done", "row_decided"]
    assert Disbursement.objects.count() == 2

    made.pay(world, line, 7, today, symbol="KB-7")
    told = made.paid_row(today, "KB-7", 7 * made.MILLION)
    lists = {
        by.user_id: made.workbook([told, made.paid_row(today, f"KB-8{at}", made.MILLION)])
        for at, by in enumerate(people)
    }
    outcomes = at_once(
        people,
        lambda by: actions.take_statement(
            by=by, raw=lists[by.user_id], file_name="kb.xlsx", year=today.year, as_of=today
        ),
    )
    assert outcomes == ["done", "done"]
    states = TreasuryRow.objects.filter(symbol="KB-7").values_list("state", flat=True)
    assert sorted(states) == ["matched", "set_aside"]
