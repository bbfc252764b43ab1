"""Reading scans: image files, and pages of a PDF that are pictures, with Debian's tesseract.

Pages are drawn and prepared here and handed to tesseract's standard input, so that nothing is
written to disk; two or more pages are recognised beside each other.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from vanban.models import Page, Text
from vanban.readers.ocr import RecogniserFailed, find_recogniser
from vanban.readers.page_assembly import assemble
from vanban.readers.page_layout import PageLayout
from vanban.readers.progress import Progress
from vanban.readers.scan_recognition import POINTS_PER_INCH, recognise_page
from vanban.readers.scan_review import review
from vanban.readers.scan_sources import (
    PagePicture,
    check_pages,
    count_pdf_pages,
    pictures_of_image,
    pictures_of_pdf,
)

READER = "scan/1"
_MEDIA_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
    (b"BM", "image/bmp"),
    (b"GIF8", "image/gif"),
)


def read_scan(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of an image file (PNG, JPEG, TIFF of several pages, WebP, BMP, GIF).

    Limits: MAX_PIXELS per page, MAX_SCANNED_PAGES, SECONDS_PER_CALL of the recogniser.
    Errors: UnreadableFile(ocr_missing, broken_image, too_large, too_many_pages).
    """
    find_recogniser()
    count, pictures = pictures_of_image(raw)
    layouts = _recognise(pictures, count, progress)
    return review(assemble(layouts, _media_type(raw), raw, READER), layouts)


def recognise_pages(
    raw: bytes, pages: Sequence[int] | None = None, progress: Progress | None = None
) -> tuple[PageLayout, ...]:
    """The words and rulings of pages of a PDF, numbered from 1, recognised from their pictures.

    Shape: one layout for each page asked for, in their order; None asks for all. A page that the
    recogniser gives up on has ``is_unread``. ``progress`` counts the pages asked for.
    Errors: UnreadableFile(ocr_missing, broken_pdf, encrypted_file, too_many_pages).
    """
    find_recogniser()
    wanted = list(range(1, count_pdf_pages(raw) + 1)) if pages is None else list(pages)
    check_pages(len(wanted))
    return _recognise(pictures_of_pdf(raw, wanted), len(wanted), progress)


def _recognise(
    pictures: Iterable[PagePicture], total: int, progress: Progress | None
) -> tuple[PageLayout, ...]:
    """The layouts of pictures; no more of these are held than are worked on."""
    workers = max(1, min(total, len(os.sched_getaffinity(0)) if _LINUX else os.cpu_count() or 1))
    layouts: list[PageLayout] = []
    with ThreadPoolExecutor(workers, thread_name_prefix="recognise") as pool:
        for layout in _in_order(pool, pictures, workers):
            layouts.append(layout)
            if progress:
                progress(len(layouts), total)
    return tuple(layouts)


_LINUX = hasattr(os, "sched_getaffinity")


def _in_order(
    pool: ThreadPoolExecutor, pictures: Iterable[PagePicture], workers: int
) -> Iterator[PageLayout]:
    held: deque[Future[PageLayout]] = deque()
    try:
        for picture in pictures:
            held.append(pool.submit(_layout, picture))
            if len(held) > workers:
                yield held.popleft().result()
        while held:
            yield held.popleft().result()
    finally:
        for future in held:
            future.cancel()


def _layout(page: PagePicture) -> PageLayout:
    try:
        return recognise_page(page.picture, page.number, page.turned)
    except RecogniserFailed:
        scale = POINTS_PER_INCH / page.picture.dpi
        width, height = (side * scale for side in page.picture.grey.size)
        unread = Page(page.number, width, height, is_scanned=True, rotation=page.turned)
        return PageLayout(unread, (), is_unread=True)


def _media_type(raw: bytes) -> str:
    return next((kind for start, kind in _MEDIA_TYPES if raw.startswith(start)), "image/tiff")
