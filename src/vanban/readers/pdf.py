"""Reading PDF: words and rulings page by page; pages that are only pictures are recognised."""

from __future__ import annotations

import io
import struct
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from vanban.errors import UnreadableFile
from vanban.models import Issue, Severity, Text
from vanban.readers.page_assembly import assemble
from vanban.readers.page_layout import PageLayout
from vanban.readers.page_margins import secrecy_issues
from vanban.readers.pdf_pages import DrawnPage, PageTooLarge, draw
from vanban.readers.pdf_scrambled import is_scrambled
from vanban.readers.pdf_sizes import check_streams
from vanban.readers.pdf_turns import upright
from vanban.readers.progress import Progress
from vanban.readers.scan_review import review

READER = "pdf/1"
MEDIA_TYPE = "application/pdf"
MAX_PAGES = 2_000
SECONDS_PER_FILE = 900.0
# A page whose pictures cover this share of it and that has fewer words than this is a scan, but
# for a stamp or a page number printed on it.
_PICTURE_SHARE, _FEW_WORDS = 0.4, 40
# A page without words and with so many drawn shapes has its letters drawn as outlines.
_MANY_SHAPES = 150
# What pdfminer raises on damaged files besides its own exceptions.
DAMAGE = (
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
Recognise = Callable[[bytes, Sequence[int], Progress | None], tuple[PageLayout, ...]]


@dataclass(slots=True)
class _Reading:
    """The pages as far as they are read: those to be recognised by their numbers."""

    layouts: dict[int, PageLayout] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    scrambled: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)


def read_pdf(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a PDF file; pages that are pictures, and scrambled ones, are recognised.

    Limits: MAX_PAGES, SECONDS_PER_FILE; per page MAX_OBJECTS, MAX_COMMANDS and SECONDS_PER_PAGE of
    ``pdf_pages``; MAX_STREAM of ``pdf_sizes``. A page beyond them gives the issue page_not_read.
    Errors: UnreadableFile(broken_pdf, encrypted_file, too_many_pages, too_large, ocr_missing).
    """
    check_streams(raw)
    pages = open_pages(raw)
    resources = PDFResourceManager()
    reading = _Reading()
    until = time.monotonic() + SECONDS_PER_FILE
    for number, page in enumerate(pages, start=1):
        if time.monotonic() < until:
            _read_page(reading, page, number, resources)
        else:
            reading.issues.append(_issue("page_not_read", Severity.ERROR, number))
        if progress:
            progress(number - len(reading.pictures), len(pages))
    _recognise(reading, raw, len(pages), progress)
    layouts = [reading.layouts[number] for number in sorted(reading.layouts)]
    reading.issues += [
        Issue("converted_encoding", Severity.WARNING, params={"encoding": name})
        for name in sorted(reading.encodings)
    ]
    if not any(layout.words for layout in layouts):
        reading.issues.append(Issue("no_text", Severity.ERROR))
    text = assemble(layouts, MEDIA_TYPE, raw, READER, reading.issues)
    return review(text, layouts) if any(layout.page.is_scanned for layout in layouts) else text


def open_pages(raw: bytes) -> list[PDFPage]:
    """The pages of a file in order.

    Errors: UnreadableFile(broken_pdf, encrypted_file, too_many_pages).
    """
    try:
        document = PDFDocument(PDFParser(io.BytesIO(raw)))
        pages = list(islice(PDFPage.create_pages(document), MAX_PAGES + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise UnreadableFile("encrypted_file", {"found": "pdf"}) from error
    except DAMAGE as error:
        raise UnreadableFile("broken_pdf") from error
    if len(pages) > MAX_PAGES:
        raise UnreadableFile("too_many_pages", {"limit": str(MAX_PAGES)})
    if not pages:
        raise UnreadableFile("broken_pdf")
    return pages


def _read_page(
    reading: _Reading, page: PDFPage, number: int, resources: PDFResourceManager
) -> None:
    try:
        drawn = draw(page, resources)
    except (PageTooLarge, *DAMAGE):
        reading.issues.append(_issue("page_not_read", Severity.ERROR, number))
        return
    layout, watermark = upright(drawn, number)
    reading.layouts[number] = layout
    reading.encodings.update(glyph.font.encoding for glyph in drawn.glyphs if glyph.font)
    if watermark:
        params = {"page": str(number), "words": watermark}
        reading.issues.append(Issue("watermark_left_out", Severity.INFO, None, params))
        reading.issues.extend(secrecy_issues([watermark]))
    if _is_picture(drawn, layout):
        reading.pictures.append(number)
    elif is_scrambled([word.text for word in layout.words]):
        reading.scrambled.append(number)
        reading.issues.append(_issue("scrambled_text", Severity.WARNING, number))


def _issue(code: str, severity: Severity, page: int) -> Issue:
    return Issue(code, severity, params={"page": str(page)})


def _is_picture(drawn: DrawnPage, layout: PageLayout) -> bool:
    """Whether what a reader sees on a page is not in its words."""
    if not layout.words and drawn.shapes > _MANY_SHAPES:
        return True
    covered = sum((box.right - box.left) * (box.bottom - box.top) for box in drawn.images)
    share = covered / max(1.0, drawn.width * drawn.height)
    return len(layout.words) < _FEW_WORDS and share > _PICTURE_SHARE


# Recognition


def _recognise(reading: _Reading, raw: bytes, total: int, progress: Progress | None) -> None:
    """Put recognised pages in the place of those whose words the file does not hold.

    Errors: UnreadableFile where recognition is missing and no page has words of its own.
    """
    wanted = sorted({*reading.pictures, *reading.scrambled})
    if not wanted:
        return
    ready = total - len(wanted)

    def tell(done: int, _: int) -> None:
        if progress:
            progress(ready + done, total)

    recognise: Recognise = import_module("vanban.readers.scan").recognise_pages
    try:
        found = recognise(raw, wanted, tell)
    except UnreadableFile:
        if not any(layout.words for layout in reading.layouts.values()):
            raise
        reading.issues += [
            _issue("page_not_read", Severity.ERROR, number) for number in reading.pictures
        ]
        return
    for layout in found:
        own = reading.layouts[layout.page.number]
        if layout.page.number in reading.scrambled or len(layout.words) >= len(own.words):
            reading.layouts[layout.page.number] = layout
