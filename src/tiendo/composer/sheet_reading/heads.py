"""The head of a table: the row, or two merged rows, whose words name the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tiendo.composer.sheet_reading.model import ReadRow

_Key = TypeVar("_Key")
# Below this many texts a row without known words is a title, not a head.
_LEAST_TEXTS = 2


@dataclass(frozen=True, slots=True)
class Head(Generic[_Key]):
    """A head: its rows by number, the words above each column, the keys found by them.

    ``last_row`` 0: there is none.
    """

    first_row: int = 0
    last_row: int = 0
    words: tuple[str, ...] = ()
    places: tuple[tuple[_Key, int], ...] = ()

    @property
    def keys(self) -> frozenset[_Key]:
        """The keys found."""
        return frozenset(key for key, _place in self.places)


def find_head(
    rows: Sequence[ReadRow],
    recognise: Callable[[object], _Key | None],
    required: frozenset[_Key] = frozenset(),
) -> Head[_Key]:
    """The head that names most columns; failing known words, the first row of several texts."""
    best: Head[_Key] = Head()
    for place, row in enumerate(rows):
        for height in (1, 2):
            if height == 2 and not _is_double(rows[place : place + 2], recognise):
                continue
            head = _head_of(rows[place : place + height], recognise)
            if len(head.places) > len(best.places):
                best = head
        if best.places and required and required <= best.keys and row.number > best.last_row:
            break
    return best if best.places else _first_texts(rows)


def _is_double(rows: Sequence[ReadRow], recognise: Callable[[object], _Key | None]) -> bool:
    """Whether the second of two rows goes on with the head in the first: it is the next one, and
    most of what it says are known words. One text alone above it is a title, not a head."""
    if len(rows) < 2 or rows[1].number != rows[0].number + 1:
        return False
    above, said = ([value for value in row.values if str(value or "").strip()] for row in rows)
    known = sum(recognise(value) is not None for value in said)
    return len(above) >= _LEAST_TEXTS and bool(said) and 2 * known >= len(said)


def _head_of(rows: Sequence[ReadRow], recognise: Callable[[object], _Key | None]) -> Head[_Key]:
    """The columns named in one row, or in two rows of a merged head."""
    width = max((len(row.values) for row in rows), default=0)
    places: list[tuple[_Key, int]] = []
    words: list[str] = []
    for column in range(width):
        above = [row.values[column] for row in rows if column < len(row.values)]
        named = (recognise(value) for value in reversed(above))
        key = next((key for key in named if key is not None), None)
        if key is not None:
            places.append((key, column))
        words.append(_joined(above))
    return Head(rows[0].number, rows[-1].number, tuple(words), tuple(places))


def _joined(above: Sequence[object]) -> str:
    texts = (" ".join(str(value).split()) for value in above if isinstance(value, str))
    return " / ".join(dict.fromkeys(text[:120] for text in texts if text))


def _first_texts(rows: Sequence[ReadRow]) -> Head[_Key]:
    for row in rows:
        texts = [value for value in row.values if isinstance(value, str) and value.strip()]
        if len(texts) >= _LEAST_TEXTS:
            words = tuple(_joined([value]) for value in row.values)
            return Head(row.number, row.number, words, ())
    return Head()
