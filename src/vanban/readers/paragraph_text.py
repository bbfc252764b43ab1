"""What a DOCX paragraph holds, while its runs are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from vanban.legacy import to_unicode


@dataclass(slots=True)
class Changes:
    """Tracked changes, hidden text and old encodings met on the way."""

    insertions: int = 0
    deletions: int = 0
    moves: int = 0
    hidden: int = 0
    encodings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Look:
    """What a run's format does to its letters."""

    capitals: bool = False
    font: str | None = None
    encoding: str | None = None


PLAIN = Look()


@dataclass(slots=True)
class ParagraphText:
    """Raw text of a paragraph, with what hangs on it.

    ``breaks_before`` counts page breaks before its first word, ``breaks`` the other ones.
    """

    changes: Changes
    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    breaks_before: int = 0
    breaks: int = 0
    is_contents: bool = False
    is_converted: bool = False
    _stretch: list[str] = field(default_factory=list)
    _look: Look = PLAIN

    @property
    def text(self) -> str:
        """All words so far."""
        self._close()
        return "".join(self.parts)

    def add(self, words: str, look: Look) -> None:
        """Words of a run; letters of old encodings may be parted over runs of one look."""
        if look != self._look:
            self._close()
            self._look = look
        self._stretch.append(words)

    def turn_page(self) -> None:
        """A page ends here."""
        if any(words.strip() for words in (*self.parts, *self._stretch)):
            self.breaks += 1
        else:
            self.breaks_before += 1

    def _close(self) -> None:
        if not self._stretch:
            return
        words = "".join(self._stretch)
        self._stretch.clear()
        if self._look.encoding and not words.isascii():
            converted = to_unicode(words, self._look.encoding)
            if converted != words:
                self.changes.encodings[self._look.encoding] += 1
                self.is_converted = True
            words = converted
        self.parts.append(words.upper() if self._look.capitals else words)
