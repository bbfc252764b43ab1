"""A page of a document as a picture beside its text: which page, which stretch lit on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.documents.models import Rendition, TextVersion
from tiendo.documents.page_images import WIDTHS, count_pages, has_pages
from tiendo.documents.passages import Places
from tiendo.documents.readings import load_place, pages_of
from tiendo.documents.storage import open_kept
from vanban.models import Box, Page

# A sheet of A4 in points, where nothing says how large a page is.
_A4 = (595.0, 842.0)
# Boxes of words of one line this near to one another, in points, are lit as one.
_NEAR = 12.0


@dataclass(frozen=True, slots=True)
class PageView:
    """One page to be shown. Units: points for ``width``, ``height`` and ``boxes``.

    ``asked`` is the stretch lit, as the address gives it ("120-188"), empty for none.
    """

    rendition: Rendition
    number: int
    total: int
    width: float
    height: float
    boxes: Sequence[Box] = ()
    asked: str = ""

    @property
    def before(self) -> int | None:
        """The number of the page before; None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the page after; None on the last."""
        return self.number + 1 if self.number < self.total else None

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height the browser keeps free for the picture."""
        return WIDTHS[1], round(WIDTHS[1] * self.height / self.width)

    @property
    def view_box(self) -> str:
        """The page's size as an SVG states it."""
        return f"0 0 {self.width:g} {self.height:g}"

    @property
    def rectangles(self) -> Sequence[tuple[str, str, str, str]]:
        """The lit boxes as left, top, width and height, as an SVG states them."""
        return [
            (
                f"{box.left:.1f}",
                f"{box.top:.1f}",
                f"{box.right - box.left:.1f}",
                f"{box.bottom - box.top:.1f}",
            )
            for box in self.boxes
        ]

    @property
    def sources(self) -> Sequence[int]:
        """The widths the picture can be had in."""
        return WIDTHS


def page_view(
    rendition: Rendition,
    text: TextVersion | None,
    *,
    number: int | None = None,
    asked: tuple[int, int] | None = None,
) -> PageView | None:
    """The page asked for, else that of the stretch asked for, else the first.

    Missing: None for a file that has no pages to be drawn, or no such page.
    Cost: opens the file where no text says how many pages it has.
    """
    if not has_pages(rendition.stored_file.media_type):
        return None
    pages = pages_of(text) if text is not None else ()
    total = len(pages) or _count(rendition)
    lit = _lit(text, asked) if text is not None and asked else {}
    shown = number or min(lit, default=1)
    if not 1 <= shown <= total:
        return None
    width, height = _size(pages, shown)
    span = f"{asked[0]}-{asked[1]}" if asked else ""
    boxes = lit.get(shown, ())
    return PageView(rendition, shown, total, width, height, boxes, span)


def shows_pages(text: TextVersion, wanted: str) -> bool:
    """Whether the review shows pictures of pages instead of the text: asked for, or of a scan."""
    if wanted in {"trang", "chu"}:
        return wanted == "trang"
    pages = pages_of(text)
    return bool(pages) and all(page.is_scanned for page in pages)


def rotation_of(text: TextVersion | None, number: int) -> int:
    """The turn that sets a page upright, as its reader found it."""
    pages = pages_of(text) if text is not None else ()
    return next((page.rotation for page in pages if page.number == number), 0)


def _count(rendition: Rendition) -> int:
    with open_kept(rendition.stored_file) as file:
        return count_pages(file, rendition.stored_file.media_type)


def _size(pages: Sequence[Page], number: int) -> tuple[float, float]:
    found = next((page for page in pages if page.number == number), None)
    if found is None or found.width <= 0 or found.height <= 0:
        return _A4
    return found.width, found.height


def _lit(text: TextVersion, asked: tuple[int, int]) -> dict[int, list[Box]]:
    """The boxes of a stretch by page, words of one line joined."""
    places = Places([load_place(row) for row in text.structure["places"]])
    lit: dict[int, list[Box]] = {}
    for place in places.within(*asked):
        if place.page is None:
            continue
        boxes = lit.setdefault(place.page, [])
        if place.box is None:
            continue
        if boxes and _is_next(boxes[-1], place.box):
            boxes[-1] = _around(boxes[-1], place.box)
        else:
            boxes.append(place.box)
    return lit


def _is_next(left: Box, right: Box) -> bool:
    middle = (right.top + right.bottom) / 2
    return left.top <= middle <= left.bottom and 0 <= right.left - left.right + 1 <= _NEAR


def _around(left: Box, right: Box) -> Box:
    return Box(
        min(left.left, right.left),
        min(left.top, right.top),
        max(left.right, right.right),
        max(left.bottom, right.bottom),
    )
