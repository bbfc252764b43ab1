"""Units of figures: what they measure, how large one is, of what a share is taken."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tiendo.domain.formulas import FormulaRefusal, read_unit
from tiendo.domain.formulas.units import PURE, divided, factor_between, multiplied


@pytest.mark.parametrize(
    ("words", "dimension", "scale"),
    [
        ("đồng", {"đồng": 1}, 1),
        ("VND", {"đồng": 1}, 1),
        ("triệu đồng", {"đồng": 1}, 10**6),
        ("tỉ đồng", {"đồng": 1}, 10**9),
        ("nghìn tỷ đồng", {"đồng": 1}, 10**12),
        ("người dân", {"người": 1}, 1),
        ("hộ gia đình", {"hộ": 1}, 1),
        ("km", {"m": 1}, 1000),
        ("ha", {"m": 2}, 10**4),
        ("thuê bao", {"thuê bao": 1}, 1),
        ("", {}, 1),
        ("lần", {}, 1),
        ("%", {}, 1),
        ("‰", {}, Fraction(1, 1000)),
        ("người/vạn dân", {}, Fraction(1, 10**4)),
        ("người/10.000 dân", {}, Fraction(1, 10**4)),
        ("triệu đồng/người", {"đồng": 1, "người": -1}, 10**6),
        ("km/giờ", {"m": 1, "giây": -1}, Fraction(1000, 3600)),
    ],
)
def test_a_unit_measures_something_in_some_size(words, dimension, scale):
    unit = read_unit(words)
    assert (dict(unit.dimension), unit.scale, unit.shown) == (dimension, scale, words or "số thuần")


@pytest.mark.parametrize("words", ["5", "a/b/c", "người/", "/người", "hồ sơ!", "%%", "km 2x"])
def test_what_is_no_unit_is_refused(words):
    with pytest.raises(FormulaRefusal) as refused:
        read_unit(words)
    assert refused.value.code == "unknown_unit"
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("%", ""),
        ("% GRDP", "GRDP"),
        ("% (GRDP)", "GRDP"),
        ("% của tổng chi ngân sách", "tổng chi ngân sách"),
        ("điểm phần trăm", ""),
    ],
)
def test_a_percentage_keeps_of_what_it_is_taken(words, base):
    unit = read_unit(words)
    assert (unit.base, unit.is_percent, unit.is_pure) == (base, True, True)


def test_a_pure_number_is_no_percentage():
    assert not PURE.is_percent
    assert not read_unit("người/vạn dân").is_percent


def test_units_multiply_and_divide():
    money, people = read_unit("triệu đồng"), read_unit("người")
    each = divided(money, people)
    assert each == read_unit("triệu đồng/người")
    assert each.shown == "triệu đồng/người"
    assert multiplied(each, people) == money
    assert divided(money, read_unit("tỷ đồng")) == divided(read_unit("m"), read_unit("km"))
    assert multiplied(read_unit("km"), read_unit("km")) == read_unit("km²")
    assert multiplied(read_unit("m"), read_unit("m")).shown == "m²"
    assert divided(people, money).shown == "1/1000000 × người/đồng"


def test_factors_are_exact():
    assert factor_between(read_unit("tỷ đồng"), read_unit("triệu đồng")) == Decimal(1000)
    assert factor_between(read_unit("đồng"), read_unit("tỷ đồng")) == Decimal("1E-9")
    assert factor_between(read_unit("km/giờ"), read_unit("km/giờ")) == 1
