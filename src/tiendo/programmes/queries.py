"""Which programmes there are, and the parts of their plans."""

from __future__ import annotations

from django.db.models import Case, F, QuerySet, Value, When

from tiendo.programmes.models import (
    HandOverState,
    PlanSection,
    Programme,
    ProgrammeHandOver,
    ProgrammeState,
)


def list_programmes() -> QuerySet[Programme]:
    """Every programme: those in force first; of them the province's before what a body runs for
    itself, the newest first. Cost: one query.
    """
    listed = Programme.objects.select_related("owner", "coordinator", "document")
    is_past = Case(When(state=ProgrammeState.ACTIVE, then=Value(0)), default=Value(1))
    is_own = Case(When(owner=F("coordinator"), then=Value(1)), default=Value(0))
    return listed.order_by(is_past, is_own, "-starts_on", "-pk")


def current_programme() -> Programme | None:
    """The programme in view unless another is chosen: the newest in force, else the newest."""
    return list_programmes().first()


def sections_of(programme: Programme) -> QuerySet[PlanSection]:
    """The parts of a programme's plan in the plan's order."""
    return PlanSection.objects.filter(programme=programme).order_by("order", "pk")


def heir_of(programme: Programme) -> Programme | None:
    """The programme that took the place of a replaced one. Cost: none for one in force, else one
    query or two."""
    if programme.state != ProgrammeState.REPLACED:
        return None
    decided = ProgrammeHandOver.objects.filter(old=programme, state=HandOverState.APPLIED)
    last = decided.select_related("new").order_by("-applied_at").first()
    return last.new if last is not None else programme.replaced_by.order_by("-pk").first()
