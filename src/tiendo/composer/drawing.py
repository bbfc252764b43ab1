"""The charts of a document, drawn once: as lines for its pages, as dots for word processors.

A document that is kept holds what was drawn, so that it shows the same chart for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tiendo.composer.chart_files import PictureForm, draw_forms
from tiendo.composer.charts import Spec
from tiendo.composer.fonts import FOLDER
from tiendo.composer.model import Block, Drawing, Landscape, OfficialDocument, iter_blocks

# As wide as the text of an upright page at the size of small print, so that letters are not tiny.
WIDTH = 660
_FORMS = (PictureForm.SVG, PictureForm.PNG)


def sketch(spec: Spec, words: str, caption: str | None = None) -> Drawing:
    """A chart that ``draw_charts`` is still to draw."""
    return Drawing(b"", words, caption=caption, spec=spec)


def draw_charts(document: OfficialDocument, *, fonts: Path = FOLDER) -> OfficialDocument:
    """The document with every sketch in it drawn, by one process.

    Cost: nothing without sketches, else about a second. Errors: NotDrawn.
    """
    asked = [each for each in _drawings(document) if each.spec is not None]
    if not asked:
        return document
    specs = [dict(each.spec) for each in asked if each.spec is not None]
    drawn = iter(draw_forms(specs, _FORMS, fonts, width=WIDTH))  # type: ignore[arg-type]
    return replace_drawings(document, (_filled(each, drawn) for each in _drawings(document)))


def drop_sketches(document: OfficialDocument) -> OfficialDocument:
    """The document without the charts that were not drawn: its tables say the same."""
    return replace_drawings(
        document, (None if each.spec is not None else each for each in _drawings(document))
    )


def replace_drawings(
    document: OfficialDocument, drawings: Iterable[Drawing | None]
) -> OfficialDocument:
    """The document with others in place of its drawings, in their order; None leaves one out."""
    coming = iter(drawings)
    return replace(
        document,
        blocks=_replaced(document.blocks, coming),
        appendices=tuple(
            replace(each, blocks=_replaced(each.blocks, coming)) for each in document.appendices
        ),
    )


def _drawings(document: OfficialDocument) -> Iterator[Drawing]:
    return (block for block in iter_blocks(document) if isinstance(block, Drawing))


def _filled(sketched: Drawing, drawn: Iterator[list[bytes]]) -> Drawing:
    if sketched.spec is None:
        return sketched
    svg, png = next(drawn)
    return replace(sketched, png=png, svg=svg, spec=None)


def _replaced(blocks: tuple[Block, ...], coming: Iterator[Drawing | None]) -> tuple[Block, ...]:
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Landscape):
            made.append(Landscape(_replaced(block.blocks, coming)))
        elif not isinstance(block, Drawing):
            made.append(block)
        elif (other := next(coming)) is not None:
            made.append(other)
    return tuple(made)
