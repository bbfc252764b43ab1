"""Which clause of a text an offset stands in, by the outline kept with it."""

from __future__ import annotations

from bisect import bisect_right

from tiendo.documents.models import TextVersion


class Clauses:
    """The clauses of one text version."""

    def __init__(self, text: TextVersion) -> None:
        units = [unit for unit in text.parsed.get("outline", ()) if unit.get("span")]
        rows = sorted((int(u["span"][0]), int(u["span"][1]), str(u["path"])) for u in units)
        self._rows = rows
        self._starts = [start for start, _end, _path in rows]

    def path_at(self, offset: int) -> str:
        """The path of the innermost clause ("II.1.đ"), empty outside all clauses."""
        for index in range(bisect_right(self._starts, offset) - 1, -1, -1):
            _start, end, path = self._rows[index]
            if end > offset:
                return path[:120]
            if "." not in path:
                break
        return ""
