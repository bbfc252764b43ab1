"""What every action on an inspection shares: the lock, the check of its state, the next number."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max, QuerySet

from tiendo.domain.inspections import InspectionState
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import Finding, InspectedBody, Inspection, Recommendation, State
from tiendo.organisations.models import Organisation


def lock_inspection(inspection: Inspection) -> Inspection:
    """The inspection as it is now, locked. Call it inside the action's transaction."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("issuer", "programme")
    return rows.get(pk=inspection.pk)


def require_state(inspection: Inspection, allowed: Iterable[InspectionState]) -> None:
    """Go on only in some states. Errors: InspectionError wrong_state."""
    if InspectionState(inspection.state) not in set(allowed):
        raise InspectionError("wrong_state", state=str(State(inspection.state).label))


def require_inspected(inspection: Inspection, body: Organisation) -> None:
    """Go on only for a body under the inspection. Errors: InspectionError not_inspected."""
    if not InspectedBody.objects.filter(inspection=inspection, organisation=body).exists():
        raise InspectionError("not_inspected", body=body.name)


def next_order(rows: QuerySet[Finding] | QuerySet[Recommendation]) -> int:
    """The number after the last of some rows. Cost: one query."""
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def words(text: str, code: str = "text_missing") -> str:
    """The words typed. Errors: InspectionError where there are none."""
    if not text.strip():
        raise InspectionError(code)
    return text.strip()
