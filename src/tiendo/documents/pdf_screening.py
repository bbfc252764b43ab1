"""Looking for secrecy marks in a PDF; it is not read for anything else here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pypdfium2

from tiendo.documents.errors import UploadRefused
from tiendo.documents.marks import mark_of, refuse_marked, shuffled_mark_of

# A page with fewer characters is a picture of a page; only a person can vouch for it.
MIN_PAGE_CHARACTERS = 40
# A stamp may stand beside the letterhead on one line: runs are looked at on the first pages.
RUNS_ON_PAGES = 2
_PASSWORD = "password"  # noqa: S105 - a word of an error message


def screen_pdf(file: IO[bytes], name: str) -> bool:
    """Whether every page of a PDF could be read; a marked one is refused.

    Errors: UploadRefused (secrecy_mark, encrypted_file, broken_file).
    """
    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(file.read())
    except pypdfium2.PdfiumError as error:
        code = "encrypted_file" if _PASSWORD in str(error).lower() else "broken_file"
        raise UploadRefused(code, name=name) from error
    try:
        counts = [_screen_page(page, number) for number, page in enumerate(document)]
    finally:
        document.close()
    return bool(counts) and min(counts) >= MIN_PAGE_CHARACTERS


def _screen_page(page: pypdfium2.PdfPage, number: int) -> int:
    """The number of characters on a page without a mark."""
    words = page.get_textpage()
    try:
        text = words.get_text_range()
        for line in (*text.splitlines(), *(_runs(words) if number < RUNS_ON_PAGES else ())):
            refuse_marked((mark_of(line), shuffled_mark_of(line)))
    finally:
        words.close()
        page.close()
    return len(text.strip())


def _runs(words: pypdfium2.PdfTextPage) -> Iterator[str]:
    for index in range(words.count_rects()):
        yield words.get_text_bounded(*words.get_rect(index))
