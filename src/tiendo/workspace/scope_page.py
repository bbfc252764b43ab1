"""What the whole picture of a filter shows, each part from the view that is exported too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tiendo.composer.charts import Series, Spec, counts_over_days
from tiendo.composer.sheets import Sheet, bare
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.comparing import earlier_of
from tiendo.overview.filters import LEAD, PROGRAMME, SECTION, narrowed
from tiendo.overview.medians import KindMedian, median_of_kind
from tiendo.overview.sheets import VIEWS, ageing, burn_up, changes, comparison
from tiendo.reporting.formulas import (
    AWAITING_ALL,
    DONE_LATE,
    DONE_ON_TIME,
    IN_PROGRESS,
    OVERDUE,
    Count,
)
from tiendo.tasks.queries import OfficialCounts
from tiendo.workspace.access import PageRequest
from tiendo.workspace.sheet_html import cells_html, head_html, rows_html
from tiendo.workspace.task_filters import list_url, scope_url
from tiendo.workspace.templatetags.vn import number

CHANGES_SHOWN = 10
BODIES_SHOWN = 8
# Beside the whole picture: the views of the same filter, by name.
BESIDE = ("theo-co-quan", "theo-phan", "xep-hang", "theo-nguoi")
COLUMN_TILES: tuple[tuple[Count, str], ...] = (
    (DONE_ON_TIME, "done_on_time"),
    (DONE_LATE, "done_late"),
    (IN_PROGRESS, "in_progress"),
    (OVERDUE, "overdue"),
    (AWAITING_ALL, "awaiting"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as the parts of a table, with the name of its view."""

    view: str
    title: str
    head: SafeString
    rows: SafeString
    formulas: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A column of a sheet laid on its side: its words, how it comes about, its cells."""

    label: str
    formula: str
    cells: SafeString


def scope_context(request: PageRequest, asked: Asked, now: OfficialCounts) -> dict[str, object]:
    """The parts of the page. Cost: ten queries; two more for a body, one more for a report."""
    earlier = earlier_of(asked)
    then = comparison.counts_then(asked, earlier)
    compared = comparison.sheet_of(asked, earlier, then, now)
    points = burn_up.points_of(asked)
    found = changes.changes_since(asked, earlier)
    body = _body(asked)
    return {
        "tiles": list(_tiles(request, asked, now, then)),
        "rate": now.on_time_rate,
        "body": body,
        "median": _median(asked, body),
        "earlier": earlier,
        "compared": list(_on_its_side(request, compared)),
        "ageing": _table(request, _first(ageing.build(asked), BODIES_SHOWN)),
        "progress": _table(request, burn_up.sheet_of(asked, points)),
        "chart": _drawn(tuple(_series(points))),
        "changed": len(found),
        "changes": _table(request, changes.sheet_of(asked, earlier, found, CHANGES_SHOWN)),
        "beside": [(VIEWS[name].title, _view_url(request, name)) for name in BESIDE],
        "list_url": list_url(request, **asked.values),
    }


def scope_title(asked: Asked) -> str:
    """What the page is about: what the filter names, else all of it."""
    words = [word for _label, word in asked.words or ()]
    return " · ".join(words) if words else _("Mọi nhiệm vụ được xem")


def parent_urls(request: PageRequest, asked: Asked) -> Iterator[tuple[str, str]]:
    """Wider pictures around this one: without the part of the plan, without the body."""
    for name, words in ((SECTION, _("Cả chương trình")), (LEAD, _("Mọi cơ quan"))):
        if name in asked.values and (name != SECTION or PROGRAMME in asked.values):
            wider = {key: value for key, value in asked.values.items() if key != name}
            yield words, scope_url(request, wider)


def _tiles(
    request: PageRequest, asked: Asked, now: OfficialCounts, then: OfficialCounts
) -> Iterator[tuple[str, int, str, str, str]]:
    yield (
        _("Tổng số"),
        now.total,
        list_url(request, **asked.values),
        "",
        _more(now.total, then.total),
    )
    for column, code in COLUMN_TILES:
        counted = now.of(*column.statuses)
        url = list_url(request, **narrowed(asked.values, statuses=column.statuses))
        yield column.label, counted, url, code, _more(counted, then.of(*column.statuses))


def _more(now: int, then: int) -> str:
    """ "+3 so với mốc trước"."""
    if now == then:
        return _("như mốc trước")
    sign = "+" if now > then else "−"
    return _("%(change)s so với mốc trước") % {"change": f"{sign}{number(abs(now - then))}"}


def _on_its_side(request: PageRequest, sheet: Sheet) -> Iterator[Line]:
    """The columns of a sheet as lines: a table of few rows and many columns reads better so."""
    rows = list(sheet.rows)
    for place, column in enumerate(sheet.columns[1:], 1):
        values = tuple(row[place] for row in rows)
        if not all(bare(value) == 0 for value in values):
            cells = cells_html(column, values, partial(list_url, request))
            yield Line(column.title, column.formula, cells)


def _first(sheet: Sheet, most: int) -> Sheet:
    """A sheet with its first rows alone; the totals are still those of all."""
    return replace(sheet, rows=list(sheet.rows)[:most])


def _table(request: PageRequest, sheet: Sheet) -> Table:
    rows = rows_html(sheet, partial(list_url, request))
    return Table(sheet.name, sheet.title, head_html(sheet), rows, tuple(sheet.formulas))


def _series(points: list[burn_up.Point]) -> Iterator[Series]:
    told = points[1:]
    yield Series(
        "in_progress", _("Đã giao"), tuple((point.day, point.counts.total) for point in told)
    )
    yield Series("done_on_time", _("Đã hoàn thành"), tuple((each.day, each.done) for each in told))
    late = tuple((point.day, point.counts.overdue) for point in told)
    yield Series("overdue", _("Quá hạn"), late)


@lru_cache(maxsize=32)
def _drawn(series: tuple[Series, ...]) -> Spec:
    """The specification of the chart: building one takes longer than the queries behind it."""
    return counts_over_days(
        series, description=_("Việc đã giao, đã hoàn thành, quá hạn theo thời gian")
    )


def _body(asked: Asked) -> Organisation | None:
    """The body whose picture it is. Cost: one query where there is one."""
    lead = asked.tasks.lead
    return None if lead is None else Organisation.objects.filter(pk=lead).first()


def _median(asked: Asked, body: Organisation | None) -> KindMedian | None:
    return None if body is None else median_of_kind(asked, body)


def _view_url(request: PageRequest, name: str) -> str:
    return f"{reverse('view', args=[name])}?{request.GET.urlencode()}"
