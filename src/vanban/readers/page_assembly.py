"""Pages of words and rulings become a text: lines, paragraphs, tables, margins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vanban.models import Issue, Text
from vanban.readers.builder import Piece, TextBuilder
from vanban.readers.lines import glue
from vanban.readers.page_layout import PageLayout
from vanban.readers.page_lines import PageLine, lines_of


def assemble(
    pages: Sequence[PageLayout],
    media_type: str,
    raw: bytes,
    reader: str,
    issues: Iterable[Issue] = (),
) -> Text:
    """The text of laid out pages; ``raw`` gives the hash.

    Shape: one place for each line, or for each word where words carry a confidence.
    """
    builder = TextBuilder()
    paragraph: list[PageLine] = []
    for layout in pages:
        for line in lines_of(layout.words, layout.page.number):
            if paragraph and not _goes_on(paragraph[-1], line):
                _write(builder, paragraph)
                paragraph = []
            paragraph.append(line)
    _write(builder, paragraph)
    return builder.build(media_type, raw, reader, issues, [layout.page for layout in pages])


def _goes_on(line: PageLine, following: PageLine) -> bool:
    return following.box.left <= line.box.left and abs(line.size - following.size) < 1


def _write(builder: TextBuilder, lines: Sequence[PageLine]) -> None:
    pieces = [piece for at, line in enumerate(lines) for piece in pieces_of(line, lines[at - 1])]
    if pieces:
        builder.add_block(pieces)


def pieces_of(line: PageLine, before: PageLine) -> list[Piece]:
    """A line as pieces: its words where they were recognised, else as a whole."""
    link = glue(before.text, line.text)
    if line.words[0].confidence is None:
        return [Piece(line.text, link, line.page, None, line.box)]
    return [
        Piece(word.text, " " if at else link, line.page, None, word.box, word.confidence)
        for at, word in enumerate(line.words)
    ]
