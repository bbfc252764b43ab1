"""Chart specifications: data inline, our colours, Vietnamese numbers, a description in words."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from tiendo.composer.charts import (
    FALLBACK_COLOUR,
    ROW_HEIGHT,
    STATUS_COLOURS,
    PartCounts,
    Series,
    Slice,
    Spec,
    counts_over_days,
    describe_slices,
    official_counts_bar,
    official_counts_donut,
    status_by_part,
)

DONE = Slice("done_on_time", "Hoàn thành đúng hạn", 1200)
LATE = Slice("overdue", "Quá hạn", 3)
NONE = Slice("suspended", "Tạm dừng", 0)
SPECS = [
    status_by_part([PartCounts("I. Nhận thức", (DONE, LATE, NONE))], description="Theo phần"),
    official_counts_bar([DONE, LATE, NONE], description="Theo phần"),
    official_counts_donut([DONE, LATE, NONE], description="Theo phần"),
]


def values(spec: Spec) -> list[dict[str, Any]]:
    """The inline data of a specification."""
    (data,) = spec["datasets"].values()  # type: ignore[union-attr]
    return list(data)  # type: ignore[arg-type]


def colours(spec: Spec) -> dict[str, str]:
    """The colour of each label."""
    scale = re.search(r'"scale": ({[^}]*})', json.dumps(spec, ensure_ascii=False))
    assert scale is not None
    found = json.loads(scale[1])
    return dict(zip(found["domain"], found["range"], strict=True))


@pytest.mark.parametrize("spec", SPECS)
def test_a_chart_is_plain_json_with_its_data_and_no_expressions(spec: Spec) -> None:
    text = json.dumps(spec)
    assert not {"transform", "expr", "url", "signal"} & set(re.findall(r'"(\w+)":', text))
    assert values(spec)


@pytest.mark.parametrize("spec", SPECS)
def test_a_chart_says_what_it_shows(spec: Spec) -> None:
    assert spec["description"] == "Theo phần"
    assert all(each["said"].endswith(("1.200", "3", "0")) for each in values(spec))


@pytest.mark.parametrize("spec", SPECS)
def test_numbers_are_written_the_vietnamese_way(spec: Spec) -> None:
    locale = spec["config"]["locale"]["number"]  # type: ignore[index,call-overload]
    assert (locale["decimal"], locale["thousands"]) == (",", ".")  # type: ignore[index,call-overload]


@pytest.mark.parametrize("spec", SPECS)
def test_colours_follow_the_meaning(spec: Spec) -> None:
    assert colours(spec)["Quá hạn"] == STATUS_COLOURS["overdue"] == "#B42318"


def test_an_unknown_code_has_the_accent_colour() -> None:
    spec = official_counts_bar([Slice("new", "Mới", 1)], description="")
    assert colours(spec) == {"Mới": FALLBACK_COLOUR}


def test_segments_without_a_count_take_no_room_in_a_stack() -> None:
    assert [each["label"] for each in values(SPECS[0])] == [DONE.label, LATE.label]


def test_a_zero_keeps_its_bar_and_its_number() -> None:
    assert [each["count"] for each in values(SPECS[1])] == [1200, 3, 0]


def test_a_segment_too_narrow_for_its_number_shows_none() -> None:
    assert [each["shown"] for each in values(SPECS[0])] == ["1.200", ""]


def test_parts_and_segments_keep_the_order_given() -> None:
    parts = [PartCounts("II. Sau", (LATE, DONE)), PartCounts("I. Trước", (LATE,))]
    spec = status_by_part(parts, description="")
    assert [(each["part"], each["rank"]) for each in values(spec)] == [
        ("II. Sau", 0),
        ("II. Sau", 1),
        ("I. Trước", 0),
    ]


def test_a_plan_without_tasks_still_gives_a_chart() -> None:
    assert status_by_part([], description="Chưa có nhiệm vụ")["layer"]


def test_slices_are_told_in_words() -> None:
    assert describe_slices([DONE, LATE]) == "Hoàn thành đúng hạn: 1.200; Quá hạn: 3"


def test_a_bar_chart_is_as_high_as_its_rows() -> None:
    # Steps beside a width taken from the place made Vega warn on every page that shows a chart.
    empty = PartCounts("II. Hạ tầng", (NONE,))
    rows = [PartCounts("I. Nhận thức", (DONE,)), empty, PartCounts("III. Nhân lực", (LATE,))]
    assert status_by_part(rows, description="Theo phần")["height"] == 2 * ROW_HEIGHT
    assert official_counts_bar([DONE, LATE], description="Chung")["height"] == 2 * ROW_HEIGHT


def test_a_line_has_a_mark_for_each_day_told_in_words() -> None:
    days = (dt.date(2025, 9, 3), dt.date(2025, 9, 10))
    done = Series("done_on_time", "Đã hoàn thành", tuple(zip(days, (3, 1200), strict=True)))
    late = Series("overdue", "Quá hạn", tuple(zip(days, (0, 2), strict=True)))
    spec = counts_over_days([done, late], description="Theo tuần")
    assert [each["said"] for each in values(spec)][1:3] == [
        "Đã hoàn thành 10/9/2025: 1.200",
        "Quá hạn 03/9/2025: 0",
    ]
    assert colours(spec)["Quá hạn"] == STATUS_COLOURS["overdue"]
