"""Numeric targets in sentences."""

from decimal import Decimal

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
