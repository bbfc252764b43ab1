"""Reading a written report back: its words, tables and figures must come out as they went in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import vanban
from tiendo.composer.figures import find_figures, read_figure_map
from tiendo.composer.model import (
    Bullet,
    Clause,
    Content,
    FigureRef,
    Footnote,
    Heading,
    Inline,
    OfficialDocument,
    Paragraph,
    Table,
    iter_blocks,
    iter_inlines,
)
from tiendo.composer.wording import END_MARK, clause_marker, clean, marked_heading
from vanban.models import Issue, ParsedDocument, Severity, Text

Json = dict[str, Any]
BULLETS = {1: "- ", 2: "+ "}
_SHOWN = 20
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the written file says something else: ``code`` figure, map, text,
    heading or cell."""

    code: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a written report: differences, and what vanban finds odd in it."""

    parsed: ParsedDocument
    figure_count: int
    differences: tuple[Difference, ...]
    issues: tuple[Issue, ...]

    @property
    def has_errors(self) -> bool:
        """Whether the file says something else than the report, or holds an error."""
        return bool(self.differences) or any(i.severity is Severity.ERROR for i in self.issues)

    def dump(self) -> Json:
        """The result as the report keeps it; sums that hold are nothing odd."""
        issues = [
            {"code": i.code, "severity": i.severity.value, "params": dict(i.params)}
            for i in self.issues
            if i.severity is not Severity.INFO
        ]
        shown = self.differences[:_SHOWN]
        return {
            "figures": self.figure_count,
            "differences": [[d.code, d.expected, d.found] for d in shown],
            "difference_count": len(self.differences),
            "issues": issues[:_SHOWN],
            "is_clean": not self.has_errors,
        }


def read_back(source: bytes, name: str, document: OfficialDocument) -> Reading:
    """Read the written file as any document is read, and compare it with what was composed."""
    parsed = vanban.parse(vanban.read(source, name))
    printed = {figure.key: figure.text for figure in document.figures}
    differences = (
        *_figure_differences(source, document, printed),
        *_text_differences(parsed.text, document, printed),
        *_cell_differences(parsed.text, document, printed),
    )
    # Parsing checks, too: what it found stands behind what the reader told.
    issues = parsed.issues[len(parsed.text.issues) :]
    return Reading(parsed, len(document.figures), differences, issues)


def plain(content: Content, printed: dict[str, str]) -> str:
    """A content as words, its figures as printed."""
    return even("".join(_words(each, printed) for each in content))


def _words(inline: Inline, printed: dict[str, str]) -> str:
    """What stands in the line: of a note, nothing."""
    if isinstance(inline, Footnote):
        return ""
    return inline.words(printed[inline.key]) if isinstance(inline, FigureRef) else inline.text


def _figure_differences(
    source: bytes, document: OfficialDocument, printed: dict[str, str]
) -> Iterator[Difference]:
    kept = read_figure_map(source)
    if kept != document.figures:
        yield Difference("map", str(len(document.figures)), str(len(kept)))
    expected = [each.key for each in iter_inlines(document) if isinstance(each, FigureRef)]
    found = [(figure.key, even(figure.text)) for figure in find_figures(source)]
    values = (each for _name, held in document.house or () for each in held)
    housed = [each.key for each in values if isinstance(each, FigureRef)]
    if housed:
        # The office has them anywhere, and more than once: the same figures must be there.
        expected = sorted({*expected, *housed})
        found = sorted({(key, _small(words)) for key, words in found})
    # "Chưa có số liệu" has a small letter within a sentence.
    pairs = ((key, _small(even(printed[key]))) for key in expected)
    told = ((key, _small(words)) for key, words in found)
    yield from _compared("figure", (f"{k}={v}" for k, v in pairs), (f"{k}={v}" for k, v in told))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _text_differences(
    text: Text, document: OfficialDocument, printed: dict[str, str]
) -> Iterator[Difference]:
    """Every paragraph and every heading stands in the text as one block."""
    blocks = {even(block.span.of(text.content)) for block in text.blocks}
    blocks |= {block.removesuffix(END_MARK) + "." for block in blocks if block.endswith(END_MARK)}
    for block in iter_blocks(document):
        if isinstance(block, Paragraph | Bullet | Clause):
            words = marked_words(block, printed)
            if words not in blocks:
                yield Difference("text", words, "")
        elif isinstance(block, Heading):
            words = even(marked_heading(block))
            if words not in blocks:
                yield Difference("heading", words, "")


def marked_words(block: Paragraph | Bullet | Clause, printed: dict[str, str]) -> str:
    """A paragraph as the written file has it, with its dash or number."""
    return even(_marker(block) + plain(block.content, printed))


def _marker(block: Paragraph | Bullet | Clause) -> str:
    if isinstance(block, Bullet):
        return BULLETS[block.level]
    return f"{clause_marker(block.marker)} " if isinstance(block, Clause) else ""


def _cell_differences(
    text: Text, document: OfficialDocument, printed: dict[str, str]
) -> Iterator[Difference]:
    """Every table comes out with the cells that went in, in order."""
    expected = [block for block in iter_blocks(document) if isinstance(block, Table)]
    found = [table for table in text.tables if not table.is_layout]
    if len(expected) != len(found):
        yield Difference("cell", str(len(expected)), str(len(found)))
        return
    for wanted, table in zip(expected, found, strict=True):
        head = len(wanted.header)
        cells = (each for line in wanted.rows for each in line.cells)
        yield from _compared(
            "cell",
            (plain(each.content, printed) for each in cells),
            (even(each.span.of(text.content)) for each in table.cells if each.row >= head),
        )


def _compared(code: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[Difference]:
    for wanted, got in zip_longest(expected, found, fillvalue=""):
        if wanted != got:
            yield Difference(code, wanted, got)


def even(words: str) -> str:
    """The words as written, with single plain spaces: numbers are tied to units by hard ones.

    Characters without a width are left out: readers drop them.
    """
    return " ".join(_NO_WIDTH.sub("", clean(words)).split())
