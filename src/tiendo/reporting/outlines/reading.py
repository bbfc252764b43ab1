"""The outline a report is written by: its own version, or that which comes with the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tiendo.domain.outlines import AppendixSpec, HeadingSpec, OutlineSpec, read_outline
from tiendo.organisations.province import in_own_words
from tiendo.reporting.models import Report
from tiendo.reporting.outlines.catalogue import Catalogue
from tiendo.reporting.outlines.faults import Fault, Looked, sentence_faults
from tiendo.reporting.outlines.options import block_faults


@cache
def starter_content(name: str) -> dict[str, Any]:
    """The content of an outline that comes with the product, by the name of its file, worded
    for the province of this installation."""
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(in_own_words(text))
    return content


def is_starter(content: Mapping[str, Any]) -> bool:
    """Whether an outline is one of those that come with the product, word for word."""
    files = resources.files(__package__).iterdir()
    names = [file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")]
    return any(starter_content(name) == content for name in names)


@cache
def general_outline() -> OutlineSpec:
    """The outline of a report for which none is laid down."""
    return read_outline(starter_content("general"))


def outline_of(report: Report) -> OutlineSpec:
    """The outline a report is written by."""
    return read_outline(report.outline.content) if report.outline else general_outline()


def find_faults(spec: OutlineSpec, catalogue: Catalogue | None = None) -> tuple[Fault, ...]:
    """What an outline asks for that there is not: kinds, options, values.

    Errors: none; the codes are those of ``words.FAULTS``. Cost: a query for each sort of name that
    the outline has, at most five.
    """
    return tuple(_faults(spec, catalogue or Catalogue()))


def _faults(spec: OutlineSpec, catalogue: Catalogue) -> Iterator[Fault]:
    for name, words in (("opening", spec.opening), ("closing", spec.closing)):
        yield from sentence_faults(words, Looked(catalogue, spec, name))
    for _, marker, heading in spec.walk():
        yield from _part_faults(heading, Looked(catalogue, spec, marker))
    for appendix in spec.appendices:
        yield from _part_faults(appendix, Looked(catalogue, spec, appendix.title))


def _part_faults(part: HeadingSpec | AppendixSpec, looked: Looked) -> Iterator[Fault]:
    yield from sentence_faults(part.title, looked)
    for block in part.blocks:
        yield from block_faults(block, looked)
