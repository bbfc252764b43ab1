"""An outline while it is edited: its parts in a flat list, from content and back into it.

The whole of it is sent with each step, so that nothing is kept on the server before it is saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from tiendo.domain.outlines import NARRATIVE
from tiendo.workspace.outline_options import options_of, typed

# The level of an appendix; headings have 1 to 3.
APPENDIX = 0
MOST_PARTS, MOST_BLOCKS = 150, 30


@dataclass(slots=True)
class EditedBlock:
    """A block: its key in the form, its kind and its options."""

    key: str
    kind: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class EditedPart:
    """A heading or an appendix with its blocks. ``is_optional`` is of headings, ``is_landscape``
    of appendices."""

    key: str
    level: int
    code: str = ""
    title: str = ""
    is_optional: bool = False
    is_landscape: bool = False
    blocks: list[EditedBlock] = field(default_factory=list)


@dataclass(slots=True)
class EditedOutline:
    """An outline in the form: headings in the order of the page, then the appendices."""

    opening: str = ""
    closing: str = ""
    has_contents: bool = False
    letter_unit: str = ""
    parts: list[EditedPart] = field(default_factory=list)

    @property
    def headings(self) -> list[EditedPart]:
        """The headings in order."""
        return [part for part in self.parts if part.level != APPENDIX]

    @property
    def appendices(self) -> list[EditedPart]:
        """The appendices in order."""
        return [part for part in self.parts if part.level == APPENDIX]


def edited_of(content: Mapping[str, Any]) -> EditedOutline:
    """The stored content of an outline, to be edited."""
    parts = list(_parts(content.get("headings", []), 1))
    parts += [_part(row, APPENDIX) for row in content.get("appendices", [])]
    for at, part in enumerate(parts):
        _name_keys(part, at)
    return EditedOutline(
        opening=content.get("opening", ""),
        closing=content.get("closing", ""),
        has_contents=content.get("has_contents", False),
        letter_unit=content.get("letter_unit", ""),
        parts=parts,
    )


def edited_from(sent: QueryDict) -> EditedOutline:
    """The outline as it was sent."""
    keys = sent.getlist("part")[:MOST_PARTS]
    return EditedOutline(
        opening=sent.get("opening", "").strip(),
        closing=sent.get("closing", "").strip(),
        has_contents="has_contents" in sent,
        letter_unit=sent.get("letter_unit", "").strip(),
        parts=[_sent_part(sent, key) for key in keys],
    )


def content_of(edited: EditedOutline) -> dict[str, Any]:
    """The content to be stored, with codes and names for what has none yet."""
    _name_new(edited)
    content: dict[str, Any] = {}
    for name in ("opening", "closing", "letter_unit"):
        if words := getattr(edited, name):
            content[name] = words
    if edited.has_contents:
        content["has_contents"] = True
    content["headings"] = _nested(edited.headings)
    if appendices := edited.appendices:
        content["appendices"] = [_appendix(part) for part in appendices]
    return content


def _parts(rows: Sequence[Mapping[str, Any]], level: int) -> Iterator[EditedPart]:
    for row in rows:
        yield _part(row, level)
        yield from _parts(row.get("headings", []), level + 1)


def _part(row: Mapping[str, Any], level: int) -> EditedPart:
    blocks = [
        EditedBlock(
            "", block["kind"], {name: value for name, value in block.items() if name != "kind"}
        )
        for block in row.get("blocks", [])
    ]
    return EditedPart(
        key="",
        level=level,
        code=row.get("code", ""),
        title=row.get("title", ""),
        is_optional=row.get("optional", False),
        is_landscape=row.get("landscape", False),
        blocks=blocks,
    )


def _name_keys(part: EditedPart, at: int) -> None:
    part.key = f"p{at}"
    for number, block in enumerate(part.blocks):
        block.key = f"p{at}b{number}"


def _sent_part(sent: QueryDict, key: str) -> EditedPart:
    level = sent.get(f"{key}.level", "1")
    return EditedPart(
        key=key,
        level=int(level) if level in {"0", "1", "2", "3"} else 1,
        code=sent.get(f"{key}.code", "").strip(),
        title=" ".join(sent.get(f"{key}.title", "").split()),
        is_optional=f"{key}.optional" in sent,
        is_landscape=f"{key}.landscape" in sent,
        blocks=[_sent_block(sent, each) for each in sent.getlist(f"{key}.block")[:MOST_BLOCKS]],
    )


def _sent_block(sent: QueryDict, key: str) -> EditedBlock:
    kind = sent.get(f"{key}.kind", "")
    was = sent.get(f"{key}.was", kind)
    options: dict[str, Any] = {}
    for name in options_of(kind) if was == kind else ():
        value = typed(name, sent.get(f"{key}.{name}"), kind)
        if value is not None:
            options[name] = value
    if kind == NARRATIVE and (name := sent.get(f"{key}.name", "").strip()):
        options["name"] = name
    return EditedBlock(key, kind, options)


def _name_new(edited: EditedOutline) -> None:
    codes = {part.code for part in edited.headings}
    names = {
        block.options.get("name", part.code)
        for part in edited.headings
        for block in part.blocks
        if block.kind == NARRATIVE
    }
    for part in edited.headings:
        if not part.code:
            part.code = _free("muc", codes)
        for block in part.blocks:
            if block.kind == NARRATIVE and "name" not in block.options:
                _name_place(part, block, names)


def _name_place(part: EditedPart, block: EditedBlock, names: set[str]) -> None:
    """A place to write that is not the only one of its heading needs a name of its own."""
    places = [each for each in part.blocks if each.kind == NARRATIVE]
    if block is places[0]:
        return
    block.options["name"] = _free("loi_van", names)


def _free(stem: str, taken: set[str]) -> str:
    name = next(code for number in range(1, 10_000) if (code := f"{stem}_{number}") not in taken)
    taken.add(name)
    return name


def _nested(parts: Sequence[EditedPart]) -> list[dict[str, Any]]:
    """The headings inside one another by their levels; one too deep stands one below the last."""
    top: list[dict[str, Any]] = []
    open_lists = [top]
    for part in parts:
        level = min(part.level, len(open_lists))
        del open_lists[level:]
        row: dict[str, Any] = {"code": part.code, "title": part.title}
        if part.is_optional:
            row["optional"] = True
        if part.blocks:
            row["blocks"] = _plain_blocks(part)
        row["headings"] = []
        open_lists[-1].append(row)
        open_lists.append(row["headings"])
    _drop_empty(top)
    return top


def _drop_empty(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        _drop_empty(row["headings"])
        if not row["headings"]:
            del row["headings"]


def _appendix(part: EditedPart) -> dict[str, Any]:
    row: dict[str, Any] = {"title": part.title}
    if part.is_landscape:
        row["landscape"] = True
    return row | {"blocks": _plain_blocks(part)}


def _plain_blocks(part: EditedPart) -> list[dict[str, Any]]:
    return [{"kind": block.kind, **block.options} for block in part.blocks]
