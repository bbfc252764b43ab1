"""The words of a tagged PDF in the order in which they are read aloud: by its structure tree."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1

_TEXT = pdfium.FPDF_PAGEOBJ_TEXT
# What a picture shows is said by its words, and a note where it stands at the foot.
_SILENT = {"Figure", "Artifact", "Note"}


def letters_in_order(source: bytes) -> str:
    """The letters and digits of the document's text, without those of pictures and notes."""
    document = PDFDocument(PDFParser(io.BytesIO(source)))
    pages = {page.pageid: at for at, page in enumerate(PDFPage.create_pages(document))}
    marked = _marked_text(source)
    root = resolve1(document.catalog["StructTreeRoot"])
    return letters("".join(marked.get(at, "") for at in _places(root.get("K"), pages, None)))


def letters(words: str) -> str:
    """Letters and digits alone: a PDF leaves out the spaces at the ends of lines."""
    return "".join(each for each in words if each.isalnum())


def _places(node: Any, pages: dict[Any, int], page: int | None) -> Iterator[tuple[int, int]]:
    """The marked stretches under a node: their page and their number there."""
    node = resolve1(node)
    if isinstance(node, list):
        for child in node:
            yield from _places(child, pages, page)
    elif isinstance(node, int):
        yield (-1 if page is None else page, node)
    elif isinstance(node, dict):
        own = node.get("Pg")
        page = pages[own.objid] if isinstance(own, PDFObjRef) else page
        if "MCID" in node:
            yield (-1 if page is None else page, node["MCID"])
        elif "S" not in node or node["S"].name not in _SILENT:
            yield from _places(node.get("K"), pages, page)


def _marked_text(source: bytes) -> dict[tuple[int, int], str]:
    """The text of every marked stretch."""
    found: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pypdfium2.PdfDocument(source)):
        text = page.get_textpage()
        for at in range(pdfium.FPDFPage_CountObjects(page.raw)):
            item = pdfium.FPDFPage_GetObject(page.raw, at)
            if pdfium.FPDFPageObj_GetType(item) == _TEXT:
                place = (number, pdfium.FPDFPageObj_GetMarkedContentID(item))
                found[place] = found.get(place, "") + _words(item, text.raw)
    return found


def _words(item: Any, text: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(item, text, None, 0)
    held = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(item, text, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
    return held.raw.decode("utf-16-le").rstrip("\0")
