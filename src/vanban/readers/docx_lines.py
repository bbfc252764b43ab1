"""Writes the blocks of DOCX. Converters from PDF make a paragraph of every printed line: where a
document is made so, its lines are joined again as those of wrapped text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from vanban.models import BlockKind
from vanban.readers.builder import Piece, TextBuilder
from vanban.readers.docx_tables import Frame
from vanban.readers.lines import Layout, Line, continues, glue, measure
from vanban.readers.package import word
from vanban.readers.starts import is_formula, starts_signing, starts_unit
from vanban.text import normalise

_PARAGRAPH, _TEXT = word("p"), word("t")
_BODY = Frame()
# A page or two tell how a document was made; fewer lines tell nothing.
_SAMPLE, _FEWEST = 2_000, 12


def find_wrapping(body: etree._Element) -> Layout | None:
    """How the lines of a document are wrapped whose paragraphs are printed lines, else None."""
    lines = list(_lines(body))
    layout = measure(lines) if len(lines) >= _FEWEST else None
    return layout if layout is not None and layout.wrapped else None


def _lines(body: etree._Element) -> Iterator[Line]:
    gap = 0
    for number, paragraph in enumerate(body.iterchildren(_PARAGRAPH)):
        if number == _SAMPLE:
            return
        words = normalise("".join(node.text or "" for node in paragraph.iter(_TEXT))).strip()
        if words:
            yield Line(words, number, gap=gap)
        gap = 0 if words else gap + 1


class BlockWriter:
    """Writes blocks in order; ``flush`` before anything else is written into the text."""

    def __init__(self, builder: TextBuilder, wrapping: Layout | None) -> None:
        self._builder = builder
        self._wrapping = wrapping
        self._pending: list[Piece] = []
        self._style: str | None = None
        self._last = ""
        self._lines = 0
        self._gap = 0
        self._signing = False

    def write(
        self,
        pieces: Sequence[Piece],
        frame: Frame = _BODY,
        numbering: str | None = None,
        style: str | None = None,
    ) -> None:
        """Write a paragraph, or join it to the one before."""
        if self._wrapping is None or numbering or frame != _BODY:
            self.flush()
            self._builder.add_block(pieces, frame.kind, frame.position, numbering, style)
            return
        words = pieces[0].words + "".join(piece.glue + piece.words for piece in pieces[1:])
        if self._pending and self._continues(words, self._wrapping):
            first = replace(pieces[0], glue=glue(self._last, words))
            self._pending += [first, *pieces[1:]]
            self._lines += 1
        else:
            self.flush()
            self._pending, self._style, self._lines = list(pieces), style, 1
        self._last, self._gap = words, 0
        self._note_signing(words)

    def blank(self) -> None:
        """An empty paragraph stands here."""
        self._gap += 1

    def flush(self) -> None:
        """Write what waits for its next line."""
        if self._pending:
            self._builder.add_block(self._pending, BlockKind.PARAGRAPH, None, None, self._style)
            self._pending = []

    def _continues(self, words: str, wrapping: Layout) -> bool:
        line = Line(words, 0, gap=self._gap)
        alone = self._lines == 1
        return continues(self._last, line, wrapping, signing=self._signing, alone=alone)

    def _note_signing(self, words: str) -> None:
        if starts_signing(words):
            self._signing = True
        elif starts_unit(words) or is_formula(words):
            self._signing = False
