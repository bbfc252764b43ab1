"""Charts on paper, where most printers print black and white."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from tiendo.composer.charts import (
    PartCounts,
    Series,
    Slice,
    counts_over_days,
    official_counts_bar,
    status_by_part,
)
from tiendo.composer.print_colours import for_print, grey_of

SLICES = (
    Slice("done_on_time", "Hoàn thành đúng hạn", 6),
    Slice("done_late", "Hoàn thành quá hạn", 2),
    Slice("in_progress", "Đang thực hiện", 28),
    Slice("overdue", "Quá hạn", 5),
    Slice("other", "Khác", 7),
)


def colours(layer: Any) -> list[str]:
    found: list[str] = layer["encoding"]["color"]["scale"]["range"]
    return found


def printed() -> Any:
    return for_print(status_by_part((PartCounts("Thể chế", SLICES),), description="Tiến độ"))


def test_segments_are_told_apart_in_black_and_white() -> None:
    greys = sorted(map(grey_of, colours(printed()["layer"][0])))
    assert len(greys) == len(SLICES)
    assert min(b - a for a, b in itertools.pairwise(greys)) > 30


def test_numbers_on_segments_can_be_read() -> None:
    bars, numbers = printed()["layer"]
    for ground, letters in zip(colours(bars), colours(numbers), strict=True):
        assert abs(grey_of(ground) - grey_of(letters)) > 100
    assert numbers["encoding"]["color"]["legend"] is None
    assert bars["encoding"]["color"]["legend"]["columns"] == 4


def test_counts_beside_bars_stay_dark() -> None:
    spec: Any = for_print(official_counts_bar(SLICES, description="Tiến độ"))
    bars, numbers = spec["layer"]
    assert len(set(colours(bars))) == len(SLICES)
    assert "color" not in numbers["encoding"]


def test_lines_are_told_apart_by_their_dashes() -> None:
    points = ((dt.date(2026, 1, 1), 2), (dt.date(2026, 6, 30), 5))
    series = (Series("done_on_time", "Xong", points), Series("overdue", "Quá hạn", points))
    spec: Any = counts_over_days(series, description="Theo ngày")
    dashes = spec["layer"][0]["encoding"]["strokeDash"]["scale"]
    assert dashes["domain"] == ["Xong", "Quá hạn"]
    assert dashes["range"][0] != dashes["range"][1]


def test_what_has_no_colours_of_ours_is_left_as_it_is() -> None:
    spec: Any = {"mark": "bar", "encoding": {"color": {"scale": {"range": ["#000000"]}}}}
    assert for_print(spec) is spec
