"""Outlines as data: what they may say, and how each fault is named."""

from __future__ import annotations

from typing import Any

import pytest

from tiendo.domain.outlines import (
    LETTERS,
    NarrativeSpec,
    UnreadableOutline,
    marker_of,
    read_outline,
    roman,
)


def heading(code: str = "results", **fields: Any) -> dict[str, Any]:
    return {"code": code, "title": "Kết quả", **fields}


def outline(*headings: Any, **fields: Any) -> dict[str, Any]:
    return {"headings": list(headings), **fields}


NESTED = outline(
    heading(
        "results",
        headings=[
            heading("overview", headings=[heading("assessment"), heading("numbers")]),
            heading("finished"),
        ],
    ),
    heading("outlook", optional=True),
)

REFUSED: list[tuple[str, object, str, str]] = [
    ("not_a_mapping", [], "", ""),
    ("not_a_mapping", None, "", ""),
    ("not_a_mapping", {1: "headings"}, "", ""),
    ("not_a_mapping", outline("I. Kết quả"), "headings[0]", ""),
    ("not_a_mapping", outline(heading(blocks=["counts"])), "headings[0].blocks[0]", ""),
    ("not_a_mapping", outline(heading(), appendices=["Phụ lục"]), "appendices[0]", ""),
    ("not_a_list", outline(heading()) | {"headings": {}}, "headings", ""),
    ("not_a_list", outline(heading(blocks={})), "headings[0].blocks", ""),
    ("not_a_list", outline(heading(headings="a")), "headings[0].headings", ""),
    ("not_a_list", outline(heading(), appendices=None), "appendices", ""),
    ("not_words", outline(heading(), opening=1), "opening", ""),
    ("not_words", outline(heading(), closing=None), "closing", ""),
    ("not_words", outline(heading() | {"title": 3}), "headings[0].title", ""),
    ("not_words", outline(heading(blocks=[{"kind": []}])), "headings[0].blocks[0].kind", ""),
    ("not_a_flag", outline(heading(), has_contents="yes"), "has_contents", ""),
    ("not_a_flag", outline(heading(optional=1)), "headings[0].optional", ""),
    (
        "not_a_flag",
        outline(heading(), appendices=[{"title": "A", "landscape": 0}]),
        "appendices[0].landscape",
        "",
    ),
    ("missing", outline({"title": "Kết quả"}), "headings[0].code", ""),
    ("missing", outline(heading() | {"title": "  "}), "headings[0].title", ""),
    ("missing", outline(heading(blocks=[{"name": "x"}])), "headings[0].blocks[0].kind", ""),
    ("missing", outline(heading(), appendices=[{}]), "appendices[0].title", ""),
    ("bad_code", outline(heading("Kết quả")), "headings[0].code", "Kết quả"),
    ("bad_code", outline(heading("a__b")), "headings[0].code", "a__b"),
    ("bad_code", outline(heading("a" * 61)), "headings[0].code", "a" * 61),
    (
        "bad_code",
        outline(heading(blocks=[{"kind": "narrative", "name": "Lời"}])),
        "headings[0].blocks[0].name",
        "Lời",
    ),
    ("code_twice", outline(heading("a"), heading("b"), heading("a")), "headings", "a"),
    ("code_twice", outline(heading("a", headings=[heading("a")])), "headings", "a"),
    (
        "name_twice",
        outline(
            heading("a", blocks=[{"kind": "narrative"}]),
            heading("b", blocks=[{"kind": "narrative", "name": "a"}]),
        ),
        "headings",
        "a",
    ),
    (
        "too_deep",
        outline(heading("a", headings=[heading("b", headings=[heading("c", headings=[{}])])])),
        "headings[0].headings[0].headings[0].headings",
        "",
    ),
    (
        "too_many",
        outline(
            heading("a", headings=[heading("b", headings=[{}] * (len(LETTERS) + 1))])
        ),
        "headings[0].headings[0].headings",
        str(len(LETTERS) + 1),
    ),
    ("unknown_field", outline(heading(), title="Báo cáo"), "", "title"),
    ("unknown_field", outline(heading(marker="I")), "headings[0]", "marker"),
    (
        "unknown_field",
        outline(heading(), appendices=[{"title": "A", "code": "a"}]),
        "appendices[0]",
        "code",
    ),
    ("no_heading", {}, "headings", ""),
    ("no_heading", outline(), "headings", ""),
    ("no_heading", {"headings": None}, "headings", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "content", "place", "found"), REFUSED)
def test_what_is_no_outline_is_refused_with_its_place(
    code: str, content: object, place: str, found: str
) -> None:
    with pytest.raises(UnreadableOutline) as refused:
        read_outline(content)
    assert (refused.value.code, refused.value.place, refused.value.found) == (code, place, found)
    assert str(refused.value).startswith(place)


def test_each_code_of_the_docstring_has_a_row() -> None:
    documented = (read_outline.__doc__ or "").split("UnreadableOutline")[1].rstrip(". \n")
    named = {word.strip() for word in documented.split(",")}
    assert named == {code for code, *_ in REFUSED}


def test_headings_are_walked_in_the_order_of_the_page_with_their_markers() -> None:
    walked = [(level, marker, each.code) for level, marker, each in read_outline(NESTED).walk()]
    assert walked == [
        (1, "I", "results"),
        (2, "I.1", "overview"),
        (3, "I.1.a", "assessment"),
        (3, "I.1.b", "numbers"),
        (2, "I.2", "finished"),
        (1, "II", "outlook"),
    ]


def test_what_is_not_said_has_its_default() -> None:
    spec = read_outline(outline(heading()))
    assert (spec.opening, spec.closing, spec.appendices, spec.has_contents) == ("", "", (), False)
    assert (spec.headings[0].blocks, spec.headings[0].is_optional) == ((), False)


def test_an_outline_says_flags_options_and_appendices() -> None:
    block = {"kind": "sentence", "template": "Có {tasks.total}.", "unless_missing": True}
    spec = read_outline(
        outline(
            heading(optional=True, blocks=[block]),
            opening="  Thực hiện \n Kế hoạch ",
            has_contents=True,
            appendices=[{"title": "Tiến độ", "landscape": True, "blocks": [{"kind": "tasks"}]}],
        )
    )
    [written] = spec.headings[0].blocks
    assert (written.kind, written.options["unless_missing"]) == ("sentence", True)
    assert (written.text("template"), written.text("as", "x")) == ("Có {tasks.total}.", "x")
    assert spec.opening == "Thực hiện Kế hoạch"
    assert spec.headings[0].is_optional and spec.has_contents
    [appendix] = spec.appendices
    assert appendix.is_landscape and appendix.blocks[0].kind == "tasks"


def test_places_where_people_write_are_named_by_their_heading_unless_they_say() -> None:
    named = {"kind": "narrative", "name": "causes", "label": "Nguyên nhân", "hint": "Nêu rõ"}
    spec = read_outline(
        outline(
            heading("overview", blocks=[{"kind": "narrative"}, {"kind": "counts"}]),
            heading("obstacles", headings=[heading("difficulties", blocks=[named])]),
        )
    )
    assert spec.narratives == (
        NarrativeSpec("overview", "Kết quả", "Kết quả", "I"),
        NarrativeSpec("causes", "Nguyên nhân", "Kết quả", "II.1", "Nêu rõ"),
    )


@pytest.mark.parametrize(
    ("level", "number", "marker"),
    [(1, 1, "I"), (1, 14, "XIV"), (2, 3, "3"), (3, 4, "d"), (3, 5, "đ"), (3, 23, "y")],
)
def test_markers_follow_the_level(level: int, number: int, marker: str) -> None:
    assert marker_of(level, number) == marker


@pytest.mark.parametrize(("level", "number"), [(1, 0), (2, -1), (3, 0), (3, len(LETTERS) + 1)])
def test_there_is_no_marker_before_the_first_nor_past_the_last_letter(
    level: int, number: int
) -> None:
    with pytest.raises(ValueError, match="no marker"):
        marker_of(level, number)


@pytest.mark.parametrize(
    ("number", "signs"),
    [(1, "I"), (4, "IV"), (9, "IX"), (40, "XL"), (49, "XLIX"), (90, "XC"), (399, "CCCXCIX")],
)
def test_roman_signs(number: int, signs: str) -> None:
    assert roman(number) == signs
