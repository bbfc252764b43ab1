"""How a reader is called, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vanban.models import Text

# Called with the pages done and the pages in all.
Progress = Callable[[int, int], None]


class Reader(Protocol):
    """Reads the bytes of one kind of file. Errors: UnreadableFile."""

    def __call__(self, raw: bytes, progress: Progress | None = None) -> Text: ...
