"""Pictures of pages: drawn on demand from PDFs and scans, kept beside the files as a cache."""

from __future__ import annotations

import datetime as dt
import io
import threading
from dataclasses import dataclass
from typing import IO

import pypdfium2
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from PIL import Image, ImageOps

from tiendo.documents.models import StoredFile
from tiendo.documents.storage import open_kept
from tiendo.domain import clock

# The widths a page asks for, in pixels; others are not drawn, so that the cache stays small.
WIDTHS = (480, 960, 1600)
PDF = "application/pdf"
IMAGES = frozenset(
    {"image/png", "image/jpeg", "image/tiff", "image/webp", "image/bmp", "image/gif"}
)
MEDIA_TYPE = "image/jpeg"
KEPT_FOR = dt.timedelta(days=30)
# A page three times as high as wide, at the largest width; longer ones are drawn smaller.
MAX_PIXELS = 1600 * 4800
# What a picture file may unpack to: an A3 page at 600 dots per inch.
MAX_SOURCE_PIXELS = 75_000_000
_QUALITY = 82
# PDFium works for one thread at a time.
_PDFIUM = threading.Lock()


class NoSuchPage(LookupError):
    """The file has no such page, or it cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be drawn: number from 1, width in pixels, the turn that sets it upright."""

    number: int
    width: int
    rotation: int = 0


def cached_pages() -> Storage:
    """The private storage of drawn pages; nothing is lost with it."""
    return storages["pages"]


def has_pages(media_type: str) -> bool:
    """Whether files of this type can be drawn."""
    return media_type == PDF or media_type in IMAGES


def page_image(stored: StoredFile, sheet: Sheet) -> bytes:
    """A page of a kept file as JPEG, from the cache where it was drawn before.

    Errors: NoSuchPage; ValueError for a width that is none of ``WIDTHS``.
    """
    if sheet.width not in WIDTHS:
        raise ValueError(f"no width of a page: {sheet.width}")
    folder = f"{stored.sha256[:2]}/{stored.sha256}"
    path = f"{folder}/{sheet.number}-{sheet.width}-{sheet.rotation % 360}.jpg"
    storage = cached_pages()
    if storage.exists(path):
        with storage.open(path) as kept:
            return bytes(kept.read())
    with open_kept(stored) as file:
        drawn = draw(file, stored.media_type, sheet)
    written = io.BytesIO()
    drawn.convert("RGB").save(written, "JPEG", quality=_QUALITY, optimize=True)
    storage.save(path, ContentFile(written.getvalue()))
    return written.getvalue()


def draw(file: IO[bytes], media_type: str, sheet: Sheet) -> Image.Image:
    """A page as a picture. Errors: NoSuchPage."""
    try:
        if media_type == PDF:
            return _draw_pdf(file.read(), sheet)
        return _draw_image(file, sheet)
    except (pypdfium2.PdfiumError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NoSuchPage(sheet.number) from error


def count_pages(file: IO[bytes], media_type: str) -> int:
    """How many pages can be drawn; 0 for a file that cannot be opened."""
    try:
        if media_type == PDF:
            with _PDFIUM, pypdfium2.PdfDocument(file.read()) as document:
                return len(document)
        with Image.open(file) as picture:
            return int(getattr(picture, "n_frames", 1))
    except (pypdfium2.PdfiumError, OSError, ValueError, Image.DecompressionBombError):
        return 0


def _draw_pdf(raw: bytes, sheet: Sheet) -> Image.Image:
    with _PDFIUM, pypdfium2.PdfDocument(raw) as document:
        if not 1 <= sheet.number <= len(document):
            raise NoSuchPage(sheet.number)
        page = document[sheet.number - 1]
        width, height = page.get_size()
        if sheet.rotation % 180:
            width, height = height, width
        scale = min(sheet.width / width, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rotation=sheet.rotation % 360)
        picture: Image.Image = bitmap.to_pil().copy()
        return picture


def _draw_image(file: IO[bytes], sheet: Sheet) -> Image.Image:
    with Image.open(file) as picture:
        if picture.width * picture.height > MAX_SOURCE_PIXELS:
            raise NoSuchPage(sheet.number)
        try:
            picture.seek(sheet.number - 1)
        except EOFError as error:
            raise NoSuchPage(sheet.number) from error
        upright = ImageOps.exif_transpose(picture).rotate(-sheet.rotation, expand=True)
    scale = min(
        sheet.width / upright.width, (MAX_PIXELS / (upright.width * upright.height)) ** 0.5, 1
    )
    size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
    return upright.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def drop_old_pages(now: dt.datetime | None = None) -> int:
    """Delete drawn pages nobody asked for within a month of their drawing; the number deleted."""
    before = (now or clock.now()) - KEPT_FOR
    storage = cached_pages()
    return _drop(storage, "", before)


def _drop(storage: Storage, folder: str, before: dt.datetime) -> int:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return 0
    prefix = f"{folder}/" if folder else ""
    old = [prefix + name for name in files if storage.get_modified_time(prefix + name) < before]
    for path in old:
        storage.delete(path)
    return len(old) + sum(_drop(storage, prefix + name, before) for name in folders)
