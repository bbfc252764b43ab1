"""Reading outlines: the list, one with its versions, and what two versions differ in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from tiendo.domain.outlines import BlockSpec, OutlineSpec, read_outline, roman
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.models import Outline

Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of an outline beside another: "same", "gone" or "new". ``level`` indents it."""

    mark: str
    level: int
    words: str


def list_outlines() -> QuerySet[Outline]:
    """The outlines by title, with the number of versions and the day the last applies from."""
    return Outline.objects.annotate(
        version_count=Count("versions"), since=Max("versions__since")
    ).order_by("title", "pk")


def outline_lines(spec: OutlineSpec, label: Label) -> tuple[tuple[int, str], ...]:
    """An outline as lines with their levels, as its page shows it; ``label`` names an option."""
    return tuple(_lines(spec, label))


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], label: Label
) -> tuple[Difference, ...]:
    """The lines of two versions beside each other, in the order of the page."""
    before, after = (outline_lines(read_outline(content), label) for content in (old, new))
    found: list[Difference] = []
    for code, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if code == "equal":
            found += [Difference("same", *line) for line in before[i1:i2]]
            continue
        found += [Difference("gone", *line) for line in before[i1:i2]]
        found += [Difference("new", *line) for line in after[j1:j2]]
    return tuple(found)


def block_words(block: BlockSpec, label: Label) -> str:
    """A block in words: what it is called and what it is told."""
    kind = KINDS.get(block.kind)
    called = str(kind.label) if kind else block.kind
    options = ((name, value) for name, value in block.options.items() if name != "name")
    told = "; ".join(_told(name, value, label) for name, value in options)
    return f"{called}: {told}" if told else called


def _told(name: str, value: Any, label: Label) -> str:
    """An option in words; what is only true or false is named."""
    if isinstance(value, bool):
        return f"{label(name)}: {_('có') if value else _('không')}"
    return _option(value)


def _option(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_option(each) for each in value)
    if isinstance(value, dict):
        return " ".join(_option(each) for each in value.values())
    return str(value)


def _lines(spec: OutlineSpec, label: Label) -> Iterator[tuple[int, str]]:
    if spec.letter_unit:
        yield 0, _("Công văn, ký hiệu đơn vị %(unit)s") % {"unit": spec.letter_unit}
    if spec.opening:
        yield 0, _("Mở đầu: %(words)s") % {"words": spec.opening}
    for level, marker, heading in spec.walk():
        optional = _(" (bỏ khi không có nội dung)") if heading.is_optional else ""
        yield level - 1, f"{marker}. {heading.title}{optional}"
        for block in heading.blocks:
            yield level, block_words(block, label)
    for at, appendix in enumerate(spec.appendices, start=1):
        yield 0, _("Phụ lục %(marker)s. %(title)s") % {"marker": roman(at), "title": appendix.title}
        for block in appendix.blocks:
            yield 1, block_words(block, label)
    if spec.closing:
        yield 0, _("Kết: %(words)s") % {"words": spec.closing}
