"""Small rules of gathering: sums with gaps, which difficulties say the same, who issues first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from tiendo.domain.outlines import read_outline
from tiendo.reporting.activity import canonical
from tiendo.reporting.gathering.difficulties import says_same
from tiendo.reporting.gathering.documents import (
    GatheredDocument,
    issuer_rank,
    plain_issuer,
    symbol_key,
)
from tiendo.reporting.gathering.sources import Told, is_added, ratio_measure, sum_measure, summed
from tiendo.reporting.models import ValueState
from tiendo.reporting.outlines.reading import find_faults, starter_content


def told(value: int | None, unit: str = "nhiệm vụ", number: int = 1) -> Told:
    state = ValueState.NO_DATA if value is None else ValueState.VALUE
    kept = None if value is None else Decimal(value)
    return Told(number, number, "tasks.total", "Tổng số", kept, state, unit, str(value))


def test_a_zero_is_added_and_no_data_is_not() -> None:
    total = summed([told(0), told(3), told(None), None])
    assert (total.value, total.said, total.asked, total.is_whole) == (Decimal(3), 2, 4, False)


def test_without_any_value_there_is_no_sum() -> None:
    assert summed([told(None), None]).value is None
    assert sum_measure("gathered.x", "X", [told(None)]).state is ValueState.NO_DATA


def test_a_sum_leads_to_the_figures_added() -> None:
    measure = sum_measure("gathered.x", "X", [told(2, number=7), None, told(3, number=9)])
    assert (measure.value, measure.printed, measure.record_ids) == (Decimal(5), "5", (7, 9))


@pytest.mark.parametrize(
    ("part", "whole", "state"),
    [(1, 4, ValueState.VALUE), (0, 0, ValueState.UNDEFINED), (1, None, ValueState.NO_DATA)],
)
def test_a_ratio_of_sums_has_one_of_the_states(
    part: int, whole: int | None, state: ValueState
) -> None:
    assert ratio_measure("gathered.r", "R", [told(part)], [told(whole)]).state is state


def test_ratios_and_mixed_units_are_not_added() -> None:
    assert is_added([told(1), told(2), None])
    assert not is_added([told(1, unit="")])
    assert not is_added([told(1), told(2, unit="văn bản")])


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("điểm", "Mức sẵn sàng số"),
        ("điểm phần trăm", "Tăng giảm"),
        ("người/vạn dân", "Nhân lực"),
        ("ngày", "Số ngày quá hạn"),
        ("triệu đồng", "Thu nhập bình quân"),
    ],
)
def test_levels_and_means_are_not_added(unit: str, label: str) -> None:
    assert not is_added([replace(told(1, unit=unit), label=label), None])


def test_one_thing_that_two_report_on_is_not_added_and_shared_records_are_counted_once() -> None:
    share = replace(told(2, unit="lớp"), record_type="indicators.observation", record_ids=(5,))
    assert not is_added([share, share])
    counted = replace(told(2), record_type="tasks.task", record_ids=(5, 6))
    other = replace(told(2), record_type="tasks.task", record_ids=(6, 7))
    assert is_added([counted, other])
    measure = sum_measure("gathered.x", "X", [counted, other])
    assert (measure.printed, measure.formula) == ("3", "gathered.distinct")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("57-NQ/TW", "57-NQ-TW", True),
        ("12/KH-UBND", "12 / KH – UBND", True),
        ("518/QĐ-UBND", "518/QD-UBND", True),
        ("12/KH-UBND", "012/KH-UBND", False),
        ("12/KH-UBND", "12/QĐ-UBND", False),
        ("biên bản họp", "biên bản  họp", True),
    ],
)
def test_spellings_of_one_symbol_are_one(one: str, other: str, same: bool) -> None:
    assert (canonical(one) == canonical(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12/KH-UBND", "012/KH-UBND", True),
        ("57/QĐ-UBND", "57/QĐ-KGVX", True),
        ("12/KH-UBND", "12/QĐ-UBND", False),
        ("12/KH-UBND", "21/KH-UBND", False),
    ],
)
def test_symbols_are_asked_about_that_differ_in_zeros_or_office(
    one: str, other: str, same: bool
) -> None:
    keys = [symbol_key(document(number)) for number in (one, other)]
    assert (keys[0] == keys[1]) is same
    assert symbol_key(document("12/KH-UBND", day=None)) == ""


def document(number: str, day: dt.date | None = dt.date(2025, 9, 22)) -> GatheredDocument:
    return GatheredDocument(number, number, "Kế hoạch", day, "UBND tỉnh", "", None, (), None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Thiếu cán bộ công nghệ thông tin", "thiếu cán bộ công nghệ thông tin.", True),
        ("Thiếu 5 cán bộ công nghệ thông tin", "Thiếu 7 cán bộ công nghệ thông tin", False),
        ("Đã có đủ kinh phí cho hạ tầng số", "Chưa có đủ kinh phí cho hạ tầng số", False),
        ("Thiếu cán bộ", "Đường truyền yếu", False),
        ("", "", False),
    ],
)
def test_difficulties_say_the_same_by_words_numbers_and_denial(
    one: str, other: str, same: bool
) -> None:
    assert says_same(one, other) is same
    assert says_same(other, one) is same


def test_issuers_are_listed_party_first_then_council_province_departments_communes() -> None:
    names = [
        "Tỉnh ủy Đắk Lắk",
        "Ban Chỉ đạo Chương trình 57",
        "HĐND tỉnh",
        "Ủy ban nhân dân tỉnh Đắk Lắk",
        "Sở Nội vụ",
        "UBND xã Ea Trang",
        "Công ty điện lực",
        "",
    ]
    assert [issuer_rank(name) for name in names] == [0, 1, 2, 3, 4, 5, 6, 7]


def test_one_issuer_under_two_names_is_one() -> None:
    assert plain_issuer("Ủy ban nhân dân tỉnh Đắk Lắk") == plain_issuer("UBND tỉnh")
    assert plain_issuer("UBND xã Ea Trang") != plain_issuer("UBND phường Tân An")


def test_the_outline_of_compiled_reports_asks_for_nothing_unknown() -> None:
    assert find_faults(read_outline(starter_content("tong-hop"))) == ()
