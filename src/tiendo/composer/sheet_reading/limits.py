"""How much of a file is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``blank_rows``: so many rows without anything end a sheet, however far formats reach."""

    most_bytes: int = 10 * 1024 * 1024
    most_columns: int = 60
    blank_rows: int = 2000
