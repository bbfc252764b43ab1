"""Deadlines in sentences: what counts and what does not."""

import datetime as dt

import pytest

from vanban.deadline_cues import CUE_RULES
from vanban.deadlines import find_deadlines

ISSUED = dt.date(2025, 6, 25)


def _keys(sentence: str, issued: dt.date | None = ISSUED) -> list[str]:
    found = find_deadlines(sentence, issued=issued)
    assert all(deadline.span.of(sentence) == deadline.raw for deadline in found)
    return [deadline.key for deadline in found]


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("Xây dựng kế hoạch; hoàn thành trước ngày 15/7/2025.", ["2025-07-15"]),
        ("Phấn đấu đến hết năm 2030 tỷ trọng kinh tế số đạt 30%.", ["2030"]),
        ("Dự kiến cuối năm 2025 đưa vào sử dụng.", ["2025"]),
        ("Trình UBND tỉnh chậm nhất ngày 30 tháng 9 năm 2025.", ["2025-09-30"]),
        ("Hoàn thành trong quý IV/2025.", ["2025-Q4"]),
        ("Ban hành quy chế trong tháng 12 năm 2025.", ["2025-12"]),
        ("Diễn tập thực hiện định kỳ hằng năm.", ["R:yearly"]),
        ("Báo cáo kết quả theo tháng, quý, 6 tháng, 1 năm.",
         ["R:monthly", "R:quarterly", "R:halfyearly", "R:yearly"]),
        ("Báo cáo định kỳ 6 tháng (trước ngày 12/6), hằng năm (trước ngày 20/11) về Sở.",
         ["R:halfyearly:06-12", "R:yearly:11-20"]),
        ("Gửi báo cáo trước ngày 15/11 hằng năm.", ["R:yearly:11-15"]),
        ("Đơn vị rà soát hằng năm và báo cáo trước ngày 20/11 về Sở.", ["R:yearly:11-20"]),
        ("Hằng năm, tổ chức Tuần lễ chuyển đổi số.", ["R:yearly"]),
        ("Thời gian thực hiện: Thường xuyên.", ["R:continuous"]),
        ("Thời gian hoàn thành: Quý II/2026 và hằng năm.", ["2026-Q2", "R:yearly"]),
        ("Đến năm 2030, 100% xã có dịch vụ.", ["2030"]),
        ("Báo cáo trước ngày 20/12.", ["2025-12-20"]),
        ("Gửi về Sở trước 16h00 ngày 15/9/2025 để tổng hợp.", ["2025-09-15"]),
        ("Báo cáo trước 17 giờ 30 phút ngày 20/8/2025.", ["2025-08-20"]),
        ("Tổng hợp, báo cáo trước 16h hằng ngày.", ["R:daily"]),
        ("Báo cáo Giám đốc Sở trong ngày 21/11/2025.", ["2025-11-21"]),
        ("a) Thời hạn hoàn thành: 31/12/2025.", ["2025-12-31"]),
        ("Theo phân công, thời hạn hoàn thành: 31/12/2025.", ["2025-12-31"]),
        ("Đến ngày 30/9/2025 hoàn thành 100% hồ sơ.", ["2025-09-30"]),
        ("Trong quý III năm 2025, Sở Y tế trình đề án.", ["2025-Q3"]),
        ("Ban hành quy chế trong tháng 8.", ["2025-08"]),
        ("Xong trong tuần đầu tháng 9/2025.", ["2025-09"]),
        ("Đến năm 2028: 80% dữ liệu được số hóa.", ["2028"]),
        ("Sở Tài chính bố trí vốn trong quý IV/2025.", ["2025-Q4"]),
        ("Thực hiện trong năm 2026 và những năm tiếp theo.", ["2026+"]),
        ("Báo cáo định kỳ hằng tháng (trước ngày 20), hằng quý (trước ngày 20 tháng cuối quý).",
         ["R:monthly:20", "R:quarterly"]),
        ("Báo cáo trước ngày 25/6 (đối với báo cáo 6 tháng) và trước ngày 15/12 (đối với báo cáo"
         " năm).", ["R:halfyearly:06-25", "R:yearly:12-15"]),
        ("Báo cáo trước ngày 20/01.", ["2026-01-20"]),
        ("Triển khai từ tháng 10 năm 2025 đến hết tháng 3 năm 2026.", ["2026-03"]),
    ],
)  # fmt: skip
def test_deadlines_have_the_printed_key(sentence: str, keys: list[str]) -> None:
    assert _keys(sentence) == keys


@pytest.mark.parametrize(
    "sentence",
    [
        "Chương trình, kế hoạch công tác hằng năm của cơ quan.",
        "Lập dự toán ngân sách hằng năm theo quy định.",
        "Đánh giá thi đua, khen thưởng hằng năm.",
        "Định kỳ đo lường và công bố kết quả.",
        "Tuyên truyền thường xuyên, sâu rộng.",
        "Ngày 15/7/2025, UBND tỉnh tổ chức hội nghị.",
        "Tính đến ngày 10/11/2025, tỉnh đã giải ngân.",
        "Sở đã tham mưu ban hành trong năm 2025.",
        "Hoàn thành nhiệm vụ được giao trong năm 2025.",
        "Phát triển giai đoạn 2026-2030, tầm nhìn 2045.",
        "Hoàn thành trước ngày 15/5/2025.",
        "Nghị quyết số 72/NQ-CP ngày 02/4/2025 của Chính phủ.",
        "Báo cáo trước ngày 31/02/2026.",
        "Đối với nhiệm vụ triển khai trong năm 2025, các sở báo cáo riêng.",
        "Ngân sách địa phương năm 2026 và các năm tiếp theo.",
        "Dự toán đến ngày 30 tháng 6 hằng năm chưa phân bổ thì thu hồi.",
        "Sở triển khai trong tháng 5.",
    ],
)
def test_events_budgets_and_past_days_are_no_deadlines(sentence: str) -> None:
    assert _keys(sentence) == []


def test_a_day_without_a_year_needs_the_date_of_the_document() -> None:
    assert _keys("Báo cáo trước ngày 20/12.", issued=None) == []


def test_before_a_day_ends_one_day_earlier() -> None:
    (found,) = find_deadlines("hoàn thành trước ngày 15/7/2025")
    assert found.last_day == dt.date(2025, 7, 14)
    (found,) = find_deadlines("trước 17 giờ ngày 15/7/2025")
    assert found.last_day == dt.date(2025, 7, 15)
    (found,) = find_deadlines("chậm nhất ngày 15/7/2025")
    assert found.last_day == dt.date(2025, 7, 15)


def test_each_rule_ends_its_examples_at_the_point() -> None:
    for rule in CUE_RULES:
        for example in rule.examples:
            alone = rule.name.startswith("heading")
            words = example if alone else f"Rà soát; {example} rà soát."
            found = find_deadlines(words, issued=dt.date(2025, 6, 25))
            assert rule.is_deadline == bool(found), example


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Mục tiêu cụ thể đến năm 2030", ["2030"]),
        ("Phát triển hạ tầng số đến năm 2030 (16 mục tiêu)", ["2030"]),
        ("Dự báo các chỉ tiêu chủ yếu đến năm 2027", ["2027"]),
        ("Xây dựng Chiến lược dữ liệu đến năm 2030", []),
        ("Kiểm tra, đánh giá kết quả thực hiện hằng năm, báo cáo UBND tỉnh", ["R:yearly"]),
        ("Rà soát chương trình công tác hằng năm", []),
        ("Tầm nhìn đến năm 2045", []),
        ("Giai đoạn 2026 - 2030", ["2026-2030"]),
        ("Trong giai đoạn 2026 - 2030 phấn đấu có 10% công chức đạt chuẩn.", ["2026-2030"]),
        ("Phát động đợt cao điểm vào ngày 01/12/2025.", ["2025-12-01"]),
        ("Tổ chức thi công từ ngày 01/9/2025 đến ngày 30/10/2025.", ["2025-10-30"]),
        ("Các dự án đã phê duyệt, hoàn thành trong quý I/2026.", ["2026-Q1"]),
        ("Trong năm 2026, hoàn thành số hóa hồ sơ.", ["2026"]),
        ("báo cáo trước 19h00’ hằng ngày", ["R:daily"]),
        ("cập nhật dữ liệu 02 lần/tuần", ["R:weekly"]),
        ("Định kỳ hằng năm báo cáo Chính phủ trước ngày 31 tháng 12.", ["R:yearly:12-31"]),
        ("Thời gian thực hiện: Theo kế hoạch công tác hằng năm.", ["R:yearly"]),
        ("Thời gian thực hiện: Từ 01/8/2025.", ["2025-08-01"]),
        ("Hỗ trợ ba tháng, tổ chức vào kỳ chi trả tháng 12 năm 2025.",
         ["2025-12"]),
        ("Triển khai Chiến lược dữ liệu quốc gia đến năm 2030", []),
        ("Các khoản vay có dư nợ từ ngày 01/7/2025 đến hết ngày 31/12/2025 được giảm lãi.", []),
        ("Nghị quyết có hiệu lực thi hành từ ngày 01/8/2025.", []),
        ("Hộ bị thiệt hại từ ngày 01/7/2025 đến hết ngày 15/7/2025.", []),
    ],
)  # fmt: skip
def test_headings_days_to_come_and_labels(words: str, keys: list[str]) -> None:
    found = find_deadlines(words, issued=dt.date(2025, 6, 25))
    assert [deadline.key for deadline in found] == keys
