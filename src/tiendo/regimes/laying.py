"""Laying cycles and duties: who owes the report of a cycle, to whom, by which last day.

Called by the actions and by the nightly job; running it twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tiendo.audit.trail import SYSTEM, Author, Value, record, record_many
from tiendo.calendars.queries import working_days
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY, Period
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.domain.regime_rules import read_due, read_rule
from tiendo.domain.regime_words import printed_due
from tiendo.domain.regimes import CycleDates, Due, cycles, due_of
from tiendo.domain.working_days import WorkingDays
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import expand_group, successors
from tiendo.regimes.models import Cycle, Regime, RegimeLevel, RegimeVersion, ReportDuty
from tiendo.regimes.opening import tell_bodies

HORIZON = "report_horizon_days"
logger = logging.getLogger(__name__)
_MERGED = _("Cơ quan đã kết thúc hoạt động; nghĩa vụ báo cáo do %(heirs)s thực hiện.")
_ENDED = _("Cơ quan đã kết thúc hoạt động, không có cơ quan kế thừa.")


@dataclass(frozen=True, slots=True)
class Laid:
    """What was laid: new cycles, new duties, and duties released because their body ended."""

    cycles: int = 0
    duties: int = 0
    released: int = 0

    def __add__(self, other: Laid) -> Laid:
        return Laid(
            self.cycles + other.cycles,
            self.duties + other.duties,
            self.released + other.released,
        )


def horizon() -> dt.date:
    """The day up to which cycles are laid."""
    today = clock.today()
    return today + parameter_on(HORIZON, today) * ONE_DAY


def lay_version(version: RegimeVersion, until: dt.date, by: Author = SYSTEM) -> Laid:
    """Lay the cycles of a version whose period ends up to a day, and complete those open.

    Call it inside a transaction, with the regime locked.
    """
    rule, days = read_rule(version.rule), working_days()
    first, after = version.effective.lower, version.effective.upper
    last = min(until, after - ONE_DAY) if after is not None else until
    known = {cycle.label: cycle for cycle in version.cycles.all()}
    laid = Laid()
    for dates in cycles(rule, first, last):
        if dates.label not in known:
            laid += open_cycle(version, dates, by, days=days)
    return laid + sum((complete(cycle, by, days) for cycle in _unfinished(known)), Laid())


def open_cycle(
    version: RegimeVersion,
    dates: CycleDates,
    by: Author,
    *,
    days: WorkingDays | None = None,
    more: Mapping[str, object] | None = None,
) -> Laid:
    """Open one cycle with its duties; ``more`` are further fields of the cycle."""
    cycle = Cycle(
        version=version,
        label=dates.label,
        period_start=dates.period.start,
        period_end=dates.period.end,
        closing_on=dates.closing,
        created_by_id=by.user_id,
        created_at=clock.now(),
        **(more or {}),
    )
    cycle.save(force_insert=True)
    duties = _add_missing(cycle, days or working_days(), known=set())
    after: dict[str, Value] = {
        "regime": version.regime.title,
        "label": cycle.label,
        "period_start": cycle.period_start.isoformat(),
        "period_end": cycle.period_end.isoformat(),
        "closing_on": cycle.closing_on.isoformat(),
        "duty_count": duties,
    }
    record(by=by, action="cycle.open", target=cycle, after=after)
    return Laid(cycles=1, duties=duties)


def complete(cycle: Cycle, by: Author, days: WorkingDays) -> Laid:
    """Bring the duties of an open cycle in line with the bodies there are.

    Until it closes, bodies new to a group owe too. A body that ended without having sent owes
    nothing any more; those that carry it on owe in its place, each once. Reports to a body that
    ended go to the one that carries it on.
    """
    added = 0
    rows = list(cycle.duties.select_related("body", "submission", "level"))
    if clock.today() <= cycle.closing_on:
        added = _add_missing(cycle, days, known={(row.level_id, row.body_id) for row in rows})
    on = max(clock.today(), cycle.closing_on)
    over = [row for row in rows if _is_over(row, on)]
    released = _pass_on(cycle, over, on, by) if over else Laid()
    _readdress(cycle, {row.addressee_id for row in rows if row.addressee_id}, on, by)
    laid = Laid(duties=added) + released
    if laid.duties and cycle.told_at is not None:
        _tell_new(cycle, {row.pk for row in rows})
    return laid


def dates_of(cycle: Cycle) -> CycleDates:
    """A stored cycle as its rule laid it."""
    rule = read_rule(cycle.version.rule)
    found = (each for each in cycles(rule, cycle.period_end, cycle.period_end))
    laid = next((each for each in found if each.label == cycle.label), None)
    period = Period(cycle.period_start, cycle.period_end)
    month = laid.last_month if laid else cycle.period_end.replace(day=1)
    return CycleDates(cycle.label, period, cycle.closing_on, month)


def due_days(
    levels: Iterable[RegimeLevel], dates: CycleDates, days: WorkingDays
) -> Iterator[tuple[RegimeLevel, Due]]:
    """The due day of each level; one counted from the level before takes the latest day of it.

    Errors: RegimeRuleError.
    """
    before: dt.date | None = None
    latest: dt.date | None = None
    order: int | None = None
    for level in levels:
        if level.order != order:
            order, before, latest = level.order, latest, None
        due = due_of(read_due(level.due), dates, days, before)
        latest = due.last_day if latest is None else max(latest, due.last_day)
        yield level, due


def reporters(level: RegimeLevel, on: dt.date) -> tuple[Organisation, ...]:
    """The bodies that report at a level as of a day; a body that ended stands for its heirs."""
    if level.group is not None:
        return expand_group(level.group, on, today=on)
    assert level.body is not None  # noqa: S101 - the database holds one of the two
    return successors([level.body.pk], on)[level.body.pk]


def _unfinished(known: Mapping[str, Cycle]) -> Iterator[Cycle]:
    return (cycle for cycle in known.values() if cycle.closed_at is None)


def _add_missing(cycle: Cycle, days: WorkingDays, *, known: set[tuple[int, int]]) -> int:
    """The duties that a cycle lacks, written; a body of two groups owes once. Returns how many."""
    levels = list(cycle.version.levels.select_related("group", "body", "addressee"))
    orders = {level.pk: level.order for level in levels}
    taken = {(orders[level], body) for level, body in known}
    owed = []
    for level, due in due_days(levels, dates_of(cycle), days):
        receiver = _receiver(level.addressee, max(clock.today(), cycle.closing_on))
        for body in reporters(level, cycle.closing_on):
            if (level.order, body.pk) not in taken:
                taken.add((level.order, body.pk))
                owed.append(_duty(cycle, level, body, receiver, due))
    ReportDuty.objects.bulk_create(owed)
    return len(owed)


def _receiver(addressee: Organisation | None, on: dt.date) -> Organisation | None:
    """Who receives in place of a body on a day: the one that carries it on; itself where it is
    there, and where none or several carry it on, which a person decides."""
    until = addressee.validity.upper if addressee is not None else None
    if addressee is None or until is None or until > on:
        return addressee
    heirs = successors([addressee.pk], on)[addressee.pk]
    return heirs[0] if len(heirs) == 1 else addressee


def _readdress(cycle: Cycle, receivers: set[int], on: dt.date, by: Author) -> None:
    """Turn the reports of an open cycle from a body that ended to the one that carries it on."""
    for body in Organisation.objects.filter(pk__in=receivers, validity__endswith__lte=on):
        heir = _receiver(body, on)
        if heir is not None and heir != body:
            turned = cycle.duties.filter(addressee=body).update(addressee=heir)
            before: dict[str, Value] = {"organisation": body.pk}
            after: dict[str, Value] = {"organisation": heir.pk, "duty_count": turned}
            record(by=by, action="cycle.readdress", target=cycle, before=before, after=after)


def _duty(
    cycle: Cycle,
    level: RegimeLevel,
    body: Organisation,
    receiver: Organisation | None,
    due: Due,
) -> ReportDuty:
    return ReportDuty(
        cycle=cycle,
        level=level,
        body=body,
        addressee=receiver,
        addressee_text=level.addressee_text,
        last_day=due.last_day,
        due_words=printed_due(due),
    )


def _tell_new(cycle: Cycle, known: set[int]) -> None:
    """Tell the bodies whose duties are not among those known."""
    new = cycle.duties.exclude(pk__in=known)
    tell_bodies(cycle, new.values_list("body", flat=True))


def _is_over(duty: ReportDuty, on: dt.date) -> bool:
    """Whether the body of an unsent duty no longer exists on a day."""
    if duty.released_at is not None or is_sent(duty):
        return False
    until = duty.body.validity.upper
    return until is not None and until <= on


def is_sent(duty: ReportDuty) -> bool:
    """Whether a report of the duty was handed in; one only begun was not."""
    submission = getattr(duty, "submission", None)
    return submission is not None and submission.state != "writing"


def _pass_on(cycle: Cycle, over: list[ReportDuty], on: dt.date, by: Author) -> Laid:
    """Release the duties of bodies that ended by a day and make those of their heirs."""
    heirs = successors([row.body_id for row in over], on)
    held = set(cycle.duties.values_list("level_id", "body_id"))
    made: dict[tuple[int, int], ReportDuty] = {}
    for row in over:
        row.released_at = clock.now()
        row.release_reason = _why(heirs[row.body_id])
        for heir in heirs[row.body_id]:
            if (row.level_id, heir.pk) not in held:
                made[(row.level_id, heir.pk)] = _as_of_heir(row, heir)
    ReportDuty.objects.bulk_update(over, ["released_at", "release_reason"])
    ReportDuty.objects.bulk_create(made.values())
    record_many(action="duty.release", rows=((by, row, None, _told(row)) for row in over))
    return Laid(duties=len(made), released=len(over))


def _told(row: ReportDuty) -> dict[str, Value]:
    return {"organisation": row.body_id, "reason": row.release_reason}


def _why(heirs: tuple[Organisation, ...]) -> str:
    if not heirs:
        return str(_ENDED)
    return str(_MERGED) % {"heirs": ", ".join(heir.name for heir in heirs)}


def _as_of_heir(row: ReportDuty, heir: Organisation) -> ReportDuty:
    return ReportDuty(
        cycle=row.cycle,
        level=row.level,
        body=heir,
        addressee=row.addressee,
        addressee_text=row.addressee_text,
        last_day=row.last_day,
        due_words=row.due_words,
    )


@transaction.atomic
def lay_regime(pk: int, until: dt.date | None = None, by: Author = SYSTEM) -> Laid:
    """Lay what one regime asks for up to a day (default: the horizon)."""
    regime = Regime.objects.select_for_update(of=("self",)).get(pk=pk)
    versions = regime.versions.prefetch_related("cycles")
    return sum((lay_version(version, until or horizon(), by) for version in versions), Laid())


def lay_all(until: dt.date | None = None) -> Laid:
    """Lay what every regime asks for up to a day, each regime in a transaction of its own.

    One whose rule cannot be computed is logged and does not hold up the others.
    """
    laid = Laid()
    for pk in Regime.objects.order_by("pk").values_list("pk", flat=True):
        try:
            laid += lay_regime(pk, until)
        except RegimeRuleError as error:
            logger.error("a regime was not laid", extra={"regime": pk, "code": error.code})
    return laid
