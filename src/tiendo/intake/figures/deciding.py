"""A person takes a figure of a text into the dictionary, or leaves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, period_around
from tiendo.domain.readings import UnreadableFigure, read_figure
from tiendo.domain.refusals import Refusal
from tiendo.indicators.actions import Cell, TargetFields, save_cells, set_target
from tiendo.indicators.actions.observing import in_force
from tiendo.indicators.definitions import Definitions, holds_on
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import (
    Comparator,
    Entry,
    Indicator,
    IndicatorVersion,
    Obligation,
    Observation,
)
from tiendo.indicators.permissions import authors_of
from tiendo.intake.figures.errors import FigureDraftError
from tiendo.intake.models import FigureDraft, FigureDraftState, FigureKind
from tiendo.organisations.models import Organisation
from vanban.dates import last_day_of


@dataclass(frozen=True, slots=True)
class FigureChoice:
    """What a person says a figure is. ``day``: one of its period; ``seen``: as in ``Cell``.

    Missing: ``last_day`` None for a figure, or a target without a horizon.
    """

    indicator: Indicator | None
    organisation: Organisation | None
    typed: str
    day: dt.date | None = None
    breakdown: str = ""
    as_of: dt.date | None = None
    reason: str = ""
    note: str = ""
    seen: int = 0
    last_day: dt.date | None = None
    obligation: Obligation = Obligation.MUST


@transaction.atomic
def accept_figure(*, draft: FigureDraft, choice: FigureChoice, by: Actor) -> FigureDraft:
    """Keep a figure of a text as an observation or a target that rests on its words.

    Errors: PermissionRefused; FigureDraftError; IndicatorError as of the grid.
    """
    current = _open(draft)
    if choice.indicator is None:
        raise FigureDraftError("no_indicator")
    if choice.organisation is None:
        raise FigureDraftError("no_body")
    if current.kind == FigureKind.TARGET:
        author = _take_target(current, choice, choice.indicator, choice.organisation, by)
    else:
        author = _take_figure(current, choice, choice.indicator, choice.organisation, by)
    current.indicator, current.organisation = choice.indicator, choice.organisation
    _decide(current, FigureDraftState.ACCEPTED, author)
    return current


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A figure that was not taken together with others, and why."""

    draft: FigureDraft
    refusal: Refusal


@transaction.atomic
def accept_figures(
    *, drafts: Sequence[FigureDraft], by: Actor, reason: str = ""
) -> tuple[int, list[NotTaken]]:
    """Keep figures of a text as they were read, each on its own; how many, and those that were not.

    One that the reading was not sure of is for a person to look at by itself.
    Errors: PermissionRefused.
    """
    taken, refused = 0, []
    for draft in drafts:
        try:
            with transaction.atomic():
                if draft.doubts:
                    raise FigureDraftError("unsure")
                accept_figure(draft=draft, choice=as_read(draft, reason), by=by)
                taken += 1
        except (FigureDraftError, IndicatorError) as refusal:
            refused.append(NotTaken(draft, refusal))
    return taken, refused


def as_read(draft: FigureDraft, reason: str = "") -> FigureChoice:
    """What a figure was read as."""
    return FigureChoice(
        draft.indicator,
        draft.organisation,
        draft.typed,
        draft.as_of or draft.period_end,
        draft.breakdown,
        draft.as_of,
        reason,
    )


def held_at(choice: FigureChoice) -> Observation | None:
    """The figure in force where a choice would put its own. Cost: five queries."""
    if choice.indicator is None or choice.organisation is None or choice.day is None:
        return None
    try:
        version = _version(choice.indicator, choice.day)
    except IndicatorError:
        return None
    period = period_around(Cadence(version.frequency), choice.day)
    cell = Cell(choice.indicator, choice.organisation, period, breakdown=choice.breakdown)
    return in_force([cell]).get(cell.key)


@transaction.atomic
def reject_figure(*, draft: FigureDraft, reason: str, by: Actor) -> FigureDraft:
    """Leave a figure of a text out. Errors: PermissionRefused; FigureDraftError."""
    author = by.require("observation.enter")
    current = _open(draft)
    if not reason.strip():
        raise FigureDraftError("reason_missing")
    current.reason = reason.strip()[:300]
    _decide(current, FigureDraftState.REJECTED, author)
    return current


def _open(draft: FigureDraft) -> FigureDraft:
    found = FigureDraft.objects.select_for_update(of=("self",)).select_related(
        "passage", "text__rendition__document"
    )
    current = found.get(pk=draft.pk)
    if current.state != FigureDraftState.PROPOSED:
        raise FigureDraftError("decided_already", state=current.get_state_display())
    return current


def _take_figure(
    draft: FigureDraft,
    choice: FigureChoice,
    indicator: Indicator,
    organisation: Organisation,
    by: Actor,
) -> Author:
    place = indicator.pk, organisation.pk
    author = authors_of(by, "observation.enter", [place])[place]
    if choice.day is None:
        raise FigureDraftError("no_period")
    version = _version(indicator, choice.day)
    cell = Cell(
        indicator,
        organisation,
        period_around(Cadence(version.frequency), choice.day),
        choice.typed,
        choice.breakdown,
        note=choice.note,
        as_of=choice.as_of,
        reason=choice.reason,
        seen=choice.seen,
        passage=draft.passage,
    )
    saved = save_cells(by=by, cells=[cell], entry=Entry.PARSED)
    if saved.problems:
        raise saved.problems[0].error
    draft.observation = saved.kept[0] if saved.kept else None
    return author


def _take_target(
    draft: FigureDraft,
    choice: FigureChoice,
    indicator: Indicator,
    organisation: Organisation,
    by: Actor,
) -> Author:
    author = by.require("target.set")
    unit = _version(indicator, choice.day or clock.today()).unit
    fields = TargetFields(
        comparator=Comparator(draft.comparator),
        value=_amount(choice.typed, unit),
        high=_amount(draft.high, unit) if draft.high else None,
        wording=draft.raw[:300],
        source=_source(draft.text.rendition.document),
        last_day=choice.last_day or last_day_of(draft.horizon),
        obligation=choice.obligation,
        passage=draft.passage,
    )
    draft.target = set_target(by=by, indicator=indicator, organisation=organisation, fields=fields)
    return author


def _amount(typed: str, unit: str) -> Decimal:
    """Errors: IndicatorError."""
    try:
        return read_figure(typed, unit=unit).value
    except UnreadableFigure as unreadable:
        raise IndicatorError.of(unreadable) from None


def _source(document: Document) -> str:
    """The number and day of a document. Errors: FigureDraftError no_source."""
    if not str(document).strip():
        raise FigureDraftError("no_source")
    return str(document)[:300]


def _version(indicator: Indicator, day: dt.date) -> IndicatorVersion:
    """The definition on a day. Errors: IndicatorError not_defined."""
    for version in Definitions.of([indicator.pk]).versions.get(indicator.pk, ()):
        if holds_on(version.validity, day):
            return version
    raise IndicatorError("not_defined", code=indicator.code, period=f"{day:%d/%m/%Y}")


def _decide(draft: FigureDraft, state: FigureDraftState, author: Author) -> None:
    draft.state, draft.decided_by_id, draft.decided_at = state, author.user_id, clock.now()
    draft.save()
    action = "figuredraft.accept" if state == FigureDraftState.ACCEPTED else "figuredraft.reject"
    after = {"indicator": draft.indicator_id, "value": draft.typed}
    record(by=author, action=action, target=draft, after=after, reason=draft.reason)
