"""Numeric targets in sentences."""

from decimal import Decimal

import pytest

from tests.unit.vanban.texts import text_of
from vanban.models import Comparator, DraftTarget
from vanban.structure import find_units
from vanban.targets import find_targets


def _targets(*paragraphs: str) -> list[DraftTarget]:
    text = text_of(*paragraphs)
    return list(find_targets(text.content, find_units(text.content, text.blocks), text.blocks))


def test_a_share_has_its_comparison_and_metric() -> None:
    (target,) = _targets(
        "II. NHIỆM VỤ", "1. Phấn đấu bố trí tỷ lệ cán bộ có chuyên môn kỹ thuật đạt tối thiểu 25%."
    )
    (value,) = target.values.values()
    assert (value.comparator, value.value) == (Comparator.GE, Decimal(25))
    assert target.metric == "tỷ lệ cán bộ có chuyên môn kỹ thuật"
    assert (target.unit, target.obligation, target.path) == ("%", "strive", "II.1")


def test_two_shares_in_one_sentence_keep_their_own_bases() -> None:
    first, second = _targets(
        "II. NHIỆM VỤ",
        "1. Phấn đấu đến năm 2030 tỷ lệ chi cho dữ liệu từ 2% GRDP trở lên và bố trí từ 1,2% "
        "trở lên trong tổng chi ngân sách địa phương.",
    )
    assert (first.unit, first.values["2030"].value) == ("% GRDP", Decimal(2))
    assert (second.unit, second.values["2030"].value) == (
        "% tổng chi ngân sách địa phương",
        Decimal("1.2"),
    )
    assert second.metric == "bố trí trong tổng chi ngân sách địa phương"
    assert first.values["2030"].comparator is second.values["2030"].comparator is Comparator.GE


def test_the_horizon_may_stand_in_the_heading() -> None:
    (target,) = _targets("I. MỤC TIÊU", "1. Đến năm 2030", "- Kinh tế số chiếm trên 30% GRDP.")
    assert target.values["2030"].comparator is Comparator.GT
    assert target.unit == "% GRDP"


def test_a_count_is_a_target_only_among_goals() -> None:
    assert [t.unit for t in _targets("I. MỤC TIÊU", "1. Có ít nhất 40 doanh nghiệp số.")] == [
        "doanh nghiệp"
    ]
    assert _targets("II. NHIỆM VỤ", "1. Hỗ trợ ít nhất 40 doanh nghiệp số.") == []


def test_a_share_of_things_is_no_count() -> None:
    (target,) = _targets("I. MỤC TIÊU", "1. Phấn đấu 100% hồ sơ được số hóa.")
    assert (target.unit, target.metric) == ("%", "hồ sơ được số hóa")


def test_facts_are_no_targets() -> None:
    assert _targets("I. MỤC TIÊU", "1. Hiện nay, tỉnh đã đạt 80% dân số.") == []
    assert _targets("I. KẾT QUẢ", "1. Tỷ lệ phủ sóng đạt 99%.") == []


def test_spans_quote_the_value() -> None:
    text = text_of("I. MỤC TIÊU", "1. Bảo đảm 100% xã có cổng dữ liệu.")
    (target,) = find_targets(text.content, find_units(text.content, text.blocks), text.blocks)
    assert target.field_spans["value"].of(text.content) == "100"
    assert target.span.of(text.content) == "100%"


@pytest.mark.parametrize(
    ("words", "comparator", "value", "high", "unit"),
    [
        ("Tỷ lệ hộ dùng cáp quang đạt trên 80%", ">", "80", None, "%"),
        ("Quy mô kinh tế số đạt tối thiểu 30% GDP", ">=", "30", None, "% GDP"),
        ("Duy trì tỷ lệ hộ nghèo dưới 2%", "<", "2", None, "%"),
        ("Tỷ lệ hồ sơ trễ hạn không quá 1%", "<=", "1", None, "%"),
        ("Tỷ lệ thương mại hóa đạt 8 - 10%", "range", "8", "10", "%"),
        ("Có từ 40 đến 50 doanh nghiệp số", "range", "40", "50", "doanh nghiệp"),
        ("Số bằng sáng chế tăng bình quân 10%/năm", "=", "10", None, "%/năm"),
        ("Thuộc nhóm 10 tỉnh dẫn đầu về chuyển đổi số", "<=", "10", None, "tỉnh"),
        ("Chỉ số DTI của tỉnh đạt trên 0,8", ">", "0.8", None, None),
        ("Giá trị giao dịch gấp 30 lần GRDP", "=", "30", None, "lần"),
        ("Thu nhập bình quân đạt 91 triệu đồng", "=", "91", None, "triệu đồng"),
        ("Tổng tỷ suất sinh đạt 2,1 con/phụ nữ", "=", "2.1", None, "con/phụ nữ"),
        ("Kinh tế số chiếm từ 25% trở lên", ">=", "25", None, "%"),
    ],
)
def test_goals_have_comparator_value_and_unit(
    words: str, comparator: str, value: str, high: str | None, unit: str | None
) -> None:
    (target,) = _targets("I. MỤC TIÊU ĐẾN NĂM 2030", f"1. {words}.")
    found = target.values["2030"]
    assert (found.comparator.value, found.value) == (comparator, Decimal(value))
    assert (found.high, target.unit) == (Decimal(high) if high else None, unit)


@pytest.mark.parametrize(
    ("words", "horizons"),
    [
        ("Đến năm 2030 đạt 80%, đến năm 2045 đạt 100%", ["2030", "2045"]),
        ("Tăng trưởng năm 2027 đạt trên 7% và năm 2028 đạt từ 9% trở lên", ["2027", "2028"]),
        ("Tỷ lệ số hóa đạt 80% vào năm 2030", ["2030"]),
        ("Giai đoạn 2026 - 2030, mỗi năm tăng 5%", ["2030"]),
        ("Tỷ lệ số hóa đạt 80%", [""]),
    ],
)
def test_each_value_has_its_own_horizon(words: str, horizons: list[str]) -> None:
    found = _targets("I. MỤC TIÊU", f"1. {words}.")
    assert [horizon for target in found for horizon in target.values] == horizons


@pytest.mark.parametrize(
    ("paragraphs", "obligation"),
    [
        (("I. MỤC TIÊU", "1. Tỷ lệ số hóa đạt 80%."), "must"),
        (("I. MỤC TIÊU", "1. Phấn đấu tỷ lệ số hóa đạt 80%."), "strive"),
        (("I. MỤC TIÊU", "1. Phấn đấu đến năm 2030:", "- Tỷ lệ số hóa đạt 80%."), "strive"),
        (("I. MỤC TIÊU", "1. Tầm nhìn đến năm 2045", "- Tỷ lệ số hóa đạt 80%."), "orientation"),
        (("I. MỤC TIÊU", "1. Định hướng tỷ lệ số hóa đạt 80%."), "orientation"),
    ],
)
def test_the_nearest_word_decides_the_obligation(
    paragraphs: tuple[str, ...], obligation: str
) -> None:
    (target,) = _targets(*paragraphs)
    assert target.obligation == obligation


def test_figures_that_qualify_others_are_no_targets() -> None:
    for words in (
        "Tỷ lệ phụ nữ từ 18 tuổi trở lên có việc làm đạt 95%",
        "Tỷ lệ hộ truy cập tốc độ 1 Gb/s đạt 95%",
        "95% trẻ em được tiêm ít nhất 4 loại vắc xin",
    ):
        (target,) = _targets("I. MỤC TIÊU", f"1. {words}.")
        assert [value.value for value in target.values.values()] == [Decimal(95)]


def test_a_goal_may_stand_before_the_first_unit() -> None:
    text = text_of("Để phấn đấu tăng trưởng năm 2026 đạt trên 10%, UBND tỉnh yêu cầu:", "1. Làm.")
    units = find_units(text.content, text.blocks)
    (target,) = find_targets(text.content, units, text.blocks, 0)
    assert (target.path, target.span.of(text.content)) == ("intro", "đạt trên 10%")
    assert find_targets(text.content, units, text.blocks) == ()


def test_norms_and_reported_shares_are_no_targets() -> None:
    assert _targets("II. NHIỆM VỤ", "1. Hỗ trợ giảm lãi suất cho vay 2%/năm.") == []
    assert _targets("I. KẾT QUẢ THỰC HIỆN CHỈ TIÊU", "1. Thu ngân sách tăng 12%.") == []
