"""Compiling the accepted reports of a cycle into that of the body they were sent to.

It is done by a job: each report is read first, then the whole is composed at once. A report that
is compiled already and still a draft is composed again with what was accepted since.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.organisations.models import Organisation
from tiendo.regimes.compiling.errors import CompilingError
from tiendo.regimes.models import Cycle, ReportDuty, Submission, SubmissionState
from tiendo.regimes.titles import title_of
from tiendo.reporting.actions import compile_report, recompile_report
from tiendo.reporting.gathering.owed import Owed, keep_owed
from tiendo.reporting.gathering.readings import keep_reading
from tiendo.reporting.made_files import OPEN, MadeState
from tiendo.reporting.making import begin
from tiendo.reporting.models import (
    Compilation,
    Handing,
    OutlineVersion,
    Report,
    ReportSource,
    ReportState,
)
from tiendo.reporting.outlines.starters import COMPILED, install_starter
from tiendo.reporting.writings import newest_narrative

_WRITING = SubmissionState.WRITING
COMPILING_JOB = "regimes.compile"
# A worker that was not heard of for so long is taken for dead.
SILENT_FOR = dt.timedelta(minutes=5)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Owing:
    """A duty to the body that compiles, with what was handed in. Missing: ``submission``."""

    duty: ReportDuty
    submission: Submission | None

    @property
    def state(self) -> str:
        """Where it stands for who compiles: accepted, sent, returned, writing or missing."""
        return self.submission.state if self.submission else "missing"

    @property
    def is_accepted(self) -> bool:
        """Whether its report is compiled."""
        return self.state == SubmissionState.ACCEPTED


def owed_to(cycle: Cycle, body: Organisation) -> list[Owing]:
    """What bodies owe a body in a cycle, by their names; released duties are left out.

    Cost: one query.
    """
    duties = ReportDuty.objects.filter(cycle=cycle, addressee=body, released_at__isnull=True)
    rows = duties.select_related("body", "submission").order_by("body__sort_key", "pk")
    return [Owing(duty, getattr(duty, "submission", None)) for duty in rows]


def latest_compiling(cycle: Cycle, body: Organisation) -> Compilation | None:
    """The last compiling of a cycle for a body, with its report. Cost: one query."""
    rows = Compilation.objects.filter(cycle_id=cycle.pk, body=body)
    return rows.select_related("asked_by").order_by("-pk").first()


def compiled_report(cycle: Cycle, body: Organisation) -> Report | None:
    """The report compiled last of a cycle for a body, or what corrects it; without its content."""
    made = Compilation.objects.filter(cycle_id=cycle.pk, body=body, report__isnull=False)
    last = made.order_by("-pk").values_list("report_id", flat=True).first()
    if last is None:
        return None
    rows = Report.objects.defer("content", "checks").select_related("outline", "corrected_by")
    report = rows.get(pk=last)
    return getattr(report, "corrected_by", None) or report


@transaction.atomic
def compile_cycle(
    *, by: Actor, cycle: Cycle, body: Organisation, outline: OutlineVersion | None = None
) -> Compilation:
    """Have the accepted reports of a cycle compiled into that of the body they were sent to.

    Errors: PermissionRefused; CompilingError nothing_accepted, being_compiled, compiled_approved.
    """
    author = by.require("report.compile")
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    accepted = [each for each in owed_to(cycle, body) if each.is_accepted]
    if not accepted:
        raise CompilingError("nothing_accepted")
    if Compilation.objects.filter(cycle_id=cycle.pk, body=body, state__in=OPEN).exists():
        raise CompilingError("being_compiled")
    report = compiled_report(cycle, body)
    if report is not None and report.state != ReportState.DRAFT:
        raise CompilingError("compiled_approved")
    made = Compilation.objects.create(
        cycle_id=cycle.pk,
        body=body,
        outline=outline,
        total=len(accepted),
        asked_by_id=by.user_id,
        asked_at=clock.now(),
    )
    after: dict[str, Value] = {"gathering_body": body.name, "gathered_reports": len(accepted)}
    record(by=author, action="report.gather", target=cycle, after=after)
    app.configure_task(COMPILING_JOB).defer(compilation_id=made.pk)
    return made


def run_compiling(compilation_id: int) -> Report | None:
    """Read the accepted reports one by one, then compose; None where it was done. Safe to repeat.

    What is refused is kept in the words of who asked.
    """
    made = begin(Compilation.objects.select_related("asked_by"), compilation_id, SILENT_FOR)
    if made is None:
        return None
    try:
        report = _compile(made)
    except Refusal as refused:
        _end(made, MadeState.FAILED, error=str(refused))
        return None
    except Exception:
        _end(made, MadeState.FAILED, error="Có lỗi khi lập báo cáo. Lập lại sau ít phút.")
        logger.exception("compiling failed", extra={"compilation": made.pk})
        raise
    _end(made, MadeState.DONE, report=report)
    return report


def _compile(made: Compilation) -> Report:
    cycle = Cycle.objects.select_related("version__regime__programme").get(pk=made.cycle_id)
    accepted = [each for each in owed_to(cycle, made.body) if each.is_accepted]
    Compilation.objects.filter(pk=made.pk).update(total=len(accepted))
    for at, owing in enumerate(accepted, start=1):
        keep_reading(_report_id(owing))
        Compilation.objects.filter(pk=made.pk).update(done=at, beat_at=clock.now())
    by = load_actor(User.objects.get(pk=made.asked_by_id), clock.today())
    return _compose(by, cycle, made, [_report_id(owing) for owing in accepted])


def _report_id(owing: Owing) -> int:
    if owing.submission is None:
        raise ValueError("an accepted report is handed in")
    return owing.submission.report_id


@transaction.atomic
def _compose(by: Actor, cycle: Cycle, made: Compilation, sources: Sequence[int]) -> Report:
    """The compiled report anew, or the draft there is with the sources accepted by now."""
    draft = compiled_report(cycle, made.body)
    if draft is not None and draft.state == ReportState.DRAFT:
        _renew_sources(draft, sources)
        keep_owed(draft, _standing(cycle, made.body))
        return recompile_report(by=by, report=draft, narrative=newest_narrative(draft))
    duty = _own_duty(cycle, made.body)
    report = compile_report(
        by=by,
        programme=cycle.version.regime.programme,
        period_start=cycle.period_start,
        period_end=cycle.period_end,
        as_of=min(cycle.closing_on, clock.today()),
        title=title_of(cycle),
        addressee=_addressee(duty),
        issuer=made.body,
        outline=made.outline or (duty and duty.level.outline) or install_starter(COMPILED),
        sources=_reports(sources),
        owed=_standing(cycle, made.body),
    )
    if duty is not None and not Submission.objects.filter(duty=duty).exists():
        Submission.objects.create(
            duty=duty, report=report, opened_by_id=by.user_id, opened_at=clock.now()
        )
    return report


def _standing(cycle: Cycle, body: Organisation) -> list[Owed]:
    """Who owes a body its report in a cycle, and how that stands now. Cost: one query."""
    return [_stands(owing) for owing in owed_to(cycle, body)]


def _stands(owing: Owing) -> Owed:
    duty, submission = owing.duty, owing.submission
    sent_at = submission.sent_at if submission and submission.state != _WRITING else None
    if submission is None or sent_at is None:
        is_past = duty.last_day < clock.today()
        return Owed(duty.body_id, Handing.MISSING if is_past else Handing.NOT_DUE, duty.last_day)
    return Owed(
        duty.body_id,
        Handing.ACCEPTED if owing.is_accepted else Handing.WAITING,
        duty.last_day,
        submission.is_late,
        clock.local_day(sent_at),
    )


def _reports(ids: Sequence[int]) -> list[Report]:
    """The sources in their order, without what they hold."""
    rows = Report.objects.defer("content", "narrative", "checks").in_bulk(list(ids))
    return [rows[pk] for pk in ids]


def _renew_sources(report: Report, sources: Sequence[int]) -> None:
    ReportSource.objects.filter(report=report).exclude(source__in=sources).delete()
    held = {row.source_id: row for row in ReportSource.objects.filter(report=report)}
    for at, source in enumerate(sources):
        if source not in held:
            ReportSource.objects.create(report=report, source_id=source, order=at)
        elif held[source].order != at:
            ReportSource.objects.filter(pk=held[source].pk).update(order=at)


def _own_duty(cycle: Cycle, body: Organisation) -> ReportDuty | None:
    """What the compiling body itself owes to the one above it in the same cycle."""
    owed = ReportDuty.objects.filter(cycle=cycle, body=body, released_at__isnull=True)
    return owed.select_related("level__outline", "addressee").order_by("-level__order").first()


def _addressee(duty: ReportDuty | None) -> str:
    if duty is None:
        return ""
    return duty.addressee.name if duty.addressee else duty.addressee_text


def _end(
    made: Compilation, state: MadeState, *, error: str = "", report: Report | None = None
) -> None:
    Compilation.objects.filter(pk=made.pk).update(
        state=state, ended_at=clock.now(), error=error, report=report
    )


@dataclass(frozen=True, slots=True)
class Compilable:
    """A cycle with a body to which reports were to be sent: how many are owed and accepted."""

    cycle: Cycle
    body: Organisation
    owed: int
    accepted: int


def list_compilable() -> QuerySet[Any, Any]:
    """What may be compiled, the newest cycle that has begun first: cycle, addressee, owed and
    accepted."""
    owed = ReportDuty.objects.filter(
        addressee__isnull=False,
        released_at__isnull=True,
        cycle__period_start__lte=clock.today(),
    )
    is_accepted = Q(submission__state=SubmissionState.ACCEPTED)
    counted = owed.order_by().values("cycle_id", "addressee_id")
    return counted.annotate(
        owed=Count("pk"), accepted=Count("pk", filter=is_accepted), until=Max("cycle__period_end")
    ).order_by("-until", "cycle_id", "addressee_id")


def as_compilable(rows: Sequence[Mapping[str, int]]) -> list[Compilable]:
    """The rows of a page of that list with their cycles and bodies. Cost: two queries."""
    cycles = Cycle.objects.select_related("version__regime").in_bulk(
        [row["cycle_id"] for row in rows]
    )
    bodies = Organisation.objects.in_bulk([row["addressee_id"] for row in rows])
    return [
        Compilable(
            cycles[row["cycle_id"]], bodies[row["addressee_id"]], row["owed"], row["accepted"]
        )
        for row in rows
    ]
