"""An ad hoc request: a regime of one cycle, its outline and its duties, in one step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY, Period
from tiendo.domain.regimes import CycleDates, DueKind, DueRule, Frequency, RegimeRule
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import Programme
from tiendo.regimes.actions.facts import LevelFacts, VersionFacts
from tiendo.regimes.actions.writing import free_code, write_version
from tiendo.regimes.errors import RegimeError
from tiendo.regimes.laying import open_cycle
from tiendo.regimes.models import Cycle, Regime, RegimeKind
from tiendo.regimes.opening import tell_of_cycle
from tiendo.reporting.models import Outline, OutlineVersion


@dataclass(frozen=True, slots=True)
class AdHocFacts:
    """What is asked, of whom, by when. ``headings`` are lines; empty for one heading.

    ``period`` is that of the figures asked for.
    """

    title: str
    asked: str
    programme: Programme
    last_day: dt.date
    period: Period
    basis: str
    addressee: Organisation
    bodies: tuple[Organisation, ...] = ()
    groups: tuple[BodyGroup, ...] = ()
    headings: tuple[str, ...] = ()


@transaction.atomic
def request_ad_hoc(*, by: Actor, facts: AdHocFacts) -> Cycle:
    """Ask bodies for a report once; each owes it from now on and is told at once.

    Errors: PermissionRefused; RegimeError title_missing, asked_missing, deadline_past,
    levels_missing, nobody_owes, basis_missing.
    """
    author = by.require("regime.manage")
    _check(facts)
    today = clock.today()
    regime = Regime(title=" ".join(facts.title.split()), kind=RegimeKind.AD_HOC)
    regime.programme, regime.code = facts.programme, free_code("", facts.title)
    regime.created_by_id, regime.created_at = by.user_id, clock.now()
    regime.save(force_insert=True)
    dates = _dates(facts, today)
    version = write_version(regime, _version(facts, dates, _outline(regime, facts, by)), by)
    open_cycle(version, dates, author, more={"asked": facts.asked.strip()})
    cycle = Cycle.objects.get(version=version)
    if not cycle.duties.exists():
        raise RegimeError("nobody_owes")
    after: dict[str, Value] = {
        "title": regime.title,
        "asked": cycle.asked,
        "last_day": facts.last_day.isoformat(),
        "duty_count": cycle.duties.count(),
    }
    record(by=author, action="regime.ask", target=regime, after=after)
    tell_of_cycle(cycle.pk)
    return cycle


def _check(facts: AdHocFacts) -> None:
    if not facts.title.strip():
        raise RegimeError("title_missing")
    if not facts.asked.strip():
        raise RegimeError("asked_missing")
    if not facts.basis.strip():
        raise RegimeError("basis_missing")
    if facts.last_day < clock.today():
        raise RegimeError("deadline_past", day=f"{facts.last_day:%d/%m/%Y}")
    if not facts.bodies and not facts.groups:
        raise RegimeError("levels_missing")


def _dates(facts: AdHocFacts, today: dt.date) -> CycleDates:
    """The one cycle; its data close with its period, at the latest on the last day."""
    end = facts.period.end
    closing = max(facts.period.start, min(end, facts.last_day))
    return CycleDates(today.isoformat(), facts.period, closing, end.replace(day=1))


def _version(facts: AdHocFacts, dates: CycleDates, outline: OutlineVersion) -> VersionFacts:
    due = DueRule(DueKind.LISTED, days={dates.label: facts.last_day})
    levels = [LevelFacts(due, group=group, addressee=facts.addressee) for group in facts.groups]
    levels += [LevelFacts(due, body=body, addressee=facts.addressee) for body in facts.bodies]
    return VersionFacts(
        rule=RegimeRule(Frequency.LISTED, windows=(dates,)),
        since=dates.period.end,
        until=dates.period.end + ONE_DAY,
        levels=tuple(levels),
        legal_basis=facts.basis,
        is_verified=True,
        report_title=facts.title,
        guidance=facts.asked,
        outline=outline,
    )


def _outline(regime: Regime, facts: AdHocFacts, by: Actor) -> OutlineVersion:
    """An outline of the asked headings, each with a place to write."""
    titles = [line for line in (" ".join(raw.split()) for raw in facts.headings) if line]
    outline = Outline.objects.create(code=regime.code, title=regime.title)
    return OutlineVersion.objects.create(
        outline=outline,
        number=1,
        since=clock.today(),
        source=facts.basis,
        is_verified=True,
        content=content_of(titles or [_("Kết quả thực hiện")]),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )


def content_of(titles: list[str]) -> dict[str, object]:
    """The content of an outline whose headings are plain lines."""
    headings = [
        {
            "code": f"muc_{place}",
            "title": title,
            "blocks": [{"kind": "narrative", "label": title}],
            "headings": [],
        }
        for place, title in enumerate(titles, 1)
    ]
    return {
        "opening": "",
        "closing": "",
        "has_contents": False,
        "headings": headings,
        "appendices": [],
    }
