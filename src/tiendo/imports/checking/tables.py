"""Where a second table begins below the first: its rows are not those of the first."""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.composer.sheet_reading import ReadRow
from tiendo.domain.headings import heading_key
from tiendo.imports.fields import Field, names_of
from tiendo.imports.models import ImportKind

_LONGEST = 60
_LEAST_KNOWN = 2
_MAIN = (Field.CODE, Field.TITLE)


class Tables:
    """Follows the rows of a sheet. ``places``: where the head of the first table has its fields.

    Missing: ``second_at`` is None while all rows are of the first table.
    """

    def __init__(self, kind: ImportKind, places: Mapping[str, int]) -> None:
        self._names = names_of(kind)
        self._head = {(Field(name), place) for name, place in places.items()}
        self.second_at: int | None = None

    def is_head(self, read: ReadRow) -> bool:
        """Whether a row repeats the head, as sheets do on each page; another head is noted."""
        found = self._named(read)
        if not found:
            return False
        if found <= self._head:
            return True
        if self.second_at is None:
            self.second_at = read.number
        return False

    def _named(self, read: ReadRow) -> set[tuple[Field, int]]:
        """The fields that the cells of a row name, if it is a head: most of its cells do, whole,
        and the code or the task is among them."""
        said = [(place, cell) for place, cell in enumerate(read.values) if cell not in (None, "")]
        # A row with a number, a day or a long text is none: that is told without looking further.
        if len(said) < _LEAST_KNOWN or any(
            type(cell) is not str or len(cell) > _LONGEST for _place, cell in said
        ):
            return set()
        named = ((self._names.get(heading_key(cell)), place) for place, cell in said)
        known = {(field, place) for field, place in named if field is not None}
        is_most = len(known) >= _LEAST_KNOWN and 2 * len(known) >= len(said)
        return known if is_most and any(field in _MAIN for field, _place in known) else set()
