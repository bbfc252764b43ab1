"""The rows of an outline's editor: each part with its buttons, its blocks and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.domain.outlines import DEPTH, UnreadableOutline, marker_of, read_outline, roman
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.outlines.reading import find_faults
from tiendo.reporting.outlines.words import fault_words, unreadable_words
from tiendo.reporting.values import SOURCES
from tiendo.reporting.values.tasks import COUNTS, RATE
from tiendo.workspace.outline_editing import (
    APPENDIX,
    EditedBlock,
    EditedOutline,
    EditedPart,
    content_of,
)
from tiendo.workspace.outline_options import (
    LOOKS,
    OptionField,
    field_of,
    is_needed,
    options_of,
    shown,
)

WHOLE = ""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option as a field."""

    name: str
    field: OptionField
    value: str | bool
    is_needed: bool


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One block with its options."""

    block: EditedBlock
    label: str
    options: tuple[OptionRow, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A heading or an appendix: its marker, its blocks, its faults, which buttons it has."""

    part: EditedPart
    marker: str
    blocks: tuple[BlockRow, ...]
    faults: tuple[str, ...]

    @property
    def is_appendix(self) -> bool:
        """Whether it stands after the text."""
        return self.part.level == APPENDIX

    @property
    def has_below(self) -> bool:
        """Whether headings may stand under it."""
        return not self.is_appendix and self.part.level < DEPTH


def part_rows(edited: EditedOutline, *, is_checked: bool) -> tuple[list[PartRow], tuple[str, ...]]:
    """The rows in order, and what is wrong with the whole; nothing is, before it is checked."""
    markers = list(_markers(edited))
    faults = _faults(edited, markers) if is_checked else {}
    rows = [
        PartRow(
            part,
            marker,
            tuple(_block(block) for block in part.blocks),
            tuple(faults.get(marker, ())),
        )
        for part, marker in zip(edited.parts, markers, strict=True)
    ]
    return rows, tuple(faults.get(WHOLE, ()))


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of blocks by their labels."""
    return [(code, str(kind.label)) for code, kind in KINDS.items()]


def looks() -> list[tuple[str, str]]:
    """How a sentence may be set."""
    return [(code, str(words)) for code, words in LOOKS]


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


def _block(block: EditedBlock) -> BlockRow:
    known = KINDS.get(block.kind)
    return BlockRow(
        block,
        str(known.label) if known else block.kind,
        tuple(
            OptionRow(name, field_of(name), shown(name, block.options.get(name)),
                      is_needed(block.kind, name))
            for name in options_of(block.kind)
        ),
    )  # fmt: skip


_VALUES: Mapping[str, str | Promise] = {
    "as_of": gettext_lazy("ngày chốt số liệu"),
    "period.start": gettext_lazy("ngày đầu kỳ"),
    "period.end": gettext_lazy("ngày cuối kỳ"),
    "period.month": gettext_lazy("tháng của kỳ"),
    "period.year": gettext_lazy("năm của kỳ"),
    "plan": gettext_lazy("kế hoạch: loại, số, ngày"),
    "plan.full": gettext_lazy("kế hoạch: trích dẫn đầy đủ"),
    "plan.type": gettext_lazy("loại văn bản của kế hoạch"),
    "issuer": gettext_lazy("cơ quan báo cáo"),
    "title": gettext_lazy("tên báo cáo"),
    "addressees": gettext_lazy("nơi nhận"),
}
_MORE: Mapping[str, tuple[str, str | Promise]] = {
    "budget": ("budget.disbursed | triệu đồng", gettext_lazy("vốn đã giải ngân")),
    "previous": ("previous.tasks.overdue", gettext_lazy("số nhiệm vụ quá hạn kỳ trước")),
    "change": ("change.tasks.overdue | lời", gettext_lazy("nhiệm vụ quá hạn tăng, giảm")),
}


def values_offered() -> list[tuple[str, Any]]:
    """What a gap may name with its meaning, as far as there is a source for it."""
    found: list[tuple[str, Any]] = list(_VALUES.items())
    found += [(f"tasks.{code}", count.label) for code, count in COUNTS.items()]
    found.append((f"tasks.{RATE}", _("tỷ lệ hoàn thành đúng hạn")))
    found += [pair for first, pair in _MORE.items() if first in SOURCES]
    return [(f"{{{name}}}", words) for name, words in found]
