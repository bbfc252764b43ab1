"""Pictures of pages: those of image files, and pages of a PDF drawn at the resolution they have."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from vanban.errors import UnreadableFile
from vanban.readers.scan_picture import Picture, picture_of

# An A3 sheet at 600 dpi has 70 million pixels.
MAX_PIXELS = 80_000_000
# Pages of one scan: at two seconds each, more is a job for parts.
MAX_SCANNED_PAGES = 500
# Finer pictures are brought down to this, coarser pages of a PDF drawn up to the least.
_FINEST, _USUAL, _LEAST = 300, 300, 150
# A4 in inches, the size of a page whose file states none that can be true.
_A4_SHORT, _A4_LONG = 8.27, 11.69
_SMALLEST_PAGE, _LARGEST_PAGE = 3.5, 36.0
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, MemoryError, ArithmeticError, LookupError)
# pdfium may be called by one thread at a time.
_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of one page; ``turned`` is the clockwise turn that its file states for it."""

    number: int
    picture: Picture
    turned: int = 0


def pictures_of_image(raw: bytes) -> tuple[int, Iterator[PagePicture]]:
    """How many pages an image file has, and their pictures one after another.

    Errors: UnreadableFile(broken_image, too_large, too_many_pages), also while iterating.
    """
    with _as_unreadable():
        image = Image.open(io.BytesIO(raw))
        count = getattr(image, "n_frames", 1)
        _check(image.width * image.height)
    check_pages(count)
    return count, _frames(image)


def _frames(image: Image.Image) -> Iterator[PagePicture]:
    frames = ImageSequence.Iterator(image)
    number = 0
    while True:
        with _as_unreadable():
            frame = next(frames, None)
            if frame is None:
                return
            _check(frame.width * frame.height)
            number += 1
            picture = _sized(ImageOps.exif_transpose(frame), _dpi_of(frame))
        yield PagePicture(number, picture)


def _dpi_of(image: Image.Image) -> float:
    """The resolution a file states where the page then has a size that paper has, else A4's."""
    stated = image.info.get("dpi", (0, 0))[0] or 0
    short, long = sorted(image.size)
    if stated and short / stated >= _SMALLEST_PAGE and long / stated <= _LARGEST_PAGE:
        return float(stated)
    return max(short / _A4_SHORT, long / _A4_LONG)


def _sized(image: Image.Image, dpi: float) -> Picture:
    if dpi <= _FINEST:
        return picture_of(image, max(70, round(dpi)))
    share = _FINEST / dpi
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return picture_of(_blendable(image).resize(size, Image.Resampling.BOX), _FINEST)


def _blendable(image: Image.Image) -> Image.Image:
    """The image in a mode whose pixels can be averaged."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):
        return image.convert("I")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image


def pictures_of_pdf(raw: bytes, pages: Iterable[int]) -> Iterator[PagePicture]:
    """The pictures of some pages of a PDF, numbered from 1, as they are shown.

    Errors: UnreadableFile(broken_pdf, encrypted_file) while iterating.
    """
    document = _open(raw)
    try:
        for number in pages:
            with _PDFIUM:
                drawn = _drawn(document, number)
            yield drawn
    finally:
        with _PDFIUM:
            document.close()


def count_pdf_pages(raw: bytes) -> int:
    """How many pages a PDF has. Errors: UnreadableFile(broken_pdf, encrypted_file)."""
    document = _open(raw)
    with _PDFIUM:
        count = len(document)
        document.close()
    return count


def check_pages(count: int) -> None:
    """Refuse a scan of too many pages. Errors: UnreadableFile(too_many_pages)."""
    if count > MAX_SCANNED_PAGES:
        params = {"pages": str(count), "limit": str(MAX_SCANNED_PAGES)}
        raise UnreadableFile("too_many_pages", params)


def _open(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        with _PDFIUM:
            return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        if locked:
            raise UnreadableFile("encrypted_file", {"found": "pdf"}) from error
        raise UnreadableFile("broken_pdf") from error


def _drawn(document: pypdfium2.PdfDocument, number: int) -> PagePicture:
    try:
        page = document[number - 1]
        width, height = page.get_size()
        dpi = _dpi_of_page(page, width * height)
        area = width * height * (dpi / 72) ** 2
        if area > MAX_PIXELS:
            dpi = max(1, int(dpi * (MAX_PIXELS / area) ** 0.5))
        bitmap = page.render(scale=dpi / 72, may_draw_forms=False)
        picture = picture_of(bitmap.to_pil(), dpi)
        return PagePicture(number, picture, page.get_rotation())
    except (pypdfium2.PdfiumError, IndexError, *_DAMAGE) as error:
        raise UnreadableFile("broken_pdf", {"page": str(number)}) from error


def _dpi_of_page(page: pypdfium2.PdfPage, area: float) -> int:
    """The resolution of the largest picture on a page, within what helps recognition."""
    largest, found = 0.2 * area, float(_USUAL)
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        covered = (right - left) * (top - bottom)
        if covered > largest:
            pixels = item.get_px_size()
            largest = covered
            found = 72 * (pixels[0] * pixels[1] / covered) ** 0.5
    return round(min(_FINEST, max(_LEAST, found)))


def _check(pixels: int) -> None:
    if pixels > MAX_PIXELS:
        raise UnreadableFile("too_large", {"size": str(pixels), "limit": str(MAX_PIXELS)})


@contextmanager
def _as_unreadable() -> Iterator[None]:
    """Damaged and oversized images refused by name."""
    with warnings.catch_warnings():
        # Pillow warns of large and odd images; our own limit decides.
        warnings.simplefilter("ignore")
        try:
            yield
        except Image.DecompressionBombError as error:
            raise UnreadableFile("too_large", {"limit": str(MAX_PIXELS)}) from error
        except (UnidentifiedImageError, *_DAMAGE) as error:
            raise UnreadableFile("broken_image") from error
