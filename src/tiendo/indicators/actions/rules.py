"""The rules that figures are checked by: set, ended, followed by others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.domain import clock
from tiendo.indicators.checking.conditions import check_condition
from tiendo.indicators.definitions import holds_on
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import (
    CheckKind,
    CheckRule,
    CheckSeverity,
    Dimension,
    Indicator,
    IndicatorState,
    IndicatorVersion,
)


@dataclass(frozen=True, slots=True)
class RuleFields:
    """A rule. Units: bounds of a range in the indicator's, of a jump as ratios (0.5: half).

    Missing: what its kind does not need is left out.
    """

    kind: CheckKind
    severity: CheckSeverity
    source: str
    low: Decimal | None = None
    high: Decimal | None = None
    formula: str = ""
    dimension: Dimension | None = None


@transaction.atomic
def set_rule(*, by: Actor, indicator: Indicator, fields: RuleFields, since: dt.date) -> CheckRule:
    """Another rule for figures of periods that end on a day or later.

    Errors: PermissionRefused; IndicatorError retired, rule_source, rule_bounds, rule_reversed,
    rule_negative, rule_dimension, rule_condition, rule_there; for a condition as
    ``check_condition``.
    """
    author = by.require("indicator.define")
    rule = rule_of(by.user_id, indicator, fields, since)
    _insert(rule)
    record(by=author, action="rule.set", target=rule, after=_facts(rule))
    return rule


@transaction.atomic
def end_rule(*, by: Actor, rule: CheckRule, on: dt.date, reason: str) -> CheckRule:
    """Ask a rule no longer of periods that end on a day or later.

    Errors: PermissionRefused; IndicatorError reason_missing, rule_ended, rule_end_early.
    """
    author = by.require("indicator.define")
    if not reason.strip():
        raise IndicatorError("reason_missing")
    held = _ended(rule, on)
    after: State = {**_facts(held), "until": on.isoformat()}
    record(
        by=author,
        action="rule.end",
        target=held,
        before=_facts(held),
        after=after,
        reason=reason.strip(),
    )
    return held


@transaction.atomic
def follow_rule(
    *, by: Actor, rule: CheckRule, fields: RuleFields, since: dt.date, reason: str
) -> CheckRule:
    """Another rule in the place of one from a day on.

    Errors: PermissionRefused; IndicatorError as of ``end_rule`` and ``set_rule``.
    """
    author = by.require("indicator.define")
    if not reason.strip():
        raise IndicatorError("reason_missing")
    held = _ended(rule, since)
    made = rule_of(by.user_id, held.indicator, fields, since)
    _insert(made)
    record(
        by=author,
        action="rule.follow",
        target=made,
        before=_facts(held),
        after=_facts(made),
        reason=reason.strip(),
    )
    return made


def _insert(rule: CheckRule) -> None:
    """Keep a rule that is not there yet: of two alike each figure would be told twice."""
    asked = ("indicator", "kind", "severity", "low", "high", "formula", "dimension")
    same = {name: getattr(rule, name) for name in asked}
    if found := CheckRule.objects.filter(**same, validity__endswith=None).first():
        raise IndicatorError("rule_there", day=f"{found.validity.lower:%d/%m/%Y}")
    rule.save(force_insert=True)


def _ended(rule: CheckRule, on: dt.date) -> CheckRule:
    locked = CheckRule.objects.select_for_update(of=("self",)).select_related("indicator")
    held = locked.get(pk=rule.pk)
    begun = held.validity.lower
    if held.validity.upper is not None:
        raise IndicatorError("rule_ended")
    if begun is None or on <= begun:
        words = f"{begun:%d/%m/%Y}" if begun else "—"
        raise IndicatorError("rule_end_early", day=f"{on:%d/%m/%Y}", begun=words)
    CheckRule.objects.filter(pk=held.pk).update(validity=DateRange(begun, on))
    held.validity = DateRange(begun, on)
    return held


def rule_of(user_id: int, indicator: Indicator, fields: RuleFields, since: dt.date) -> CheckRule:
    """A rule that was looked through and is not kept yet. Errors: as ``set_rule``."""
    if indicator.state == IndicatorState.RETIRED:
        raise IndicatorError("retired", code=indicator.code)
    version = _version_on(indicator, since)
    _check(fields, version)
    is_bound = fields.kind in (CheckKind.RANGE, CheckKind.JUMP)
    is_condition = fields.kind == CheckKind.CONSISTENCY
    return CheckRule(
        indicator=indicator,
        kind=fields.kind,
        severity=fields.severity,
        validity=DateRange(since, None),
        low=fields.low if is_bound else None,
        high=fields.high if is_bound else None,
        formula=check_condition(fields.formula, version) if is_condition else "",
        dimension=fields.dimension if fields.kind == CheckKind.PARTS else None,
        source=fields.source.strip(),
        set_by_id=user_id,
        set_at=clock.now(),
    )


def _version_on(indicator: Indicator, day: dt.date) -> IndicatorVersion:
    """The definition of a day, or the first one where it begins later."""
    versions = list(indicator.versions.order_by("number").select_related("indicator"))
    held = (version for version in versions if holds_on(version.validity, day))
    return next(held, versions[0])


def _check(fields: RuleFields, version: IndicatorVersion) -> None:
    if not fields.source.strip():
        raise IndicatorError("rule_source")
    if fields.kind in (CheckKind.RANGE, CheckKind.JUMP):
        _check_bounds(fields)
    if fields.kind == CheckKind.PARTS:
        dimension = fields.dimension
        if dimension is None or not version.dimensions.filter(pk=dimension.pk).exists():
            raise IndicatorError("rule_dimension", code=version.indicator.code)
    if fields.kind == CheckKind.CONSISTENCY and not fields.formula.strip():
        raise IndicatorError("rule_condition", code=version.indicator.code)


def _check_bounds(fields: RuleFields) -> None:
    low, high = fields.low, fields.high
    if low is None and high is None:
        raise IndicatorError("rule_bounds")
    if fields.kind == CheckKind.JUMP:
        if any(bound is not None and bound < 0 for bound in (low, high)):
            raise IndicatorError("rule_negative")
    elif low is not None and high is not None and low > high:
        raise IndicatorError("rule_reversed", low=low.normalize(), high=high.normalize())


def _facts(rule: CheckRule) -> State:
    since = rule.validity.lower
    return {
        "indicator": rule.indicator_id,
        "kind": str(rule.kind),
        "severity": str(rule.severity),
        "low": None if rule.low is None else str(rule.low),
        "high": None if rule.high is None else str(rule.high),
        "formula": rule.formula,
        "dimension": rule.dimension_id,
        "source": rule.source,
        "since": since.isoformat() if since else None,
    }
