"""The outline answered, the visits recorded and signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.documents.models import StoredFile
from tiendo.domain import clock
from tiendo.domain.inspections import AT_WORK, InspectionState
from tiendo.inspections.actions.writing import (
    lock_inspection,
    require_inspected,
    require_state,
    words,
)
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import Inspection, OutlineAnswer, OutlineItem, Visit
from tiendo.inspections.permissions import author_of_team
from tiendo.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Attached:
    """What goes with words: the number of a document, a screened file, or neither."""

    document_number: str = ""
    stored_file: StoredFile | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class NewVisit:
    """The record of a visit as typed."""

    organisation: Organisation
    day: dt.date
    place: str
    present: str
    content: str


NOTHING_ATTACHED = Attached()


@transaction.atomic
def answer_outline(
    *,
    by: Actor,
    item: OutlineItem,
    organisation: Organisation,
    text: str,
    attached: Attached = NOTHING_ATTACHED,
) -> OutlineAnswer:
    """Answer an item for an inspected body; an earlier answer is kept behind it.

    Errors: PermissionRefused; InspectionError not_inspected, wrong_state, text_missing.
    """
    author = by.require("inspection.answer", at=organisation.pk)
    inspection = lock_inspection(item.inspection)
    require_inspected(inspection, organisation)
    require_state(inspection, AT_WORK)
    answer = OutlineAnswer.objects.create(
        item=item,
        organisation=organisation,
        text=words(text),
        document_number=attached.document_number.strip(),
        stored_file=attached.stored_file,
        file_name=attached.file_name,
        answered_by_id=by.user_id,
        answered_at=clock.now(),
    )
    after: dict[str, Value] = {"organisation": organisation.pk, "order": item.order}
    record(by=author, action="inspection.answer", target=inspection, after=after)
    return answer


@transaction.atomic
def record_visit(
    *, by: Actor, inspection: Inspection, data: NewVisit, visit: Visit | None = None
) -> Visit:
    """Record a visit, or change its record until the signed copy is in.

    Errors: PermissionRefused; InspectionError wrong_state, not_inspected, text_missing,
    day_in_future, visit_signed.
    """
    current = lock_inspection(inspection)
    author = author_of_team(by, current)
    require_state(current, (InspectionState.VISITING, InspectionState.CONCLUDING))
    require_inspected(current, data.organisation)
    if data.day > clock.today():
        raise InspectionError("day_in_future", day=f"{data.day:%d/%m/%Y}")
    row = _visit_to_write(current, visit)
    before = _facts(row) if row.pk else None
    row.organisation = data.organisation
    row.day = data.day
    row.place, row.present = words(data.place), words(data.present)
    row.content = words(data.content)
    row.recorded_by_id, row.recorded_at = by.user_id, clock.now()
    row.save()
    record(
        by=author, action="inspection.record_visit", target=row, before=before, after=_facts(row)
    )
    return row


@transaction.atomic
def sign_visit(*, by: Actor, visit: Visit, signed_file: StoredFile, file_name: str) -> Visit:
    """Keep the signed copy of a record; from then on the record is not changed.

    Errors: PermissionRefused; InspectionError wrong_state, visit_signed.
    """
    inspection = lock_inspection(visit.inspection)
    author = author_of_team(by, inspection)
    require_state(inspection, (InspectionState.VISITING, InspectionState.CONCLUDING))
    row = _visit_to_write(inspection, visit)
    row.signed_file, row.signed_file_name = signed_file, file_name
    row.save(update_fields=["signed_file", "signed_file_name"])
    after: dict[str, Value] = {"sha256": signed_file.sha256, "size": signed_file.size}
    record(by=author, action="inspection.sign_visit", target=row, after=after)
    return row


def _visit_to_write(inspection: Inspection, visit: Visit | None) -> Visit:
    if visit is None:
        return Visit(inspection=inspection)
    row = Visit.objects.select_for_update().get(pk=visit.pk)
    if row.signed_file_id is not None:
        raise InspectionError("visit_signed")
    return row


def _facts(visit: Visit) -> dict[str, Value]:
    return {
        "organisation": visit.organisation_id,
        "day": visit.day.isoformat(),
        "place": visit.place,
        "text": visit.content,
    }
