"""Moving an inspection on: decision, visits, conclusion, or cancelled."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Value, record
from tiendo.documents.models import StoredFile
from tiendo.domain import clock
from tiendo.domain.inspections import BY_ACTION
from tiendo.inspections.actions.writing import lock_inspection, require_state, words
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import Finding, Inspection, Recommendation, TeamRole
from tiendo.inspections.permissions import own_bodies
from tiendo.outbox.actions import emit


@transaction.atomic
def decide_inspection(
    *, by: Actor, inspection: Inspection, number: str, day: dt.date
) -> Inspection:
    """Record the decision by which the bodies are inspected; from then on they see the outline.

    Errors: PermissionRefused; InspectionError wrong_state, number_missing, day_in_future,
    no_team_head.
    """
    current = _begin("decide", by, inspection)
    current.decision_number = words(number, "number_missing")
    current.decision_date = _past(day)
    if not current.team.filter(role=TeamRole.HEAD).exists():
        raise InspectionError("no_team_head")
    after: dict[str, Value] = {"number": current.decision_number, "issued_on": day.isoformat()}
    return _finish("decide", by, current, ["decision_number", "decision_date"], after)


@transaction.atomic
def start_visits(*, by: Actor, inspection: Inspection) -> Inspection:
    """Begin the visits today.

    Errors: PermissionRefused; InspectionError wrong_state.
    """
    current = _begin("start_visits", by, inspection)
    current.begins_on = clock.today()
    return _finish("start_visits", by, current, ["begins_on"])


@transaction.atomic
def end_visits(*, by: Actor, inspection: Inspection) -> Inspection:
    """End the visits today; the conclusion is being written.

    Errors: PermissionRefused; InspectionError wrong_state.
    """
    current = _begin("end_visits", by, inspection)
    current.ends_on = clock.today()
    return _finish("end_visits", by, current, ["ends_on"])


@transaction.atomic
def resume_visits(*, by: Actor, inspection: Inspection) -> Inspection:
    """Go back to visiting before the conclusion.

    Errors: PermissionRefused; InspectionError wrong_state.
    """
    current = _begin("resume_visits", by, inspection)
    current.ends_on = None
    return _finish("resume_visits", by, current, ["ends_on"])


@transaction.atomic
def conclude_inspection(
    *,
    by: Actor,
    inspection: Inspection,
    text: str,
    number: str,
    day: dt.date,
    signed_file: StoredFile | None = None,
    file_name: str = "",
) -> Inspection:
    """Record the conclusion, with its signed copy where it is given; it is seen by all staff.

    Errors: PermissionRefused; InspectionError wrong_state, text_missing, number_missing,
    day_in_future, findings_open.
    """
    current = _begin("conclude", by, inspection)
    open_ones = Finding.objects.filter(inspection=current, is_accepted__isnull=True).count()
    if open_ones:
        raise InspectionError("findings_open", count=str(open_ones))
    current.conclusion = words(text)
    current.conclusion_number = words(number, "number_missing")
    current.conclusion_date = _past(day)
    current.conclusion_file = signed_file
    current.conclusion_file_name = file_name if signed_file else ""
    fields = [
        "conclusion",
        "conclusion_number",
        "conclusion_date",
        "conclusion_file",
        "conclusion_file_name",
    ]
    after: dict[str, Value] = {"number": current.conclusion_number, "issued_on": day.isoformat()}
    ended = _finish("conclude", by, current, fields, after)
    wanted = Recommendation.objects.filter(inspection=ended).order_by("organisation_id")
    if bodies := list(wanted.values_list("organisation_id", flat=True).distinct()):
        emit("inspection.recommended", target=ended, bodies=bodies)
    return ended


@transaction.atomic
def cancel_inspection(*, by: Actor, inspection: Inspection, reason: str) -> Inspection:
    """Cancel an inspection that is not concluded, with its reason.

    Errors: PermissionRefused; InspectionError wrong_state, reason_missing.
    """
    current = _begin("cancel", by, inspection)
    current.cancel_reason = words(reason, "reason_missing")
    return _finish("cancel", by, current, ["cancel_reason"], reason=reason.strip())


def _begin(action: str, by: Actor, inspection: Inspection) -> Inspection:
    by.require("inspection.manage")
    current = lock_inspection(inspection)
    if own_bodies(by, current):
        raise PermissionRefused("inspection.manage")
    require_state(current, BY_ACTION[action].sources)
    return current


def _finish(
    action: str,
    by: Actor,
    current: Inspection,
    fields: list[str],
    after: dict[str, Value] | None = None,
    reason: str = "",
) -> Inspection:
    before: dict[str, Value] = {"state": current.state}
    current.state = BY_ACTION[action].target.value
    current.save(update_fields=["state", *fields])
    record(
        by=by.require("inspection.manage"),
        action=f"inspection.{action}",
        target=current,
        before=before,
        after={"state": current.state, **(after or {})},
        reason=reason,
    )
    bodies = list(current.bodies.values_list("organisation_id", flat=True))
    if before["state"] != "planned" or action == "decide":
        emit(f"inspection.{action}", target=current, bodies=bodies)
    return current


def _past(day: dt.date) -> dt.date:
    if day > clock.today():
        raise InspectionError("day_in_future", day=f"{day:%d/%m/%Y}")
    return day
