"""The outline a report is written by: its own version, or that which comes with the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tiendo.domain.live_sentences import UnreadableSentence, gaps_of
from tiendo.domain.outlines import BlockSpec, OutlineSpec, read_outline
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.models import Report
from tiendo.reporting.values import SOURCES


@dataclass(frozen=True, slots=True)
class Fault:
    """What an outline asks for that no report can give: ``place`` is its heading or field."""

    code: str
    place: str
    found: str


@cache
def starter_content(name: str) -> dict[str, Any]:
    """The content of an outline that comes with the product, by the name of its file."""
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


@cache
def general_outline() -> OutlineSpec:
    """The outline of a report for which none is laid down."""
    return read_outline(starter_content("general"))


def outline_of(report: Report) -> OutlineSpec:
    """The outline a report is written by."""
    return read_outline(report.outline.content) if report.outline else general_outline()


def find_faults(spec: OutlineSpec) -> tuple[Fault, ...]:
    """What an outline asks for that there is not: kinds, options, values. Codes: unknown_kind,
    option_missing, unknown_option, stray_brace, bad_gap, unknown_value."""
    return tuple(_faults(spec))


def _faults(spec: OutlineSpec) -> Iterator[Fault]:
    for name, words in (("opening", spec.opening), ("closing", spec.closing)):
        yield from _sentence_faults(name, words)
    for _, marker, heading in spec.walk():
        yield from _sentence_faults(marker, heading.title)
        for block in heading.blocks:
            yield from _block_faults(marker, block)
    for appendix in spec.appendices:
        yield from _sentence_faults(appendix.title, appendix.title)
        for block in appendix.blocks:
            yield from _block_faults(appendix.title, block)


def _block_faults(place: str, block: BlockSpec) -> Iterator[Fault]:
    kind = KINDS.get(block.kind)
    if kind is None:
        yield Fault("unknown_kind", place, block.kind)
        return
    for name in sorted(kind.needed - block.options.keys()):
        yield Fault("option_missing", place, name)
    for name in sorted(block.options.keys() - kind.needed - kind.known):
        yield Fault("unknown_option", place, name)
    for name in sorted(kind.sentences & block.options.keys()):
        yield from _sentence_faults(place, block.text(name))


def _sentence_faults(place: str, template: str) -> Iterator[Fault]:
    """Gaps that cannot be read or whose first word names no source; the rest of a name is looked
    up when the sentence is written."""
    try:
        gaps = gaps_of(template)
    except UnreadableSentence as wrong:
        yield Fault(wrong.code, place, wrong.found)
        return
    for gap in gaps:
        if gap.name.partition(".")[0].partition(":")[0] not in SOURCES:
            yield Fault("unknown_value", place, gap.name)
