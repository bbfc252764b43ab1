"""The rows of an outline's editor: each part with its buttons, its blocks and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.domain.outlines import (
    DEPTH,
    NARRATIVE,
    UnreadableOutline,
    marker_of,
    read_outline,
    roman,
)
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.outlines.reading import find_faults
from tiendo.reporting.outlines.words import fault_words, unreadable_words
from tiendo.workspace.outline_choices import Choices, Chooser
from tiendo.workspace.outline_editing import (
    APPENDIX,
    EditedBlock,
    EditedOutline,
    EditedPart,
    content_of,
)
from tiendo.workspace.outline_kinds import gives
from tiendo.workspace.outline_options import (
    TAKES_VALUES,
    Face,
    OptionField,
    field_of,
    is_needed,
    options_of,
    shown,
)

WHOLE = ""
# An outline of no more parts than these is shown unfolded.
SHORT = 4


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option as a field."""

    name: str
    field: OptionField
    value: str | bool
    is_needed: bool
    choices: Choices = ()

    @property
    def takes_values(self) -> bool:
        """Whether live values may be put into it."""
        return self.name in TAKES_VALUES

    @property
    def is_bare(self) -> bool:
        """Whether live values stand in it without braces."""
        return self.name == "figures"


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One block with its options."""

    block: EditedBlock
    label: str
    gives: str
    options: tuple[OptionRow, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A heading or an appendix: its marker, its blocks, its faults, which buttons it has."""

    part: EditedPart
    marker: str
    blocks: tuple[BlockRow, ...]
    faults: tuple[str, ...]
    is_open: bool = True

    @property
    def summary(self) -> str:
        """What stands under it, in a line."""
        return "; ".join(block.label for block in self.blocks)

    @property
    def is_appendix(self) -> bool:
        """Whether it stands after the text."""
        return self.part.level == APPENDIX

    @property
    def has_below(self) -> bool:
        """Whether headings may stand under it."""
        return not self.is_appendix and self.part.level < DEPTH


def part_rows(
    edited: EditedOutline, *, is_checked: bool, touched: str = ""
) -> tuple[list[PartRow], tuple[str, ...]]:
    """The rows in order, and what is wrong with the whole; nothing is, before it is checked.

    Open are the rows of a short outline, one with faults, and that which a step ``touched``.
    """
    markers = list(_markers(edited))
    faults = _faults(edited, markers) if is_checked else {}
    chooser, is_short = Chooser(_places(edited)), len(edited.parts) <= SHORT
    rows = [
        PartRow(
            part,
            marker,
            tuple(_block(block, chooser) for block in part.blocks),
            tuple(faults.get(marker, ())),
            is_short or marker in faults or not part.title or _is_touched(part, touched),
        )
        for part, marker in zip(edited.parts, markers, strict=True)
    ]
    return rows, tuple(faults.get(WHOLE, ()))


def _is_touched(part: EditedPart, key: str) -> bool:
    return bool(key) and key in {part.key, *(block.key for block in part.blocks)}


def _markers(edited: EditedOutline) -> Iterator[str]:
    """The marker of each part; what has no letter left is marked by its number."""
    counts = [0] * (DEPTH + 1)
    above: list[str] = []
    appendices = 0
    for part in edited.parts:
        if part.level == APPENDIX:
            appendices += 1
            yield _("Phụ lục %(marker)s") % {"marker": roman(appendices)}
            continue
        level = min(part.level, len(above) + 1)
        del above[level - 1 :]
        counts[level] += 1
        counts[level + 1 :] = [0] * (DEPTH - level)
        above.append(_marker(level, counts[level]))
        yield ".".join(above)


def _marker(level: int, number: int) -> str:
    try:
        return marker_of(level, number)
    except ValueError:
        return str(number)


def _faults(edited: EditedOutline, markers: list[str]) -> Mapping[str, list[str]]:
    """What is wrong, by the marker of the part it is said beside."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for part, marker in zip(edited.parts, markers, strict=True):
        if not part.title:
            found[marker].append(_("Chưa có tên. Nhập tên rồi lưu lại."))
    try:
        spec = read_outline(content_of(edited))
    except UnreadableOutline as wrong:
        if wrong.code != "missing" or not wrong.place.endswith(".title"):
            found[WHOLE].append(unreadable_words(wrong))
        return found
    titles = {part.title: marker for part, marker in zip(edited.parts, markers, strict=True)}
    for fault in find_faults(spec):
        known = fault.place in markers
        place = fault.place if known else titles.get(fault.place, WHOLE)
        found[place].append(fault_words(fault))
    return found


def _block(block: EditedBlock, chooser: Chooser) -> BlockRow:
    known = KINDS.get(block.kind)
    return BlockRow(
        block,
        str(known.label) if known else block.kind,
        gives(block.kind),
        tuple(_option(block, name, chooser) for name in options_of(block.kind)),
    )


def _option(block: EditedBlock, name: str, chooser: Chooser) -> OptionRow:
    field, value = field_of(name, block.kind), shown(name, block.options.get(name))
    choices = chooser.of(block.kind, name, value) if field.face is Face.SET else ()
    return OptionRow(name, field, value, is_needed(block.kind, name), choices)


def _places(edited: EditedOutline) -> Choices:
    """The places where people write, by the names that are kept."""
    return tuple(
        (str(block.options.get("name", part.code)), str(block.options.get("label", part.title)))
        for part in edited.headings
        for block in part.blocks
        if block.kind == NARRATIVE and (part.code or "name" in block.options)
    )
