"""Screens of figures: the list, one figure with its revisions, entering one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.documents.models import Passage
from tiendo.documents.quoting import quote_document
from tiendo.domain.periods import Cadence, Period, period_label
from tiendo.indicators.actions import Cell, comment_observation, save_cells
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import as_typed
from tiendo.indicators.models import (
    Entry,
    Indicator,
    IndicatorVersion,
    Observation,
)
from tiendo.indicators.naming import as_lines, names_of, read_names
from tiendo.indicators.observed import FigureFilter, find_figures, listed, revisions_of
from tiendo.indicators.permissions import may_of, owners_of, visible_observations
from tiendo.organisations.models import Organisation
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import READ_WRITE, PageRequest, as_of, known_at, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.figure_rows import breakdown_choices, comments_of, figure_rows, history_of
from tiendo.workspace.forms.observations import (
    FigureFilterForm,
    FigureForm,
    PlaceForm,
    RemarkForm,
    bodies_entered_for,
    filter_in,
    period_of,
)

PER_PAGE = 50
_BY_CODE = {
    "empty": "value",
    "not_a_number": "value",
    "gap_unclear": "value",
    "foreign_number": "value",
    "other_unit": "value",
    "too_precise": "value",
    "too_large": "value",
    "out_of_range": "value",
    "jumps": "value",
    "parts_differ": "value",
    "reason_missing": "note",
    "as_of_outside": "as_of",
    "period_closed": "reason",
    "correction_reason": "reason",
    "name_too_long": "names",
    "names_without_count": "names",
    "names_exceed": "names",
    "commune_unknown": "names",
    "commune_unclear": "names",
    "passage_unknown": "quote",
}


@page("indicator.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The figures in force on the day in view, the latest entered first."""
    form = FigureFilterForm(request.GET)
    asked = filter_in(form)
    found = find_figures(request.actor, asked, as_of(request), known_at(request))
    found = found.select_related("indicator", "organisation", "entered_by")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "rows": figure_rows(listed(request.actor, list(shown.object_list))),
        "is_filtered": asked != FigureFilter(),
        "may_enter": request.actor.may("observation.enter"),
        "may_confirm": request.actor.may("observation.confirm"),
    }
    return render(request, "observations/list.html", context)


@page("indicator.view", methods=READ_WRITE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One figure: its revisions, its remarks, what it names, where it stands written."""
    row = seen_figure(request, pk)
    form = RemarkForm(request.POST or None)

    def act() -> HttpResponse:
        text = form.cleaned_data["text"]
        comment_observation(by=request.actor, row=row, text=text)
        return say_done(request, _("Đã ghi trao đổi."), "observation", pk)

    return answer_form(request, form, act, partial(_show, request, row, form), {})


def _show(request: PageRequest, row: Observation, form: RemarkForm, *, status: int) -> HttpResponse:
    revisions = revisions_of(request.actor, row)
    [found] = listed(request.actor, [row], with_checks=True)
    actor, place = request.actor, (row.indicator_id, row.organisation_id)
    owners = owners_of([row.indicator_id])
    waits = row.is_current and row.state == "provisional"
    label, comments = _period_code(found.version, row), comments_of(revisions)
    context = {
        "row": row,
        "found": found,
        "shown": figure_rows([found])[0],
        "form": form,
        "entries": history_of(revisions, found.version),
        "comments": comments,
        "is_returned": waits
        and any(each.is_return and each.observation_id == row.pk for each in comments),
        "names": names_of([row]).get(row.pk, ()),
        "period": label,
        "newest": revisions[0] if revisions and revisions[0].pk != row.pk else None,
        "may_enter": row.is_current and may_of(actor, "observation.enter", place, owners),
        "may_confirm": waits and may_of(actor, "observation.confirm", place, owners),
        "may_publish": row.is_current
        and row.state == "confirmed"
        and actor.may("observation.publish"),
    }
    return render(request, "observations/figure.html", context, status=status)


def _period_code(version: IndicatorVersion | None, row: Observation) -> str:
    period = Period(row.period_start, row.period_end)
    return period_label(Cadence(version.frequency), period) if version else ""


def seen_figure(request: PageRequest, pk: int) -> Observation:
    """A figure the person may see. Errors: Http404; PermissionDenied."""
    people = ("indicator", "organisation", "entered_by", "confirmed_by", "published_by")
    rows = Observation.objects.select_related(*people, "passage__text__rendition__document")
    heavy = ("content", "structure", "parsed")
    rows = rows.defer(*(f"passage__text__{name}" for name in heavy))
    row: Observation = get_object_or_404(rows, pk=pk)
    if not visible_observations(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return row


@page("observation.enter", methods=READ_WRITE)
def enter(request: PageRequest, pk: int) -> HttpResponse:
    """Enter or correct one figure of an indicator with all that can be said of it."""
    indicator = get_object_or_404(Indicator.objects.select_related("owner"), pk=pk)
    place = _Place.asked(request, indicator)
    form = FigureForm(
        request.POST or None, address=request.get_full_path(), initial=place.initial()
    )

    def act() -> HttpResponse:
        saved = save_cells(by=request.actor, cells=[place.cell(form)], entry=Entry.FORM)
        if saved.problems:
            raise saved.problems[0].error
        if not saved.kept:
            words = _("Số liệu không thay đổi.")
            return say_done(request, words, "observation", place.now.pk if place.now else pk)
        return say_done(request, _("Đã lưu số liệu."), "observation", saved.kept[0].pk)

    context = {"indicator": indicator, "place": place, "form": form}
    show_form = partial(render, request, "observations/form.html", context)
    return answer_form(request, form, act, show_form, _BY_CODE)


@dataclass(frozen=True)
class _Place:
    """The figure that a form is about: the body, period and breakdown of its address."""

    form: PlaceForm
    indicator: Indicator
    version: IndicatorVersion | None
    body: Organisation
    period: Period
    breakdown: str

    @cached_property
    def now(self) -> Observation | None:
        """The figure in force there. Cost: one query."""
        rows = self.indicator.observations.filter(
            organisation=self.body,
            period_start=self.period.start,
            period_end=self.period.end,
            breakdown=self.breakdown,
            is_current=True,
        )
        return rows.select_related("entered_by", "passage").first()

    @classmethod
    def asked(cls, request: PageRequest, indicator: Indicator) -> _Place:
        """The place of an address. Errors: PermissionDenied without a body to enter figures of."""
        latest = indicator.versions.prefetch_related("dimensions__items").last()
        cadence = Cadence(latest.frequency if latest else Cadence.QUARTERLY)
        parts = breakdown_choices(latest)
        bodies = bodies_entered_for(request.actor, indicator)
        asked = PlaceForm(request.GET, bodies=bodies, cadence=cadence, parts=parts)
        asked.is_valid()
        typed: dict[str, Any] = asked.cleaned_data
        body = typed.get("co_quan") or _first_body(request, indicator, latest, bodies)
        if body is None:
            raise PermissionDenied
        period, part = period_of(cadence, typed.get("ky") or ""), typed.get("phan_to") or ""
        shown = {"co_quan": body.pk, "ky": period_label(cadence, period), "phan_to": part}
        form = PlaceForm(shown, bodies=bodies, cadence=cadence, parts=parts)
        return cls(form, indicator, latest, body, period, part)

    @property
    def period_words(self) -> str:
        """The period as people call it."""
        return period_name(str(self.form["ky"].value()))

    def initial(self) -> dict[str, Any]:
        """What the form shows of the figure in force."""
        row = self.now
        if row is None or self.version is None:
            return {"seen": 0}
        typed = "" if row.value is None else as_typed(row.value, "exact", self.version.unit)
        return {
            "seen": row.revision,
            "qualifier": row.qualifier,
            "value": typed,
            "is_missing": row.is_missing,
            "as_of": row.as_of,
            "note": row.note,
            "names": as_lines(names_of([row]).get(row.pk, ())),
        }

    def cell(self, form: FigureForm) -> Cell:
        """What was typed, for this place. Errors: IndicatorError."""
        typed = form.cleaned_data
        return Cell(
            self.indicator,
            self.body,
            self.period,
            raw="" if typed["is_missing"] else form.raw,
            breakdown=self.breakdown,
            is_missing=typed["is_missing"],
            note=typed["note"],
            as_of=typed["as_of"],
            reason=typed["reason"],
            seen=typed["seen"],
            passage=_passage(typed),
            names=read_names(typed["names"], self.period.end),
        )


def _passage(typed: dict[str, Any]) -> Passage | None:
    """The quoted words of the document chosen. Errors: IndicatorError passage_unknown."""
    if not typed["document"] or not typed["quote"].strip():
        return None
    passage = quote_document(typed["document"], typed["quote"])
    if passage is None:
        raise IndicatorError("passage_unknown")
    return passage


def _first_body(
    request: PageRequest,
    indicator: Indicator,
    latest: IndicatorVersion | None,
    bodies: QuerySet[Organisation, Organisation],
) -> Organisation | None:
    """Whom the indicator is of, where the person enters its figures, else the person's body."""
    of = latest.standing_for_all if latest else indicator.owner_id
    first = request.actor.first_body("observation.enter") or 0
    found = {body.pk: body for body in bodies.filter(pk__in=(of, first))}
    return found.get(of) or found.get(first) or bodies.first()
