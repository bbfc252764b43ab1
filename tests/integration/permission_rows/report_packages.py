"""Who may reach the pages of urls/report_packages.py: overseers read, coordinators send."""

from __future__ import annotations

import datetime as dt

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, Row
from tests.task_factories import make_programme, noon
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.regimes.actions import begin_event_cycle
from tiendo.regimes.configuring.actions import bring_in_regime
from tiendo.regimes.models import PackageOffer, ReportDuty
from tiendo.regimes.packages.actions import compose_letter
from tiendo.regimes.starters import regime_starters

DAY = dt.date(2026, 12, 1)
# A day that is over, within the regime.
ISSUED = dt.date(2026, 7, 6)


def a_package(world: World) -> tuple[object, ...]:
    text = regime_starters()["goi-ke-hoach-chuyen-doi-so"].text
    by = actor(world.coordinator)
    with noon(DAY):
        regime = bring_in_regime(by=by, programme=make_programme(world), text=text)
        begin_event_cycle(by=by, regime=regime, day=DAY)
    return (ReportDuty.objects.get(cycle__version__regime=regime).pk,)


def a_regime(world: World) -> tuple[object, ...]:
    (pk,) = a_package(world)
    return (ReportDuty.objects.get(pk=pk).cycle.version.regime_id,)


def with_letter(world: World) -> tuple[object, ...]:
    (pk,) = a_package(world)
    with noon(DAY):
        compose_letter(by=actor(world.coordinator), duty=ReportDuty.objects.get(pk=pk))
    return (pk,)


def an_offer(world: World) -> tuple[object, ...]:
    (pk,) = a_regime(world)
    document = Document.objects.create(
        title="kế hoạch", issued_on=ISSUED, created_by=world.clerk, created_at=clock.local_noon(DAY)
    )
    offer = PackageOffer.objects.create(
        regime_id=pk, document=document, found_at=clock.local_noon(DAY)
    )
    return (offer.pk,)


ROWS: dict[str, Row] = {
    "duty-package": Row(OVERSEERS, a_package),
    "duty-package-compose": Row(COORDINATORS, a_package, method="post", status=(302,)),
    "duty-package-send": Row(COORDINATORS, a_package),
    "duty-package-begin": Row(COORDINATORS, a_regime),
    "package-offers": Row(COORDINATORS),
    "package-confirm": Row(COORDINATORS, an_offer, method="post", status=(302,)),
    "package-set-aside": Row(COORDINATORS, an_offer),
    "duty-package-file": Row(OVERSEERS, with_letter),
}
