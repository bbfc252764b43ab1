"""Whom definitions ask for figures, in numbers and in the database.

The one figure of a subject is asked of the owner of its indicator, each other of the body it is of.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q

from tiendo.domain.periods import Cadence
from tiendo.indicators.definitions import reports
from tiendo.indicators.models import IndicatorVersion, Origin
from tiendo.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class AskedKind:
    """Definitions that ask the same bodies for figures of the same days.

    Missing: ``kinds`` None where it is the ``owner`` alone.
    """

    closing: str
    kinds: frozenset[str] | None
    level: str
    owner: int

    @classmethod
    def of(cls, version: IndicatorVersion) -> AskedKind:
        """That of a definition."""
        group = version.reporters
        if group is None:
            return cls(version.closing, None, "", version.indicator.owner_id)
        return cls(version.closing, frozenset(group.kinds), group.level, 0)

    def asks(self, body: Organisation) -> bool:
        """Whether figures are asked of a body."""
        if self.kinds is None:
            return self.owner == body.pk
        return body.kind in self.kinds and (not self.level or body.level == self.level)


def figure_asked(version: IndicatorVersion, body: Organisation) -> Organisation | None:
    """The body whose figure is asked of a body; None where nothing is."""
    if version.reporters is None:
        return version.subject if version.indicator.owner_id == body.pk else None
    return body if reports(body, version) else None


def was_asked(cadence: Cadence, bodies: Collection[int]) -> Q:
    """That the definition of the period's last day asked one of some bodies for an observation,
    and that they, and whom it is of, were there then."""
    version, there = "indicator__versions", "validity__contains"
    of_kind = Q(**{f"{version}__reporters__kinds__contains": [F("organisation__kind")]})
    of_level = Q(**{f"{version}__reporters__level": ""}) | Q(
        **{f"{version}__reporters__level": F("organisation__level")}
    )
    of_subject = Q(
        **{f"{version}__subject": F("organisation"), f"indicator__owner__{there}": F("period_end")},
        indicator__owner__in=bodies,
    )
    return Q(
        of_subject | of_kind & of_level & Q(organisation__in=bodies),
        **{
            f"{version}__{there}": F("period_end"),
            f"{version}__origin": Origin.ENTERED,
            f"{version}__frequency": cadence,
            f"organisation__{there}": F("period_end"),
        },
    )
