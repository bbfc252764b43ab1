"""A sentence of a total and its parts, which claims a sum only where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.composer.model import Block, FigureRef, Paragraph, Run
from tiendo.domain.live_sentences import Gap, read_sentence
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import joined
from tiendo.reporting.drafting import Draft
from tiendo.reporting.errors import ReportError
from tiendo.reporting.measures import Measure
from tiendo.reporting.values import fill


def breakdown(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The sentence ``total`` with the sentences ``parts`` behind it.

    "gồm" stands before parts that add up to the total, "trong đó" before those that do not, or of
    which one has no value. Errors: ReportError unknown_value where a sentence has no figure.
    """
    total = fill(draft, spec.text("total")).content
    parts = [fill(draft, str(template)).content for template in spec.options["parts"]]
    whole = _figure(draft, spec.text("total"), total)
    values = [
        _figure(draft, str(template), part)
        for template, part in zip(spec.options["parts"], parts, strict=True)
    ]
    word = "gồm" if _add_up(whole, values) else "trong đó"
    yield Paragraph((*total, Run(f", {word}: "), *joined(parts, "; "), Run(".")))


def _figure(draft: Draft, template: str, content: object) -> Measure:
    """The first figure of a sentence."""
    refs = [each for each in content if isinstance(each, FigureRef)]  # type: ignore[attr-defined]
    found = {measure.key: measure for measure in draft.book.measures}
    if not refs:
        gap = next((g.name for g in read_sentence(template) if isinstance(g, Gap)), template)
        raise ReportError("unknown_value", name=gap)
    return found[refs[0].key]


def _add_up(whole: Measure, parts: list[Measure]) -> bool:
    """Whether the parts, of the total's unit, are all of it."""
    if whole.value is None or any(part.value is None for part in parts):
        return False
    is_one_unit = all(part.unit == whole.unit for part in parts)
    return is_one_unit and sum(part.value or 0 for part in parts) == whole.value
