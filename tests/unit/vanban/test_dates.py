"""Vietnamese dates and periods."""

import datetime as dt

import pytest

from vanban.dates import (
    find_dates,
    format_date,
    format_long_date,
    last_day_of,
    make_date,
    parse_date,
    period_of,
)
from vanban.deadline_cells import parse_deadline_cell
from vanban.points import POINT_RULES


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("06/8/2025", dt.date(2025, 8, 6)),
        ("6/8/2025", dt.date(2025, 8, 6)),
        ("ngày 05 tháng 6 năm 2025", dt.date(2025, 6, 5)),
        ("22-12-2024", dt.date(2024, 12, 22)),
        ("22.12.2024", dt.date(2024, 12, 22)),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("29/02/2025", None),
        ("08/6/20210", None),
        ("không có ngày", None),
    ],
)
def test_the_day_comes_first_in_every_padding(printed: str, expected: dt.date | None) -> None:
    assert parse_date(printed) == expected


def test_an_impossible_date_is_found_without_a_value() -> None:
    mentions = find_dates("Từ 31/4/2025 đến 30/4/2025")
    assert [(mention.raw, mention.value) for mention in mentions] == [
        ("31/4/2025", None),
        ("30/4/2025", dt.date(2025, 4, 30)),
    ]


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (dt.date(2025, 1, 5), "05/01/2025", "ngày 05 tháng 01 năm 2025"),
        (dt.date(2025, 4, 1), "01/4/2025", "ngày 01 tháng 4 năm 2025"),
        (dt.date(2025, 2, 25), "25/02/2025", "ngày 25 tháng 02 năm 2025"),
        (dt.date(2025, 11, 30), "30/11/2025", "ngày 30 tháng 11 năm 2025"),
    ],
)
def test_days_below_ten_and_the_first_two_months_are_padded(
    day: dt.date, short: str, long: str
) -> None:
    assert format_date(day) == short
    assert format_long_date(day) == long
    assert parse_date(short) == parse_date(long) == day


def test_a_date_outside_the_calendar_is_none() -> None:
    assert make_date(2025, 13, 1) is None
    assert make_date(2025, 0, 1) is None
    assert make_date(1800, 1, 1) is None


@pytest.mark.parametrize(
    ("key", "last", "before"),
    [
        ("2025-07-15", dt.date(2025, 7, 15), dt.date(2025, 7, 14)),
        ("2025-02", dt.date(2025, 2, 28), dt.date(2025, 1, 31)),
        ("2025-Q4", dt.date(2025, 12, 31), dt.date(2025, 9, 30)),
        ("2030", dt.date(2030, 12, 31), dt.date(2029, 12, 31)),
        ("2026-2027", dt.date(2027, 12, 31), dt.date(2025, 12, 31)),
        ("2026+", None, None),
        ("R:yearly:11-25", None, None),
        ("2025-02-30", None, None),
        ("2025-13", None, None),
    ],
)
def test_the_last_day_of_a_key(key: str, last: dt.date | None, before: dt.date | None) -> None:
    assert last_day_of(key) == last
    assert last_day_of(key, before=True) == before
    assert (period_of(key) is None) == (last is None)


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("Tháng 7/2025", ["2025-07"]),
        ("12/2025", ["2025-12"]),
        ("Quý III/2025", ["2025-Q3"]),
        ("Quý IV năm 2025", ["2025-Q4"]),
        ("Quý I - II/2026", ["2026-Q2"]),
        ("Trước ngày 31/12/2025", ["2025-12-31"]),
        ("Trước 30/6/2026", ["2026-06-30"]),
        ("Ngày 30 tháng 11 năm 2026", ["2026-11-30"]),
        ("Hằng năm, trước ngày 25/11", ["R:yearly:11-25"]),
        ("Trước ngày 15/12 hằng năm", ["R:yearly:12-15"]),
        ("Tháng 10 hàng năm", ["R:yearly:10"]),
        ("Ngày 15 hằng tháng", ["R:monthly:15"]),
        ("Hằng quý", ["R:quarterly"]),
        ("6 tháng, hằng năm", ["R:halfyearly", "R:yearly"]),
        ("6 tháng đầu năm 2026", ["2026-06"]),
        ("2025 - 2026", ["2025-2026"]),
        ("Giai đoạn 2026-2030", ["2026-2030"]),
        ("Từ năm 2026 đến năm 2030", ["2026-2030"]),
        ("Từ năm 2026 trở đi", ["2026+"]),
        ("Từ ngày 01/7/2025", ["2025+"]),
        ("Quý III/2025; cập nhật hằng năm", ["2025-Q3", "R:yearly"]),
        ("Thường xuyên", ["R:continuous"]),
        ("Đến hết quý II/2026", ["2026-Q2"]),
        ("Theo quy định", []),
        ("Sau khi Luật có hiệu lực", []),
        ("31/02/2026", []),
        ("Quý II, III năm 2026", ["2026-Q3"]),
        ("Quý I, II, III, IV/2026", ["2026-Q4"]),
        ("Quý III Năm 2026", ["2026-Q3"]),
        ("Q3/2026", ["2026-Q3"]),
        ("Quý I hằng năm", ["R:yearly"]),
        ("Trước ngày 15 của tháng cuối quý", ["R:quarterly"]),
        ("Hằng tháng (trước ngày 20), hằng quý", ["R:monthly:20", "R:quarterly"]),
        ("Năm 2026 và những năm tiếp theo", ["2026+"]),
        ("Từ 01/7/2025 đến 31/12/2025", ["2025-12-31"]),
        ("Quý I/2026 - Quý IV/2027", ["2026-Q1", "2027-Q4"]),
        ("Trước ngày 25/6 (đối với báo cáo 6 tháng)", ["R:halfyearly:06-25"]),
        ("Theo Kế hoạch số 12/KH-UBND ngày 01/02/2026", []),
        ("Theo Chương trình công tác của UBND tỉnh năm 2026", []),
        ("Quý IV", []),
    ],
)
def test_every_point_of_a_deadline_cell_counts(cell: str, keys: list[str]) -> None:
    assert [deadline.key for deadline in parse_deadline_cell(cell, 0, "body")] == keys


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("Xong trước 30/6", "2026-06-30"),
        ("Trước 10/01", "2027-01-10"),
        ("Tháng 12", "2026-12"),
        ("Trong quý I", "2026-Q1"),
    ],
)
def test_a_cell_without_a_year_means_that_of_the_document(cell: str, key: str) -> None:
    found = parse_deadline_cell(cell, 0, "body", dt.date(2026, 2, 10))
    assert [deadline.key for deadline in found] == [key]


def test_a_deadline_quotes_its_words_at_its_place_and_ends_a_day_earlier() -> None:
    content = "Thời hạn: Trước ngày 15/7/2025."
    (deadline,) = parse_deadline_cell(content[10:], 10, "appendix-2")
    assert deadline.span.of(content) == deadline.raw == "Trước ngày 15/7/2025"
    assert deadline.part == "appendix-2"
    assert deadline.last_day == dt.date(2025, 7, 14)


def test_the_examples_of_each_rule_are_read_by_it() -> None:
    for rule in POINT_RULES:
        for example in rule.examples:
            match = rule.pattern.match(example) or rule.pattern.search(example)
            assert match and rule.key(match), (rule.kind, example)
