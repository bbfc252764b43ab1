"""The editor of outlines: content to a form and back, and every step on it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import yaml
from django.http import QueryDict

from tiendo.domain.outlines import read_outline
from tiendo.regimes.starters import regime_starters
from tiendo.reporting.outlines.reading import starter_content
from tiendo.workspace.outline_editing import (
    EditedBlock,
    EditedOutline,
    content_of,
    edited_from,
    edited_of,
)
from tiendo.workspace.outline_options import field_of, options_of, shown, typed
from tiendo.workspace.outline_rows import part_rows
from tiendo.workspace.outline_steps import apply_step

CONTENT: dict[str, Any] = {
    "opening": "{issuer} báo cáo:",
    "headings": [
        {
            "code": "a",
            "title": "Một",
            "blocks": [{"kind": "narrative", "name": "loi", "label": "Đánh giá"}],
            "headings": [{"code": "a1", "title": "Một một"}, {"code": "a2", "title": "Một hai"}],
        },
        {"code": "b", "title": "Hai", "optional": True, "blocks": [{"kind": "counts"}]},
        {"code": "c", "title": "Ba"},
    ],
    "appendices": [{"title": "Biểu", "landscape": True, "blocks": [{"kind": "tasks"}]}],
}


def posted(edited: EditedOutline) -> QueryDict:
    """The form as a browser sends it."""
    sent = QueryDict(mutable=True)
    for name in ("opening", "closing", "letter_unit"):
        sent[name] = getattr(edited, name)
    if edited.has_contents:
        sent["has_contents"] = "on"
    for part in edited.parts:
        sent.appendlist("part", part.key)
        sent[f"{part.key}.level"], sent[f"{part.key}.code"] = str(part.level), part.code
        sent[f"{part.key}.title"] = part.title
        for flag, is_set in (("optional", part.is_optional), ("landscape", part.is_landscape)):
            if is_set:
                sent[f"{part.key}.{flag}"] = "on"
        for block in part.blocks:
            sent.appendlist(f"{part.key}.block", block.key)
            _post_block(sent, block)
    return sent


def _post_block(sent: QueryDict, block: EditedBlock) -> None:
    sent[f"{block.key}.kind"] = sent[f"{block.key}.was"] = block.kind
    if block.kind == "narrative" and "name" in block.options:
        sent[f"{block.key}.name"] = block.options["name"]
    for name in options_of(block.kind):
        value = shown(name, block.options.get(name))
        if value is True:
            sent[f"{block.key}.{name}"] = "on"
        elif value is not False:
            sent[f"{block.key}.{name}"] = value


def titles(edited: EditedOutline) -> list[tuple[int, str]]:
    return [(part.level, part.title) for part in edited.parts]


def key(edited: EditedOutline, title: str) -> str:
    return next(part.key for part in edited.parts if part.title == title)


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        starter_content("general"),
        *(
            outline["content"]
            for each in regime_starters().values()
            if isinstance(outline := yaml.safe_load(each.text).get("outline"), dict)
        ),
    ],
)
def test_content_goes_through_the_form_unchanged(content: dict[str, Any]) -> None:
    again = content_of(edited_from(posted(edited_of(deepcopy(content)))))
    assert read_outline(again) == read_outline(content)


@pytest.mark.parametrize(
    ("step", "title", "expected"),
    [
        ("up", "Hai", ["Hai", "Một", "Một một", "Một hai", "Ba", "Biểu"]),
        ("down", "Một", ["Hai", "Một", "Một một", "Một hai", "Ba", "Biểu"]),
        ("up", "Một hai", ["Một", "Một hai", "Một một", "Hai", "Ba", "Biểu"]),
        ("up", "Một một", ["Một", "Một một", "Một hai", "Hai", "Ba", "Biểu"]),
        ("down", "Một hai", ["Một", "Một một", "Một hai", "Hai", "Ba", "Biểu"]),
        ("down", "Ba", ["Một", "Một một", "Một hai", "Hai", "Ba", "Biểu"]),
        ("up", "Một", ["Một", "Một một", "Một hai", "Hai", "Ba", "Biểu"]),
        ("after", "Một", ["Một", "Một một", "Một hai", "", "Hai", "Ba", "Biểu"]),
        ("below", "Hai", ["Một", "Một một", "Một hai", "Hai", "", "Ba", "Biểu"]),
    ],
)
def test_steps_move_whole_branches(step: str, title: str, expected: list[str]) -> None:
    edited = edited_of(deepcopy(CONTENT))
    apply_step(edited, f"{step}:{key(edited, title)}")
    assert [part.title for part in edited.parts] == expected


def test_indenting_takes_the_branch_along_and_stops_at_the_deepest_level() -> None:
    edited = edited_of(deepcopy(CONTENT))
    apply_step(edited, f"in:{key(edited, 'Hai')}")
    assert (2, "Hai") in titles(edited)
    apply_step(edited, f"out:{key(edited, 'Một hai')}")
    assert (1, "Một hai") in titles(edited)
    before = titles(edited)
    apply_step(edited, f"in:{key(edited, 'Một')}")
    assert titles(edited) == before


def test_removing_a_heading_keeps_those_below_it() -> None:
    edited = edited_of(deepcopy(CONTENT))
    apply_step(edited, f"remove:{key(edited, 'Một')}")
    assert titles(edited)[:2] == [(1, "Một một"), (1, "Một hai")]


def test_what_is_new_gets_codes_and_places_of_its_own() -> None:
    edited = edited_of(deepcopy(CONTENT))
    apply_step(edited, "heading:")
    new = edited.headings[-1]
    new.title = "Mới"
    for _ in range(2):
        apply_step(edited, f"block:{new.key}")
    apply_step(edited, "appendix:")
    assert edited.appendices[-1].title == ""
    edited.parts.remove(edited.appendices[-1])
    spec = read_outline(content_of(edited))
    assert [place.name for place in spec.narratives] == ["loi", "muc_1", "loi_van_1"]


def test_a_block_moves_and_goes() -> None:
    edited = edited_of(deepcopy(CONTENT))
    part = edited.parts[0]
    apply_step(edited, f"block:{part.key}")
    first, second = (block.key for block in part.blocks)
    apply_step(edited, f"block-up:{second}")
    assert [block.key for block in part.blocks] == [second, first]
    apply_step(edited, f"block-remove:{second}")
    assert [block.key for block in part.blocks] == [first]


def test_another_kind_forgets_the_options_of_the_one_before() -> None:
    sent = posted(edited_of(deepcopy(CONTENT)))
    sent["p0b0.kind"] = "sentence"
    block = edited_from(sent).parts[0].blocks[0]
    assert (block.kind, block.options) == ("sentence", {})


@pytest.mark.parametrize("step", ["", "up", "up:none", "fly:p0", "block-up:none", "save"])
def test_unknown_steps_change_nothing(step: str) -> None:
    edited = edited_of(deepcopy(CONTENT))
    before = deepcopy(edited)
    apply_step(edited, step)
    assert edited == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("template", "Đã giải ngân {budget.disbursed | triệu đồng}"),
        ("figures", ["tasks.total", {"value": "tasks.overdue", "name": "Quá hạn"}]),
        ("figures", [{"value": "x", "name": "y", "unit": "z"}]),
        ("bases", False),
        ("bases", None),
        ("again", True),
        ("again", None),
        ("unheard_of", "chữ"),
    ],
)
def test_options_go_through_their_fields(name: str, value: Any) -> None:
    on_page = shown(name, value)
    sent = ("on" if on_page else None) if isinstance(on_page, bool) else on_page
    assert typed(name, sent) == value
    assert str(field_of(name).label)


@pytest.mark.django_db
def test_faults_stand_beside_their_heading() -> None:
    content = deepcopy(CONTENT)
    content["headings"][0]["headings"][1]["blocks"] = [
        {"kind": "sentence", "template": "Có {khong.co} việc"}
    ]
    content["headings"][2]["title"] = ""
    rows, whole = part_rows(edited_of(content), is_checked=True)
    assert whole == ()
    assert {row.marker: row.faults for row in rows if row.faults} == {
        "III": ("Chưa có tên. Nhập tên rồi lưu lại.",)
    }
    content["headings"][2]["title"] = "Ba"
    rows, whole = part_rows(edited_of(content), is_checked=True)
    faults = {row.marker: row.faults for row in rows if row.faults}
    assert list(faults) == ["I.2"]
    assert "khong.co" in faults["I.2"][0]
