"""A body's own plan for a programme: recorded, corrected, taken back; what it covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.errors import ProgrammeError
from tiendo.programmes.models import PlanFiling, Programme
from tiendo.tasks.models import PlanCoverage, Task
from tiendo.tasks.queries.filings import filing_in_force, rows_of_body


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is recorded of a plan. Missing: neither document nor own programme is needed."""

    number: str
    issued_on: dt.date
    title: str
    document: Document | None = None
    own_programme: Programme | None = None


@transaction.atomic
def record_filing(
    *,
    programme: Programme,
    organisation: Organisation,
    plan: PlanFacts,
    covers: Iterable[Task],
    by: Actor,
) -> PlanFiling:
    """Record that a body issued its own plan, and which of its tasks the plan covers.

    Errors: PermissionRefused; ProgrammeError filing_exists, filing_number_missing, title_missing,
    filing_in_future, filing_of_other_body, own_programme_of_other_body.
    """
    author = by.require("filing.record", at=organisation.pk)
    _lock(programme)
    held = filing_in_force(programme, organisation)
    if held is not None and not held.is_withdrawn:
        raise ProgrammeError("filing_exists")
    filing = PlanFiling(programme=programme, organisation=organisation)
    if held is not None:
        filing.version, filing.corrects, filing.reason = held.version + 1, held, held.reason
    chosen = _fill(filing, plan, covers, by)
    record(by=author, action="filing.record", target=filing, after=_facts(filing, chosen))
    return filing


@transaction.atomic
def correct_filing(
    *, filing: PlanFiling, plan: PlanFacts, covers: Iterable[Task], reason: str, by: Actor
) -> PlanFiling:
    """Record a new version of a filing, with a reason; the old one stays.

    Errors: PermissionRefused; ProgrammeError reason_missing, filing_corrected_meanwhile and those
    of ``record_filing``.
    """
    author = by.require("filing.record", at=filing.organisation_id)
    version = _next_version(filing, reason)
    before = _facts(filing, _covered(filing))
    chosen = _fill(version, plan, covers, by)
    record(
        by=author,
        action="filing.correct",
        target=version,
        before=before,
        after=_facts(version, chosen),
        reason=reason,
    )
    return version


@transaction.atomic
def withdraw_filing(*, filing: PlanFiling, reason: str, by: Actor) -> PlanFiling:
    """Take a filing back that was recorded by mistake, with a reason; the record stays.

    Errors: PermissionRefused; ProgrammeError reason_missing, filing_corrected_meanwhile.
    """
    author = by.require("filing.record", at=filing.organisation_id)
    version = _next_version(filing, reason)
    version.is_withdrawn = True
    plan = PlanFacts(filing.number, filing.issued_on, filing.title)
    _fill(version, plan, (), by)
    before = _facts(filing, _covered(filing))
    record(by=author, action="filing.withdraw", target=version, before=before, reason=reason)
    return version


def _lock(programme: Programme) -> None:
    """Filings of a programme are written one after another."""
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)


def _next_version(filing: PlanFiling, reason: str) -> PlanFiling:
    if not reason.strip():
        raise ProgrammeError("reason_missing")
    _lock(filing.programme)
    if PlanFiling.objects.filter(corrects=filing).exists():
        raise ProgrammeError("filing_corrected_meanwhile")
    return PlanFiling(
        programme=filing.programme,
        organisation=filing.organisation,
        version=filing.version + 1,
        corrects=filing,
        reason=reason.strip(),
    )


def _fill(filing: PlanFiling, plan: PlanFacts, covers: Iterable[Task], by: Actor) -> list[int]:
    """Check and save a version; returns the ids of the tasks it covers."""
    chosen = sorted({task.pk for task in covers})
    _check(filing, plan, chosen)
    filing.number, filing.title = plan.number.strip(), plan.title.strip()
    filing.issued_on, filing.document = plan.issued_on, plan.document
    filing.own_programme = plan.own_programme
    filing.recorded_by_id, filing.recorded_at = by.user_id, clock.now()
    filing.save(force_insert=True)
    PlanCoverage.objects.bulk_create(PlanCoverage(filing=filing, task_id=pk) for pk in chosen)
    return chosen


def _check(filing: PlanFiling, plan: PlanFacts, chosen: list[int]) -> None:
    if not plan.number.strip():
        raise ProgrammeError("filing_number_missing")
    if not plan.title.strip():
        raise ProgrammeError("title_missing")
    if plan.issued_on > clock.today():
        raise ProgrammeError("filing_in_future")
    own = plan.own_programme
    body = filing.organisation_id
    if own is not None and (own.owner_id, own.implements_id) != (body, filing.programme_id):
        raise ProgrammeError("own_programme_of_other_body")
    if chosen:
        rows = rows_of_body(filing.programme, filing.organisation, clock.today())
        if rows.filter(pk__in=chosen).count() != len(chosen):
            raise ProgrammeError("filing_of_other_body")


def _covered(filing: PlanFiling) -> list[int]:
    return sorted(filing.coverage.values_list("task_id", flat=True))


def _facts(filing: PlanFiling, covers: list[int]) -> State:
    return {
        "organisation": filing.organisation_id,
        "programme": filing.programme_id,
        "version": filing.version,
        "number": filing.number,
        "issued_on": filing.issued_on.isoformat(),
        "title": filing.title,
        "document": filing.document_id,
        "own_programme": filing.own_programme_id,
        "covers": list(covers),
    }
