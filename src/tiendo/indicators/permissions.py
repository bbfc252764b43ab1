"""Who sees and who enters figures of which bodies."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.indicators.models import Observation, ObservationState

_CONFIRMED = (ObservationState.CONFIRMED, ObservationState.PUBLISHED)


def visible_observations(actor: Actor) -> QuerySet[Observation]:
    """What a person may read: all confirmed figures, and those of the own bodies not confirmed
    yet; every one for who oversees. Cost: no query of its own."""
    if not actor.may("indicator.view"):
        return Observation.objects.none()
    if actor.may("observation.view_all"):
        return Observation.objects.all()
    own = actor.bodies_for("observation.enter") | actor.bodies_for("observation.confirm")
    return Observation.objects.filter(Q(state__in=_CONFIRMED) | Q(organisation__in=own))
