"""What the DOCX reader remarks on: tracked changes, hidden text, marks outside the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from vanban.models import Issue, Margin, Severity
from vanban.readers.package import Package, word
from vanban.readers.paragraph_text import Changes

_SECRECY = {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}


def header_issues(margins: Iterable[Margin]) -> Iterator[Issue]:
    """Secrecy marks that stand in page headers and footers, outside the text."""
    for margin in margins:
        words = margin.words.strip(" .*[]()|")
        if words in _SECRECY:
            yield Issue("secrecy_mark_in_header", Severity.ERROR, params={"mark": words})


def change_issues(changes: Changes) -> Iterator[Issue]:
    """Tracked changes, hidden text and converted encodings, counted."""
    if changes.insertions or changes.deletions or changes.moves:
        counts = {
            "insertions": changes.insertions,
            "deletions": changes.deletions,
            **({"moves": changes.moves} if changes.moves else {}),
        }
        params = {name: str(count) for name, count in counts.items()}
        yield Issue("tracked_changes", Severity.WARNING, params=params)
    if changes.hidden:
        yield Issue("hidden_text", Severity.WARNING, params={"runs": str(changes.hidden)})
    for encoding in sorted(+changes.encodings):
        yield Issue("converted_encoding", Severity.WARNING, params={"encoding": encoding})


def contents_issues(lines: int) -> Iterator[Issue]:
    """A generated table of contents that was left out."""
    if lines:
        yield Issue("contents_left_out", Severity.INFO, params={"lines": str(lines)})


def apart_issues(package: Package, body: etree._Element) -> Iterator[Issue]:
    """Comments and embedded files, which are no part of the text."""
    for name in package.related("comments"):
        root = package.parse(name)
        count = 0 if root is None else len(root.findall(word("comment")))
        if count:
            yield Issue("comments_left_out", Severity.INFO, params={"count": str(count)})
    embedded = sum(1 for _ in body.iter(word("altChunk")))
    if embedded:
        yield Issue("embedded_text_not_read", Severity.WARNING, params={"count": str(embedded)})
