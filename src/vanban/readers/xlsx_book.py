"""The parts of a workbook that its sheets share: their list, strings, number formats, borders."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.utils.escape import unescape

from vanban.errors import UnreadableFile
from vanban.readers.package import OFFICE, SHEET, Package

_GENERAL = "General"


def sheet_tag(name: str) -> str:
    """The qualified name of an element of SpreadsheetML."""
    return f"{{{SHEET}}}{name}"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of a workbook: its name, the part that holds it, whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is written: its number format, and whether it has a border at its sides."""

    code: str = _GENERAL
    is_boxed: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...]
    styles: tuple[Style, ...]
    epoch: dt.datetime

    def style(self, index: str | None) -> Style:
        """The style of a cell by its index; the plain one where there is none."""
        at = int(index) if index and index.isdigit() else 0
        return self.styles[at] if at < len(self.styles) else Style()


def open_book(package: Package) -> Book:
    """The shared parts of a workbook.

    Errors: UnreadableFile(broken_xlsx, unsupported_format) for damage and binary workbooks.
    """
    if package.main.endswith(".bin"):
        raise UnreadableFile("unsupported_format", {"found": "xlsb"})
    root = package.parse(package.main)
    if root is None or root.find(sheet_tag("sheets")) is None:
        raise UnreadableFile("broken_xlsx", {"part": package.main})
    properties = root.find(sheet_tag("workbookPr"))
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return Book(
        tuple(_sheets(package, root)),
        tuple(_strings(package)),
        tuple(_styles(package)),
        MAC_EPOCH if since_1904 else WINDOWS_EPOCH,
    )


def _sheets(package: Package, root: etree._Element) -> Iterator[SheetPart]:
    """The worksheets in the order of their tabs; sheets that only draw a chart hold no cells."""
    parts = _worksheets(package)
    for sheet in root.iterfind(f"{sheet_tag('sheets')}/{sheet_tag('sheet')}"):
        part = parts.get(sheet.get(f"{{{OFFICE}}}id", ""))
        if part:
            hidden = sheet.get("state", "visible") != "visible"
            yield SheetPart(sheet.get("name", ""), part, hidden)


def _worksheets(package: Package) -> dict[str, str]:
    folder, name = posixpath.split(package.main)
    root = package.parse(posixpath.join(folder, "_rels", name + ".rels"))
    found: dict[str, str] = {}
    for relation in () if root is None else root:
        target = relation.get("Target", "") if isinstance(relation.tag, str) else ""
        if target and relation.get("Type", "").endswith("/worksheet"):
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            path = posixpath.normpath(path)
            if path in package.archive.NameToInfo:
                found[relation.get("Id", "")] = path
    return found


def _strings(package: Package) -> Iterator[str]:
    names = package.related("sharedStrings")
    root = package.parse(names[0]) if names else None
    for item in () if root is None else root.iterfind(sheet_tag("si")):
        yield rich_text(item)


def rich_text(item: etree._Element) -> str:
    """The words of a string with or without runs; how they are pronounced is left out."""
    parts: list[str] = []
    for child in item:
        if is_named(child, "t"):
            parts.append(child.text or "")
        elif is_named(child, "r"):
            parts.extend(node.text or "" for node in child if is_named(node, "t"))
    words = "".join(parts)
    return unescape(words) if "_x" in words else words


def is_named(element: etree._Element, name: str) -> bool:
    """Whether an element has a local name, in either namespace of SpreadsheetML."""
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _styles(package: Package) -> Iterator[Style]:
    names = package.related("styles")
    root = package.parse(names[0]) if names else None
    if root is None:
        return
    codes = _codes(root)
    boxed = [_is_boxed(b) for b in root.iterfind(f"{sheet_tag('borders')}/{sheet_tag('border')}")]
    for form in root.iterfind(f"{sheet_tag('cellXfs')}/{sheet_tag('xf')}"):
        code = codes.get(_integer(form.get("numFmtId")), _GENERAL)
        border = _integer(form.get("borderId"))
        yield Style(code, border < len(boxed) and boxed[border])


def _codes(root: etree._Element) -> Mapping[int, str]:
    codes = dict(BUILTIN_FORMATS)
    for form in root.iterfind(f"{sheet_tag('numFmts')}/{sheet_tag('numFmt')}"):
        codes[_integer(form.get("numFmtId"))] = form.get("formatCode") or _GENERAL
    return codes


def _is_boxed(border: etree._Element) -> bool:
    """A line at the left or right; a line below alone also underlines a letterhead."""
    sides = (border.find(sheet_tag(side)) for side in ("left", "right", "start", "end"))
    return any(side is not None and side.get("style", "none") != "none" for side in sides)


def _integer(words: str | None) -> int:
    return int(words) if words and words.isdigit() and len(words) < 10 else 0
