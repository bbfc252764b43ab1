"""Deadlines as a reviewer types them."""

from __future__ import annotations

import datetime as dt

import pytest

from tiendo.intake.deadlines import read_deadline
from tiendo.intake.deciding import deciding_body
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.tasking import split_keys


@pytest.mark.parametrize(
    ("raw", "keys", "last_day"),
    [
        ("31/12/2025", ("2025-12-31",), dt.date(2025, 12, 31)),
        ("trước ngày 15/7/2025", ("2025-07-15",), dt.date(2025, 7, 14)),
        ("Quý III/2025", ("2025-Q3",), dt.date(2025, 9, 30)),
        ("Hằng năm, trước ngày 25/11", ("R:yearly:11-25",), None),
        ("khi có điều kiện", (), None),
        ("", (), None),
    ],
)
def test_a_typed_deadline_is_read_as_the_documents_own(
    raw: str, keys: tuple[str, ...], last_day: dt.date | None
) -> None:
    found = read_deadline(raw)
    assert (found.keys, found.last_day) == (keys, last_day)


@pytest.mark.parametrize("raw", ["08/6/20210", "trước ngày 31/02/2026", "32/1/2026", "1/13/2026"])
def test_a_day_that_does_not_exist_is_refused(raw: str) -> None:
    with pytest.raises(ReviewRefused) as refused:
        read_deadline(raw)
    assert refused.value.code == "impossible_date"


@pytest.mark.parametrize(
    ("product", "title", "body"),
    [
        ("Quyết định của UBND tỉnh", "", "UBND tỉnh"),
        ("Quyết định của UBND tỉnh công bố danh mục", "", "UBND tỉnh"),
        ("Nghị quyết của HĐND tỉnh", "", "HĐND tỉnh"),
        ("Chuyên trang do Sở Khoa học và Công nghệ phê duyệt", "", "Sở Khoa học và Công nghệ"),
        ("Báo cáo", "Trình HĐND tỉnh nghị quyết về chính sách", "HĐND tỉnh"),
        ("Hệ thống thông tin", "Nghiên cứu chính sách do Chính phủ quy định", ""),
        ("", "", ""),
    ],
)
def test_the_deciding_body_is_named_only_where_the_words_say_so(
    product: str, title: str, body: str
) -> None:
    assert deciding_body(product, title) == body


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([], ("", "")),
        (["2025-Q4"], ("2025-Q4", "")),
        (["2025-Q3", "R:yearly"], ("2025-Q3", "R:yearly")),
        (["R:halfyearly", "R:yearly"], ("", "R:halfyearly;R:yearly")),
    ],
)
def test_keys_part_into_deadline_and_recurrence(keys: list[str], expected: tuple[str, str]) -> None:
    assert split_keys(keys) == expected
