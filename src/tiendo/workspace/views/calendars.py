"""Lịch làm việc: which days are off or made up in a year, and who says so."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.calendars.queries import days_of, listed_years
from tiendo.domain import clock
from tiendo.domain.working_days import WorkingDays
from tiendo.regimes.actions import CalendarEdit, Edited, edit_calendar, preview_edit
from tiendo.regimes.moving import CycleMove
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.calendars import DayForm, PasteForm

YEAR = "nam"
# The button that saves what was shown to move last days.
SAVE = "luu"
FIRST_YEAR, LAST_YEAR = 2000, 2100
_FIELDS = {"name_missing": "name", "source_missing": "source", "day_listed": "day"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month: how it looks, and what it is called."""

    day: dt.date
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks and how many days of it are worked."""

    number: int
    weeks: list[list[Cell | None]]
    working: int


@page("organisation.view")
def show(request: PageRequest) -> HttpResponse:
    """The months of a year with the days that are not what their weekday says."""
    today = clock.today()
    year = _year(request, today.year)
    listed = {row.day: row for row in days_of(year)}
    known = WorkingDays({day: row.kind == DayKind.WORKING for day, row in listed.items()})
    years = {*listed_years(), today.year, today.year + 1, year}
    context = {
        "year": year,
        "years": sorted(years),
        "months": [_month(year, number, listed, known) for number in range(1, 13)],
        "listed": list(listed.values()),
        "is_laid_down": known.is_laid_down(year),
        "unverified": sum(not row.is_verified for row in listed.values()),
        "weekdays": [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")],
        "missing": _missing(today),
        "may_manage": request.actor.may("calendar.manage"),
        "may_see_trail": request.actor.may("trail.view_all"),
    }
    return render(request, "calendars/year.html", context)


@page("calendar.manage", methods=READ_WRITE)
def add(request: PageRequest) -> HttpResponse:
    """List a day."""
    form = DayForm(request.POST or None)

    def edit_of() -> CalendarEdit:
        return CalendarEdit((form.facts(),))

    return _answer(request, form, edit_of, _("Thêm ngày"), _("Đã thêm ngày vào lịch."))


@page("calendar.manage", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a listed day."""
    form = DayForm(request.POST or None, initial=DayForm.initial_of(_found(pk)))

    def edit_of() -> CalendarEdit:
        return CalendarEdit((form.facts(),), row=pk)

    return _answer(request, form, edit_of, _("Sửa ngày"), _("Đã sửa ngày trong lịch."))


@page("calendar.manage", methods=WRITE)
def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take a day off the list; which last days move is shown before."""
    row = _found(pk)
    removal = CalendarEdit(row=pk)
    if SAVE not in request.POST and (moves := preview_edit(removal)):
        words = _("Bỏ %(name)s khỏi lịch") % {"name": f"{row.day:%d/%m/%Y}, {row.name}"}
        context = {"title": words, "moves": moves, "year": row.day.year}
        return render(request, "calendars/remove.html", context)

    def act() -> str:
        edited = edit_calendar(by=request.actor, edit=removal)
        return f"{_('Đã bỏ ngày khỏi lịch.')} {_moved(edited)}".strip()

    return press_button(request, act, _of_year(row.day.year))


@page("calendar.manage", methods=READ_WRITE)
def paste(request: PageRequest) -> HttpResponse:
    """List the days of a year at once, from a file or pasted."""
    form = PasteForm(request.POST or None, request.FILES or None)

    def edit_of() -> CalendarEdit:
        return CalendarEdit(tuple(form.facts()))

    return _answer(request, form, edit_of, _("Nhập ngày của cả năm"), "")


def _answer(
    request: PageRequest,
    form: DayForm | PasteForm,
    edit_of: Callable[[], CalendarEdit],
    title: str,
    done: str,
) -> HttpResponse:
    """Show the form; when sent, show which last days move, or save."""
    context: dict[str, Any] = {"form": form, "title": title}

    def act() -> HttpResponse:
        wanted = edit_of()
        if SAVE not in request.POST and (moves := preview_edit(wanted)):
            return render(request, "calendars/form.html", _asking(context, form, moves))
        edited = edit_calendar(by=request.actor, edit=wanted)
        year = wanted.days[0].day.year
        return say_done(request, f"{done or _counted(edited)} {_moved(edited)}", _of_year(year))

    show_form = partial(render, request, "calendars/form.html", context)
    return answer_form(request, form, act, show_form, _FIELDS)


def _asking(
    context: dict[str, Any], form: DayForm | PasteForm, moves: list[CycleMove]
) -> dict[str, Any]:
    """The same form with what would move; the days of a file stand in its lines."""
    if not isinstance(form, PasteForm):
        return context | {"moves": moves}
    initial = form.cleaned_data | {"lines": form.cleaned_data["text"], "file": None}
    return context | {"moves": moves, "form": PasteForm(initial=initial)}


def _counted(edited: Edited) -> str:
    words = _("Đã thêm %(added)s ngày, sửa %(changed)s ngày.")
    return words % {"added": edited.added, "changed": edited.changed}


def _moved(edited: Edited) -> str:
    """How many reports have another last day; "" where none has."""
    count = sum(len(move.duties) for move in edited.moves)
    return _("Đã chuyển hạn nộp của %(count)s báo cáo.") % {"count": count} if count else ""


def _found(pk: int) -> CalendarDay:
    row = CalendarDay.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _of_year(year: int) -> str:
    return f"{reverse('working-calendar')}?{YEAR}={year}"


def _year(request: PageRequest, default: int) -> int:
    given = number_in(request.GET.get(YEAR, "").strip())
    return given if given is not None and FIRST_YEAR <= given <= LAST_YEAR else default


def _missing(today: dt.date) -> list[int]:
    """Of this year and the next, those of which no day off is listed."""
    return [year for year in (today.year, today.year + 1) if not _has_day_off(year)]


def _has_day_off(year: int) -> bool:
    return days_of(year).exclude(kind=DayKind.WORKING).exists()


def _month(
    year: int, number: int, listed: Mapping[dt.date, CalendarDay], known: WorkingDays
) -> Month:
    weeks = [
        [_cell(day, listed, known) if day.month == number else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, number)
    ]
    days = [cell.day for week in weeks for cell in week if cell is not None]
    return Month(number, weeks, sum(known.is_working(day) for day in days))


def _cell(day: dt.date, listed: Mapping[dt.date, CalendarDay], known: WorkingDays) -> Cell:
    row = listed.get(day)
    css = "is-plain" if known.is_working(day) else "is-weekend"
    if row is not None:
        css = "is-made-up" if row.kind == DayKind.WORKING else "is-off"
    return Cell(day, css, row.name if row else "")
