"""Laying down regimes: a new one, a new version from a day on, the end of one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.calendars.queries import working_days
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.domain.regime_rules import write_due, write_rule
from tiendo.domain.regime_words import due_words, rule_words
from tiendo.domain.regimes import cycles
from tiendo.regimes.actions.facts import LevelFacts, RegimeFacts, VersionFacts, check_version
from tiendo.regimes.errors import RegimeError
from tiendo.regimes.laying import due_days, horizon, lay_version
from tiendo.regimes.models import Cycle, Regime, RegimeLevel, RegimeVersion
from tiendo.regimes.opening import tell_withdrawn

CODE_LENGTH = 60


@transaction.atomic
def create_regime(*, by: Actor, facts: RegimeFacts, version: VersionFacts) -> Regime:
    """Lay down a regime with its first version, and lay its cycles up to the horizon.

    Errors: PermissionRefused; RegimeError title_missing, code_taken and those of the version;
    RegimeRuleError where a due day cannot be computed.
    """
    author = by.require("regime.manage")
    title = " ".join(facts.title.split())
    if not title:
        raise RegimeError("title_missing")
    check_version(version)
    regime = Regime(title=title, kind=facts.kind, programme=facts.programme)
    regime.code = free_code(facts.code, title)
    regime.created_by_id, regime.created_at = by.user_id, clock.now()
    regime.save(force_insert=True)
    written = write_version(regime, version, by)
    after = {"code": regime.code, "regime_kind": str(regime.kind), **told(written, version)}
    record(by=author, action="regime.create", target=regime, after=after)
    lay_version(written, horizon(), author)
    return regime


@transaction.atomic
def revise_regime(
    *, by: Actor, regime: Regime, number: int, version: VersionFacts
) -> RegimeVersion:
    """Lay down what a regime asks for from a day on; ``number`` is the version that was seen.

    Cycles whose period ends before that day stay with the old version. Later ones that nobody
    began are taken back: those that have begun or were told of are closed, their duties released.
    Errors: PermissionRefused; RegimeError changed_meanwhile, regime_ended, reason_missing,
    since_not_after, cycle_begun and those of the version; RegimeRuleError.
    """
    author = by.require("regime.manage")
    current = lock_regime(regime.pk)
    old = newest_version(current)
    if old.number != number:
        raise RegimeError("changed_meanwhile", title=current.title)
    if not version.reason.strip():
        raise RegimeError("reason_missing")
    check_version(version)
    if version.since <= old.effective.lower:
        since, before = f"{version.since:%d/%m/%Y}", f"{old.effective.lower:%d/%m/%Y}"
        raise RegimeError("since_not_after", since=since, before=before)
    end_version(old, version.since, version.reason, author)
    written = write_version(current, version, by, number + 1)
    after = told(written, version)
    before_words: dict[str, Value] = {"number": old.number}
    record(
        by=author,
        action="regime.revise",
        target=current,
        before=before_words,
        after=after,
        reason=version.reason,
    )
    lay_version(written, horizon(), author)
    return written


@transaction.atomic
def end_regime(*, by: Actor, regime: Regime, last_day: dt.date, reason: str) -> Regime:
    """End a regime: cycles whose period ends after its last day are taken back.

    Errors: PermissionRefused; RegimeError regime_ended, reason_missing, since_not_after,
    cycle_begun.
    """
    author = by.require("regime.manage")
    current = lock_regime(regime.pk)
    if not reason.strip():
        raise RegimeError("reason_missing")
    old = newest_version(current)
    if last_day < old.effective.lower:
        since, before = f"{last_day:%d/%m/%Y}", f"{old.effective.lower:%d/%m/%Y}"
        raise RegimeError("since_not_after", since=since, before=before)
    end_version(old, last_day + ONE_DAY, reason, author)
    current.is_ended = True
    current.save(update_fields=["is_ended"])
    after: dict[str, Value] = {"last_day": last_day.isoformat()}
    record(by=author, action="regime.end", target=current, after=after, reason=reason)
    return current


def lock_regime(pk: int) -> Regime:
    """The regime, locked. Errors: RegimeError regime_ended."""
    current = Regime.objects.select_for_update(of=("self",)).get(pk=pk)
    if current.is_ended:
        raise RegimeError("regime_ended", title=current.title)
    return current


def newest_version(regime: Regime) -> RegimeVersion:
    """The version that applies last."""
    return regime.versions.order_by("-number")[0]


def write_version(regime: Regime, facts: VersionFacts, by: Actor, number: int = 1) -> RegimeVersion:
    """Write a version with its levels. Errors: RegimeRuleError."""
    version = RegimeVersion(
        regime=regime,
        number=number,
        effective=DateRange(facts.since, facts.until),
        legal_basis=" ".join(facts.legal_basis.split()),
        basis_document=facts.basis_document,
        is_verified=facts.is_verified,
        rule=write_rule(facts.rule),
        report_title=" ".join(facts.report_title.split()),
        guidance=facts.guidance.strip(),
        outline=facts.outline,
        reason=facts.reason.strip(),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    version.save(force_insert=True)
    RegimeLevel.objects.bulk_create(_level(version, level) for level in facts.levels)
    _check_days(version, facts)
    return version


def end_version(version: RegimeVersion, until: dt.date, reason: str, by: Author) -> None:
    """End a version on the day before ``until`` and take back its cycles that end later.

    Errors: RegimeError cycle_begun where a body has begun the report of such a cycle.
    """
    later = version.cycles.filter(period_end__gte=until, closed_at__isnull=True)
    cycles_later = list(later.prefetch_related("duties__submission").order_by("period_end"))
    for cycle in cycles_later:
        if any(hasattr(duty, "submission") for duty in cycle.duties.all()):
            day = f"{cycle.period_end:%d/%m/%Y}"
            raise RegimeError("cycle_begun", label=cycle.label, day=day)
    for cycle in cycles_later:
        _take_back(cycle, reason, by)
    version.effective = DateRange(version.effective.lower, until)
    version.save(update_fields=["effective"])


def told(version: RegimeVersion, facts: VersionFacts) -> dict[str, Value]:
    """A version as the trail tells it."""
    return {
        "number": version.number,
        "since": facts.since.isoformat(),
        "legal_basis": version.legal_basis,
        "cycle_rule": rule_words(facts.rule),
        "levels": [
            f"{level.body or level.group}: {due_words(level.due, facts.rule)}"
            for level in facts.levels
        ],
    }


def _take_back(cycle: Cycle, reason: str, by: Author) -> None:
    """Close a cycle that has begun or was told of, its duties released; remove any other."""
    state: dict[str, Value] = {"label": cycle.label, "duty_count": len(cycle.duties.all())}
    tell_withdrawn(cycle)
    if not cycle.is_known_by(clock.today()):
        record(by=by, action="cycle.remove", target=cycle, before=state, reason=reason)
        cycle.duties.all().delete()
        cycle.delete()
        return
    now = clock.now()
    owed = cycle.duties.filter(released_at__isnull=True)
    owed.update(released_at=now, release_reason=reason)
    cycle.closed_at = now
    cycle.save(update_fields=["closed_at"])
    record(by=by, action="cycle.close", target=cycle, after=state, reason=reason)


def _level(version: RegimeVersion, facts: LevelFacts) -> RegimeLevel:
    return RegimeLevel(
        version=version,
        order=facts.order,
        group=facts.group,
        body=facts.body,
        addressee=facts.addressee,
        addressee_text=" ".join(facts.addressee_text.split()),
        due=write_due(facts.due),
        method=" ".join(facts.method.split()),
        outline=facts.outline,
    )


def _check_days(version: RegimeVersion, facts: VersionFacts) -> None:
    """Compute the due days of the first cycle, so that a rule that cannot be is refused at once.

    Errors: RegimeRuleError due_previous_missing, due_not_listed, due_before_start.
    """
    until = facts.since + 366 * ONE_DAY
    first = next(cycles(facts.rule, facts.since, until), None)
    if first is None:
        return
    levels = list(version.levels.all())
    for _level_of, due in due_days(levels, first, working_days()):
        if due.last_day < first.period.start:
            day, start = f"{due.last_day:%d/%m/%Y}", f"{first.period.start:%d/%m/%Y}"
            raise RegimeRuleError("due_before_start", day=day, start=start)


def free_code(given: str, title: str) -> str:
    """The code asked for, or one made of the title with a number where it is taken.

    Errors: RegimeError code_taken.
    """
    if given:
        if Regime.objects.filter(code=given).exists():
            raise RegimeError("code_taken", code=given)
        return given
    stem = slugify(fold(title))[: CODE_LENGTH - 4].strip("-") or "che-do"
    taken = set(Regime.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, 1000))
    return stem if stem not in taken else next(code for code in numbered if code not in taken)
