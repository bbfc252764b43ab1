"""What is a formula, what is not, and which place of the text is to blame."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from tiendo.domain.formulas import (
    Call,
    FormulaRefusal,
    Negation,
    Number,
    Operation,
    Reference,
    Sign,
    find_references,
    parse_formula,
)
from tiendo.domain.formulas.reading import MOST_CHARACTERS, MOST_DEPTH

A, B, C = Reference("A"), Reference("B"), Reference("C")


def root(text: str) -> object:
    return parse_formula(text).root


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1500", "1500", ""),
        ("1,5", "1.5", ""),
        ("0,36670", "0.3667", ""),
        ("1.500.000", "1500000", ""),
        ("1.234,5", "1234.5", ""),
        ("25%", "25", "%"),
        ('5 "tỷ  đồng"', "5", "tỷ đồng"),
        ("5 “km”", "5", "km"),
    ],
)
def test_numbers_are_in_vietnamese_writing(text, value, unit):
    assert root(text) == Number(Decimal(value), unit)


@pytest.mark.parametrize("text", ["1.5", "1.500", "1,2,3", "1.50.000", "0.500.000", "9" * 31])
def test_a_number_that_could_mean_two_things_is_refused(text):
    with pytest.raises(FormulaRefusal) as refused:
        parse_formula(f"[A] + {text}")
    assert (refused.value.code, refused.value.span.start) == ("bad_number", 6)
    assert refused.value.span.end == 6 + len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A] + [B] * [C]", Operation(Sign.PLUS, A, Operation(Sign.TIMES, B, C))),
        ("([A] + [B]) * [C]", Operation(Sign.TIMES, Operation(Sign.PLUS, A, B), C)),
        ("[A] - [B] - [C]", Operation(Sign.MINUS, Operation(Sign.MINUS, A, B), C)),
        ("[A] / [B] / [C]", Operation(Sign.OVER, Operation(Sign.OVER, A, B), C)),
        ("-[A] * [B]", Operation(Sign.TIMES, Negation(A), B)),
        ("[A] × [B] ÷ [C]", Operation(Sign.OVER, Operation(Sign.TIMES, A, B), C)),
        ("[A] − [B]", Operation(Sign.MINUS, A, B)),
        ("[A] ≥ [B]", Operation(Sign.GE, A, B)),
        ("[A] == [B]", Operation(Sign.EQ, A, B)),
        ("[A] != [B] + [C]", Operation(Sign.NE, A, Operation(Sign.PLUS, B, C))),
        ("min([A];[B];[C])", Call("min", (A, B, C))),
    ],
)
def test_signs_bind_as_in_arithmetic(text, expected):
    assert root(text) == expected


@pytest.mark.parametrize(
    "name", ["sum_children", "SUM_CHILDREN", "tổng_con", "Tong_con", "TỔNG_CON"]
)
def test_functions_are_known_in_both_languages_with_or_without_marks(name):
    assert root(f"{name}([A])") == Call("sum_children", (A,))


def test_filters_are_kept_in_the_order_of_groups():
    expected = Reference("KHCN.01", (("do_tuoi", "duoi_35"), ("gioi_tinh", "nu")))
    assert root("[ KHCN.01 | gioi_tinh = nu ; do_tuoi=duoi_35 ]") == expected


def test_decomposed_letters_are_the_same_letters():
    assert root(unicodedata.normalize("NFD", "tổng_con([Ấ.1])")) == root("tổng_con([Ấ.1])")


def test_each_figure_is_named_once_at_its_first_place():
    found = find_references(parse_formula("[B] / [A] + [B | g=1] - [B]").root)
    assert found == (B, A, Reference("B", (("g", "1"),)))
    assert [(reference.span.start, reference.span.end) for reference in found] == [
        (0, 3),
        (6, 9),
        (12, 21),
    ]


def test_nodes_know_their_place_with_parentheses():
    formula = parse_formula(" ([A] + 1) * min([B]; 2)")
    product = formula.root
    assert isinstance(product, Operation)
    assert product.left.span.of(formula.text) == "([A] + 1)"
    assert product.right.span.of(formula.text) == "min([B]; 2)"
    assert product.span.of(formula.text) == "([A] + 1) * min([B]; 2)"


@pytest.mark.parametrize(
    ("text", "code", "blamed"),
    [
        ("  ", "empty", "  "),
        ("[A] $ 2", "unknown_character", "$"),
        ("round([A], 2)", "comma_between", ","),
        ("[A] [B]", "unexpected", "["),
        ("1 < 2 < 3", "unexpected", "<"),
        (")", "unexpected", ")"),
        ("[A |]", "unexpected", "]"),
        ("[A] +", "unfinished", "+"),
        ("(1", "unfinished", "1"),
        ("[A", "unfinished", "A"),
        ("GN / KH", "bare_name", "GN"),
        ("[A] / KH", "bare_name", "KH"),
        ("sumchildren([A])", "unknown_function", "sumchildren"),
        ("if([A] > 1; 2)", "argument_count", "if([A] > 1; 2)"),
        ("1 + min([A])", "argument_count", "min([A])"),
        ("previous([A]; 2)", "argument_count", "previous([A]; 2)"),
        ("round([A]; [B])", "literal_needed", "[B]"),
        ("round([A]; 1,5)", "literal_needed", "1,5"),
        ("round([A]; -13)", "literal_needed", "-13"),
        ("last([A]; 0)", "literal_needed", "0"),
        ("sum_last([A]; 61)", "literal_needed", "61"),
        ("[A | g=1; g=2]", "repeated_filter", "g=2"),
        ('5 ""', "unknown_unit", '5 ""'),
        ("__import__('os')", "unknown_character", "'"),
        ("[A].__class__", "unknown_character", "."),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, code, blamed):
    with pytest.raises(FormulaRefusal) as refused:
        parse_formula(text)
    assert (refused.value.code, refused.value.span.of(text)) == (code, blamed)
    assert str(refused.value)


def test_a_misspelt_function_is_guessed():
    with pytest.raises(FormulaRefusal, match="có phải sum_children"):
        parse_formula("sum_childs([A])")


def test_length_is_bounded():
    assert parse_formula("[A]".ljust(MOST_CHARACTERS)).root == A
    with pytest.raises(FormulaRefusal) as refused:
        parse_formula("[A]".ljust(MOST_CHARACTERS + 1))
    assert refused.value.code == "too_long"


def test_parentheses_are_no_depth_but_everything_else_is():
    assert root("(" * 990 + "[A]" + ")" * 990) == A
    assert root("-" * (MOST_DEPTH - 1) + "1")
    for text in ("-" * MOST_DEPTH + "1", "+".join("1" * (MOST_DEPTH + 1)), "-" * 1999 + "1",
                 "abs(" * 390 + "1" + ")" * 390):  # fmt: skip
        with pytest.raises(FormulaRefusal) as refused:
            parse_formula(text)
        assert refused.value.code == "too_deep"
