"""Indicators: those of the plan and of the report of November 2025, and one that communes report
each month, added up for the province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.demo.people import COMMITTEE, COORDINATOR, Crew
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period, periods_from
from tiendo.indicators import actions
from tiendo.indicators.actions import Cell, Definition, TargetFields
from tiendo.indicators.actions.loading import load_starter
from tiendo.indicators.models import Comparator, Direction, Entry, Indicator, Observation, Target
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.starter import read_starter
from tiendo.indicators.starter.planning import Takers
from tiendo.organisations.models import BodyGroup, Kind, Organisation
from tiendo.programmes.models import Programme

TOLD_ON = dt.date(2025, 11, 10)
COMMUNES_SINCE = dt.date(2025, 7, 1)
LOCALITIES = "ubnd-cac-xa-phuong"
# The plan of the province, by the words its sources begin with.
_PLAN = "146/KH-UBND"
_COMMUNES, _MONTHS = 8, 6
ONLINE, RECEIVED, SHARE = "DVC.01", "DVC.02", "DVC.03"
_DECISION = "Kết luận giao ban tháng của UBND tỉnh"


def measure(crew: Crew, programme: Programme) -> None:
    """Play the scene once the day of the figures has come."""
    bodies = Organisation.objects.in_bulk([COMMITTEE, COORDINATOR], field_name="slug")
    if clock.today() < TOLD_ON or len(bodies) < 2 or Indicator.objects.exists():
        return
    by = crew.named("dieuphoi")
    with clock.at(clock.local_noon(TOLD_ON)), transaction.atomic():
        takers = Takers(owner=bodies[COORDINATOR], province=bodies[COMMITTEE])
        load_starter(by=by, takers=takers, codes=_told_of())
        confirm_all(by)
    report_monthly(by, bodies[COMMITTEE], bodies[COORDINATOR], programme)


def _told_of() -> set[str]:
    """The indicators the plan sets a target for, and those the report has a figure of."""
    starter = read_starter()
    planned = {
        row.code
        for row in starter.indicators
        if any(target.source.startswith(_PLAN) for target in row.targets)
    }
    return planned | {figure.code for figure in starter.figures}


def confirm_all(by: Actor) -> None:
    """Confirm what was entered so far."""
    waiting = list(Observation.objects.filter(is_current=True, confirmed_at__isnull=True))
    actions.confirm_observations(by=by, rows=waiting)


def report_monthly(
    by: Actor, province: Organisation, owner: Organisation, programme: Programme
) -> None:
    """Communes report month by month; the last month waits for confirmation, one has no figure."""
    communes = list(
        Organisation.objects.filter(kind__in=[Kind.COMMUNE, Kind.WARD], parent=province)
        .filter(validity__contains=clock.today())
        .order_by("pk")[:_COMMUNES]
    )
    with clock.at(clock.local_noon(COMMUNES_SINCE)), transaction.atomic():
        online, received, share = define_services(by, owner, province)
        target = set_share(by, share, province, programme)
    months = list(_months())[-_MONTHS:]
    for number, month in enumerate(months):
        with clock.at(clock.local_noon(month.end)), transaction.atomic():
            if number:
                confirm_all(by)
            cells = [*_cells(number, month, communes, online, received)]
            actions.save_cells(by=by, cells=cells, entry=Entry.GRID)
    if len(months) > 2:
        with clock.at(clock.local_noon(months[-1].end)), transaction.atomic():
            raise_share(by, target, months[-1].end)


def _months() -> Iterator[Period]:
    """The months that have ended since there are communes."""
    today = clock.today()
    months = periods_from(Cadence.MONTHLY, COMMUNES_SINCE)
    return takewhile(lambda month: month.end < today, months)


def _cells(
    number: int,
    month: Period,
    communes: list[Organisation],
    online: Indicator,
    received: Indicator,
) -> Iterator[Cell]:
    for place, commune in enumerate(communes):
        total = 120 + place * 37 + number * 9
        done = total * (46 + place * 3 + number * 4) // 100
        yield Cell(received, commune, month, str(total))
        if place == _COMMUNES - 1 and number == 1:
            note = "Hệ thống một cửa của xã gián đoạn, chưa tách được số"
            yield Cell(online, commune, month, is_missing=True, note=note)
        else:
            yield Cell(online, commune, month, str(done))


def define_services(
    by: Actor, owner: Organisation, province: Organisation
) -> tuple[Indicator, Indicator, Indicator]:
    """Files sent online, files received, and the share of the one in the other."""
    reporters = BodyGroup.objects.filter(slug=LOCALITIES).first()
    source = "Biểu theo dõi dịch vụ công trực tuyến của tỉnh"

    def define(code: str, name: str, formula: str = "") -> Indicator:
        definition = Definition(
            name=name,
            unit="%" if formula else "hồ sơ",
            unit_base="hồ sơ tiếp nhận" if formula else "",
            direction=Direction.HIGHER,
            frequency=Frequency.MONTHLY,
            decimals=1 if formula else 0,
            reporters=None if formula else reporters,
            subject=province if formula else None,
            data_source=source,
            source=source,
            formula=formula,
            is_verified=True,
        )
        return actions.define_indicator(
            by=by, code=code, owner=owner, definition=definition, since=COMMUNES_SINCE
        )

    return (
        define(ONLINE, "Hồ sơ nộp trực tuyến"),
        define(RECEIVED, "Hồ sơ tiếp nhận"),
        define(SHARE, "Tỷ lệ hồ sơ nộp trực tuyến", f"ratio_children([{ONLINE}]; [{RECEIVED}])"),
    )


def set_share(by: Actor, share: Indicator, body: Organisation, programme: Programme) -> Target:
    """A target to the end of the next year, with where the way to it begins."""
    return actions.set_target(
        by=by,
        indicator=share,
        organisation=body,
        programme=programme,
        fields=_aim("70"),
    )


def raise_share(by: Actor, target: Target, on: dt.date) -> None:
    """The target is raised by a conclusion."""
    actions.revise_target(
        by=by, target=target, fields=_aim("75"), effective_on=on, deciding_words=_DECISION
    )


def _aim(percent: str) -> TargetFields:
    return TargetFields(
        comparator=Comparator.GE,
        value=Decimal(percent) / 100,
        wording=f"từ {percent}% trở lên",
        source="Kế hoạch dịch vụ công trực tuyến của tỉnh",
        last_day=dt.date(2026, 12, 31),
        baseline=Decimal("0.45"),
        baseline_day=COMMUNES_SINCE,
        is_verified=True,
    )
