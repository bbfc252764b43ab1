"""A formula written out for storing, for editing and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tiendo.domain.formulas import (
    Number,
    canonical_text,
    formula_in_words,
    load_functions,
    parse_formula,
    vietnamese_text,
)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("(([A]))+([B]*2)", "[A] + [B] * 2"),
        ("[A]-([B]-[C])", "[A] - ([B] - [C])"),
        ("[A]/([B]*[C])", "[A] / ([B] * [C])"),
        ("-([A]+[B])", "-([A] + [B])"),
        ("([A]>1)=([B]>1)", "([A] > 1) = ([B] > 1)"),
        ("[A|b=1;a=2]", "[A | a=2; b=1]"),
        ('TỔNG_CON([A])≥1.500.000 "đồng"', 'sum_children([A]) >= 1500000 "đồng"'),
        ("làm_tròn([A]/[B];2)*25%", "round([A] / [B]; 2) * 25%"),
    ],
)
def test_the_stored_text_is_one_for_equal_formulas(text, canonical):
    assert canonical_text(parse_formula(text).root) == canonical


def test_a_number_is_written_without_dots_and_powers():
    assert canonical_text(Number(Decimal("1E+6"))) == "1000000"
    assert canonical_text(Number(Decimal("1234.50"), "km")) == '1234,50 "km"'


def test_people_edit_vietnamese_names():
    text = "if(has([A]); year_to_date([A]); 0)"
    assert vietnamese_text(parse_formula(text).root) == "nếu(có_số_liệu([A]); lũy_kế_năm([A]); 0)"


def test_words_name_indicators_and_say_signs():
    formula = parse_formula("round(sum_children([GN | nguon=tw]) / (1500 + [KH]) - 5%; 2)")
    words = formula_in_words(formula.root, {"GN": "Vốn đã giải ngân", "KH": "Kế hoạch vốn"})
    assert words == (
        "((tổng “Vốn đã giải ngân” (nguon là tw) của các đơn vị trực thuộc chia"
        " (1.500 cộng “Kế hoạch vốn”)) trừ 5%) làm tròn đến 2 chữ số thập phân"
    )


@pytest.mark.parametrize("function", load_functions().values(), ids=lambda function: function.name)
def test_each_function_has_an_example_that_is_read_back_and_words(function):
    root = parse_formula(function.example).root
    assert parse_formula(vietnamese_text(root)).root == root
    assert f"{function.name}(" in canonical_text(root)
    assert "{" not in formula_in_words(root, {})
    assert function.meaning_vi.endswith(".")
    assert function.meaning_en.endswith(".")
    assert function.literal is None or function.literal.at < function.least
