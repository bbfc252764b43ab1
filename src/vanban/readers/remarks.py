"""What the DOCX reader remarks on: tracked changes, hidden text, marks outside the text."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.models import Issue, Severity
from vanban.readers.package import Package, word
from vanban.readers.runs import Changes
from vanban.text import normalise

_SECRECY = {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}


def header_issues(package: Package) -> Iterator[Issue]:
    """Secrecy marks that stand in page headers and footers, outside the text."""
    for name in (*package.related("header"), *package.related("footer")):
        root = package.parse(name)
        for paragraph in () if root is None else root.iter(word("p")):
            words = normalise("".join(n.text or "" for n in paragraph.iter(word("t")))).strip()
            if words in _SECRECY:
                yield Issue("secrecy_mark_in_header", Severity.ERROR, params={"mark": words})


def change_issues(changes: Changes) -> Iterator[Issue]:
    """Tracked changes and hidden text, counted."""
    if changes.insertions or changes.deletions:
        params = {"insertions": str(changes.insertions), "deletions": str(changes.deletions)}
        yield Issue("tracked_changes", Severity.WARNING, params=params)
    if changes.hidden:
        yield Issue("hidden_text", Severity.WARNING, params={"runs": str(changes.hidden)})


def contents_issues(lines: int) -> Iterator[Issue]:
    """A generated table of contents that was left out."""
    if lines:
        yield Issue("contents_left_out", Severity.INFO, params={"lines": str(lines)})
