"""Lịch làm việc: which days are off or made up in a year, and who says so."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.calendars.actions import add_day, change_day, import_days, remove_day
from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.calendars.queries import days_of, listed_years
from tiendo.domain import clock
from tiendo.domain.working_days import WorkingDays
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.calendars import DayForm, PasteForm

YEAR = "nam"
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

    def act() -> HttpResponse:
        row = add_day(by=request.actor, facts=form.facts())
        return say_done(request, _("Đã thêm ngày vào lịch."), _of_year(row.day.year))

    return _answer(request, form, act, _("Thêm ngày"))


@page("calendar.manage", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a listed day."""
    row = _found(pk)
    form = DayForm(request.POST or None, initial=DayForm.initial_of(row))

    def act() -> HttpResponse:
        changed = change_day(by=request.actor, pk=pk, facts=form.facts())
        return say_done(request, _("Đã sửa ngày trong lịch."), _of_year(changed.day.year))

    return _answer(request, form, act, _("Sửa ngày"))


@page("calendar.manage", methods=WRITE)
def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take a day off the list."""
    row = _found(pk)

    def act() -> str:
        remove_day(by=request.actor, pk=pk)
        return _("Đã bỏ ngày khỏi lịch.")

    return press_button(request, act, _of_year(row.day.year))


@page("calendar.manage", methods=READ_WRITE)
def paste(request: PageRequest) -> HttpResponse:
    """List the days of a year at once."""
    form = PasteForm(request.POST or None)

    def act() -> HttpResponse:
        days = form.facts()
        added, changed = import_days(by=request.actor, days=days)
        words = _("Đã thêm %(added)s ngày, sửa %(changed)s ngày.")
        told = words % {"added": added, "changed": changed}
        return say_done(request, told, _of_year(days[0].day.year))

    return _answer(request, form, act, _("Nhập ngày của cả năm"))


def _answer(
    request: PageRequest, form: DayForm | PasteForm, act: Callable[[], HttpResponse], title: str
) -> HttpResponse:
    context = {"form": form, "title": title}
    show_form = partial(render, request, "calendars/form.html", context)
    return answer_form(request, form, act, show_form, _FIELDS)


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
