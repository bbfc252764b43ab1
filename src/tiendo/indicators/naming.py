"""The things that a count counts, by name: the thôn without signal, where the source names it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Observation, ObservationName
from tiendo.organisations.models import Level, Organisation
from tiendo.organisations.queries import resolve_bodies

LONGEST = 200


@dataclass(frozen=True, slots=True)
class NamedThing:
    """One of the things counted: ``place`` is where below the commune, ``organisation`` the
    commune it lies in; empty and None where the source does not tell."""

    name: str
    place: str = ""
    organisation: Organisation | None = None


Names = tuple[NamedThing, ...]


def read_names(text: str, on: dt.date) -> Names:
    """The things that lines name: "name; place below the commune; commune".

    Errors: IndicatorError commune_unknown, commune_unclear. Cost: that of ``resolve_bodies``.
    """
    rows = [[part.strip() for part in line.split(";", 2)] for line in text.splitlines()]
    rows = [row for row in rows if any(row)]
    communes = _communes([row[2] for row in rows if len(row) > 2 and row[2]], on)
    return tuple(
        NamedThing(row[0], row[1] if len(row) > 1 else "", communes.get("".join(row[2:])))
        for row in rows
    )


def _communes(names: list[str], on: dt.date) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for name, resolved in resolve_bodies(names, on).items() if names else ():
        body = resolved.successor or resolved.organisation
        if body is not None and body.level == Level.COMMUNE:
            found[name] = body
            continue
        code = "commune_unclear" if len(resolved.candidates) > 1 else "commune_unknown"
        raise IndicatorError(code, name=name)
    return found


def as_lines(names: Names) -> str:
    """Named things as they are typed, one a line."""
    rows = (
        (each.name, each.place, each.organisation.name if each.organisation else "")
        for each in names
    )
    return "\n".join("; ".join(row).rstrip("; ") for row in rows)


def check_names(names: Names, row: Observation) -> None:
    """Refuse names that no figure of this size can stand for.

    Errors: IndicatorError name_too_long; names_without_count for a figure that is missing or no
    whole number; names_exceed.
    """
    if not names:
        return
    for each in names:
        if not each.name.strip() or len(each.name) > LONGEST or len(each.place) > LONGEST:
            raise IndicatorError("name_too_long", name=each.name[:60], longest=LONGEST)
    if row.value is None or row.value != row.value.to_integral_value():
        raise IndicatorError("names_without_count", named=len(names))
    if len(names) > row.value:
        raise IndicatorError("names_exceed", named=len(names), count=int(row.value))


def keep_names(named: Sequence[tuple[Observation, Names]]) -> None:
    """Keep the names behind figures just kept. Cost: one query where there are any."""
    rows = [
        ObservationName(
            observation=row,
            name=each.name.strip(),
            place=each.place.strip(),
            organisation=each.organisation,
            order=order,
        )
        for row, names in named
        for order, each in enumerate(names, 1)
    ]
    if rows:
        ObservationName.objects.bulk_create(rows)


def names_of(rows: Sequence[Observation]) -> dict[int, Names]:
    """The names behind figures, by the id of the figure. Cost: one query."""
    found: dict[int, Names] = {}
    ids = [row.pk for row in rows]
    if not ids:
        return found
    kept = ObservationName.objects.filter(observation__in=ids).select_related("organisation")
    for each in kept.order_by("observation", "order"):
        thing = NamedThing(each.name, each.place, each.organisation)
        found[each.observation_id] = (*found.get(each.observation_id, ()), thing)
    return found
