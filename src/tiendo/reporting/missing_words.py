"""Words in place of a figure, as they stand in a sentence: "tỷ lệ là chưa có số liệu"."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from tiendo.composer.model import (
    Block,
    Bullet,
    Clause,
    Content,
    FigureRef,
    Inline,
    Landscape,
    Paragraph,
    Run,
)

B = TypeVar("B", bound=Block)
_ENDS = (".", "?", "!")


def within_sentences(blocks: Iterable[B], missing: Collection[str]) -> tuple[B, ...]:
    """The blocks, the figures of some keys marked where words of a sentence stand before them.

    Cells of tables hold them alone and stay.
    """
    return tuple(_marked(block, missing) for block in blocks)


def _marked(block: B, missing: Collection[str]) -> B:
    if isinstance(block, Landscape):
        return replace(block, blocks=within_sentences(block.blocks, missing))
    if isinstance(block, Paragraph | Bullet | Clause):
        return replace(block, content=_content(block.content, missing))
    return block


def _content(content: Content, missing: Collection[str]) -> Content:
    made: list[Inline] = []
    before = ""
    for inline in content:
        if isinstance(inline, FigureRef):
            is_within = bool(before) and not before.endswith(_ENDS)
            made.append(replace(inline, is_within=is_within and inline.key in missing))
            before = inline.key
            continue
        made.append(inline)
        if isinstance(inline, Run):
            before = inline.text.rstrip() or before
    return tuple(made)
