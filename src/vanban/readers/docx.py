"""Reading .docx by walking its XML, so that text in controls and tracked insertions is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree

from vanban.errors import UnreadableFile
from vanban.legacy import convert_line, legacy_encoding
from vanban.models import BlockKind, Issue, Severity, Text
from vanban.readers.builder import Piece, TextBuilder
from vanban.readers.docx_lines import BlockWriter, find_wrapping
from vanban.readers.docx_margins import find_letterhead, read_margins
from vanban.readers.docx_tables import WRAPPERS, Frame, TableReader
from vanban.readers.line_breaks import joined_lines
from vanban.readers.numbering import Numbering
from vanban.readers.package import COMPATIBILITY, Package, open_package, word
from vanban.readers.paragraph_text import Changes, ParagraphText
from vanban.readers.progress import Progress
from vanban.readers.remarks import apart_issues, change_issues, contents_issues, header_issues
from vanban.readers.runs import RunReader, chosen_branch, is_placeholder
from vanban.readers.side_by_side import Held, SideBySide
from vanban.readers.styles import Styles, numbering_of
from vanban.text import find_text_issues, normalise

READER = "docx/2"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PARAGRAPH, _TABLE, _SDT = word("p"), word("tbl"), word("sdt")
_ALTERNATE = f"{{{COMPATIBILITY}}}AlternateContent"
_GALLERY = f"{word('sdtPr')}/{word('docPartObj')}/{word('docPartGallery')}"
_SAMPLE_RUNS = 20_000
_CONTENTS = re.compile(r"toc \d$|contents \d$", re.IGNORECASE)


def read_docx(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a .docx file: letterhead, body, numbering, tables, notes and text boxes.

    Errors: UnreadableFile(broken_docx, encrypted_file, too_large).
    """
    package = open_package(raw)
    root = package.parse(package.main)
    body = None if root is None else root.find(word("body"))
    if body is None:
        raise UnreadableFile("broken_docx", {"part": package.main})
    try:
        return _Document(package, body).read(raw)
    except RecursionError as error:
        raise UnreadableFile("broken_docx", {"part": package.main}) from error


class _Document:
    """One pass over the body in reading order."""

    def __init__(self, package: Package, body: etree._Element) -> None:
        self._package = package
        self._body = body
        self._builder = TextBuilder()
        self._writer = BlockWriter(self._builder, find_wrapping(body))
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._changes = Changes()
        self._runs = RunReader(self._styles, self._changes)
        self._tables = TableReader(self._builder, self._changes, self._blocks)
        self._sides = SideBySide()
        self._notes = {
            kind: _notes_by_id(self._part(kind + "s"), word(kind))
            for kind in ("footnote", "endnote")
        }
        self._endnotes: list[str] = []
        self._paragraphs = 0
        self._contents = 0
        self._held: list[str] = []
        paged = next(body.iter(word("lastRenderedPageBreak")), None) is not None
        self._page: int | None = 1 if paged else None
        self._raw_parts: list[str] = []
        sample = islice((node.text or "" for node in body.iter(word("t"))), _SAMPLE_RUNS)
        legacy = legacy_encoding(" ".join(sample))
        self._encoding = legacy[0] if legacy else None

    def _part(self, kind: str) -> etree._Element | None:
        names = self._package.related(kind)
        return self._package.parse(names[0]) if names else None

    def read(self, raw: bytes) -> Text:
        letterhead = find_letterhead(self._package, self._body)
        for part in (letterhead, self._body):
            if part is not None:
                self._blocks(part, Frame())
        self._end_columns()
        for note in self._endnotes:
            self._write_note("endnote", note)
        self._writer.flush()
        content = self._builder.content
        margins = read_margins(self._package, self._styles)
        issues = (
            *change_issues(self._changes),
            *contents_issues(self._contents),
            *apart_issues(self._package, self._body),
            *header_issues(margins),
            *find_text_issues("\n".join(self._raw_parts), content),
            *(() if content else (Issue("no_text", Severity.ERROR),)),
        )
        return self._builder.build(MEDIA_TYPE, raw, READER, issues, margins=margins)

    # Blocks

    def _blocks(self, parent: etree._Element, frame: Frame) -> None:
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child, frame)
            elif tag == _TABLE:
                self._end_columns()
                self._tables.read(child)
            elif tag in WRAPPERS:
                self._blocks(child, frame)
            elif tag == _SDT:
                self._control(child, frame)
            elif tag == _ALTERNATE:
                branch = chosen_branch(child)
                if branch is not None:
                    self._blocks(branch, frame)

    def _control(self, control: etree._Element, frame: Frame) -> None:
        """A content control; a generated table of contents and prompts are left out."""
        gallery = control.find(_GALLERY)
        if gallery is not None and gallery.get(word("val")) == "Table of Contents":
            self._contents += sum(1 for _ in control.iter(_PARAGRAPH))
        elif not is_placeholder(control):
            self._blocks(control, frame)

    def _paragraph(self, element: etree._Element, frame: Frame) -> None:
        found = self._runs.read(element)
        text = self._in_unicode(found)
        self._turn_pages(found.breaks_before)
        self._raw_parts.append(text)
        if found.is_contents or self._is_contents(element):
            self._contents += 1
            return
        self._held.append(text)
        if _runs_into_next(element):
            return
        text, self._held = "".join(self._held), []
        self._write_paragraph(element, text, frame)
        self._paragraphs += 1
        self._turn_pages(found.breaks)
        self._write_attached(found, frame)

    def _in_unicode(self, found: ParagraphText) -> str:
        """The text of a paragraph; glyph codes under a font of Unicode are told by their words."""
        text = found.text
        if self._encoding and not found.is_converted:
            converted = convert_line(text, self._encoding)
            self._changes.encodings[self._encoding] += converted != text
            return converted
        return text

    def _turn_pages(self, count: int) -> None:
        if self._page is not None:
            self._page += count

    def _write_attached(self, found: ParagraphText, frame: Frame) -> None:
        """Text boxes and notes of a paragraph, after it."""
        for sign in found.signs:
            self._write_groups(sign, frame)
        for box in found.boxes:
            self._blocks(box, frame)
        for kind, note in found.notes:
            if kind == "endnote":
                self._endnotes.append(note)
            else:
                self._write_note(kind, note)

    def _is_contents(self, element: etree._Element) -> bool:
        """Whether a paragraph is a line of a generated table of contents."""
        name = self._styles.name(_style_of(element)) or ""
        return _CONTENTS.match(name) is not None

    def _write_paragraph(self, element: etree._Element, text: str, frame: Frame) -> None:
        label = self._label(element)
        style = self._styles.name(_style_of(element))
        if not text.strip():
            # An empty paragraph with a number is a cell of automatic order numbers.
            if label and frame.position:
                self._writer.write([self._piece(label[0], "")], frame, label[0], style)
            self._writer.blank()
            return
        if frame.position is None:
            text = self._left_column(text)
        self._write_groups(text, frame, label, style)

    def _left_column(self, text: str) -> str:
        """What of a paragraph is written now; columns that ended before it are written first."""
        lines: list[str] = []
        for line in text.split("\n"):
            ended, rest = self._sides.take(line, self._paragraphs)
            if ended:
                self._write_groups("\n".join(lines), Frame())
                lines = []
                self._write_held(ended)
            lines.append(rest)
        return "\n".join(lines)

    def _write_groups(
        self,
        text: str,
        frame: Frame,
        label: tuple[str, str] | None = None,
        style: str | None = None,
    ) -> None:
        for group in joined_lines(normalise(text).replace("\f", "\n")):
            pieces = [self._piece(words, link) for words, link in group]
            numbering = label[0] if label else None
            if label:
                pieces[0] = self._piece(pieces[0].words, label[1])
                pieces.insert(0, self._piece(label[0], ""))
            self._writer.write(pieces, frame, numbering, style)
            label = None

    def _write_held(self, lines: Sequence[Held]) -> None:
        for line in lines:
            for group in joined_lines(normalise(line.words)):
                pieces = [Piece(w, link, self._page, line.paragraph) for w, link in group]
                self._writer.write(pieces)

    def _end_columns(self) -> None:
        self._write_held(self._sides.end())
        self._writer.flush()

    def _piece(self, words: str, link: str) -> Piece:
        return Piece(words, link, self._page, self._paragraphs)

    def _label(self, element: etree._Element) -> tuple[str, str] | None:
        properties = element.find(word("pPr"))
        number, level = numbering_of(properties)
        if number is None:
            named = self._styles.numbering(_style_of(element))
            if named is None:
                return None
            number, keys, own = named
            if level is None:
                linked = self._numbering.level_of_style(number, keys)
                level = own if linked is None else linked
        return None if number == "0" else self._numbering.next_label(number, level or 0)

    def _write_note(self, kind: str, key: str) -> None:
        for paragraph in self._notes[kind].pop(key, ()):
            self._paragraph(paragraph, Frame(BlockKind.FOOTNOTE))


def _style_of(paragraph: etree._Element) -> str | None:
    style = paragraph.find(f"{word('pPr')}/{word('pStyle')}")
    return None if style is None else style.get(word("val"))


_MARK = f"{word('pPr')}/{word('rPr')}"
_VANISHED = [word(name) for name in ("del", "moveFrom", "specVanish")]


def _runs_into_next(paragraph: etree._Element) -> bool:
    """Whether the paragraph's own mark was deleted, moved away or made invisible."""
    mark = paragraph.find(_MARK)
    if mark is None or all(mark.find(name) is None for name in _VANISHED):
        return False
    following = paragraph.getnext()
    return following is not None and following.tag == _PARAGRAPH


def _notes_by_id(root: etree._Element | None, tag: str) -> dict[str, Sequence[etree._Element]]:
    if root is None:
        return {}
    return {
        note.get(word("id"), ""): note.findall(f".//{_PARAGRAPH}")
        for note in root.findall(tag)
        if note.get(word("type"), "normal") == "normal"
    }
