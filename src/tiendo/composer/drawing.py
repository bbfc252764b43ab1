"""The charts of a document, drawn once: as lines for its pages, as dots for word processors.

A document that is kept holds what was drawn, so that it shows the same chart for ever.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from tiendo.composer.chart_files import PictureForm, draw_forms
from tiendo.composer.charts import Json, Spec
from tiendo.composer.fonts import FOLDER
from tiendo.composer.model import Block, Drawing, Landscape, OfficialDocument, iter_blocks
from tiendo.composer.print_colours import for_print

# As wide as the text of an upright page at the size of small print, so that letters are not tiny;
# what holds many names needs more room, as on a screen.
WIDTH, WIDE = 660, 900
_WIDTH_KEY = "paper_width"
# A legend of four columns is wider than that.
_LEGEND_COLUMNS = 2
# Charts are flat: so many colours say the same in a tenth of the bytes.
_COLOURS = 64
_FORMS = (PictureForm.SVG, PictureForm.PNG)


def sketch(spec: Spec, words: str, caption: str | None = None, *, is_wide: bool = False) -> Drawing:
    """A chart that ``draw_charts`` is still to draw; a wide one has smaller letters."""
    asked = for_print(spec if is_wide else _with_narrow_legend(spec))
    kept: Spec = {**asked, "usermeta": {_WIDTH_KEY: WIDE if is_wide else WIDTH}}
    return Drawing(b"", words, caption=caption, spec=kept)


def draw_charts(document: OfficialDocument, *, fonts: Path = FOLDER) -> OfficialDocument:
    """The document with every sketch in it drawn, by one process.

    Cost: nothing without sketches, else about a second. Errors: NotDrawn.
    """
    asked = [each for each in _drawings(document) if each.spec is not None]
    if not asked:
        return document
    specs: list[Any] = [dict(each.spec) for each in asked if each.spec is not None]
    widths = [int(spec["usermeta"][_WIDTH_KEY]) for spec in specs]
    drawn = iter(draw_forms(specs, _FORMS, fonts, widths))
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
    return replace(sketched, png=_packed(png), svg=svg, spec=None)


def _packed(png: bytes) -> bytes:
    """The same picture in fewer colours."""
    target = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        flat = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        flat.save(target, "PNG", optimize=True)
    return target.getvalue()


def _with_narrow_legend(spec: Spec) -> Spec:
    """The specification with every legend in few columns."""

    def narrowed(node: Json) -> Json:
        if isinstance(node, list):
            return [narrowed(each) for each in node]
        if not isinstance(node, dict):
            return node
        made: Spec = {name: narrowed(each) for name, each in node.items()}
        legend = made.get("legend")
        if isinstance(legend, dict):
            made["legend"] = {**legend, "columns": _LEGEND_COLUMNS}
        return made

    # The data is a list of plain rows and may be long.
    drawn = {name: each for name, each in spec.items() if name not in ("data", "datasets")}
    return {**spec, **{name: narrowed(each) for name, each in drawn.items()}}


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
