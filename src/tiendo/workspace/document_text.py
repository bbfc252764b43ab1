"""A text version as HTML: paragraphs and tables, with marks and anchors inside. No template: a
plan has thousands of stretches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tiendo.documents.models import TextVersion

# So much of an untitled unit stands in the navigation.
_OUTLINE_LENGTH = 88


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that means something.

    ``kind`` names its look; ``anchor`` an id to jump to; ``pair`` its other end on the page (only
    for drafts); ``url`` makes the words a link.
    """

    start: int
    end: int
    kind: str
    anchor: str = ""
    pair: str = ""
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the navigation beside a text."""

    anchor: str
    marker: str
    title: str
    level: int


def outline_of(text: TextVersion, *, max_level: int = 2) -> Sequence[OutlineEntry]:
    """The headings of a text for its navigation, appendices included."""
    entries = []
    for unit in text.parsed.get("outline", ()):
        if unit["level"] <= max_level and unit.get("span"):
            start, end = unit["span"]
            title = str(unit.get("title") or _own_words(text, unit))
            entries.append(OutlineEntry(f"o-{start}-{end}", unit["marker"], title, unit["level"]))
    return entries


def _own_words(text: TextVersion, unit: Mapping[str, Any]) -> str:
    """The beginning of an untitled unit, without the marker that stands before it."""
    start, end = unit["own_span"]
    words = text.content[start:end].strip()
    if len(words) <= _OUTLINE_LENGTH:
        return words
    return f"{words[:_OUTLINE_LENGTH].rsplit(maxsplit=1)[0]}…"


def text_html(text: TextVersion, marks: Iterable[Mark], *, with_pages: bool = False) -> SafeString:
    """The whole text as safe HTML; ``with_pages`` says where each page of its file begins."""
    return mark_safe("".join(_Page(text, marks, with_pages).pieces()))  # noqa: S308 - every piece is escaped


class _Page:
    """Writes one text; blocks in order, a table where its first block stands."""

    def __init__(self, text: TextVersion, marks: Iterable[Mark], with_pages: bool) -> None:
        self._content = text.content
        self._blocks: list[list[Any]] = text.structure["blocks"]
        self._starts = [block[0] for block in self._blocks]
        self._tables: list[dict[str, Any]] = text.structure["tables"]
        self._marks = _Marks(marks)
        self._heads = _heads(text)
        self._anchors = _outline_anchors(text)
        self._pages = _page_starts(text) if with_pages else []
        self._rendition = text.rendition_id

    def pieces(self) -> Iterator[str]:
        """The HTML, block by block."""
        after = 0
        tables = sorted(self._tables, key=lambda table: (table["span"][0], -table["span"][1]))
        for table in tables:
            start, end = table["span"]
            if start < after:
                continue  # inside the table just written
            yield from self._between(after, start)
            yield from self._table(table)
            after = max(end, start + 1)
        yield from self._between(after, len(self._content) + 1)

    def _between(self, start: int, end: int) -> Iterator[str]:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for block in self._blocks[first:last]:
            yield self._paragraph(block)

    def _paragraph(self, block: Sequence[Any]) -> str:
        start, end, kind = block[0], block[1], block[2]
        css = "doc-note" if kind == "footnote" else self._heads.get(start, "")
        opened = f'<p class="{css}">' if css else "<p>"
        return f"{opened}{self._words(start, end)}</p>\n"

    def _table(self, table: dict[str, Any]) -> Iterator[str]:
        layout = table["is_layout"]
        yield (
            '<table class="doc-layout">'
            if layout
            else ('<div class="table-wrap is-wide" tabindex="0"><table class="doc-table">')
        )
        row = -1
        for cell in sorted(table["cells"], key=lambda cell: (cell[2], cell[3])):
            if cell[2] != row:
                yield "<tr>" if row < 0 else "</tr>\n<tr>"
                row = cell[2]
            yield self._cell(cell)
        yield "</tr></table>\n" if layout else "</tr></table></div>\n"

    def _cell(self, cell: Sequence[Any]) -> str:
        start, end, _row, _column, rows, columns = cell
        spans = (f' rowspan="{rows}"' if rows > 1 else "") + (
            f' colspan="{columns}"' if columns > 1 else ""
        )
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, max(end, start))
        inside = [block for block in self._blocks[first:last] if block[1] <= end]
        words = "<br>".join(self._words(block[0], block[1]) for block in inside)
        return f"<td{spans}>{words or self._words(start, end)}</td>"

    def _words(self, start: int, end: int) -> str:
        pieces: list[str] = []
        outer: Mark | None = None
        for left, right, mark, inner, opening in self._marks.stretches(start, end):
            if mark is not outer:
                pieces.append("</mark>" if outer else "")
                pieces.append(_open_draft(mark) if mark else "")
                outer = mark
            pieces.extend(_anchor(m.anchor) for m in opening)
            pieces.append(_inner(inner, escape(self._content[left:right])))
        pieces.append("</mark>" if outer else "")
        return self._unit_anchors(start, end) + "".join(pieces)

    def _unit_anchors(self, start: int, end: int) -> str:
        first = bisect_left(self._anchors, (start,))
        last = bisect_left(self._anchors, (max(end, start + 1),))
        anchors = "".join(_anchor(f"o-{s}-{e}") for s, e in self._anchors[first:last])
        return self._page_marks(start, end) + anchors

    def _page_marks(self, start: int, end: int) -> str:
        """Links to the pages that begin within a stretch."""
        first = bisect_left(self._pages, (start,))
        last = bisect_left(self._pages, (max(end, start + 1),))
        return "".join(_page_mark(self._rendition, page) for _at, page in self._pages[first:last])


class _Marks:
    """Marks cut into stretches on which the same marks lie."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
        self._starts = [mark.start for mark in self._marks]
        self._reach = max((mark.end - mark.start for mark in self._marks), default=0)
        self._opened: set[str] = set()

    def stretches(
        self, start: int, end: int
    ) -> Iterator[tuple[int, int, Mark | None, Mark | None, list[Mark]]]:
        """Left, right, the draft that lies there, the innermost other mark, marks beginning."""
        first = bisect_left(self._starts, start - self._reach)
        last = bisect_right(self._starts, end)
        inside = [m for m in self._marks[first:last] if m.start < end and m.end > start]
        cuts = {start, end}
        for mark in inside:
            cuts.update((max(mark.start, start), min(mark.end, end)))
        ordered = sorted(cuts)
        for left, right in zip(ordered, ordered[1:], strict=False):
            here = [mark for mark in inside if mark.start <= left and mark.end >= right]
            drafts = [mark for mark in here if mark.pair]
            others = [mark for mark in here if not mark.pair]
            opening = [m for m in here if m.anchor and m.anchor not in self._opened]
            self._opened.update(mark.anchor for mark in opening)
            yield left, right, _tightest(drafts), _tightest(others), opening


def _tightest(marks: Sequence[Mark]) -> Mark | None:
    return min(marks, key=lambda mark: mark.end - mark.start, default=None)


def _open_draft(mark: Mark) -> str:
    return format_html(
        '<mark class="mark-{}" data-pair="{}" title="{}">', mark.kind, mark.pair, mark.title
    )


def _inner(mark: Mark | None, words: str) -> str:
    if mark is None:
        return words
    attributes = format_html('class="mark-{}" title="{}"', mark.kind, mark.title)
    if mark.url:
        return f'<a {attributes} href="{escape(mark.url)}">{words}</a>'
    return f"<span {attributes}>{words}</span>"


def _anchor(name: str) -> str:
    return f'<a id="{escape(name)}" class="doc-anchor"></a>' if name else ""


def _page_starts(text: TextVersion) -> list[tuple[int, int]]:
    """Where each page's words begin, with its number; the first needs no mark."""
    starts: dict[int, int] = {}
    for row in text.structure["places"]:
        if row[2] is not None:
            starts.setdefault(row[2], row[0])
    first = min(starts, default=0)
    return sorted((start, page) for page, start in starts.items() if page != first)


def _page_mark(rendition: int, page: int) -> str:
    """A link that brings the page into the viewer; without script it opens it alone."""
    url = reverse("document-page", args=[rendition, page])
    return format_html(
        '<a class="doc-page-mark" id="trang-{}" href="{}" hx-get="{}" hx-target="#page-viewer"'
        ' hx-swap="outerHTML">{}</a>',
        page,
        url,
        url,
        _("trang %(number)d") % {"number": page},
    )


def _heads(text: TextVersion) -> dict[int, str]:
    """The look of blocks that begin a unit with a title, by the block's start."""
    starts = [block[0] for block in text.structure["blocks"]]
    heads: dict[int, str] = {}
    for unit in text.parsed.get("outline", ()):
        if unit.get("span") and (unit.get("title") or unit["level"] == 1):
            index = bisect_right(starts, unit["span"][0]) - 1
            if index >= 0:
                heads.setdefault(starts[index], f"doc-head doc-head-{min(unit['level'], 3)}")
    return heads


def _outline_anchors(text: TextVersion) -> list[tuple[int, int]]:
    spans = {tuple(unit["span"]) for unit in text.parsed.get("outline", ()) if unit.get("span")}
    return sorted(spans)
