"""A tile for each place, near where it lies: as many tiles as places, none above another.

Each place begins on the free tile nearest to it, the ones in a crowd first, as they have the least
choice; then places change tiles, two by two or with a free one, as long as that brings the sum of
squared ways down. The outcome depends on the places alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# How much of the box around a province its places fill: what a coast and borders leave.
_FILLED = 0.55
_ROUNDS = 40
Spot = tuple[float, float]
Tile = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """The tiles of places by their keys. Units: ``columns`` and ``rows`` count tiles; a tile is
    (column from the west, row from the north)."""

    tiles: Mapping[str, Tile]
    columns: int
    rows: int


def lay_tiles(points: Mapping[str, Spot]) -> Grid:
    """The tile of each point, given as (latitude, longitude) in degrees by key."""
    if not points:
        return Grid({}, 0, 0)
    keys = sorted(points)
    spots, columns, rows = _scaled([points[key] for key in keys])
    free = {(column, row) for column in range(columns) for row in range(rows)}
    tiles: dict[int, Tile] = {}
    for number in sorted(range(len(keys)), key=lambda each: (_room(each, spots), each)):
        tile = min(free, key=lambda each: (_way(spots[number], each), each))
        free.remove(tile)
        tiles[number] = tile
    _improve(tiles, spots, free)
    return _cropped({keys[number]: tile for number, tile in tiles.items()})


def _scaled(points: Sequence[Spot]) -> tuple[list[Spot], int, int]:
    """The points in units of tiles from the north-west, and how many tiles there are each way."""
    middle = math.radians(sum(latitude for latitude, _longitude in points) / len(points))
    flat = [(longitude * math.cos(middle), -latitude) for latitude, longitude in points]
    left, top = min(x for x, _y in flat), min(y for _x, y in flat)
    wide = max(x for x, _y in flat) - left
    high = max(y for _x, y in flat) - top
    side = math.sqrt(max(wide, 1e-6) * max(high, 1e-6) * _FILLED / len(points)) or 1.0
    columns, rows = math.ceil(wide / side) + 1, math.ceil(high / side) + 1
    # Points in one line, or in one place, would leave too few tiles.
    while columns * rows < len(points):
        columns, rows = columns + 1, rows + 1
    return [((x - left) / side, (y - top) / side) for x, y in flat], columns, rows


def _room(number: int, spots: Sequence[Spot]) -> float:
    """How far the fourth neighbour lies: little in a crowd."""
    ways = sorted(math.dist(spots[number], each) for each in spots)
    return ways[min(4, len(ways) - 1)]


def _way(spot: Spot, tile: Tile) -> float:
    return (spot[0] - tile[0]) ** 2 + (spot[1] - tile[1]) ** 2


def _improve(tiles: dict[int, Tile], spots: Sequence[Spot], free: set[Tile]) -> None:
    for _round in range(_ROUNDS):
        moved = _move(tiles, spots, free)
        if not _swap(tiles, spots) and not moved:
            return


def _move(tiles: dict[int, Tile], spots: Sequence[Spot], free: set[Tile]) -> bool:
    """Bring each place to a free tile that is nearer; whether one was."""
    has_moved = False
    for number, tile in tiles.items():
        best = min(free, key=lambda each: (_way(spots[number], each), each), default=tile)
        if _way(spots[number], best) < _way(spots[number], tile) - 1e-9:
            free.remove(best)
            free.add(tile)
            tiles[number] = best
            has_moved = True
    return has_moved


def _swap(tiles: dict[int, Tile], spots: Sequence[Spot]) -> bool:
    """Let two places change tiles where that brings them nearer together; whether any did."""
    has_swapped = False
    numbers = sorted(tiles)
    for place, one in enumerate(numbers):
        for other in numbers[place + 1 :]:
            now = _way(spots[one], tiles[one]) + _way(spots[other], tiles[other])
            then = _way(spots[one], tiles[other]) + _way(spots[other], tiles[one])
            if then < now - 1e-9:
                tiles[one], tiles[other] = tiles[other], tiles[one]
                has_swapped = True
    return has_swapped


def _cropped(tiles: Mapping[str, Tile]) -> Grid:
    """Without empty columns and rows at the edges."""
    left = min(column for column, _row in tiles.values())
    top = min(row for _column, row in tiles.values())
    moved = {key: (column - left, row - top) for key, (column, row) in tiles.items()}
    columns = max(column for column, _row in moved.values()) + 1
    rows = max(row for _column, row in moved.values()) + 1
    return Grid(moved, columns, rows)


def mean_way(grid: Grid, points: Mapping[str, Spot]) -> float:
    """How far tiles lie from their places on average, both brought to one origin; in tiles."""
    keys = sorted(points)
    spots, _columns, _rows = _scaled([points[key] for key in keys])
    shift_x = sum(grid.tiles[key][0] - spot[0] for key, spot in zip(keys, spots, strict=True))
    shift_y = sum(grid.tiles[key][1] - spot[1] for key, spot in zip(keys, spots, strict=True))
    count = len(keys)
    ways = (
        math.dist((spot[0] + shift_x / count, spot[1] + shift_y / count), grid.tiles[key])
        for key, spot in zip(keys, spots, strict=True)
    )
    return sum(ways) / count
