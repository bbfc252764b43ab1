"""The mark of a task's row in a list that leaves: by it the row is known when it comes back.

A mark holds the task, its version when the list was made, and a digest of the cells people may
edit: a row of the same digest was not edited, whatever became of the task meanwhile.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_MARK = re.compile(r"(\d{1,18})-(\d{1,9})-([0-9a-f]{10})")
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class RowMark:
    """A mark read back."""

    task_id: int
    version: int
    digest: str


def row_mark(task_id: int, version: int, cells: Iterable[object]) -> str:
    """The mark of a row with these editable cells."""
    return f"{task_id}-{version}-{digest_of(cells)}"


def read_mark(text: str) -> RowMark | None:
    """The mark that a cell holds; None where it holds none."""
    match = _MARK.fullmatch(text.strip())
    return RowMark(int(match[1]), int(match[2]), match[3]) if match else None


def digest_of(cells: Iterable[object]) -> str:
    """A short digest of cells, the same however a spreadsheet spaced their words."""
    words = _BETWEEN.join(map(_plain, cells))
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else " ".join(str(value).split())
