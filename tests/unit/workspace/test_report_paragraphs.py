"""The headings of an outline found again in a composed report."""

from __future__ import annotations

from tiendo.domain.outlines import HeadingSpec, OutlineSpec
from tiendo.workspace.report_paragraphs import PageHeading, anchors_of

SPEC = OutlineSpec(
    opening="",
    closing="",
    headings=(
        HeadingSpec("results", "Kết quả {plan.type}", headings=(HeadingSpec("overview", "Chung"),)),
        HeadingSpec(
            "obstacles",
            "Khó khăn",
            headings=(HeadingSpec("causes", "Nguyên nhân", is_optional=True),),
            is_optional=True,
        ),
        HeadingSpec("outlook", "Phương hướng", headings=(HeadingSpec("more", "Chung"),)),
    ),
)


def found(*printed: tuple[int, str]) -> dict[str, str]:
    headings = [
        PageHeading(f"muc-{at}", level, text) for at, (level, text) in enumerate(printed, 1)
    ]
    return anchors_of(SPEC, headings)


def test_every_heading_is_found_by_its_title_in_order() -> None:
    printed = [(1, "Kết quả Kế hoạch"), (2, "Chung"), (1, "Khó khăn"), (2, "Nguyên nhân")]
    assert found(*printed, (1, "Phương hướng"), (2, "Chung")) == {
        "results": "muc-1",
        "overview": "muc-2",
        "obstacles": "muc-3",
        "causes": "muc-4",
        "outlook": "muc-5",
        "more": "muc-6",
    }


def test_headings_left_out_have_no_place() -> None:
    assert found((1, "Kết quả Kế hoạch"), (2, "Chung"), (1, "Phương hướng"), (2, "Chung")) == {
        "results": "muc-1",
        "overview": "muc-2",
        "outlook": "muc-3",
        "more": "muc-4",
    }


def test_a_letter_without_headings_has_no_places() -> None:
    assert found() == {}
