"""Where communes are drawn: the points that come with the product, the outlines loaded here."""

from __future__ import annotations

from collections.abc import Iterable

from tiendo.composer.charts import Spec
from tiendo.organisations.models import Organisation
from tiendo.organisations.places import load_places
from tiendo.overview.models import MapOutlines


def spots_of(bodies: Iterable[Organisation]) -> dict[int, tuple[float, float]]:
    """The latitude and longitude of bodies whose administrative unit has a point. Cost: none."""
    places = load_places()
    found = {body.pk: places.get(body.unit_code or "") for body in bodies}
    return {pk: (each.latitude, each.longitude) for pk, each in found.items() if each is not None}


def outlines_in_force() -> dict[str, Spec]:
    """The outlines by the id of their body, empty where none are loaded. Cost: one query."""
    row = MapOutlines._default_manager.filter(removed_at__isnull=True).values_list("shapes").first()
    return row[0] if row else {}
