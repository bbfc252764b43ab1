"""What holds for every formula: columns, explanations and a naive oracle tell the same figure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.formula_oracle import Oracle
from tiendo.domain.formulas import (
    Call,
    Coverage,
    Formula,
    FormulaRefusal,
    Indicator,
    Missing,
    Negation,
    Number,
    Operation,
    Place,
    Reference,
    Sign,
    Unit,
    build_graph,
    build_world,
    canonical_text,
    check_formula,
    evaluate,
    explain,
    grids,
    load_functions,
    parse_formula,
    read_unit,
    vietnamese_text,
)
from tiendo.domain.formulas.nodes import COMPARING
from tiendo.domain.periods import Cadence

CODES = ("A", "B.01", "C-x")
DICTIONARY = {code: Indicator(Unit(), {"g": frozenset("12")}) for code in CODES}
ARITHMETIC = sorted(set(Sign) - COMPARING)
figures = st.one_of(
    st.sampled_from([Decimal(0), Decimal(1), Decimal("0.5")]),
    st.decimals(-10000, 10000, places=2),
)
numbers = st.builds(
    Number,
    st.one_of(
        st.sampled_from([Decimal(0), Decimal(1), Decimal("2.5")]), st.decimals(0, 999, places=2)
    ),
    st.sampled_from(["", "", "%"]),
)
references = st.builds(Reference, st.sampled_from(CODES))
places = st.integers(-2, 4).map(
    lambda n: Negation(Number(Decimal(-n))) if n < 0 else Number(Decimal(n))
)
windows = st.integers(1, 6).map(lambda n: Number(Decimal(n)))
ONE_FIGURE = ("abs", "previous", "same_period_last_year", "year_to_date", "sum_children",
              "avg_children", "min_children", "max_children")  # fmt: skip
TWO_FIGURES = ("coalesce", "if_no_data", "if_undefined", "min", "max", "ratio_children")


def calls(names, *arguments):
    return st.builds(Call, st.sampled_from(names), st.tuples(*arguments))


def counted(of):
    """A number of bodies as a pure number."""
    return Operation(Sign.OVER, Call("count_children", (of,)), Number(Decimal(1), "đơn vị"))


def conditions(of):
    plain = st.one_of(
        st.builds(Operation, st.sampled_from(sorted(COMPARING)), of, of),
        calls(["has"], of),
    )
    joined = st.one_of(calls(["and", "or"], plain, plain), calls(["not"], plain))
    return st.one_of(plain, plain, joined)


def grown(of):
    return st.one_of(
        st.builds(Operation, st.sampled_from(ARITHMETIC), of, of),
        st.builds(Negation, of),
        calls(ONE_FIGURE, of),
        calls(TWO_FIGURES, of, of),
        calls(["last", "sum_last", "avg_last"], of, windows),
        calls(["round"], of, places),
        st.one_of(of, conditions(of)).map(counted),
        calls(["if"], conditions(of), of, of),
    )


trees = st.recursive(st.one_of(references, references, numbers), grown, max_leaves=7)


@st.composite
def worlds(draw):
    """A forest of bodies by quarter with some figures, some states, some cells out of existence."""
    count = draw(st.integers(1, 5))
    parents = [draw(st.sampled_from([None, *range(i)])) for i in range(count)]
    first = dt.date(2025, draw(st.integers(1, 12)), 1)
    width = draw(st.integers(1, 6))
    cells = st.tuples(st.integers(0, count - 1), st.integers(0, width - 1))
    outside = draw(st.sets(cells, max_size=2))
    readings = st.one_of(figures, figures, st.sampled_from([*Missing]))
    keys = st.tuples(st.sampled_from(CODES), cells)
    data = draw(st.dictionaries(keys, readings, max_size=3 * count * width))
    return parents, first, width, draw(st.integers(0, width)), outside, data


def build(parents, first, width, waiting, outside):
    world = build_world(
        [*enumerate(parents)], Cadence.QUARTERLY, first, width=width, waiting=waiting
    )
    gone = frozenset(body * width + period for body, period in outside)
    return type(world)(
        world.bodies, world.parents, world.cadence, world.periods, world.waiting, gone
    )


def entered(world, data):
    by_code = {code: {} for code in CODES}
    for (code, place), reading in data.items():
        by_code[code][place] = reading
    return {Reference(code): world.readings(cells) for code, cells in by_code.items()}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees, worlds(), st.sampled_from([1, 4, 2000]))
def test_columns_explanations_and_the_oracle_agree(tree, asked, at_once):
    parents, first, width, waiting, outside, data = asked
    world = build(parents, first, width, waiting, outside)
    entries = entered(world, data)
    plan = check_formula(Formula("", tree), DICTIONARY)
    with patch.object(grids, "_CELLS_AT_ONCE", at_once):
        column = evaluate(plan, world, entries)
    months = [period.start.month for period in world.periods]
    naive = Oracle(
        parents, months, waiting, outside,
        {(code, *place): r.value if isinstance(r, Missing) else r
         for (code, place), r in data.items()},
    )  # fmt: skip
    for body in range(len(parents)):
        for period in range(width):
            cell = body * width + period
            expected = naive.answer(tree, body, period)
            reading = column.reading(cell)
            state = reading.value if isinstance(reading, Missing) else "value"
            assert state == expected.state
            assert not expected.known or reading == expected.figure
            found = column.partial.get(cell)
            assert (found and (found.reported, found.expected)) == expected.partial()
            told = explain(plan, world, entries, Place(body, period))
            assert told.value.reading == reading
            cover = told.value.coverage
            assert (None if cover is None or cover.is_complete else cover) == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees)
def test_what_is_printed_is_read_back(tree):
    assert parse_formula(canonical_text(tree)).root == tree
    assert parse_formula(vietnamese_text(tree)).root == tree


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(
    st.text(max_size=60),
    st.text(alphabet='[]()A1,.;|=<>+-*/% "if', max_size=40),
    st.lists(st.sampled_from(
        ["[A]", "+", "-", "*", "(", ")", ";", "if(", "tổng_con(", "1,5", "25%", "<", '"km"', "x"]
    ), max_size=25).map(" ".join),
))  # fmt: skip
def test_any_text_is_a_formula_or_a_refusal_with_its_place(text):
    try:
        formula = parse_formula(text)
        check_formula(formula, DICTIONARY)
    except FormulaRefusal as refusal:
        assert str(refusal)
        assert 0 <= refusal.span.start <= refusal.span.end <= 3 * len(text)
    else:
        assert parse_formula(canonical_text(formula.root)).root == formula.root


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(["đồng", "triệu đồng", "tỷ đồng"]), st.integers(-(10**9), 10**9)),
        min_size=1, max_size=6,
    ),
    st.sampled_from(["đồng", "nghìn đồng", "tỷ đồng"]),
)  # fmt: skip
def test_units_of_money_mix_to_the_digit(terms, declared):
    sizes = {"đồng": 1, "nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}
    codes = [f"M{i}" for i in range(len(terms))]
    dictionary = {
        code: Indicator(read_unit(unit), {}) for code, (unit, _n) in zip(codes, terms, strict=True)
    }
    text = " + ".join(f"[{code}]" for code in codes)
    plan = check_formula(parse_formula(text), dictionary, read_unit(declared))
    world = build_world([(1, None)], Cadence.YEARLY, dt.date(2025, 1, 1), width=1)
    entries = {Reference(code): [Decimal(n)] for code, (_unit, n) in zip(codes, terms, strict=True)}
    exact = sum((Fraction(n * sizes[unit]) for unit, n in terms), Fraction(0))
    assert Fraction(evaluate(plan, world, entries).readings()[0]) == exact / sizes[declared]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 9), min_size=1, max_size=3)))
def test_formulas_have_an_order_or_a_circle_that_is_one(needs):
    texts = {f"i{user}": " + ".join(f"[i{n}]" for n in below) for user, below in needs.items()}
    formulas = {code: parse_formula(text) for code, text in texts.items()}
    try:
        order = build_graph(formulas, [f"i{n}" for n in range(10)]).order
    except FormulaRefusal as refusal:
        code = refusal.params.get("code")
        path = refusal.params["path"].split(" → ") if code is None else [code, code]
        assert path[0] == path[-1]
        for user, used in zip(path, path[1:], strict=False):
            assert f"[{used}]" in texts[user]
    else:
        assert sorted(order) == sorted(texts)
        for place, user in enumerate(order):
            later = order[place:]
            assert not any(f"[{code}]" in texts[user] for code in later)


def test_every_function_is_tried():
    tried = {
        *ONE_FIGURE,
        *TWO_FIGURES,
        "last",
        "sum_last",
        "avg_last",
        "round",
        "if",
        "count_children",
    }
    assert tried | {"and", "or", "not", "has"} == set(load_functions())
    assert Coverage(0, 0).is_complete
