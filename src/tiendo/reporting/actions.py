"""What people do with reports: compile, compile again, put into words, approve, correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from importlib.metadata import version as version_of

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.checking.passing import pass_checks
from tiendo.reporting.composing import compose
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.gathering.owed import Owed, keep_owed, owed_of
from tiendo.reporting.house_templates.actions import write_in_house
from tiendo.reporting.letterhead import default_issuer, default_title
from tiendo.reporting.measures import as_row
from tiendo.reporting.models import Figure, OutlineVersion, Report, ReportSource, ReportState
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.readback import read_back
from tiendo.reporting.sittings import end_sittings
from tiendo.reporting.snapshot import dump_document
from tiendo.reporting.storing import file_name, store_report
from tiendo.reporting.writings import settle_narrative

FIGURES_AT_ONCE = 5_000


@transaction.atomic
def compile_report(
    *,
    by: Actor,
    programme: Programme,
    period_start: dt.date,
    period_end: dt.date,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
    title: str = "",
    addressee: str = "",
    issuer: Organisation | None = None,
    body: Organisation | None = None,
    outline: OutlineVersion | None = None,
    sources: Sequence[Report] = (),
    owed: Sequence[Owed] = (),
    narrative: Mapping[str, str] | None = None,
) -> Report:
    """Compile the draft of a report on a programme in a period, with its figures and its file.

    With a ``body`` only what that body answers for is reported, in its own name, and who writes
    its submissions may do it; ``sources`` are the reports gathered into this one, in order, and
    ``owed`` who was to send one.

    ``as_of`` is the day of the figures (default: today, or the period's last day where that is
    past), ``known_at`` the moment whose knowledge counts (default: now). Title and issuer default
    to those of the plan; several addressees are parted by a semicolon.
    Errors: PermissionRefused; ReportError period_out_of_order, as_of_in_future,
    known_at_in_future, unknown_value.
    """
    author = _require(by, body)
    day = as_of or min(clock.today(), period_end)
    report = Report(
        programme=programme,
        body=body,
        outline=outline,
        issuer=issuer or body or default_issuer(programme, day),
        title=" ".join(title.split()) or default_title(programme),
        addressee=addressee.strip(),
        period_start=period_start,
        period_end=period_end,
        as_of=day,
        known_at=known_at or clock.now(),
        product_version=version_of("tiendo"),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    report.narrative = _narrative(report, narrative or {})
    _check(report)
    return _compile_new(report, by, author, "report.compile", sources=sources, owed=owed)


@transaction.atomic
def recompile_report(
    *,
    by: Actor,
    report: Report,
    version: int | None = None,
    as_of: dt.date | None = None,
    title: str | None = None,
    addressee: str | None = None,
    narrative: Mapping[str, str] | None = None,
) -> Report:
    """Compile a draft again with what is known now: figures, words and file are replaced at once.

    What is not given stays as it is. Errors: PermissionRefused; ReportError not_a_draft,
    composed_meanwhile, as_of_in_future.
    """
    author = _require(by, report.body)
    current = _lock_draft(report, version)
    before = _facts(current)
    current.as_of = as_of or current.as_of
    current.title = " ".join((title or "").split()) or current.title
    current.addressee = current.addressee if addressee is None else addressee.strip()
    if narrative is not None:
        current.narrative = _narrative(current, settle_narrative(current, by, narrative))
    current.known_at = clock.now()
    current.version += 1
    current.product_version = version_of("tiendo")
    _check(current)
    _fill(current, by, author)
    after = _facts(current)
    record(by=author, action="report.recompile", target=current, before=before, after=after)
    return current


@transaction.atomic
def approve_report(
    *, by: Actor, report: Report, version: int, reason: str = "", seen: str = ""
) -> Report:
    """Approve the draft that was seen; from then on it is never edited.

    ``reason`` is that for going on although the checks found something, ``seen`` the fingerprint
    of what they found when it was looked at.
    The report of a body is approved by who sends it, too.
    Errors: PermissionRefused; ReportError not_a_draft, composed_meanwhile, checks_open,
    findings_open, findings_changed.
    """
    author = _require_approval(by, report)
    current = _lock_draft(report, version)
    if not current.checks.get("is_clean"):
        raise ReportError("checks_open")
    passed = _pass_checks(by, current, reason, seen)
    end_sittings(current)
    current.state = ReportState.APPROVED
    current.approved_by_id = by.user_id
    current.approved_at = clock.now()
    current.save(update_fields=["state", "approved_by", "approved_at"])
    after: dict[str, Value] = {
        "state": ReportState.APPROVED.value,
        "version": current.version,
        **({"open_findings": passed} if passed else {}),
    }
    record(
        by=author,
        action="report.approve",
        target=current,
        before={"state": ReportState.DRAFT.value},
        after=after,
        reason=reason.strip() if passed else "",
    )
    return current


@transaction.atomic
def correct_report(*, by: Actor, report: Report, reason: str) -> Report:
    """Compile a new draft in place of an approved report, linked to it, with the reason.

    The report of a body is corrected by who sends it, too.
    Errors: PermissionRefused; ReportError not_approved, reason_missing, already_corrected.
    """
    author = _require_correction(by, report)
    wrong = _lock(report)
    if wrong.state == ReportState.DRAFT:
        raise ReportError("not_approved")
    if not reason.strip():
        raise ReportError("reason_missing")
    if Report.objects.filter(corrects=wrong).exists():
        raise ReportError("already_corrected")
    corrected = Report(
        programme=wrong.programme,
        body=wrong.body,
        outline=wrong.outline,
        issuer=wrong.issuer,
        title=wrong.title,
        addressee=wrong.addressee,
        period_start=wrong.period_start,
        period_end=wrong.period_end,
        as_of=wrong.as_of,
        known_at=clock.now(),
        narrative=wrong.narrative,
        corrects=wrong,
        correction_reason=reason.strip(),
        product_version=version_of("tiendo"),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    sources = [row.source for row in wrong.sources.select_related("source")]
    return _compile_new(
        corrected,
        by,
        author,
        "report.correct",
        reason=reason.strip(),
        sources=sources,
        owed=owed_of(wrong),
    )


def _compile_new(
    report: Report,
    by: Actor,
    author: Author,
    action: str,
    *,
    reason: str = "",
    sources: Sequence[Report] = (),
    owed: Sequence[Owed] = (),
) -> Report:
    report.save(force_insert=True)
    keep_owed(report, owed)
    ReportSource.objects.bulk_create(
        ReportSource(report=report, source=source, order=at) for at, source in enumerate(sources)
    )
    _fill(report, by, author)
    record(by=author, action=action, target=report, after=_facts(report), reason=reason)
    return report


def _fill(report: Report, by: Actor, author: Author) -> None:
    """Compose the report and replace its figures, its content and its file."""
    period = Period(report.period_start, report.period_end)
    subject = Subject(report.programme, period, report.as_of, report.known_at, report.body)
    composed = compose(by, report, subject, gather(by, subject))
    source = write_in_house(composed.document, report.issuer, clock.today())
    reading = read_back(source, file_name(report), composed.document)
    Figure.objects.filter(report=report).delete()
    Figure.objects.bulk_create(
        (as_row(report, at, measure) for at, measure in enumerate(composed.measures)),
        batch_size=FIGURES_AT_ONCE,
    )
    report.content = dump_document(composed.document)
    report.checks = reading.dump()
    report.document = store_report(report, source, reading.parsed, by=author, user_id=by.user_id)
    report.save()


def _lock(report: Report, version: int | None = None) -> Report:
    current = (
        Report.objects.select_for_update(of=("self",))
        .select_related(
            "programme__coordinator",
            "programme__document__issuer",
            "issuer__parent",
            "body",
            "outline",
            "document",
            "corrects",
        )
        .get(pk=report.pk)
    )
    if version is not None and version != current.version:
        raise ReportError("composed_meanwhile")
    return current


def _lock_draft(report: Report, version: int | None) -> Report:
    current = _lock(report, version)
    if current.state != ReportState.DRAFT:
        raise ReportError("not_a_draft")
    return current


def _check(report: Report) -> None:
    if report.period_end < report.period_start:
        raise ReportError("period_out_of_order")
    if report.as_of > clock.today():
        raise ReportError("as_of_in_future", day=f"{report.as_of:%d/%m/%Y}")
    if report.known_at > clock.now():
        raise ReportError("known_at_in_future")


def _require(by: Actor, body: Organisation | None) -> Author:
    """Who may compile: for the whole programme its compilers, for one body who writes for it too.

    Errors: PermissionRefused.
    """
    if body is not None and by.may("submission.write", at=body.pk):
        return by.require("submission.write", at=body.pk)
    return by.require("report.compile")


def _require_approval(by: Actor, report: Report) -> Author:
    """Who may approve: whoever approves reports, and who sends those of the body that issues it.

    Errors: PermissionRefused.
    """
    if by.may("submission.send", at=report.issuer_id):
        return by.require("submission.send", at=report.issuer_id)
    return by.require("report.approve")


def _require_correction(by: Actor, report: Report) -> Author:
    """Who may correct: who may compile, and who sends the reports of the body that issues it.

    Errors: PermissionRefused.
    """
    if by.may("submission.send", at=report.issuer_id):
        return by.require("submission.send", at=report.issuer_id)
    return _require(by, report.body)


def _pass_checks(by: Actor, report: Report, reason: str, seen: str) -> int:
    """How many findings are passed, with the reason."""
    return sum(row.count for row in pass_checks(by, report, reason, seen))


def _narrative(report: Report, words: Mapping[str, str]) -> dict[str, str]:
    """The words of the places that take some; empty ones are left out."""
    names = [place.name for place in outline_of(report).narratives]
    return {name: words[name].strip() for name in names if words.get(name, "").strip()}


def _facts(report: Report) -> dict[str, Value]:
    """What the trail keeps: the report's terms, not its figures, which are rows of their own."""
    return {
        "title": report.title,
        "period_start": report.period_start.isoformat(),
        "period_end": report.period_end.isoformat(),
        "as_of": report.as_of.isoformat(),
        "known_at": report.known_at.isoformat(),
        "version": report.version,
        "figures": int(report.checks.get("figures", 0)),
        "document": report.document_id,
        "corrects": report.corrects_id,
    }
