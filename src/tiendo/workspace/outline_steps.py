"""The steps on an outline while it is edited: its parts moved, indented, added, taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tiendo.domain.outlines import DEPTH
from tiendo.reporting.kinds import KINDS
from tiendo.workspace.outline_editing import APPENDIX, EditedBlock, EditedOutline, EditedPart


def apply_step(edited: EditedOutline, step: str) -> None:
    """Change the outline by a button: "up:k3", "add:k3", "block:k3". Unknown ones do nothing."""
    name, _colon, key = step.partition(":")
    if name in _ADDING:
        _ADDING[name](edited, key)
    elif name in _BLOCK_STEPS:
        _step_block(edited, name, key)
    elif name in _STEPS and (part := _find(edited.parts, key)) is not None:
        _STEPS[name](edited, part)


def _find(parts: Sequence[EditedPart], key: str) -> EditedPart | None:
    return next((part for part in parts if part.key == key), None)


def _branch(edited: EditedOutline, part: EditedPart) -> list[EditedPart]:
    """A part with all that stands below it."""
    at = edited.parts.index(part)
    below = edited.parts[at + 1 :]
    if part.level == APPENDIX:
        return [part]
    end = next((i for i, each in enumerate(below) if each.level <= part.level), len(below))
    return [part, *below[:end]]


def _move(edited: EditedOutline, part: EditedPart, way: int) -> None:
    """Move a part with its branch past its neighbour of the same level under the same heading."""
    branch = _branch(edited, part)
    at = edited.parts.index(part)
    if way < 0:
        before = _sibling_before(edited, part)
        if before is None:
            return
        target = edited.parts.index(before)
    else:
        after = at + len(branch)
        if after >= len(edited.parts) or edited.parts[after].level != part.level:
            return
        target = at + len(_branch(edited, edited.parts[after]))
    del edited.parts[at : at + len(branch)]
    edited.parts[target:target] = branch


def _sibling_before(edited: EditedOutline, part: EditedPart) -> EditedPart | None:
    for each in reversed(edited.parts[: edited.parts.index(part)]):
        if each.level == part.level:
            return each
        if each.level < part.level:
            return None
    return None


def _indent(edited: EditedOutline, part: EditedPart, by: int) -> None:
    """Move a heading with its branch a level in or out, where it has a heading to stand under."""
    branch = _branch(edited, part)
    deepest = max(each.level for each in branch)
    is_in = by > 0 and (deepest >= DEPTH or _sibling_before(edited, part) is None)
    if part.level == APPENDIX or is_in or (by < 0 and part.level == 1):
        return
    for each in branch:
        each.level += by


def _remove(edited: EditedOutline, part: EditedPart) -> None:
    """Take a heading away; those below it move a level out."""
    for each in _branch(edited, part)[1:]:
        each.level -= 1
    edited.parts.remove(part)


def _add_after(edited: EditedOutline, part: EditedPart) -> None:
    """A new heading of the same level after the branch of one."""
    branch = _branch(edited, part)
    at = edited.parts.index(part) + len(branch)
    edited.parts.insert(at, EditedPart(_new_key(edited), part.level))


def _add_below(edited: EditedOutline, part: EditedPart) -> None:
    if part.level != APPENDIX and part.level < DEPTH:
        at = edited.parts.index(part) + len(_branch(edited, part))
        edited.parts.insert(at, EditedPart(_new_key(edited), part.level + 1))


def _add_heading(edited: EditedOutline, _key: str) -> None:
    edited.parts.insert(len(edited.headings), EditedPart(_new_key(edited), 1))


def _add_appendix(edited: EditedOutline, _key: str) -> None:
    edited.parts.append(EditedPart(_new_key(edited), APPENDIX))


def _add_block(edited: EditedOutline, part: EditedPart) -> None:
    part.blocks.append(EditedBlock(_new_key(edited), next(iter(KINDS))))


def _new_key(edited: EditedOutline) -> str:
    keys = {part.key for part in edited.parts}
    keys |= {block.key for part in edited.parts for block in part.blocks}
    return next(key for number in range(10_000) if (key := f"n{number}") not in keys)


_STEPS: Mapping[str, Callable[[EditedOutline, EditedPart], None]] = {
    "up": lambda edited, part: _move(edited, part, -1),
    "down": lambda edited, part: _move(edited, part, 1),
    "in": lambda edited, part: _indent(edited, part, 1),
    "out": lambda edited, part: _indent(edited, part, -1),
    "remove": _remove,
    "after": _add_after,
    "below": _add_below,
    "block": _add_block,
}
_ADDING: Mapping[str, Callable[[EditedOutline, str], None]] = {
    "heading": _add_heading,
    "appendix": _add_appendix,
}
_BLOCK_STEPS = {"block-up": -1, "block-down": 1, "block-remove": 0}


def _step_block(edited: EditedOutline, name: str, key: str) -> None:
    for part in edited.parts:
        keys = [block.key for block in part.blocks]
        if key not in keys:
            continue
        at, way = keys.index(key), _BLOCK_STEPS[name]
        block = part.blocks.pop(at)
        if way:
            part.blocks.insert(max(0, at + way), block)
