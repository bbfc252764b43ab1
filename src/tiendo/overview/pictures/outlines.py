"""Reading a file of outlines (GeoJSON): checked, thinned, matched to the communes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tiendo.composer.charts import Json, Spec
from tiendo.organisations.models import Organisation
from tiendo.organisations.names import match_key
from tiendo.overview.errors import OverviewError
from tiendo.overview.pictures.outline_checks import (
    crossing_of,
    foreign_grid,
    kilometres_to,
)
from tiendo.overview.pictures.places import spots_of
from tiendo.overview.pictures.reading import commune_name

MOST_BYTES = 20 * 1024 * 1024
MOST_FEATURES = 5_000
MOST_POINTS = 300_000
# Points and outlines of communes come from different maps.
_NEAR_KM = 20
# What all communes together keep: more a page does not draw in time.
_KEPT_POINTS = 20_000
_FEWEST_IN_A_RING = 4
_PLACES = 4
_POLYGONS = ("Polygon", "MultiPolygon")
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ReadOutlines:
    """What a file holds. ``shapes``: geometries by the id of the body; ``unmatched``: the names of
    features that belong to no commune; ``without``: the communes it has nothing for."""

    shapes: Mapping[int, Spec]
    unmatched: tuple[str, ...]
    without: tuple[Organisation, ...]


def read_outlines(content: bytes, bodies: Sequence[Organisation]) -> ReadOutlines:
    """The outlines of communes in a file.

    A feature belongs to a commune by a property that is its code, else by one that is its name
    where one commune alone has it. Errors: OverviewError.
    """
    features = _features(content)
    found: dict[int, list[list[Ring]]] = {}
    unmatched: list[str] = []
    match = _matcher(bodies)
    for number, feature in enumerate(features, 1):
        polygons = _polygons(feature, number)
        body = match(feature)
        if body is None:
            unmatched.append(_name_of(feature, number))
        else:
            found.setdefault(body, []).extend(polygons)
    if not found:
        raise OverviewError("outlines_match_nothing", features=str(len(features)))
    _check_shapes(found, bodies)
    shapes = _thinned(found)
    without = tuple(each for each in bodies if each.pk not in shapes)
    return ReadOutlines(shapes, tuple(unmatched), without)


def too_large() -> OverviewError:
    """What is said of a file of more than ``MOST_BYTES``."""
    return OverviewError("outlines_too_large", most=str(MOST_BYTES // 1024 // 1024))


def _features(content: bytes) -> list[Mapping[str, Any]]:
    if len(content) > MOST_BYTES:
        raise too_large()
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise OverviewError("outlines_not_geojson") from None
    if isinstance(read, dict) and (grid := foreign_grid(read)):
        raise OverviewError("outlines_foreign_grid", grid=grid)
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise OverviewError("outlines_not_geojson")
    if not features or len(features) > MOST_FEATURES:
        raise OverviewError("outlines_count", count=str(len(features)), most=str(MOST_FEATURES))
    return features


def _polygons(feature: Mapping[str, Any], number: int) -> list[list[Ring]]:
    """The polygons of a feature, each a list of rings. Errors: OverviewError."""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in _POLYGONS or not isinstance(geometry, dict):
        raise OverviewError("outlines_not_polygons", feature=_name_of(feature, number))
    try:
        given: Any = geometry["coordinates"]
        polygons = [given] if kind == "Polygon" else list(given)
        return [[_ring(ring) for ring in polygon] for polygon in polygons]
    except _Unfit as unfit:
        raise OverviewError(unfit.code, feature=_name_of(feature, number)) from None
    except (TypeError, ValueError, KeyError, IndexError):
        name = _name_of(feature, number)
        raise OverviewError("outlines_bad_points", feature=name) from None


class _Unfit(Exception):
    """What is wrong with a ring, by the code of its words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _ring(points: Sequence[Any]) -> Ring:
    ring = [_point(each) for each in points]
    if len(ring) < _FEWEST_IN_A_RING:
        raise ValueError("a ring of too few points")
    if ring[0] != ring[-1]:
        raise _Unfit("outlines_open_ring")
    return ring


def _point(given: Any) -> tuple[float, float]:
    longitude, latitude = float(given[0]), float(given[1])
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise ValueError("no number")
    if 90 < abs(latitude) <= 180 and abs(longitude) <= 90:
        raise _Unfit("outlines_swapped")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError("not in degrees")
    return longitude, latitude


def _name_of(feature: Mapping[str, Any], number: int) -> str:
    """What a feature calls itself, else its number."""
    words = [each for each in _texts(feature) if not each.isdecimal()]
    return (words or [f"#{number}"])[0][:80]


def _texts(feature: Mapping[str, Any]) -> Iterator[str]:
    properties = feature.get("properties")
    given = [feature.get("id"), *(properties.values() if isinstance(properties, dict) else ())]
    for each in given:
        if isinstance(each, str | int) and not isinstance(each, bool) and str(each).strip():
            yield str(each).strip()


def _matcher(bodies: Sequence[Organisation]) -> Any:
    by_code = {body.unit_code: body.pk for body in bodies if body.unit_code}
    by_name: dict[str, int | None] = {}
    for body in bodies:
        for name in {match_key(body.name), match_key(commune_name(body)), *_kinds_of(body)}:
            by_name[name] = None if name in by_name else body.pk

    def match(feature: Mapping[str, Any]) -> int | None:
        texts = list(_texts(feature))
        for text in texts:
            if found := by_code.get(text.zfill(5)) or by_code.get(text):
                return found
        names = (by_name.get(match_key(text)) for text in texts)
        return next((each for each in names if each is not None), None)

    return match


def _kinds_of(body: Organisation) -> Iterator[str]:
    """A commune as maps name it: "Xã Ea Trang"."""
    for opening in ("UBND ", "Ủy ban nhân dân "):
        if body.name.startswith(opening):
            yield match_key(body.name.removeprefix(opening))


def _check_shapes(found: Mapping[int, list[list[Ring]]], bodies: Sequence[Organisation]) -> None:
    """That there are not too many points, no line crosses itself, and each commune lies where it
    is known to lie. Errors: OverviewError."""
    if sum(len(ring) for polygons in found.values() for ring in _rings(polygons)) > MOST_POINTS:
        raise OverviewError("outlines_too_many_points", most=str(MOST_POINTS))
    spots, named = spots_of(bodies), {each.pk: commune_name(each) for each in bodies}
    for body, polygons in found.items():
        rings = list(_rings(polygons))
        for ring in rings:
            if corner := crossing_of(ring):
                at = f"{corner[0]:.4f}, {corner[1]:.4f}"
                raise OverviewError("outlines_crossing", feature=named[body], at=at)
        spot = spots.get(body)
        far = kilometres_to((spot[1], spot[0]), rings) if spot else 0.0
        if far > _NEAR_KM:
            given = {"feature": named[body], "far": str(round(far))}
            raise OverviewError("outlines_elsewhere", **given)


def _thinned(found: Mapping[int, list[list[Ring]]]) -> dict[int, Spec]:
    """Geometries of as few points as a page draws in time, alike thinned everywhere."""
    points = sum(len(ring) for polygons in found.values() for ring in _rings(polygons))
    step = max(1, math.ceil(points / _KEPT_POINTS))
    return {body: _geometry(polygons, step) for body, polygons in found.items()}


def _rings(polygons: Iterable[list[Ring]]) -> Iterator[Ring]:
    for polygon in polygons:
        yield from polygon


def _geometry(polygons: list[list[Ring]], step: int) -> Spec:
    """The outline of one commune: its greatest part, and of the others what thinning leaves."""
    greatest = max(polygons, key=lambda polygon: len(polygon[0]) if polygon else 0)
    coordinates: list[Json] = []
    for polygon in polygons:
        rings: list[Json] = [
            _kept(ring, step)
            for place, ring in enumerate(polygon)
            if len(ring) > step * (_FEWEST_IN_A_RING - 1) or (polygon is greatest and place == 0)
        ]
        if rings:
            coordinates.append(rings)
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _kept(ring: Ring, step: int) -> list[Json]:
    """Every so manieth point of a ring, four at least, closed as it was."""
    step = min(step, max(1, (len(ring) - 1) // (_FEWEST_IN_A_RING - 1)))
    chosen = [*ring[:-1:step], ring[0]]
    return [[round(x, _PLACES), round(y, _PLACES)] for x, y in chosen]
