"""Page numbers, running heads and feet: what stands on each page but in no sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from vanban.models import Issue, Margin, MarginKind, Page, Severity
from vanban.readers.page_lines import PageLine, rows_of

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:(?:[Tt]rang|TRANG|[Pp]age)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—|])?$"
)
_CONTACTS = re.compile(
    r"[Đđ]ịa chỉ\s*:|[Đđ]iện thoại\s*:|ĐT\s*:|[Ff]ax\s*:|[Ee]-?mail\s*:|[Ww]ebsite\s*:"
)
# What a signing service prints on a page: who signed, with what, when.
_STAMP = re.compile(
    r"(?:Ký bởi|Người ký|Được ký bởi|Ký số bởi|Thời gian ký|Ngày ký|Giờ ký)\s*:|"
    r"Digitally signed|Signature (?:Not Verified|Valid)|Signed by\b|Signing (?:date|time)\b"
)
_STAMP_GOES_ON = re.compile(
    r"(?:Email|E-mail|Cơ quan|Tổ chức|Đơn vị|Chức vụ|Thời gian|Ngày|Giờ|DN|CN|O|OU|Reason|Location|"
    r"Lý do|Nơi ký|Foxit|Phần mềm)\s*[:=]|\+07[:']?00"
)
# Shares of the page's height within which heads, feet and page numbers stand.
_ZONE = 0.12
_EDGE_ROWS = 3
# A head is one that stands on so many pages, and on this share of them.
_FEWEST, _SHARE = 3, 0.4

Row = tuple[PageLine, ...]


def without_margins(
    pages: Sequence[tuple[Page, Sequence[PageLine]]],
) -> tuple[list[list[PageLine]], list[Margin]]:
    """The lines of each page without its margins, and the margins in order of pages."""
    per_page = [rows_of(lines) for _, lines in pages]
    running = _running(pages, per_page)
    kept, margins = [], []
    for number, (page, lines) in enumerate(pages):
        found = {**running.get(number, {}), **_page_margins(page, per_page[number])}
        margins += [
            Margin(found[at], " ".join(line.text for line in row), page.number)
            for at, row in enumerate(per_page[number])
            if at in found
        ]
        gone = {id(line) for at, row in enumerate(per_page[number]) if at in found for line in row}
        gone |= {id(line) for line, _ in stamps(page, lines)}
        margins += [Margin(kind, line.text, page.number) for line, kind in stamps(page, lines)]
        kept.append([line for line in lines if id(line) not in gone])
    return kept, margins


def _kind(page: Page, row: Row) -> MarginKind:
    return MarginKind.HEAD if row[0].box.top < page.height / 2 else MarginKind.FOOT


def _page_margins(page: Page, rows: Sequence[Row]) -> dict[int, MarginKind]:
    found = {
        at: MarginKind.PAGE_NUMBER
        for at in (0, len(rows) - 1)
        if rows and _is_page_number(page, rows, at)
    }
    at = len(rows) - 1 - (len(rows) - 1 in found)
    while at > 0 and rows[at][0].box.top > 0.85 * page.height and _is_contact(rows[at]):
        found[at] = MarginKind.FOOT
        at -= 1
    return found


def _is_contact(row: Row) -> bool:
    return any(_CONTACTS.search(line.text) for line in row)


def _is_page_number(page: Page, rows: Sequence[Row], at: int) -> bool:
    row = rows[at]
    if len(row) > 1 or len(row[0].text) > 16 or not _PAGE_NUMBER.match(row[0].text):
        return False
    box, zone = row[0].box, _ZONE * page.height
    inside = box.bottom < zone if at == 0 else box.top > page.height - zone
    # A number at the left is that of a list.
    return inside and box.right > 0.4 * page.width


def _running(
    pages: Sequence[tuple[Page, Sequence[PageLine]]], per_page: Sequence[Sequence[Row]]
) -> dict[int, dict[int, MarginKind]]:
    """Rows at the edges of pages that stand at one height on many of them."""
    places: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for number, rows in enumerate(per_page):
        for at, row in _edge_rows(pages[number][0], rows):
            words = re.sub(r"\d+", "#", " ".join(line.text for line in row))
            places[words, round(row[0].box.top / 6)].append((number, at))
    fewest = max(_FEWEST, _SHARE * len(pages))
    running: dict[int, dict[int, MarginKind]] = defaultdict(dict)
    for found in places.values():
        if len({number for number, _ in found}) >= fewest:
            for number, at in found:
                running[number][at] = _kind(pages[number][0], per_page[number][at])
    return running


def _edge_rows(page: Page, rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    zone = _ZONE * page.height
    for at, row in enumerate(rows):
        at_top = at < _EDGE_ROWS and row[0].box.bottom < zone
        at_foot = at >= len(rows) - _EDGE_ROWS and row[0].box.top > page.height - zone
        if at_top or at_foot:
            yield at, row


def stamps(page: Page, lines: Sequence[PageLine]) -> list[tuple[PageLine, MarginKind]]:
    """The lines a signing service printed on a page: one that says so, and those under it."""
    found: list[PageLine] = []
    for line in lines:
        begins = len(line.text) < 120 and _STAMP.match(line.text)
        if begins or (found and _belongs_to_stamp(found[-1], line)):
            found.append(line)
    return [(line, _kind(page, (line,))) for line in found]


def _belongs_to_stamp(last: PageLine, line: PageLine) -> bool:
    near = 0 <= line.box.top - last.box.top < 2.2 * last.size
    aligned = abs(line.box.left - last.box.left) < last.size
    return near and aligned and _STAMP_GOES_ON.search(line.text) is not None


_SECRECY = {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}


def secrecy_issues(words: Iterable[str]) -> Iterator[Issue]:
    """Secrecy marks that stand outside the text: in margins, across the page."""
    for mark in words:
        if mark.strip(" .*[]()").upper() in _SECRECY:
            yield Issue("secrecy_mark_in_header", Severity.ERROR, params={"mark": mark})
