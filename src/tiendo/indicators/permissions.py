"""Who sees and who enters figures of which bodies."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.indicators.models import (
    IndicatorValue,
    IndicatorVersion,
    Observation,
    ObservationState,
)

_CONFIRMED = (ObservationState.CONFIRMED, ObservationState.PUBLISHED)
# An indicator and a body: what a figure is of.
Place = tuple[int, int]


def figures_of(bodies: Collection[int]) -> Q:
    """That a figure is one of some bodies' own, or of the subject of an indicator they own."""
    owned = IndicatorVersion.objects.filter(
        indicator__owner__in=bodies,
        indicator=OuterRef("indicator"),
        subject=OuterRef("organisation"),
    )
    return Q(organisation__in=bodies) | Q(Exists(owned))


def owners_of(indicators: Collection[int]) -> Mapping[Place, int]:
    """Who owns indicators of which there is one figure, by whose it is or was. Cost: one query."""
    found = IndicatorVersion.objects.filter(indicator__in=indicators, subject__isnull=False)
    rows = found.order_by().values_list("indicator", "subject", "indicator__owner")
    return {(indicator, subject): owner for indicator, subject, owner in rows if subject}


def may_of(actor: Actor, permission: str, place: Place, owners: Mapping[Place, int]) -> bool:
    """Whether a person enters, or confirms, the figures of a place: as one of its body, or of the
    owner where there is one figure, of that body. Cost: none."""
    return actor.may(permission, at=place[1]) or (
        place in owners and actor.may(permission, at=owners[place])
    )


def authors_of(by: Actor, permission: str, places: Collection[Place]) -> dict[Place, Author]:
    """The author of what is done to figures, for each place.

    Errors: PermissionRefused. Cost: one query where some are not of the person's own bodies.
    """
    foreign = {place for place in places if not by.may(permission, at=place[1])}
    owners = owners_of({indicator for indicator, _body in foreign}) if foreign else {}
    return {
        place: by.require(
            permission, at=owners.get(place, place[1]) if place in foreign else place[1]
        )
        for place in places
    }


def visible_observations(actor: Actor) -> QuerySet[Observation]:
    """What a person may read: all confirmed figures, and those of the own bodies and indicators not
    confirmed yet; every one for who oversees. Cost: no query of its own."""
    if not actor.may("indicator.view"):
        return Observation.objects.none()
    if actor.may("observation.view_all"):
        return Observation.objects.all()
    own = actor.bodies_for("observation.enter") | actor.bodies_for("observation.confirm")
    return Observation.objects.filter(Q(state__in=_CONFIRMED) | figures_of(own))


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
    return IndicatorValue.objects.filter(_settled() | figures_of(own))


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
