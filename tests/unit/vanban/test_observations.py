"""Figures that a text reports."""

import datetime as dt
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import vanban
from tests.unit.vanban.texts import text_of
from vanban.models import Observation
from vanban.parse import parse

HEAD = (
    "ỦY BAN NHÂN DÂN",
    "TỈNH LÂM ĐỒNG",
    "Số: 0210/BC-UBND",
    "Lâm Đồng, ngày 20 tháng 11 năm 2025",
    "BÁO CÁO",
    "Kết quả chuyển đổi số năm 2025",
    "I. KẾT QUẢ",
)


def _found(*paragraphs: str) -> list[Observation]:
    return list(parse(text_of(*HEAD, *paragraphs)).observations)


def test_a_share_has_its_metric_base_and_day() -> None:
    (found,) = _found("1. Tính đến ngày 10/11/2025, tỷ lệ giải ngân đạt 36,67% kế hoạch vốn.")
    assert (found.value, found.unit, found.unit_base) == (Decimal("36.67"), "%", "kế hoạch vốn")
    assert (found.metric, found.as_of) == ("tỷ lệ giải ngân", dt.date(2025, 11, 10))
    assert (found.raw, found.path) == ("36,67%", "I.1")


@pytest.mark.parametrize(
    ("words", "value", "unit", "metric"),
    [
        ("Toàn tỉnh có 4.507 người làm nghiên cứu", "4507", "người", "người làm nghiên cứu"),
        ("100% xã có kết nối cáp quang", "100", "%", "xã có kết nối cáp quang"),
        ("Tốc độ truy cập mạng: 390 Mbps", "390", "Mbps", "Tốc độ truy cập mạng"),
        ("Đã giải ngân được 12,5 tỷ đồng", "12.5", "tỷ đồng", "giải ngân"),
        ("Có 12 Tiến sĩ đang công tác", "12", "người", "Tiến sĩ đang công tác"),
    ],
)
def test_counts_measures_and_money_are_observed(
    words: str, value: str, unit: str, metric: str
) -> None:
    (found,) = _found(f"1. {words}.")
    assert (found.value, found.unit, found.metric) == (Decimal(value), unit, metric)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Trong quý III/2025 đã xử lý 120 hồ sơ", "2025-Q3"),
        ("Tháng 10 năm 2025 đã xử lý 120 hồ sơ", "2025-10"),
        ("Năm 2024 đã xử lý 120 hồ sơ", "2024"),
        ("Giai đoạn 2021-2025 đã xử lý 120 hồ sơ", "2021-2025"),
        ("Đã xử lý 120 hồ sơ", None),
    ],
)
def test_the_period_is_a_key(words: str, period: str | None) -> None:
    assert [found.period for found in _found(f"1. {words}.")] == [period]


def test_up_to_now_is_the_day_of_the_report() -> None:
    assert _found("1. Đến nay có 45 xã số hóa hồ sơ.")[0].as_of == dt.date(2025, 11, 20)
    assert _found("1. Đến hết tháng 10/2025 có 45 xã.")[0].as_of == dt.date(2025, 10, 31)


def test_the_scope_is_the_place_or_body_named_last() -> None:
    words = "1. Công bố quốc tế: Đại học Tây Nguyên (30 bài), Viện Vệ sinh Dịch tễ (12 bài)."
    assert [found.scope for found in _found(words)] == [
        "Đại học Tây Nguyên",
        "Viện Vệ sinh Dịch tễ",
    ]
    assert _found("1. Có 30 bài báo.")[0].scope == "tỉnh Lâm Đồng"
    assert _found("1. Tại xã Nam Ban có 30 hộ.")[0].scope == "xã Nam Ban"


def test_parts_after_trong_do_are_subsets() -> None:
    found = _found("1. Có 50 người, trong đó có 04 Giáo sư và 10 Tiến sĩ.")
    assert [one.is_subset for one in found] == [False, True, True]


@pytest.mark.parametrize(
    "words",
    [
        "Phấn đấu đến năm 2030 có 40 doanh nghiệp số",
        "Dự kiến xây dựng 05 trung tâm",
        "Thành phố cũ (nay là 05 phường: Một, Hai)",
        "Phát động 100 ngày cao điểm",
        "Chương trình “100 doanh nghiệp số”",
        "Thực hiện trước ngày 15/12/2025",
    ],
)
def test_goals_names_and_durations_are_no_observations(words: str) -> None:
    assert _found(f"1. {words}.") == []


def test_a_plan_reports_only_where_it_tells_of_results() -> None:
    plan = ("KẾ HOẠCH", "Phát triển dữ liệu", "I. TÌNH HÌNH", "1. Toàn tỉnh đã có 30 bộ dữ liệu.")
    goals = ("II. MỤC TIÊU", "1. Có 60 bộ dữ liệu.", "III. NHIỆM VỤ", "1. Xây dựng 60 bộ dữ liệu.")
    observed = parse(text_of(*plan, *goals)).observations
    assert [found.value for found in observed] == [Decimal(30)]


@pytest.mark.parametrize("name", ["seeds/report-2025-11.txt", "samples/report-2025-11.docx"])
def test_the_real_report_gives_all_its_observations_and_no_others(shared: Path, name: str) -> None:
    gold = json.loads((shared / "gold/detail/report-2025-11.json").read_text(encoding="utf-8"))
    expected = Counter((one["path"], float(one["value"])) for one in gold["observations"])
    observed = vanban.parse(vanban.read(shared / name)).observations
    assert Counter((one.path, float(one.value)) for one in observed) == expected
