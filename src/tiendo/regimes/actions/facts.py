"""What a regime is laid down with, as values that forms and tests give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tiendo.documents.models import Document
from tiendo.domain.regimes import CountedFrom, DueKind, DueRule, Frequency, RegimeRule
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import Programme
from tiendo.regimes.errors import RegimeError
from tiendo.regimes.models import RegimeKind
from tiendo.reporting.models import OutlineVersion


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """One step of the chain. Missing: exactly one of ``body`` and ``group`` is given."""

    due: DueRule
    order: int = 1
    body: Organisation | None = None
    group: BodyGroup | None = None
    addressee: Organisation | None = None
    addressee_text: str = ""
    method: str = ""
    outline: OutlineVersion | None = None


@dataclass(frozen=True, slots=True)
class RegimeFacts:
    """What stays of a regime over its versions. Missing: an empty ``code`` is made."""

    title: str
    kind: RegimeKind
    programme: Programme
    code: str = ""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a regime asks for from the day ``since`` on, until the day before ``until``."""

    rule: RegimeRule
    since: dt.date
    levels: tuple[LevelFacts, ...]
    legal_basis: str
    basis_document: Document | None = None
    is_verified: bool = False
    report_title: str = ""
    guidance: str = ""
    outline: OutlineVersion | None = None
    reason: str = ""
    until: dt.date | None = None


def check_version(facts: VersionFacts) -> None:
    """Refuse what is no whole version.

    Errors: RegimeError basis_missing, levels_missing, reporter_missing, reporter_twice,
    addressee_missing, event_counts_days.
    """
    if not facts.legal_basis.strip():
        raise RegimeError("basis_missing")
    if not facts.levels:
        raise RegimeError("levels_missing")
    for level in facts.levels:
        _check_level(level, facts.rule)


def _check_level(level: LevelFacts, rule: RegimeRule) -> None:
    if level.body is None and level.group is None:
        raise RegimeError("reporter_missing", order=level.order)
    if level.body is not None and level.group is not None:
        raise RegimeError("reporter_twice", order=level.order)
    if level.addressee is None and not level.addressee_text.strip():
        raise RegimeError("addressee_missing", order=level.order)
    if rule.frequency is Frequency.ON_EVENT and level.due.kind is not DueKind.AFTER:
        raise RegimeError("event_counts_days")
    if rule.frequency is not Frequency.ON_EVENT and level.due.counted_from is CountedFrom.ISSUE:
        raise RegimeError("issue_needs_event")
