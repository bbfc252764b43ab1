"""Reading .txt: text extracted from PDF or saved from legal portals, wrapped in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vanban.models import Issue, Severity, Text
from vanban.readers.builder import TextBuilder
from vanban.readers.chrome import without_chrome
from vanban.readers.encoding import decode, put_right
from vanban.readers.grid import Grid, GridCell
from vanban.readers.grids import find_grids
from vanban.readers.lines import Line, measure
from vanban.readers.pages import without_page_furniture
from vanban.readers.paragraphs import Paragraphs
from vanban.readers.progress import Progress
from vanban.readers.sides import in_reading_order
from vanban.readers.syllables import mend_syllables
from vanban.text import find_text_issues, normalise

READER = "text/2"
MEDIA_TYPE = "text/plain"

_SPACES = re.compile(" {2,}")
_ORNAMENT = re.compile(r"[-_=*.~\s–—]{3,}$|\*$")


def read_text(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a .txt file: logical paragraphs, tables where safe, footnotes apart.

    Errors: UnreadableFile(unknown_format) for bytes that are no text.
    """
    characters, issues = decode(raw)
    characters, repairs = put_right(characters)
    return text_of(characters, Source(raw, issues=(*issues, *repairs)))


@dataclass(frozen=True, slots=True)
class Source:
    """What a text was made from: its bytes, the kind of file, what was odd in it, and its tables
    by the line that stands for each. ``narrowest`` is the width below which no line is full."""

    raw: bytes
    media_type: str = MEDIA_TYPE
    reader: str = READER
    issues: tuple[Issue, ...] = ()
    narrowest: int = 0
    tables: Mapping[str, tuple[GridCell, ...]] = field(default_factory=dict)


def text_of(characters: str, source: Source) -> Text:
    """The text of decoded characters."""
    content, torn = mend_syllables(normalise(characters))
    lines = without_chrome(without_page_furniture(tuple(_split(content))))
    builder = TextBuilder()
    layout = measure(lines)
    layout = replace(layout, width=max(layout.width, source.narrowest))
    grids = tuple(_placed(lines, source.tables)) if source.tables else find_grids(lines)
    Paragraphs(builder, lines, layout, grids).write()
    mended = (Issue("torn_syllables", Severity.WARNING, params={"count": str(torn)}),)
    odd = find_text_issues(characters, builder.content)
    issues = (*source.issues, *(mended if torn else ()), *odd)
    return builder.build(source.media_type, source.raw, source.reader, issues)


def _placed(lines: Sequence[Line], tables: Mapping[str, tuple[GridCell, ...]]) -> Iterator[Grid]:
    for at, line in enumerate(lines):
        if line.text in tables:
            yield Grid(at, at + 1, tables[line.text])


# Lines


def _split(content: str) -> Iterator[Line]:
    page = 1 if "\f" in content else None
    gap, starts_page = 0, False
    for number, raw_line in in_reading_order(content.split("\n")):
        line = _SPACES.sub(" ", raw_line) if "  " in raw_line else raw_line
        for index, part in enumerate(line.split("\f")):
            if index and page is not None:
                page += 1
                starts_page = True
            words = part.strip()
            # Pipes of a table of one cell say nothing.
            words = words.strip("| ") if words.count("|") < 3 else words
            if words and not _ORNAMENT.match(words):
                yield Line(words, number, page, gap, starts_page)
                gap, starts_page = 0, False
            else:
                gap += 1
