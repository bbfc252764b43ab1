"""Deadline cells: every point counts, lists share a year or recurrence, ranges end one."""

import datetime as dt

import pytest

from vanban.deadline_cells import parse_deadline_cell

ISSUED = dt.date(2025, 6, 25)
CELLS = """
Hằng năm | R:yearly
Tháng 12 hằng năm | R:yearly:12
Trước ngày 30/6 và ngày 31/12 hằng năm | R:yearly:06-30 R:yearly:12-31
Tháng 6, tháng 12 hằng năm | R:yearly:06 R:yearly:12
Trước 30/6 và 31/12 | 2025-06-30 2025-12-31
30/6/2026; 30/12/2026 | 2026-06-30 2026-12-30
Tháng 6 và tháng 12 năm 2026 | 2026-06 2026-12
Tháng 6, tháng 12/2026 | 2026-06 2026-12
Quý II/2026 và Quý IV/2026 | 2026-Q2 2026-Q4
2026, 2027 | 2026 2027
Thường xuyên, liên tục | R:continuous
Tháng 9/2025 và duy trì thường xuyên | 2025-09 R:continuous
2025-2026 | 2025-2026
Giai đoạn 2026 - 2030, định kỳ hằng năm | 2026-2030 R:yearly
Năm 2026 và những năm tiếp theo | 2026+
Từ năm 2026 trở đi | 2026+
Sau năm 2026 |
Từ tháng 01 đến tháng 6/2026 | 2026-06
Quý IV/2025 - Quý II/2026 | 2025-Q4 2026-Q2
01/2026 - 12/2026 | 2026-12
Hằng tháng, trước ngày 20 | R:monthly:20
Trước ngày 15 hằng tháng | R:monthly:15
6 tháng, hằng năm | R:halfyearly R:yearly
6 tháng/lần | R:halfyearly
03 tháng/lần | R:quarterly
1 năm/lần | R:yearly
02 lần/năm | R:halfyearly
01 lần/quý | R:quarterly
Quý III/2025; cập nhật hằng năm | 2025-Q3 R:yearly
Theo Kế hoạch số 12/KH-UBND ngày 01/02/2025 |
Theo yêu cầu |
"""


@pytest.mark.parametrize("line", CELLS.strip().split("\n"))
def test_a_cell_gives_its_keys(line: str) -> None:
    raw, _, keys = (part.strip() for part in line.partition("|"))
    found = parse_deadline_cell(raw, 0, "body", ISSUED)
    assert [deadline.key for deadline in found] == keys.split()
    assert all(deadline.raw == deadline.span.of(raw) for deadline in found)
    assert all(deadline.raw for deadline in found)


def test_a_list_needs_no_date_of_the_document() -> None:
    found = parse_deadline_cell("30/6 và 31/12/2026", 10, "appendix-1")
    assert [deadline.key for deadline in found] == ["2026-06-30", "2026-12-31"]
    assert found[0].span.start == 10


def test_before_a_day_means_the_day_before() -> None:
    found = parse_deadline_cell("Trước 30/6 và 31/12 hằng năm; trước 15/7/2026", 0, "body")
    assert found[-1].last_day == dt.date(2026, 7, 14)
