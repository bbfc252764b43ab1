"""A formula against the dictionary: names, groups, conditions and units, with its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tiendo.domain.formulas import (
    FormulaRefusal,
    Indicator,
    Reference,
    build_world,
    check_formula,
    evaluate,
    parse_formula,
    read_unit,
)
from tiendo.domain.periods import Cadence

UNITS = {
    "TIEN": "đồng", "TRIEU": "triệu đồng", "TY": "tỷ đồng", "NGUOI": "người", "HO": "hộ",
    "TYLE": "%", "GRDP": "% GRDP", "NS": "% tổng chi ngân sách", "VAN": "người/vạn dân",
    "DAI": "km", "XA": "xã", "SO": "", "MOI": "triệu đồng/người",
}  # fmt: skip
GROUPS = {"gioi_tinh": frozenset({"nam", "nu"})}
DICTIONARY = {
    **{code: Indicator(read_unit(unit), GROUPS) for code, unit in UNITS.items()},
    "TINH": Indicator(read_unit("người"), {}, is_computed=True),
}
WORLD = build_world([(1, None)], Cadence.YEARLY, dt.date(2025, 1, 1), width=1)


def plan(text, unit=None):
    return check_formula(parse_formula(text), DICTIONARY, None if unit is None else read_unit(unit))


def result(text, unit=None, **figures):
    entries = {Reference(code): [Decimal(figure)] for code, figure in figures.items()}
    return evaluate(plan(text, unit), WORLD, entries).readings()[0]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("[TIEN] + [TRIEU]", "đồng"),
        ("[TRIEU] + [TIEN]", "triệu đồng"),
        ("[TRIEU] * [TYLE]", "triệu đồng"),
        ("[TYLE] * [TRIEU]", "triệu đồng"),
        ("[TRIEU] / [TYLE]", "triệu đồng"),
        ("[TRIEU] / [NGUOI]", "triệu đồng/người"),
        ("[MOI] * [NGUOI]", "triệu đồng"),
        ("[TRIEU] / [TIEN]", ""),
        ("[VAN] * [NGUOI]", "người"),
        ("max(0; [HO])", "hộ"),
        ("if([NGUOI] > 0; 0; [DAI])", "km"),
        ("coalesce([HO]; 0)", "hộ"),
        ("-round(abs([TY]); 2)", "tỷ đồng"),
        ("year_to_date(sum_children([TRIEU]))", "triệu đồng"),
        ("count_children([NGUOI] > 5 \"người\")", "xã"),
        ("count_children([NGUOI]) / [XA]", ""),
        ("ratio_children([TRIEU]; [TY])", ""),
        ("ratio_children([TRIEU]; [NGUOI])", "triệu đồng/người"),
        ("[GRDP] + 0,5%", "% GRDP"),
        ("0,5 + [GRDP]", "% GRDP"),
        ("2 * [GRDP]", "% GRDP"),
        ("[GRDP] / [NS]", ""),
        ("0", ""),
    ],
)  # fmt: skip
def test_the_unit_of_a_result(text, unit):
    assert plan(text).unit == read_unit(unit)


@pytest.mark.parametrize(
    ("text", "code", "blamed"),
    [
        ("1 + [LA]", "unknown_indicator", "[LA]"),
        ("[HO | xa=1]", "unknown_group", "[HO | xa=1]"),
        ("[HO | gioi_tinh=x]", "unknown_group_value", "[HO | gioi_tinh=x]"),
        ("1 * [TINH | gioi_tinh=nu]", "filter_on_computed", "[TINH | gioi_tinh=nu]"),
        ("2 * ([TIEN] + [NGUOI])", "units_differ", "([TIEN] + [NGUOI])"),
        ("[NGUOI] - 5", "units_differ", "[NGUOI] - 5"),
        ("[TIEN] > [TRIEU]", "number_needed", "[TIEN] > [TRIEU]"),
        ("if([TIEN] > [HO]; 1; 0)", "units_differ", "[TIEN] > [HO]"),
        ("min([DAI]; [HO])", "units_differ", "min([DAI]; [HO])"),
        ("if(1 > 0; [DAI]; [HO])", "units_differ", "if(1 > 0; [DAI]; [HO])"),
        ("coalesce([HO]; [TYLE])", "units_differ", "coalesce([HO]; [TYLE])"),
        ("[GRDP] + [NS]", "bases_differ", "[GRDP] + [NS]"),
        ("if([GRDP] >= [NS]; 1; 0)", "bases_differ", "[GRDP] >= [NS]"),
        ("min([TYLE]; [GRDP]; [NS])", "bases_differ", "min([TYLE]; [GRDP]; [NS])"),
        ("if([HO]; 1; 0)", "truth_needed", "[HO]"),
        ("if(and([HO] > 0; [HO]); 1; 0)", "truth_needed", "[HO]"),
        ("1 + ([HO] > 0)", "number_needed", "([HO] > 0)"),
        ("sum_children([HO] > 0)", "number_needed", "[HO] > 0"),
        ("if(has([HO] > 0); 1; 0)", "number_needed", "[HO] > 0"),
        ('[HO] + 5 "%%"', "unknown_unit", '5 "%%"'),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_place(text, code, blamed):
    with pytest.raises(FormulaRefusal) as refused:
        plan(text)
    assert (refused.value.code, refused.value.span.of(text)) == (code, blamed)
    assert str(refused.value)


def test_a_filter_on_a_computed_indicator_is_refused_with_what_to_write_instead():
    root = parse_formula("sum_children([HO]) / [TINH.2]").root
    inner = parse_formula("[NGUOI] - 1").root
    known = DICTIONARY | {
        "TINH.1": Indicator(read_unit(""), {}, True, root),
        "TINH.2": Indicator(read_unit(""), {}, True, inner),
    }
    with pytest.raises(FormulaRefusal) as refused:
        check_formula(parse_formula("2 * [TINH.1 | gioi_tinh=nu]"), known)
    assert str(refused.value).endswith(
        "viết (sum_children([HO | gioi_tinh=nu]) / ([NGUOI | gioi_tinh=nu] - 1))"
        " thay cho [TINH.1 | gioi_tinh=nu]."
    )


def test_refusals_are_said_in_the_language_of_the_reader(monkeypatch):
    monkeypatch.setattr("tiendo.domain.refusals._translate", lambda words: f"vi: {words}")
    assert str(FormulaRefusal("names_itself", code="A")).startswith("vi: Công thức của A")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("[TRIEU] / [NGUOI]", "triệu đồng"), ("[HO]", "%"), ("[GRDP]", "% tổng chi ngân sách")],
)
def test_a_result_in_another_unit_than_declared_is_refused(text, unit):
    with pytest.raises(FormulaRefusal) as refused:
        plan(text, unit)
    assert refused.value.code == "unit_of_result"


@pytest.mark.parametrize("text", ["[HO] / [HO] * 100", "round(100 * ([HO] / [HO]); 2)"])
def test_a_percentage_made_by_hand_is_refused(text):
    with pytest.raises(FormulaRefusal) as refused:
        plan(text, "%")
    assert (refused.value.code, refused.value.span.of(text)) == ("hundred_times", "100")
    assert plan(text, "lần").unit == read_unit("lần")


@pytest.mark.parametrize(
    ("text", "unit", "figures", "expected"),
    [
        ("[TIEN] + [TRIEU]", None, {"TIEN": "5", "TRIEU": "2"}, "2000005"),
        ("[TRIEU] + [TIEN]", "tỷ đồng", {"TIEN": "5", "TRIEU": "2"}, "0.002000005"),
        ("[TRIEU] / [TY]", "%", {"TRIEU": "250", "TY": "1"}, "0.25"),
        ("[VAN] * [NGUOI]", None, {"VAN": "12", "NGUOI": "20000"}, "24"),
        ("[NGUOI] / [NGUOI | gioi_tinh=nu]", None, {"NGUOI": "8"}, None),
        ("[NGUOI] / 40000 \"người\"", "người/vạn dân", {"NGUOI": "48"}, "12"),
        ("[VAN] + 1", None, {"VAN": "12"}, "10012"),
        ("[TRIEU] - 0,5 \"tỷ đồng\"", None, {"TRIEU": "600"}, "100"),
        ("round([TRIEU]; 0)", "đồng", {"TRIEU": "1.5"}, "2000000"),
        ("round([TRIEU] + [TIEN]; 1)", "đồng", {"TRIEU": "1.04", "TIEN": "20000"}, "1100000"),
        ("if([TIEN] = [TRIEU]; 1; 0)", None, {"TIEN": "3000000", "TRIEU": "3"}, "1"),
        ("max([TIEN]; [TRIEU])", None, {"TIEN": "3", "TRIEU": "3"}, "3000000"),
        ("[TRIEU] * 25%", None, {"TRIEU": "8"}, "2"),
        ("[GRDP] - 3%", "% GRDP", {"GRDP": "0.031"}, "0.001"),
    ],
)  # fmt: skip
def test_figures_are_brought_to_one_unit(text, unit, figures, expected):
    found = result(text, unit, **figures)
    assert found == (Decimal(expected) if expected else "no_data")


def test_the_sums_and_the_rate_of_the_november_report_come_out_to_the_digit():
    # Report of the province, as of 10/11/2025: three areas, two natures, the rate over the total.
    spent = {"TRIEU": "183395"}
    assert result('[TRIEU] - (42570 "triệu đồng" + 7438 "triệu đồng" + 133387 "triệu đồng")',
                  **spent) == 0  # fmt: skip
    rate = result('round([TRIEU] / (325030 "triệu đồng" + 175088 "triệu đồng"); 4)', "%", **spent)
    assert rate == Decimal("0.3667")
