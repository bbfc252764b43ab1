"""Figures inside a written document: their bookmarks, their map, and finding them again.

Each figure stands in a content control whose tag is its key, inside a bookmark that carries the
key too, because LibreOffice drops tags. A custom XML part maps each key to value, unit, formula,
as-of date and records, so that the file alone leads back to what it was computed from.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from tiendo.composer.model import Figure
from tiendo.composer.wording import clean

FIGURES_NAMESPACE = "urn:tiendo:figures:1"
BOOKMARK_LIMIT = 40
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HASHED = re.compile(r"h_([0-9a-f]{16})(?:___\d+)?")
_PLAIN = re.compile(r"f_(.+?)(?:___\d+)?")


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure found in a written document: its key, the text printed there, its bookmark."""

    key: str
    text: str
    bookmark: str


def bookmark_name(key: str, occurrence: int = 1) -> str:
    """The bookmark of a figure: "f_" and its key with "__" for "."; a hash where that is too long.

    Bookmarks hold letters, digits and underscores, at most 40; each occurrence needs its own.
    """
    suffix = f"___{occurrence}" if occurrence > 1 else ""
    plain = "f_" + key.replace(".", "__") + suffix
    return plain if len(plain) <= BOOKMARK_LIMIT else f"h_{_short_hash(key)}{suffix}"


def bookmark_key(name: str, keys: Iterable[str]) -> str | None:
    """The key that a bookmark carries; a hashed one is looked up among the known keys."""
    if hashed := _HASHED.fullmatch(name):
        return next((key for key in keys if _short_hash(key) == hashed[1]), None)
    plain = _PLAIN.fullmatch(name)
    return plain[1].replace("__", ".") if plain else None


def write_figure_map(figures: Iterable[Figure]) -> bytes:
    """The custom XML part of the figures."""
    root = etree.Element(f"{{{FIGURES_NAMESPACE}}}figures", nsmap={"f": FIGURES_NAMESPACE})
    for figure in figures:
        entry = etree.SubElement(root, f"{{{FIGURES_NAMESPACE}}}figure", key=figure.key)
        for name, value in _attributes(figure):
            if value is not None:
                entry.set(name, clean(value))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def read_figure_map(source: bytes) -> tuple[Figure, ...]:
    """The figures of a written document, read from its custom XML part; empty without one."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        for name in package.namelist():
            if re.fullmatch(r"customXml/item\d+\.xml", name):
                root = _parse(package.read(name))
                if root.tag == f"{{{FIGURES_NAMESPACE}}}figures":
                    return tuple(_figure(entry) for entry in root)
    return ()


def find_figures(source: bytes) -> tuple[PrintedFigure, ...]:
    """The figures printed in a document, in the order of the page, by their bookmarks.

    Works on the written file and on one that LibreOffice has saved again.
    """
    keys = [figure.key for figure in read_figure_map(source)]
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        body = _parse(package.read("word/document.xml"))
    return tuple(_printed(body, keys))


def _printed(body: etree._Element, keys: list[str]) -> Iterator[PrintedFigure]:
    open_marks: dict[str, tuple[str, str, list[str]]] = {}
    for node in body.iter():
        identity = node.get(f"{_WORD}id") or ""
        if node.tag == f"{_WORD}bookmarkStart":
            name = node.get(f"{_WORD}name") or ""
            if key := bookmark_key(name, keys):
                open_marks[identity] = (key, name, [])
        elif node.tag == f"{_WORD}bookmarkEnd" and identity in open_marks:
            key, name, words = open_marks.pop(identity)
            yield PrintedFigure(key, "".join(words), name)
        elif node.tag == f"{_WORD}t":
            for _, _, words in open_marks.values():
                words.append(node.text or "")


def _attributes(figure: Figure) -> list[tuple[str, str | None]]:
    return [
        ("text", figure.text),
        ("value", None if figure.value is None else format(figure.value, "f")),
        ("unit", figure.unit),
        ("formula", figure.formula),
        ("as-of", None if figure.as_of is None else figure.as_of.isoformat()),
        ("record-count", None if figure.record_count is None else str(figure.record_count)),
        ("record-hash", figure.record_hash),
        ("bookmark", bookmark_name(figure.key)),
    ]


def _figure(entry: etree._Element) -> Figure:
    value, as_of, count = entry.get("value"), entry.get("as-of"), entry.get("record-count")
    return Figure(
        key=entry.get("key") or "",
        text=entry.get("text") or "",
        value=None if value is None else Decimal(value),
        unit=entry.get("unit"),
        formula=entry.get("formula"),
        as_of=dt.date.fromisoformat(as_of) if as_of else None,
        record_count=None if count is None else int(count),
        record_hash=entry.get("record-hash"),
    )


def _parse(source: bytes) -> etree._Element:
    return etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))


def _short_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
