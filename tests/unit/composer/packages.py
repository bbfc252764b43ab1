"""Reading a written DOCX back, part by part."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(source: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return {name: package.read(name) for name in package.namelist()}


def body(source: bytes) -> etree._Element:
    """The w:body of a written document."""
    return etree.fromstring(parts(source)["word/document.xml"])[0]


def lines(source: bytes) -> list[tuple[str, str]]:
    """Style and text of every paragraph that has text, table cells included."""
    found = []
    for paragraph in body(source).iter(f"{WORD}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{WORD}t"))
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if text and style is not None:
            found.append((style.get(f"{WORD}val") or "", text))
    return found


def texts(source: bytes, style: str) -> list[str]:
    """The texts of one style, in order."""
    return [text for name, text in lines(source) if name == style]


def sections(source: bytes) -> list[etree._Element]:
    """The section properties in order."""
    return list(body(source).iter(f"{WORD}sectPr"))
