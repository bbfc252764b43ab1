"""A figure that explains itself, down to the entries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tiendo.domain.formulas import (
    Coverage,
    Indicator,
    Missing,
    Place,
    Reference,
    build_world,
    canonical_text,
    check_formula,
    evaluate,
    explain,
    formula_in_words,
    parse_formula,
    read_unit,
)
from tiendo.domain.formulas.reading import MOST_DEPTH
from tiendo.domain.periods import Cadence

D = Decimal
NONE = Missing.NO_DATA
DICTIONARY = {
    "GN": Indicator(read_unit("triệu đồng"), {"nguon": frozenset({"tw"})}),
    "KH": Indicator(read_unit("tỷ đồng"), {}),
}
WORLD = build_world([(10, None), (1, 10), (2, 10)], Cadence.QUARTERLY, dt.date(2025, 1, 1), width=2)


def told(text, place, unit=None, **figures):
    plan = check_formula(parse_formula(text), DICTIONARY, unit and read_unit(unit))
    entries = {Reference(code): readings for code, readings in figures.items()}
    return explain(plan, WORLD, entries, place)


def test_a_rate_is_explained_by_its_parts():
    figures = {"GN": [NONE, NONE, D(90), D(100), D(80), NONE], "KH": [D("0.5")] * 6}
    found = told("sum_children([GN]) / [KH]", Place(0, 1), "%", **figures)
    assert (found.value.reading, found.value.coverage) == (D("0.2"), Coverage(1, 2))
    assert (found.value.state, found.value.unit.text) == ("value", "%")
    total, planned = found.root.inputs
    assert (total.text, total.value.reading, total.value.unit.text) == (
        "sum_children([GN])", D(100), "triệu đồng",
    )  # fmt: skip
    assert (planned.text, planned.value.reading, planned.place) == ("[KH]", D("0.5"), Place(0, 1))
    assert [(step.place, step.value.reading) for step in total.inputs] == [
        (Place(1, 1), D(100)),
        (Place(2, 1), NONE),
    ]
    assert [step.text for step in found.root.entries()] == ["[GN]", "[GN]", "[KH]"]


def test_what_entered_a_step_is_in_its_unit():
    found = told("[KH] - [GN]", Place(1, 0), GN=[D(1)] * 6, KH=[D(2)] * 6)
    left, right = found.root.inputs
    assert (left.factor, right.factor, right.taken) == (1, D("0.001"), D("0.001"))
    assert found.value.reading == D("1.999")


def test_only_the_chosen_side_is_shown():
    text = "if([KH] > 0; [GN] / [KH]; 0)"
    found = told(text, Place(1, 0), GN=[D(1)] * 6, KH=[D(0)] * 6)
    assert [step.text for step in found.root.inputs] == ["[KH] > 0", "0"]
    assert found.root.inputs[0].value.reading is False
    assert found.root.inputs[0].value.unit is None
    missing = told(text, Place(1, 0), GN=[D(1)] * 6)
    assert [step.text for step in missing.root.inputs] == ["[KH] > 0"]
    assert missing.value.state == "no_data"


def test_a_replacement_is_shown_beside_what_it_replaces():
    found = told("coalesce([GN | nguon=tw]; [GN])", Place(1, 0), GN=[D(1)] * 6)
    assert [(step.text, step.value.state) for step in found.root.inputs] == [
        ("[GN | nguon=tw]", "no_data"),
        ("[GN]", "value"),
    ]


def test_periods_are_named_and_those_before_the_first_are_not():
    found = told("[GN] - previous([GN])", Place(1, 0), GN=[D(1)] * 6)
    before = found.root.inputs[1].inputs[0]
    assert (before.place, before.value.state) == (None, "no_data")
    year = told("year_to_date([GN])", Place(1, 1), GN=[D(1), D(2), D(3), NONE, D(5), D(6)])
    assert [step.place for step in year.root.inputs] == [Place(1, 0), Place(1, 1)]
    assert (year.value.reading, year.value.coverage) == (D(3), Coverage(1, 2))


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("ratio_children([GN]; [KH])", ["[GN]", "[KH]", "[GN]", "[KH]"]),
        ("count_children([GN] > 0)", ["[GN] > 0", "[GN] > 0"]),
        ("round(-[GN]; 1)", ["-[GN]"]),
        ("last([GN]; 2)", ["[GN]", "[GN]"]),
        ("if(has([GN]); 1; 2)", ["has([GN])", "1"]),
    ],
)
def test_every_kind_of_step_shows_what_it_took(text, inputs):
    found = told(text, Place(0, 1), GN=[D(1)] * 6, KH=[D(1)] * 6)
    assert [step.text for step in found.root.inputs] == inputs


def test_a_zero_denominator_is_told_as_undefined():
    found = told("[GN] / [KH]", Place(0, 0), GN=[NONE] * 6, KH=[D(0)] * 6)
    assert found.value.state == "undefined"
    assert [step.value.state for step in found.root.inputs] == ["no_data", "value"]


def test_sums_of_sums_over_periods_are_computed_once():
    text = "sum_last([GN]; 60)"
    for _level in range(20):
        text = f"sum_last({text}; 60)"
    found = told(text, Place(1, 1), GN=[D(1)] * 6)
    assert found.value.reading == D(22)
    assert [step.place for step in found.root.entries() if step.place] == [
        Place(1, 0),
        Place(1, 1),
    ]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("abs(", ")"), ("sum_children(", ")"), ("coalesce(0; ", ")"), ("last(", "; 2)"),
     ("if(1 > 0; ", "; 0)"), ("1 - (", ")"), ("-", ""), ("min(0; ", ")")],
)  # fmt: skip
def test_the_deepest_formula_that_is_read_is_computed_and_told(opening, closing):
    text = opening * (MOST_DEPTH - 2) + "1" + closing * (MOST_DEPTH - 2)
    formula = parse_formula(text)
    assert parse_formula(canonical_text(formula.root)).root == formula.root
    assert formula_in_words(formula.root, {})
    plan = check_formula(formula, DICTIONARY)
    column = evaluate(plan, WORLD, {})
    assert column.reading(0) == explain(plan, WORLD, {}, Place(0, 0)).value.reading
