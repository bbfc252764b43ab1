"""Regimes with cycles and duties, made through the actions.

The half-year report of a plan: first half only, closing on 31 May, due before 10 June, by the
departments and the localities to Sở Khoa học và Công nghệ; in force from 1 January 2025.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import World, actor
from tests.task_factories import noon
from tiendo.domain.regimes import Closing, DueKind, DueRule, Frequency, RegimeRule
from tiendo.organisations.models import BodyGroup, Kind
from tiendo.organisations.names import match_key
from tiendo.programmes.models import Programme
from tiendo.regimes.actions import LevelFacts, RegimeFacts, VersionFacts, create_regime
from tiendo.regimes.models import Cycle, Regime, RegimeKind, ReportDuty

SINCE = dt.date(2025, 1, 1)
MADE_ON = dt.date(2025, 5, 5)
HALF_YEAR = RegimeRule(Frequency.HALFYEARLY, Closing.OWN, parts=(1,), day=31, months_early=1)
BEFORE_10_JUNE = DueRule(DueKind.DAY, day=10, is_strict=True)


def make_group(name: str = "Các sở, ban, ngành", *kinds: Kind) -> BodyGroup:
    """A generic addressee; departments and localities where no kind is named."""
    wanted = kinds or (Kind.DEPARTMENT, Kind.COMMUNE, Kind.WARD)
    found, _made = BodyGroup.objects.get_or_create(
        slug=match_key(name).replace(" ", "-"),
        defaults={
            "name": name,
            "folded_names": [match_key(name)],
            "kinds": [str(kind) for kind in wanted],
            "source": "tests",
        },
    )
    return found


def regime_facts(programme: Programme, **fields: Any) -> RegimeFacts:
    """The half-year report, with what a test says otherwise."""
    values: dict[str, Any] = {
        "title": "Báo cáo 6 tháng thực hiện Kế hoạch 146",
        "kind": RegimeKind.PERIODIC,
        "programme": programme,
    }
    return RegimeFacts(**(values | fields))


def version_facts(world: World, **fields: Any) -> VersionFacts:
    """What the half-year report asks for, with what a test says otherwise."""
    due = fields.pop("due", BEFORE_10_JUNE)
    values: dict[str, Any] = {
        "rule": HALF_YEAR,
        "since": SINCE,
        "levels": (LevelFacts(due, group=make_group(), addressee=world.skhcn),),
        "legal_basis": "Kế hoạch 146/KH-UBND, Mục IV",
    }
    return VersionFacts(**(values | fields))


def make_regime(
    world: World,
    programme: Programme,
    *,
    on: dt.date = MADE_ON,
    title: str = "Báo cáo 6 tháng thực hiện Kế hoạch 146",
    kind: RegimeKind = RegimeKind.PERIODIC,
    **version: Any,
) -> Regime:
    """A regime with one version, its cycles up to the horizon and their duties.

    ``version`` are fields of ``VersionFacts`` and ``due``, the rule of its only level.
    """
    with noon(on):
        return create_regime(
            by=actor(world.coordinator),
            facts=regime_facts(programme, title=title, kind=kind),
            version=version_facts(world, **version),
        )


def cycle_of(regime: Regime, label: str = "2025-H1") -> Cycle:
    """The cycle of a label."""
    return Cycle.objects.get(version__regime=regime, label=label)


def duty_of(regime: Regime, body: Any, label: str = "2025-H1") -> ReportDuty:
    """What a body owes in a cycle."""
    return ReportDuty.objects.get(cycle=cycle_of(regime, label), body=body)
