"""The four states of a value through every function, coverage, and columns of many bodies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from unittest.mock import patch

import pytest

from tiendo.domain.formulas import (
    Coverage,
    Indicator,
    Missing,
    Reference,
    Unit,
    build_graph,
    build_world,
    check_formula,
    evaluate,
    evaluate_all,
    grids,
    parse_formula,
    reach_of,
)
from tiendo.domain.formulas.values import least_complete, state_of_none, strongest
from tiendo.domain.periods import Cadence

D = Decimal
NONE, LATER, ODD = Missing.NO_DATA, Missing.NOT_DUE, Missing.UNDEFINED
A, B = Reference("A"), Reference("B")
DICTIONARY = {code: Indicator(Unit(), {}) for code in "ABC"}


def plan(text):
    return check_formula(parse_formula(text), DICTIONARY)


def one(text, a=NONE, b=NONE):
    world = build_world([(1, None)], Cadence.YEARLY, dt.date(2025, 1, 1), width=1)
    return evaluate(plan(text), world, {A: [a], B: [b]}).readings()[0]


@pytest.mark.parametrize(
    ("text", "a", "b", "expected"),
    [
        ("[A] + [B]", D(1), D(2), D(3)),
        ("[A] + [B]", D(0), D(0), D(0)),
        ("[A] + [B]", D(1), NONE, NONE),
        ("[A] - [B]", LATER, NONE, LATER),
        ("[A] * [B]", LATER, ODD, ODD),
        ("[A] * [B]", D(0), NONE, NONE),
        ("-[A]", ODD, NONE, ODD),
        ("abs([A])", D(-2), NONE, D(2)),
        ("round([A]; 1)", D("0.25"), NONE, D("0.3")),
        ("round([A]; 1)", D("-0.25"), NONE, D("-0.3")),
        ("round([A]; -3)", D(1500), NONE, D(2000)),
        ("round([A]; 2)", LATER, NONE, LATER),
        ("[A] / [B]", D(1), D(4), D("0.25")),
        ("[A] / [B]", D(1), D(0), ODD),
        ("[A] / [B]", D(0), D(0), ODD),
        ("[A] / [B]", NONE, D(0), ODD),
        ("[A] / [B]", D(0), NONE, NONE),
        ("[A] / [B]", D(0), D(3), D(0)),
        ("[A] / (1 - [B])", LATER, D(1), ODD),
        ("if([A] > 0; [B]; 9)", D(1), NONE, NONE),
        ("if([A] > 0; [B]; 9)", D(0), NONE, D(9)),
        ("if([A] > 0; 1; 9)", LATER, NONE, LATER),
        ("if([B] = 0; 0; [A] / [B])", D(1), D(0), D(0)),
        ("if(and([A] > 0; [B] > 0); 1; 2)", D(0), NONE, NONE),
        ("if(or([A] > 0; [B] > 0); 1; 2)", D(1), NONE, NONE),
        ("if(not([A] > 0); 1; 2)", D(0), NONE, D(1)),
        ("if(not([A] > 0); 1; 2)", ODD, NONE, ODD),
        ("if(has([A]); 1; 2)", D(0), NONE, D(1)),
        ("if(has([A]); 1; 2)", ODD, NONE, D(2)),
        ("if(not(has([A])); [B]; 2)", NONE, D(7), D(7)),
        ("if([A] <> [B]; 1; 2)", D("1.0"), D(1), D(2)),
        ("coalesce([A]; 5)", D(0), NONE, D(0)),
        ("coalesce([A]; 5)", LATER, NONE, D(5)),
        ("coalesce([A]; [B])", NONE, ODD, ODD),
        ("if_no_data([A]; 5)", NONE, NONE, D(5)),
        ("if_no_data([A]; 5)", LATER, NONE, LATER),
        ("if_no_data([A]; 5)", ODD, NONE, ODD),
        ("if_undefined([A] / [B]; 5)", D(1), D(0), D(5)),
        ("if_undefined([A] / [B]; 5)", D(1), NONE, NONE),
        ("min([A]; [B])", D(1), D(-1), D(-1)),
        ("max([A]; [B]; 0)", D(-3), D(-1), D(0)),
        ("max([A]; [B])", D(1), NONE, NONE),
        ("sum_children([A])", D(1), NONE, ODD),
        ("previous([A])", D(1), NONE, NONE),
        ("previous(5)", D(1), NONE, NONE),
    ],
)
def test_how_states_meet(text, a, b, expected):
    assert one(text, a, b) == expected


def test_a_country_of_figures_keeps_its_digits():
    assert one("[A] + [B]", D("99999999999999999999.01"), D("0.01")) == D("99999999999999999999.02")
    assert one("round([A] / 3; 12)", D("1E+30")).is_finite()


def test_more_digits_than_there_are_is_undefined():
    assert one("[A] * [A]", D("1E+600000")) is ODD


def family(text, readings, **more):
    """One value of a body above three, whose figures of A are given."""
    bodies = [(10, None), (1, 10), (2, 10), (3, 10)]
    world = build_world(bodies, Cadence.YEARLY, dt.date(2025, 1, 1), width=1)
    column = evaluate(plan(text), world, {A: [NONE, *readings], **more})
    return column.reading(0), column.partial.get(0)


@pytest.mark.parametrize(
    ("function", "readings", "expected", "coverage"),
    [
        ("sum", [D(1), D(2), D(3)], D(6), None),
        ("sum", [D(1), NONE, D(3)], D(4), (2, 3)),
        ("sum", [D(0), NONE, NONE], D(0), (1, 3)),
        ("sum", [D(1), LATER, D(3)], D(4), None),
        ("sum", [D(1), LATER, ODD], D(1), (1, 2)),
        ("sum", [NONE, NONE, LATER], NONE, (0, 2)),
        ("sum", [LATER, LATER, LATER], LATER, None),
        ("sum", [ODD, ODD, LATER], ODD, (0, 2)),
        ("sum", [ODD, NONE, LATER], NONE, (0, 2)),
        ("avg", [D(1), NONE, D(2)], D("1.5"), (2, 3)),
        ("min", [D(5), NONE, D(0)], D(0), (2, 3)),
        ("max", [D(-5), NONE, D(-7)], D(-5), (2, 3)),
        ("count", [D(0), NONE, ODD], D(1), None),
        ("count", [NONE, NONE, ODD], D(0), None),
        ("count", [LATER, LATER, LATER], LATER, None),
    ],
)
def test_children_without_a_figure_are_told_not_counted_as_zero(
    function, readings, expected, coverage
):
    assert family(f"{function}_children([A])", readings) == (expected, coverage)


def test_bodies_that_meet_a_condition_are_counted_among_those_known():
    met = family("3 * count_children([A] >= 80%) / count_children(1)", [D("0.8"), D(0), D(1)])
    assert met == (D(2), None)
    world = build_world([(9, None), (1, 9), (2, 9)], Cadence.YEARLY, dt.date(2025, 1, 1), width=1)
    column = evaluate(plan("count_children([A] > 2)"), world, {A: [NONE, D(3), NONE]})
    assert (column.reading(0), column.partial[0]) == (D(1), Coverage(1, 2))


def test_a_share_of_children_takes_only_those_that_have_both():
    below = {B: [NONE, D(10), D(10), NONE]}
    assert family("ratio_children([A]; [B])", [D(4), NONE, D(9)]) == (NONE, (0, 3))
    bodies = [(10, None), (1, 10), (2, 10), (3, 10)]
    world = build_world(bodies, Cadence.YEARLY, dt.date(2025, 1, 1), width=1)
    column = evaluate(
        plan("ratio_children([A]; [B])"), world, {A: [NONE, D(4), NONE, D(9)], **below}
    )
    assert (column.reading(0), column.partial[0]) == (D("0.4"), Coverage(1, 3))
    nothing = evaluate(plan("ratio_children([A]; 0)"), world, {A: [NONE, D(4), D(1), D(9)]})
    assert nothing.reading(0) is ODD


def test_coverage_of_a_part_goes_on_to_the_whole():
    reading, coverage = family("1 + 2 * sum_children([A])", [D(1), NONE, D(3)])
    assert (reading, coverage) == (D(9), Coverage(2, 3))
    assert family("coalesce(sum_children([A]); 0)", [NONE, NONE, NONE]) == (D(0), (0, 3))


def test_bodies_that_did_not_exist_are_not_expected():
    bodies = [(10, None), (1, 10), (2, 10)]
    whole = build_world(bodies, Cadence.YEARLY, dt.date(2024, 1, 1), width=2)
    world = type(whole)(
        whole.bodies, whole.parents, whole.cadence, whole.periods, 2, frozenset({4})
    )
    column = evaluate(plan("sum_children([A])"), world, {A: [NONE, NONE, D(1), D(2), D(50), NONE]})
    assert column.readings()[:2] == [D(1), D(2)]
    assert column.partial == {1: (1, 2)}


def months(text, readings, *, first=dt.date(2025, 1, 1), cadence=Cadence.MONTHLY, waiting=None):
    world = build_world([(1, None)], cadence, first, width=len(readings), waiting=waiting)
    column = evaluate(plan(text), world, {A: readings})
    return column.readings(), dict(column.partial)


def test_periods_are_looked_back_at():
    year = [D(n) for n in range(14)]
    assert months("previous([A])", year)[0] == [NONE, *year[:13]]
    assert months("same_period_last_year([A])", year)[0] == [NONE] * 12 + [D(0), D(1)]
    quarters = months("same_period_last_year([A])", year[:6], cadence=Cadence.QUARTERLY)
    assert quarters[0] == [NONE] * 4 + [D(0), D(1)]


def test_a_year_is_summed_up_to_each_period_and_begins_anew():
    readings = [D(1), NONE, D(0), D(4), D(5)]
    told, partial = months("year_to_date([A])", readings, first=dt.date(2025, 11, 1))
    assert told == [D(1), D(1), D(0), D(4), D(9)]
    assert partial == {0: (1, 11), 1: (1, 12)}
    told, partial = months("year_to_date([A])", [LATER, NONE, D(3), LATER])
    assert told == [LATER, NONE, D(3), D(3)]
    assert partial == {1: (0, 1), 2: (1, 2), 3: (1, 2)}


def test_windows_of_periods():
    readings = [D(2), NONE, D(4), LATER]
    assert months("sum_last([A]; 2)", readings) == (
        [D(2), D(2), D(4), D(4)],
        {0: (1, 2), 1: (1, 2), 2: (1, 2)},
    )
    assert months("avg_last([A]; 3)", readings)[0] == [D(2), D(2), D(3), D(4)]
    assert months("last([A]; 2)", readings) == ([D(2), D(2), D(4), D(4)], {})
    assert months("last([A]; 1)", readings)[0] == readings


def test_nobody_reported_is_no_data_or_not_yet_due_by_the_period():
    world = build_world([(1, None)], Cadence.MONTHLY, dt.date(2025, 1, 1), width=3, waiting=2)
    assert evaluate(plan("[A]"), world, {}).readings() == [NONE, NONE, LATER]
    assert world.readings({(0, 1): D(0)}) == [NONE, D(0), LATER]


def test_parts_of_a_world_make_the_same_whole():
    bodies = [(0, None), *((n, 0) for n in range(1, 8))]
    world = build_world(bodies, Cadence.MONTHLY, dt.date(2025, 1, 1), width=5)
    readings = [NONE if n % 7 == 3 else D(n) for n in range(40)]
    for text in ("year_to_date([A]) / [B]", "sum_children(previous([A])) + [B]", "[C] + 1"):
        whole = evaluate(plan(text), world, {A: readings, B: readings[::-1]})
        with patch.object(grids, "_CELLS_AT_ONCE", 12):
            assert len(world.parts(12)) == 4
            cut = evaluate(plan(text), world, {A: readings, B: readings[::-1]})
        assert cut.readings() == whole.readings()
        assert cut.partial == whole.partial


def test_formulas_of_formulas():
    formulas = {"TONG": parse_formula("sum_children([A])"), "GAP": parse_formula("[TONG] * 2")}
    order = build_graph(formulas, DICTIONARY).order
    known = {**DICTIONARY, "TONG": Indicator(Unit(), {}, is_computed=True)}
    plans = {code: check_formula(formula, known) for code, formula in formulas.items()}
    world = build_world([(9, None), (1, 9), (2, 9)], Cadence.YEARLY, dt.date(2025, 1, 1), width=1)
    found = evaluate_all(plans, order, world, {A: [NONE, D(3), NONE]})
    assert (found["GAP"].reading(0), found["GAP"].partial[0]) == (D(6), Coverage(1, 2))


@pytest.mark.parametrize("wrong", [0.5, 1, None, "no_data"])
def test_entries_are_decimals_or_states(wrong):
    with pytest.raises(TypeError):
        one("[A]", wrong)


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "-Infinity"])
def test_entries_are_finite(wrong):
    with pytest.raises(ValueError, match="finite"):
        one("[A]", D(wrong))


def test_entries_fill_the_world():
    world = build_world([(1, None)], Cadence.YEARLY, dt.date(2025, 1, 1), width=2)
    with pytest.raises(ValueError, match="2 cells, but 1 entries of A"):
        evaluate(plan("[A]"), world, {A: [D(1)]})
    with pytest.raises(ValueError, match="by month or longer"):
        build_world([(1, None)], Cadence.WEEKLY, dt.date(2025, 1, 1), width=2)


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("[A] + 1", 0),
        ("previous([A])", 1),
        ("previous(same_period_last_year([A]))", 13),
        ("year_to_date([A]) - same_period_last_year(year_to_date([A]))", 23),
        ("sum_last([A]; 6) + round([A]; 9)", 5),
    ],
)
def test_how_far_back_a_formula_looks(text, reach):
    assert reach_of(plan(text).root, 12) == reach


def test_states_and_coverages_have_one_order():
    assert strongest(NONE, LATER) is LATER
    assert strongest(ODD, LATER) is ODD
    assert state_of_none([]) is ODD
    assert least_complete(Coverage(1, 2), Coverage(2, 3)) == (1, 2)
    assert least_complete(Coverage(1, 2), Coverage(2, 4)) == (2, 4)
    assert least_complete(Coverage(0, 0), Coverage(2, 4)) == (2, 4)
