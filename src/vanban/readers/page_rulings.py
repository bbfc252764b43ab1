"""Rulings of a page put together: pieces of one line, lines that touch each other."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vanban.readers.page_layout import Ruling

# Points. Rulings so near to each other are one, and so far apart still touch.
SNAP, _TOUCH = 3.0, 3.0
_SHORTEST = 4.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruling as its place across and its ends along its direction."""

    at: float
    start: float
    end: float


def strokes_of(rulings: Iterable[Ruling], *, is_horizontal: bool) -> Iterator[Stroke]:
    """The rulings of one direction, without the shortest."""
    for ruling in rulings:
        if ruling.is_horizontal is not is_horizontal:
            continue
        box = ruling.box
        if is_horizontal:
            stroke = Stroke((box.top + box.bottom) / 2, box.left, box.right)
        else:
            stroke = Stroke((box.left + box.right) / 2, box.top, box.bottom)
        if stroke.end - stroke.start >= _SHORTEST:
            yield stroke


def merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes on one line that touch each other, as one stroke."""
    bands: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if bands and stroke.at - bands[-1][0].at <= SNAP:
            bands[-1].append(stroke)
        else:
            bands.append([stroke])
    return [stroke for band in bands for stroke in _merged_band(band)]


def _merged_band(band: Sequence[Stroke]) -> Iterator[Stroke]:
    held: Stroke | None = None
    for stroke in sorted(band, key=lambda stroke: stroke.start):
        if held and stroke.start <= held.end + _TOUCH:
            held = replace(held, end=max(held.end, stroke.end))
        else:
            if held:
                yield held
            held = stroke
    if held:
        yield held


def clusters_of(
    across: Sequence[Stroke], down: Sequence[Stroke]
) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Groups of rulings that touch each other, both directions in each."""
    parents = list(range(len(across) + len(down)))

    def find(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    order = sorted(range(len(across)), key=lambda at: across[at].at)
    heights = [across[at].at for at in order]
    for number, stroke in enumerate(down):
        for place in range(bisect_right(heights, stroke.start - _TOUCH), len(order)):
            other = across[order[place]]
            if other.at > stroke.end + _TOUCH:
                break
            if other.start - _TOUCH <= stroke.at <= other.end + _TOUCH:
                parents[find(len(across) + number)] = find(order[place])
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for at, stroke in enumerate(across):
        groups[find(at)][0].append(stroke)
    for at, stroke in enumerate(down):
        groups[find(len(across) + at)][1].append(stroke)
    yield from (group for group in groups.values() if len(group[0]) > 1 and group[1])
