"""Findings: recorded, sent for explanation, explained by the body, judged by the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.inspections import AT_WORK, EXPLAIN_DAYS, SEVERITIES, InspectionState
from tiendo.domain.lists import choices_on
from tiendo.domain.parameters import parameter_on
from tiendo.inspections.actions.visits import NOTHING_ATTACHED, Attached
from tiendo.inspections.actions.writing import (
    lock_inspection,
    next_order,
    require_inspected,
    require_state,
    words,
)
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import Finding, Inspection
from tiendo.inspections.permissions import author_of_team
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.tasks.models import Evidence, Task
from tiendo.tasks.parties import parties_on

_AT_FINDING = (InspectionState.VISITING, InspectionState.CONCLUDING)


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding as typed; ``evidence`` points to a piece of evidence of the task."""

    organisation: Organisation
    severity: str
    text: str
    task: Task | None = None
    evidence: Evidence | None = None
    attached: Attached = NOTHING_ATTACHED


@transaction.atomic
def record_finding(*, by: Actor, inspection: Inspection, data: NewFinding) -> Finding:
    """Record what was found at a body.

    Errors: PermissionRefused; InspectionError wrong_state, not_inspected, unknown_severity,
    text_missing, task_of_other_body, evidence_of_other_task.
    """
    current = lock_inspection(inspection)
    author = author_of_team(by, current)
    require_state(current, _AT_FINDING)
    require_inspected(current, data.organisation)
    _check(data)
    finding = Finding.objects.create(
        inspection=current,
        organisation=data.organisation,
        order=next_order(Finding.objects.filter(inspection=current)),
        task=data.task,
        severity=data.severity,
        text=words(data.text),
        evidence=data.evidence,
        document_number=data.attached.document_number.strip(),
        stored_file=data.attached.stored_file,
        file_name=data.attached.file_name,
        recorded_by_id=by.user_id,
        recorded_at=clock.now(),
    )
    after: dict[str, Value] = {
        "organisation": data.organisation.pk,
        "severity": data.severity,
        "text": finding.text,
        "task": finding.task_id,
    }
    record(by=author, action="inspection.record_finding", target=finding, after=after)
    return finding


@transaction.atomic
def send_findings(
    *, by: Actor, inspection: Inspection, organisation: Organisation
) -> Sequence[Finding]:
    """Send a body its findings not yet sent, for explanation within the days laid down.

    Errors: PermissionRefused; InspectionError wrong_state, nothing_to_send.
    """
    current = lock_inspection(inspection)
    author = author_of_team(by, current)
    require_state(current, _AT_FINDING)
    waiting = Finding.objects.filter(
        inspection=current, organisation=organisation, sent_at__isnull=True
    )
    findings = list(waiting)
    if not findings:
        raise InspectionError("nothing_to_send")
    today = clock.today()
    explain_by = today + dt.timedelta(days=parameter_on(EXPLAIN_DAYS, today))
    waiting.update(sent_at=clock.now(), explain_by=explain_by)
    after: dict[str, Value] = {
        "organisation": organisation.pk,
        "count": len(findings),
        "last_day": explain_by.isoformat(),
    }
    record(by=author, action="inspection.send_findings", target=current, after=after)
    emit("inspection.findings", target=current, bodies=[organisation.pk])
    return findings


@transaction.atomic
def explain_finding(*, by: Actor, finding: Finding, text: str) -> Finding:
    """Explain a finding for the body it was sent to, until the team has judged.

    Errors: PermissionRefused; InspectionError wrong_state, not_sent, already_judged, text_missing.
    """
    author = by.require("inspection.answer", at=finding.organisation_id)
    require_state(lock_inspection(finding.inspection), AT_WORK)
    row = Finding.objects.select_for_update().get(pk=finding.pk)
    if row.sent_at is None:
        raise InspectionError("not_sent")
    if row.judged_at is not None:
        raise InspectionError("already_judged")
    before: dict[str, Value] = {"explanation": row.explanation}
    row.explanation = words(text)
    row.explained_by_id, row.explained_at = by.user_id, clock.now()
    row.save(update_fields=["explanation", "explained_by", "explained_at"])
    after: dict[str, Value] = {"explanation": row.explanation}
    record(by=author, action="inspection.explain", target=row, before=before, after=after)
    return row


@transaction.atomic
def judge_finding(*, by: Actor, finding: Finding, is_accepted: bool, text: str = "") -> Finding:
    """Say whether the explanation is accepted; without one only past its last day.

    Errors: PermissionRefused; InspectionError wrong_state, not_sent, not_explained.
    """
    inspection = lock_inspection(finding.inspection)
    author = author_of_team(by, inspection)
    require_state(inspection, _AT_FINDING)
    row = Finding.objects.select_for_update().get(pk=finding.pk)
    if row.sent_at is None or row.explain_by is None:
        raise InspectionError("not_sent")
    if not row.explanation and row.explain_by >= clock.today():
        raise InspectionError("not_explained", day=f"{row.explain_by:%d/%m/%Y}")
    row.is_accepted = is_accepted
    row.judgement = text.strip()
    row.judged_by_id, row.judged_at = by.user_id, clock.now()
    row.save(update_fields=["is_accepted", "judgement", "judged_by", "judged_at"])
    after: dict[str, Value] = {"is_accepted": is_accepted}
    record(by=author, action="inspection.judge", target=row, after=after, reason=row.judgement)
    return row


def _check(data: NewFinding) -> None:
    if data.severity not in {choice.code for choice in choices_on(SEVERITIES, clock.today())}:
        raise InspectionError("unknown_severity")
    if data.task is None:
        if data.evidence is not None:
            raise InspectionError("evidence_of_other_task")
        return
    if data.organisation.pk not in parties_on(data.task, clock.today()).working_ids:
        raise InspectionError("task_of_other_body", task=data.task.code)
    if data.evidence is not None and data.evidence.task_id != data.task.pk:
        raise InspectionError("evidence_of_other_task")
