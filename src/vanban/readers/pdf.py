"""Reading PDF: words and rulings page by page; pages that are images go to recognition."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from vanban.errors import UnreadableFile
from vanban.models import Issue, Page, Severity, Text
from vanban.readers.page_assembly import assemble
from vanban.readers.page_layout import PageLayout
from vanban.readers.pdf_glyphs import words_of
from vanban.readers.pdf_pages import PageTooLarge, draw
from vanban.readers.progress import Progress

READER = "pdf/1"
MEDIA_TYPE = "application/pdf"
MAX_PAGES = 2_000
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


def read_pdf(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a PDF file, pages that are only images recognised.

    Errors: UnreadableFile(broken_pdf, encrypted_file, too_many_pages, ocr_missing).
    """
    pages = open_pages(raw)
    resources = PDFResourceManager()
    layouts, issues = [], []
    for number, page in enumerate(pages, start=1):
        try:
            drawn = draw(page, resources)
        except (PageTooLarge, *DAMAGE):
            issues.append(Issue("page_not_read", Severity.ERROR, params={"page": str(number)}))
            continue
        at = Page(number, drawn.width, drawn.height, rotation=drawn.rotation)
        layouts.append(PageLayout(at, words_of(drawn.glyphs), tuple(drawn.rulings)))
        if progress:
            progress(number, len(pages))
    return assemble(layouts, MEDIA_TYPE, raw, READER, issues)


def open_pages(raw: bytes) -> list[PDFPage]:
    """The pages of a file in order.

    Errors: UnreadableFile(broken_pdf, encrypted_file, too_many_pages).
    """
    try:
        document = PDFDocument(PDFParser(io.BytesIO(raw)))
        pages = list(islice(_pages(document), MAX_PAGES + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise UnreadableFile("encrypted_file", {"found": "pdf"}) from error
    except DAMAGE as error:
        raise UnreadableFile("broken_pdf") from error
    if len(pages) > MAX_PAGES:
        raise UnreadableFile("too_many_pages", {"pages": f"> {MAX_PAGES}", "limit": str(MAX_PAGES)})
    if not pages:
        raise UnreadableFile("broken_pdf")
    return pages


def _pages(document: PDFDocument) -> Iterator[PDFPage]:
    return PDFPage.create_pages(document)
