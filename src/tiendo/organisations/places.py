"""Where the communes lie: a point in each, by the code of the administrative unit."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from tiendo.organisations.names import DATA


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the ground. Units: degrees."""

    latitude: float
    longitude: float


@cache
def load_places() -> dict[str, Place]:
    """The point of each commune of the country since 1 July 2025, by its code.

    Source: the first line of the file names it.
    """
    with (DATA / "centroids.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {
            row["unit_code"]: Place(float(row["latitude"]), float(row["longitude"])) for row in rows
        }
