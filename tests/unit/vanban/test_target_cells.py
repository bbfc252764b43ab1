"""Cells of target tables: values, units with their base, obligation; unit lines above tables."""

import pytest

from tests.unit.vanban.packages import docx, paragraph, table
from vanban.models import Obligation
from vanban.readers import read
from vanban.rows import find_rows
from vanban.target_cells import obligation_of, read_value, unit_base, unit_of
from vanban.unit_lines import find_unit_line


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("100%", "= 100"),
        ("≥ 80", ">= 80"),
        (">=80%", ">= 80"),
        ("Trên 90%", "> 90"),
        ("dưới 2", "< 2"),
        ("Tối thiểu 25%", ">= 25"),
        ("từ 3% trở lên", ">= 3"),
        ("không quá 1,5", "<= 1.5"),
        ("50-60", "range 50 60"),
        ("từ 16 đến 18", "range 16 18"),
        ("2,5 lần", "= 2.5"),
        ("1.200", "= 1200"),
        ("Top 30", "<= 30"),
        ("Phấn đấu 80%", "= 80"),
        ("110/110 xã", "= 110"),
        ("01 trung tâm", "= 1"),
        ("≥ 12/năm", ">= 12"),
        ("Đến năm 2030 đạt 70%", "= 70"),
    ],
)
def test_a_value_is_read_with_its_comparison(cell: str, expected: str) -> None:
    value = read_value(cell)
    assert value is not None
    parts = [value.comparator.value, value.value, value.high]
    assert " ".join(str(part) for part in parts if part is not None) == expected


@pytest.mark.parametrize(
    "cell",
    ["", "Hoàn thành", "Trước năm 2029", "2027", "Năm 2027", "Quý IV/2026", "15/7/2026", "x"],
)
def test_words_and_points_in_time_are_no_values(cell: str) -> None:
    assert read_value(cell) is None


@pytest.mark.parametrize(
    ("unit", "metric", "base"),
    [
        ("% GRDP", "Chi cho khoa học", "GRDP"),
        ("%", "Tỷ trọng kinh tế số trong GRDP", "GRDP"),
        ("%", "Tỷ lệ chi cho khoa học trong tổng chi ngân sách địa phương",
         "tổng chi ngân sách địa phương"),
        ("%", "Tỷ lệ hộ nghèo", None),
        ("%", "Tốc độ tăng GRDP", None),
        ("doanh nghiệp", "Số doanh nghiệp trong tổng số", None),
        (None, "Tỷ trọng trong GRDP", None),
    ],
)  # fmt: skip
def test_a_share_names_its_base(unit: str | None, metric: str, base: str | None) -> None:
    assert unit_base(unit, metric) == base


@pytest.mark.parametrize(
    ("metric", "values", "unit"),
    [
        ("Tỷ lệ hài lòng (%)", (), "%"),
        ("Thu nhập bình quân (triệu đồng/người)", (), "triệu đồng/người"),
        ("Số mô hình (ĐVT: mô hình)", (), None),
        ("Tăng trưởng", ("≥ 8%/năm",), "%/năm"),
        ("Số xã", ("ít nhất 12 xã",), "xã"),
        ("Chỉ số (PAR INDEX)", ("85",), None),
    ],
)
def test_a_unit_stands_behind_its_metric_or_its_value(
    metric: str, values: tuple[str, ...], unit: str | None
) -> None:
    assert unit_of(metric, values) == unit


def test_striving_and_orientation_are_told_from_orders() -> None:
    assert obligation_of("Phấn đấu 80%") is Obligation.STRIVE
    assert obligation_of("Tầm nhìn, định hướng") is Obligation.ORIENTATION
    assert obligation_of("Tối thiểu 80%") is Obligation.MUST


# Unit lines

HEAD, ROW = ["TT", "Chỉ tiêu", "Năm 2030"], ["1", "Thu ngân sách", "1.200"]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Đơn vị tính: triệu đồng", "triệu đồng"),
        ("(ĐVT: tỷ đồng)", "tỷ đồng"),
        ("Đơn vị: %", "%"),
        ("Đơn vị tính : nghìn tấn.", "nghìn tấn"),
        ("Đơn vị chủ trì báo cáo: hằng năm", None),
    ],
)
def test_a_unit_line_above_a_table_counts_for_its_values(line: str, unit: str | None) -> None:
    text = read(docx(paragraph("Phụ lục"), paragraph(line), table(HEAD, ROW)))
    found = find_unit_line(text, text.tables[0])
    assert (found.unit if found else None) == unit
    assert found is None or found.span.of(text.content) == unit
    assert find_rows(text)[1][0].unit == unit


def test_a_unit_line_of_another_table_does_not_count() -> None:
    text = read(docx(paragraph("ĐVT: tỷ đồng"), table(HEAD, ROW), table(HEAD, ROW)))
    assert find_unit_line(text, text.tables[1]) is None


def test_a_unit_line_may_stand_in_the_first_row() -> None:
    text = read(docx(table(["", "", "ĐVT: tỷ đồng"], HEAD, ROW)))
    assert find_rows(text)[1][0].unit == "tỷ đồng"
