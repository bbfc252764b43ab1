"""Tiles for places: one each, near where they lie, the same every time."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tiendo.organisations.names import DATA
from tiendo.organisations.places import load_places
from tiendo.overview.pictures.tiling import lay_tiles, mean_way

COMMUNES = Path(DATA) / "dak-lak" / "communes.csv"


def province() -> dict[str, tuple[float, float]]:
    places = load_places()
    with COMMUNES.open(encoding="utf-8") as file:
        codes = [row["unit_code"] for row in csv.DictReader(file)]
    return {code: (places[code].latitude, places[code].longitude) for code in codes}


def test_the_communes_of_the_province_lie_within_a_tile_of_their_place() -> None:
    points = province()
    grid = lay_tiles(points)
    assert len(set(grid.tiles.values())) == len(points) == 102
    assert mean_way(grid, points) < 0.75
    assert grid == lay_tiles(dict(reversed(points.items())))


def test_neighbours_keep_their_sides() -> None:
    tiles = lay_tiles(province()).tiles
    # Tuy Hòa lies at the sea in the east, Ia Rvê in the north-west, Krông Nô in the south.
    tuy_hoa, ia_rve, krong_no = tiles["22015"], tiles["24221"], tiles["24604"]
    assert ia_rve[0] < krong_no[0] < tuy_hoa[0]
    assert ia_rve[1] < krong_no[1]


SPOTS = st.tuples(st.floats(8, 24), st.floats(102, 110))


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=6), SPOTS, max_size=40))
def test_every_place_has_a_tile_of_its_own(points: dict[str, tuple[float, float]]) -> None:
    grid = lay_tiles(points)
    assert grid.tiles.keys() == points.keys()
    assert len(set(grid.tiles.values())) == len(points)
    assert all(0 <= x < grid.columns and 0 <= y < grid.rows for x, y in grid.tiles.values())


def test_the_points_of_the_country_are_in_it() -> None:
    places = load_places()
    assert len(places) == 3321
    assert all(8 < each.latitude < 24 and 102 < each.longitude < 115 for each in places.values())
