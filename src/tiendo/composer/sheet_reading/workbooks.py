"""The parts of an XLSX package, read as streams: names of sheets, texts, formats of days, rows."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import IO
from urllib.parse import unquote

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from tiendo.composer.formula_text import told
from tiendo.composer.sheet_reading.cells import CellReader
from tiendo.composer.sheet_reading.limits import Limits
from tiendo.composer.sheet_reading.model import (
    Merge,
    ReadRow,
    SheetName,
    SheetNotes,
    UnreadableSheet,
)
from tiendo.composer.sheet_reading.packages import DAMAGE

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK = "xl/workbook.xml"


class Workbook:
    """An XLSX package, checked before."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
            self._sheets, self._is_1904 = self._read_names()
        except DAMAGE as error:
            raise UnreadableSheet("damaged") from error
        parts = self._archive.namelist()
        self.has_macros = any(name.endswith("vbaProject.bin") for name in parts)

    @property
    def names(self) -> tuple[SheetName, ...]:
        """The sheets in the order of their tabs."""
        return tuple(name for name, _part in self._sheets)

    def rows(self, sheet: int) -> WorkbookRows:
        """The rows of one sheet. Errors: UnreadableSheet damaged, while they are read."""
        try:
            reader = CellReader(self._texts, *self._styles, self._is_1904)
            content = self._archive.open(self._sheets[sheet][1])
        except DAMAGE as error:
            raise UnreadableSheet("damaged") from error
        return WorkbookRows(content, reader, self._limits)

    def _read_names(self) -> tuple[list[tuple[SheetName, str]], bool]:
        root = self._tree(_WORKBOOK)
        targets = {
            row.get("Id"): row.get("Target", "") for row in self._tree("xl/_rels/workbook.xml.rels")
        }
        sheets = []
        for row in root.iter("{*}sheet"):
            target = targets.get(row.get(_RELATION), "")
            if "worksheets" in target:
                name = SheetName(row.get("name", ""), row.get("state", "visible") != "visible")
                sheets.append((name, _part(target)))
        if not sheets:
            raise UnreadableSheet("not_sheet")
        settings = root.find("{*}workbookPr")
        is_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        return sheets, is_1904

    def _tree(self, part: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self._archive.read(part), parser)

    @cached_property
    def _texts(self) -> list[str]:
        """The texts that cells share."""
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        texts = []
        with self._archive.open("xl/sharedStrings.xml") as content:
            for _event, item in _events(content, "{*}si"):
                texts.append(told(text_in(item)))
                _forget(item)
        return texts

    @cached_property
    def _styles(self) -> tuple[frozenset[str], frozenset[str]]:
        """The styles, by their number as cells name it, whose format shows a day or an hour, and
        those that show a percent."""
        if "xl/styles.xml" not in self._archive.namelist():
            return frozenset(), frozenset()
        root = self._tree("xl/styles.xml")
        codes = dict(BUILTIN_FORMATS)
        codes |= {
            int(row.get("numFmtId", "0")): row.get("formatCode", "")
            for row in root.iter("{*}numFmt")
        }
        formats = root.find("{*}cellXfs")
        rows = [] if formats is None else list(formats)
        found = [(str(place), int(row.get("numFmtId", "0"))) for place, row in enumerate(rows)]
        return (
            frozenset(place for place, number in found if _shows_day(number, codes)),
            frozenset(place for place, number in found if "%" in codes.get(number, "")),
        )


def _shows_day(number: int, codes: dict[int, str]) -> bool:
    # 27 to 36 and 50 to 58 are days in eastern editions, without a code in the file.
    is_eastern = 27 <= number <= 36 or 50 <= number <= 58
    return is_eastern or bool(is_date_format(codes.get(number)))


class WorkbookRows:
    """The rows of one sheet as its XML streams by."""

    def __init__(self, content: IO[bytes], reader: CellReader, limits: Limits) -> None:
        self.notes = SheetNotes()
        self._content, self._reader, self._limits = content, reader, limits

    def __iter__(self) -> Iterator[ReadRow]:
        try:
            with self._content:
                yield from self._read()
        except DAMAGE as error:
            raise UnreadableSheet("damaged") from error

    def _read(self) -> Iterator[ReadRow]:
        last = said = 0
        for _event, item in _events(self._content, "{*}row", "{*}col", "{*}mergeCell"):
            kind = item.tag.rpartition("}")[2]
            if kind == "row":
                last = int(item.get("r") or last + 1)
                row = self._reader.row(item, last, self._limits.most_columns)
                _forget(item)
                if last - said > self._limits.blank_rows:
                    self.notes.stopped_at = said
                    return
                if not row.is_blank:
                    said = last
                    yield row
            elif kind == "col":
                self._note_column(item)
            else:
                self._note_merge(item.get("ref", ""))

    def _note_column(self, item: etree._Element) -> None:
        if item.get("hidden") in ("1", "true"):
            first, last = int(item.get("min", "1")), int(item.get("max", "1"))
            self.notes.hidden_columns |= set(range(first - 1, min(last, self._limits.most_columns)))

    def _note_merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        (left, top), (right, bottom) = self._reader.place(first), self._reader.place(last or first)
        self.notes.merges.append(Merge(top, left, bottom, right))


def _events(content: IO[bytes], *tags: str) -> Iterator[tuple[str, etree._Element]]:
    yield from etree.iterparse(
        content, events=("end",), tag=tags, resolve_entities=False, no_network=True
    )


def _forget(item: etree._Element) -> None:
    """Let go of what was read, so that memory does not grow with the sheet."""
    item.clear()
    parent = item.getparent()
    if parent is not None:
        while item.getprevious() is not None:
            del parent[0]


def text_in(item: etree._Element) -> str:
    """The letters of a rich text, without those that tell how it is spoken."""
    spoken = {part for each in item.iter("{*}rPh") for part in each.iter("{*}t")}
    return "".join(part.text or "" for part in item.iter("{*}t") if part not in spoken)


def _part(target: str) -> str:
    if target.startswith("/"):
        return unquote(target[1:])
    return posixpath.normpath(posixpath.join("xl", unquote(target)))
