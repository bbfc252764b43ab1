"""Nhập số liệu: the table in which figures are typed, of one body or of many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.periods import Cadence, Period, period_label
from tiendo.indicators.actions import Saved, save_cells
from tiendo.indicators.asked import frequencies_asked
from tiendo.indicators.entry_periods import periods_up_to
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.grid_lines import (
    Key,
    Line,
    columns_of_group,
    lines_of_body,
    lines_of_group,
)
from tiendo.indicators.grids import GridCell, Row, Standing, fill, warned
from tiendo.indicators.models import Entry
from tiendo.indicators.models.dictionary import Frequency
from tiendo.organisations.models import Organisation
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.forms.observations import (
    BODY,
    COLUMNS,
    GROUP,
    GridForm,
    entering_bodies,
    is_everywhere,
    period_of,
)
from tiendo.workspace.grid_html import Told, rows_html
from tiendo.workspace.grid_posted import (
    LONGEST_REASON,
    MOST_CELLS,
    Refused,
    Typed,
    cells_of,
    touched,
    typed_in,
)

# The places of one page; a form of more takes a browser long to show.
PLACES = 2000
# Tells the page that all that was typed is saved, so that it is not kept on the machine any more.
TAKEN = "#da-luu"


@dataclass(frozen=True, slots=True)
class _Table:
    """The table that was asked for: a page of rows, filled, under the heads of its columns."""

    form: GridForm
    cadence: Cadence
    period: Period
    labels: tuple[str, ...]
    notes: tuple[str, ...]
    page: Page[Line]
    rows: tuple[Row, ...]
    body: Organisation | None

    @property
    def cells(self) -> dict[Key, GridCell]:
        """The places where one types, by key."""
        return {
            cell.spot.key: cell for row in self.rows for cell in row.cells if cell.standing.is_typed
        }


@page("observation.enter", methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """Show the table; keep what was typed and say beside each place what was refused."""
    table = _table(request)
    if request.method == "POST":
        return _save(request, table)
    return _render(request, table, Told(warnings=warned(table.rows)))


def _table(request: PageRequest) -> _Table:
    form, cadence = _asked(request)
    typed = form.cleaned_data
    period, body = period_of(cadence, typed.get("ky") or ""), typed.get("co_quan")
    is_many = typed.get("kieu") == GROUP
    lines: list[Line] = []
    words = fold(typed.get("q") or "")
    if is_many:
        lines, labels, notes = _of_group(request, typed.get("nhom") or "", cadence, period, words)
    else:
        periods = periods_up_to(cadence, period, typed.get("so_ky") or COLUMNS[0])
        with_parts = bool(typed.get("phan_to"))
        if body is not None:
            lines = lines_of_body(body, cadence, periods, with_parts=with_parts, words=words)
        labels = tuple(period_name(period_label(cadence, each)) for each in periods)
        notes = ("",) * len(labels)
    pages = Paginator(lines, max(PLACES // max(len(labels), 1), 1))
    listed = pages.get_page(request.GET.get("page"))
    rows = tuple(fill(request.actor, list(listed.object_list)))
    return _Table(form, cadence, period, labels, notes, listed, rows, None if is_many else body)


def _asked(request: PageRequest) -> tuple[GridForm, Cadence]:
    """What the address asks for; what it does not say, or says wrongly, as most people need it."""
    given = {name: str(value) for name, value in request.GET.items() if value}
    body = _body(request, given.get("co_quan", ""))
    cadence = _cadence(given.get("tan_suat", ""), body)
    form = GridForm(given, actor=request.actor, cadence=cadence)
    form.is_valid()
    typed = form.cleaned_data
    shown = {
        "q": typed.get("q"),
        "kieu": typed.get("kieu") or BODY,
        "co_quan": body.pk if body else "",
        "nhom": typed.get("nhom") or form.first_group,
        "tan_suat": cadence,
        "ky": period_label(cadence, period_of(cadence, typed.get("ky") or "")),
        "so_ky": typed.get("so_ky") or COLUMNS[0],
        "phan_to": typed.get("phan_to"),
    }
    form = GridForm(shown, actor=request.actor, cadence=cadence)
    form.is_valid()
    return form, cadence


def _of_group(
    request: PageRequest, group: str, cadence: Cadence, period: Period, words: str
) -> tuple[list[Line], tuple[str, ...], tuple[str, ...]]:
    """The bodies of the person, narrowed by words of their names × the indicators of a group."""
    versions = columns_of_group(group, cadence, period)
    bodies = [body for body in entering_bodies(request.actor) if words in fold(body.name)]
    lines = lines_of_group(bodies, versions, period)
    labels = tuple(f"{version.indicator.code} {version.name}" for version in versions)
    return lines, labels, tuple(f"{row.unit} {row.unit_base}".strip() for row in versions)


def _cadence(given: str, body: Organisation | None) -> Cadence:
    """The frequency asked for, else the one that asks the body for most figures."""
    if given in Frequency.values:
        return Cadence(given)
    asked = frequencies_asked([body] if body else [], clock.today())
    return max(asked, key=asked.__getitem__, default=Cadence.QUARTERLY)


def _body(request: PageRequest, given: str) -> Organisation | None:
    """The body asked for, else that of the person's first post, else the first they enter figures
    of."""
    bodies = entering_bodies(request.actor)
    first = request.actor.first_body("observation.enter")
    wanted = number_in(given) or first or 0
    return (
        bodies.filter(pk=wanted).first() or bodies.filter(pk=first or 0).first() or bodies.first()
    )


def _save(request: PageRequest, table: _Table) -> HttpResponse:
    cells = table.cells
    typed = touched(typed_in(request.POST), cells)
    if len(typed) > MOST_CELLS:
        error = IndicatorError("too_many_cells", count=len(typed), most=MOST_CELLS)
        messages.error(request, str(error))
        refused = {each.key: Refused(each.raw, error) for each in typed}
        return _refuse(request, table, refused, HTTPStatus.UNPROCESSABLE_ENTITY)
    reason = request.POST.get("ly_do", "").replace("\x00", "").strip()[:LONGEST_REASON]
    given = cells_of(typed, cells, reason)
    saved = save_cells(by=request.actor, cells=given, entry=Entry.GRID, only_good=True)
    _say(request, saved)
    if not saved.problems:
        return redirect(f"{request.get_full_path()}{TAKEN}")
    return _refuse(request, _table(request), _refused(saved, typed), _status(saved))


def _refused(saved: Saved, typed: list[Typed]) -> dict[Key, Refused]:
    """What was not kept, by place; the first reason of each."""
    found: dict[Key, Refused] = {}
    for problem in saved.problems:
        each = typed[problem.place]
        found.setdefault(each.key, Refused(each.raw, problem.error, each.reason))
    return found


def _status(saved: Saved) -> HTTPStatus:
    is_conflict = any(problem.error.is_conflict for problem in saved.problems)
    return HTTPStatus.CONFLICT if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY


def _say(request: PageRequest, saved: Saved) -> None:
    kept, refused = len(saved.kept), len({problem.place for problem in saved.problems})
    if kept:
        words = ngettext("Đã lưu %(count)d ô.", "Đã lưu %(count)d ô.", kept)
        messages.success(request, words % {"count": kept})
    if refused:
        words = _("%(count)d ô chưa lưu: xem lý do trong từng ô, sửa rồi lưu lại.")
        messages.error(request, words % {"count": refused})
    if saved.warnings:
        words = _("%(count)d cảnh báo về số vừa nhập: xem trong từng ô.")
        messages.warning(request, words % {"count": len(saved.warnings)})
    if not kept and not refused:
        messages.info(request, _("Không có ô nào thay đổi."))


def _elsewhere(table: _Table) -> list[tuple[str, str, int]]:
    """The frequencies at which the body is asked for figures: code, words, how many."""
    asked = frequencies_asked([table.body], clock.today()) if table.body else Counter()
    return [(str(each), str(Frequency(each).label), count) for each, count in asked.most_common()]


def _refuse(
    request: PageRequest, table: _Table, refused: dict[Key, Refused], status: HTTPStatus
) -> HttpResponse:
    return _render(request, table, Told(refused, warned(table.rows)), status)


def _render(
    request: PageRequest, table: _Table, told: Told, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    standings = [cell.standing for row in table.rows for cell in row.cells]
    context = {
        "form": table.form,
        "body": table.body,
        "is_many": table.body is None,
        "many_bodies": is_everywhere(request.actor, "observation.enter")
        or len(request.actor.bodies_for("observation.enter")) > 1,
        "period": period_name(period_label(table.cadence, table.period)),
        "heads": list(zip(table.labels, table.notes, strict=True)),
        "rows": rows_html(table.rows, table.labels, told, table.cadence),
        "page": table.page,
        "elsewhere": _elsewhere(table) if not table.rows else (),
        "most": MOST_CELLS,
        "reason": request.POST.get("ly_do", ""),
        "is_typed": any(standing.is_typed for standing in standings),
        "late": sum(standing is Standing.LATE for standing in standings),
    }
    return render(request, "observations/grid.html", context, status=status)
