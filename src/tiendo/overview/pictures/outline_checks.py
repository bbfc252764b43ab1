"""What makes outlines unfit for a map: another grid than degrees, lines that cross themselves, a
shape far from where its commune lies."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Place = tuple[float, float]
Ring = Sequence[Place]
Segment = tuple[Place, Place]
_KM_IN_A_DEGREE = 111.2
_FEW = 8
# Words for longitude and latitude of WGS 84 in the old "crs" member.
_DEGREES = re.compile(r"(CRS84|EPSG:+(?:[\d.]+:)?4326)$", re.IGNORECASE)


def foreign_grid(read: Mapping[str, Any]) -> str:
    """The name of the grid that a file says its points are in; empty where it is WGS 84."""
    crs = read.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return str(name)[:80] if name and not _DEGREES.search(str(name)) else ""


def kilometres_to(place: Place, rings: Sequence[Ring]) -> float:
    """How far a place lies from the box around rings; 0 within it. Points are longitude, latitude.

    Units: kilometres, as flat as a province is.
    """
    wide = [x for ring in rings for x, _y in ring]
    high = [y for ring in rings for _x, y in ring]
    x, y = place
    across = max(min(wide) - x, 0.0, x - max(wide)) * math.cos(math.radians(y))
    along = max(min(high) - y, 0.0, y - max(high))
    return math.hypot(across, along) * _KM_IN_A_DEGREE


def crossing_of(ring: Ring) -> Place | None:
    """A corner near which a closed ring crosses itself; None where it does not.

    Cost: about n log n for rings whose sides are short beside the whole.
    """
    sides = sorted(_sides(ring), key=lambda side: side[1][0][0])
    beside: list[tuple[float, int, Segment]] = []
    most = _FEW
    for place, side in sides:
        left = side[0][0]
        if len(beside) > most:
            beside = [each for each in beside if each[0] >= left]
            most = 2 * len(beside) + _FEW
        low, high = sorted((side[0][1], side[1][1]))
        for _right, other_place, other in beside:
            if other_place in (place - 1, place + 1) or _is_apart(other, low, high, left):
                continue
            if _cross(side, other):
                return side[0]
        beside.append((side[1][0], place, side))
    return None


def _sides(ring: Ring) -> Iterator[tuple[int, Segment]]:
    """The sides with their number, each from left to right."""
    for place, (start, end) in enumerate(zip(ring, ring[1:], strict=False)):
        if start != end:
            yield place, ((start, end) if start <= end else (end, start))


def _is_apart(other: Segment, low: float, high: float, left: float) -> bool:
    (_x, one), (right, two) = other
    return right < left or max(one, two) < low or min(one, two) > high


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cross(one: Segment, other: Segment) -> bool:
    """Whether two sides cross within both; a corner that touches is no crossing."""
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0
