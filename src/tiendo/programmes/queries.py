"""Which programmes there are, and the parts of their plans."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When

from tiendo.accounts.prepared import KeptQueries, ModelRows
from tiendo.programmes.models import (
    HandOverState,
    PlanSection,
    Programme,
    ProgrammeHandOver,
    ProgrammeState,
)

_KEPT = KeptQueries()
_NAMED = ModelRows(Programme, "id", "short_title")
_SECTION = ModelRows(PlanSection, "id", "programme_id", "path", "title", "order", "parent_id")


def list_programmes() -> QuerySet[Programme]:
    """Every programme: those in force first; of them the province's before what a body runs for
    itself, the newest first. Cost: one query.
    """
    listed = Programme.objects.select_related("owner", "coordinator", "document")
    is_past = Case(When(state=ProgrammeState.ACTIVE, then=Value(0)), default=Value(1))
    is_own = Case(When(owner=F("coordinator"), then=Value(1)), default=Value(0))
    return listed.order_by(is_past, is_own, "-starts_on", "-pk")


def programmes_to_choose() -> list[Programme]:
    """As ``list_programmes``, with no more than their short titles. Cost: one query, kept."""

    def rows() -> QuerySet[Programme, Any]:
        return list_programmes().values_list(*_NAMED.columns)

    return [_NAMED.instance(row) for row in _KEPT.rows("programmes", rows)]


def current_programme() -> Programme | None:
    """The programme in view unless another is chosen: the newest in force, else the newest."""
    return list_programmes().first()


def sections_of(programme: Programme) -> QuerySet[PlanSection]:
    """The parts of a programme's plan in the plan's order."""
    return PlanSection.objects.filter(programme=programme).order_by("order", "pk")


def plan_of(programme: int) -> list[PlanSection]:
    """As ``sections_of``, from a query that is kept. Cost: one query."""

    def rows() -> QuerySet[PlanSection, Any]:
        sections = PlanSection.objects.filter(programme=programme)
        return sections.order_by("order", "pk").values_list(*_SECTION.columns)

    return [_SECTION.instance(row) for row in _KEPT.rows(("plan", programme), rows)]


def heir_of(programme: Programme) -> Programme | None:
    """The programme that took the place of a replaced one. Cost: none for one in force, else one
    query or two."""
    if programme.state != ProgrammeState.REPLACED:
        return None
    decided = ProgrammeHandOver.objects.filter(old=programme, state=HandOverState.APPLIED)
    last = decided.select_related("new").order_by("-applied_at").first()
    return last.new if last is not None else programme.replaced_by.order_by("-pk").first()
