"""Choosing between what the sources of a compiled report say differently."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.domain import clock
from tiendo.reporting.errors import ReportError
from tiendo.reporting.gathering.contradictions import contradictions, record_type_of
from tiendo.reporting.models import ChosenValue, Report, ReportState


@transaction.atomic
def choose_value(*, by: Actor, report: Report, key: str, saying: str, reason: str) -> ChosenValue:
    """Choose one of the values that are said, for the report to be composed with from then on.

    ``saying`` is the code of a saying: a report's id, or "register".
    Errors: PermissionRefused; ReportError not_a_draft, choice_reason_missing, not_disagreed,
    not_said.
    """
    author = by.require("report.compile")
    current = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if current.state != ReportState.DRAFT:
        raise ReportError("not_a_draft")
    if not reason.strip():
        raise ReportError("choice_reason_missing")
    found = next((each for each in contradictions(current) if each.key == key), None)
    if found is None:
        raise ReportError("not_disagreed")
    said = next((each for each in found.sayings if each.code == saying), None)
    if said is None:
        raise ReportError("not_said")
    record_type, ids = record_type_of(said)
    chosen = ChosenValue.objects.create(
        report=current,
        key=key,
        source_id=said.sources[0].report_id if said.sources else None,
        printed=said.printed,
        value=said.value,
        value_state=said.value_state,
        unit=said.unit,
        record_type=record_type,
        record_ids=ids,
        reason=reason.strip(),
        by_id=by.user_id,
        at=clock.now(),
    )
    before = {
        "chosen_value": found.chosen.printed if found.chosen else None,
        "disagreed": found.label,
    }
    record(
        by=author,
        action="report.choose_value",
        target=current,
        before=before,
        after={"chosen_value": said.printed, "disagreed": found.label},
        reason=reason.strip(),
    )
    return chosen
