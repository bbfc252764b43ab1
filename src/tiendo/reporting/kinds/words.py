"""Blocks of words: people's own, and sentences with live gaps."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.composer.model import Block, Bullet, Paragraph
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.drafting import Draft
from tiendo.reporting.values import fill


def narrative(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The paragraphs people wrote in a place of the outline; a line that begins with "- " or "+ "
    is set as one."""
    yield from draft.words(spec.text("name", draft.heading.code if draft.heading else ""))


def sentence(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """A sentence whose gaps are live values; ``as`` "bullet" or "plus" sets it as a dash or plus.

    ``unless_missing``: left out where a value in it has no data.
    """
    filled = fill(draft, spec.text("template"))
    if spec.options.get("unless_missing") and filled.has_missing:
        return
    look = spec.text("as")
    levels = {"bullet": 1, "plus": 2}
    yield Bullet(filled.content, levels[look]) if look in levels else Paragraph(filled.content)
