"""Who sees and who enters figures of which bodies."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.indicators.models import IndicatorValue, Observation, ObservationState

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


def visible_values(actor: Actor) -> QuerySet[IndicatorValue]:
    """The values in force that a person may read; every one for who oversees.

    Of other bodies only what rests on confirmed figures: an entered value on its own, a computed
    one where no figure of the body, or of one right below, waits for confirmation in its days.
    Cost: no query of its own.
    """
    if not actor.may("indicator.view"):
        return IndicatorValue.objects.none()
    if actor.may("observation.view_all"):
        return IndicatorValue.objects.all()
    own = actor.bodies_for("observation.enter") | actor.bodies_for("observation.confirm")
    return IndicatorValue.objects.filter(_settled() | Q(organisation__in=own))


def settled_values() -> QuerySet[IndicatorValue]:
    """The values that rest on confirmed figures, which everybody may read. Cost: as above."""
    return IndicatorValue.objects.filter(_settled())


def _settled() -> Q:
    waiting = Observation.objects.filter(
        Q(organisation=OuterRef("organisation")) | Q(organisation__parent=OuterRef("organisation")),
        is_current=True,
        state=ObservationState.PROVISIONAL,
        period_start__lte=OuterRef("period_end"),
        period_end__gte=OuterRef("period_start"),
    )
    return Q(observation__state__in=_CONFIRMED) | Q(observation__isnull=True) & Q(~Exists(waiting))
