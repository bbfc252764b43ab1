"""The rows of a timeline as HTML: a table whose last column is drawn, one small SVG in each row.

Written here, not in the template: there are thousands of rows. Places are hundredths of the width,
as attributes of the SVG, for the policy of the pages refuses styles in them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tiendo.domain.deadlines import CONTINUOUS
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.scale import Scale
from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn, Status
from tiendo.tasks.queries.dependencies import Link, comes_too_late
from tiendo.tasks.queries.timeline import Bar, Grouping, Timeline
from tiendo.workspace.status_look import BY_CODE
from tiendo.workspace.task_rows import task_urls

# Beyond so many rows a line between two bars says less than the code beside the task.
_FARTHEST_LINE = 40
_LONGEST = 90
# A stretch of fewer hundredths of the width has no room for its words.
_NARROWEST = 5
_GROUP = (
    '<tr class="group-row"><th colspan="4" scope="rowgroup">{}</th>'
    '<td class="tl"><svg aria-hidden="true"><use href="#tl-g"/>{}</svg></td></tr>\n'
)
_ROW = (
    '<tr data-key-item class="status-{status}"><th scope="row"><a href="{url}" data-key="Enter">'
    '{code}</a> {title}{after}</th><td>{lead}</td><td class="tl-s">{badge}</td>'
    '<td class="tl-d">{due}</td>'
    '<td class="tl"><svg aria-hidden="true"><use href="#tl-g"/>{drawing}</svg></td></tr>\n'
)


@dataclass(frozen=True, slots=True)
class _Link:
    """A dependency between two rows, by their places on the page."""

    start: int
    end: int
    is_late: bool


def timeline_rows(
    request: HttpRequest, found: Timeline, grouping: Grouping, scale: Scale, on: dt.date
) -> SafeString:
    """The rows of a page of bars under the heads of their groups."""
    lines = _lines(found.bars, grouping)
    places = {line.pk: place for place, line in enumerate(lines) if isinstance(line, Bar)}
    by_pk = {bar.pk: bar for bar in found.bars}
    links = [
        _Link(places[row.predecessor], places[row.successor], _is_late(by_pk, row))
        for row in found.links
    ]
    crossing = _crossing(lines, links, scale)
    draw = _Drawing(scale, on, found.due_days)
    write = _Writer(request, _after(lines, links))
    html = [
        write.row(line, draw.bar(line) + crossing[place])
        if isinstance(line, Bar)
        else _GROUP.format(escape(line), crossing[place])
        for place, line in enumerate(lines)
    ]
    return mark_safe("".join(html))  # noqa: S308 - every text is escaped where it is written


def _lines(bars: Sequence[Bar], grouping: Grouping) -> list[Bar | str]:
    """The bars, with the words of each group before its first."""
    lines: list[Bar | str] = []
    before: str | None = None
    nowhere = _("Chưa gắn với phần nào"), _("Chưa rõ cơ quan chủ trì")
    for bar in bars:
        if grouping is Grouping.BODY:
            group = bar.lead or nowhere[1]
        else:
            group = f"{bar.path}. {bar.section}" if bar.path else nowhere[0]
        if group != before:
            lines.append(group)
        before = group
        lines.append(bar)
    return lines


def _is_late(by_pk: dict[int, Bar], link: Link) -> bool:
    first, second = by_pk[link.predecessor], by_pk[link.successor]
    return comes_too_late(first.due_on, first.status, second.due_on)


def _after(lines: Sequence[Bar | str], links: Sequence[_Link]) -> dict[int, str]:
    """What stands beside a task about those it waits for, by the id of the task."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    words, late = _("sau %(code)s"), _("sau %(code)s, việc đó đến hạn muộn hơn")
    for link in links:
        first, second = lines[link.start], lines[link.end]
        if isinstance(first, Bar) and isinstance(second, Bar):
            text = escape((late if link.is_late else words) % {"code": first.code})
            mark = ' class="is-late"' if link.is_late else ""
            found[second.pk].append(f"<small{mark}>{text}</small>")
    return {pk: " " + "; ".join(texts) for pk, texts in found.items()}


class _Writer:
    """Writes rows; what many of them share is made once."""

    def __init__(self, request: HttpRequest, after: dict[int, str]) -> None:
        self._url_of = task_urls(request)
        self._after = after
        self._badge = cache(_badge)
        self._original = _("hạn gốc")

    def row(self, bar: Bar, drawing: str) -> str:
        """One bar with what is known of it."""
        title = bar.title if len(bar.title) <= _LONGEST else Truncator(bar.title).chars(_LONGEST)
        return _ROW.format(
            status=bar.status,
            url=escape(self._url_of(bar.pk)),
            code=escape(bar.code),
            title=escape(title),
            after=self._after.get(bar.pk, ""),
            lead=escape(bar.lead),
            badge=self._badge(bar.status),
            due=self._due(bar),
            drawing=drawing,
        )

    def _due(self, bar: Bar) -> str:
        due = f"{bar.due_on:%d/%m/%Y}" if bar.due_on else "–"
        if bar.original is None or bar.original == bar.due_on:
            return due
        return f"{due} <small>{self._original} {bar.original:%d/%m/%Y}</small>"


def _badge(status: str) -> str:
    look = BY_CODE[status]
    return f'<svg class="icon"><use href="#tl-{look.icon}"/></svg>{escape(str(look.word))}'


class _Drawing:
    """Draws bars upon a scale."""

    def __init__(self, scale: Scale, on: dt.date, due_days: dict[int, list[dt.date]]) -> None:
        self._on = on
        self._at = cache(scale.at)
        self._due_days = due_days

    def bar(self, bar: Bar) -> str:
        """The bar of a task, with the marks of what became of it."""
        return "".join(self._parts(bar))

    def _parts(self, bar: Bar) -> Iterator[str]:
        column = OFFICIAL_COLUMNS[Status(bar.status)]
        if bar.recurrence or bar.due_on is None:
            yield self._rect("tl-open", bar.starts_on, self._end_of_open(bar))
            yield from (self._mark("tl-tick", day) for day in self._due_days.get(bar.pk, ()))
            return
        yield self._rect("tl-bar", bar.starts_on, bar.due_on)
        if bar.original is not None and bar.original != bar.due_on:
            yield self._stretch("tl-moved", bar.original, bar.due_on)
            yield self._mark("tl-first", bar.original)
        if column is OfficialColumn.OVERDUE:
            yield self._stretch("tl-late", bar.due_on, self._on)
        if bar.done_on is not None:
            yield self._mark("tl-done", bar.done_on)

    def _end_of_open(self, bar: Bar) -> dt.date:
        """A continuous task has no end in sight; one without a deadline is drawn to the day."""
        if bar.recurrence == CONTINUOUS or not bar.recurrence:
            return max(self._on, bar.starts_on)
        days = self._due_days.get(bar.pk)
        return max(days[-1] if days else self._on, bar.starts_on)

    def _rect(self, css: str, first: dt.date, last: dt.date) -> str:
        """A bar over days, the last included; one whose days lie outside is not drawn."""
        left, right = self._span(first, last + ONE_DAY)
        if right <= left:
            return ""
        width = round(right - left, 2)
        return f'<rect class="{css}" x="{left}%" y="8" width="{width}%" height="10"/>'

    def _stretch(self, css: str, first: dt.date, last: dt.date) -> str:
        left, right = self._span(min(first, last) + ONE_DAY, max(first, last) + ONE_DAY)
        if right <= left:
            return ""
        return f'<line class="{css}" x1="{left}%" y1="13" x2="{right}%" y2="13"/>'

    def _mark(self, css: str, day: dt.date) -> str:
        place = self._at(day + ONE_DAY)
        return (
            f'<use class="{css}" href="#{css}" x="{place}%" y="13"/>' if 0 <= place <= 100 else ""
        )

    def _span(self, first: dt.date, end: dt.date) -> tuple[float, float]:
        return max(0.0, self._at(first)), min(100.0, self._at(end))


def _crossing(
    lines: Sequence[Bar | str], links: Sequence[_Link], scale: Scale
) -> defaultdict[int, str]:
    """What is drawn of dependencies in each row they cross: down from the end of the first bar,
    across to the end of the second."""
    drawn: defaultdict[int, list[str]] = defaultdict(list)
    for link in links:
        first, second = lines[link.start], lines[link.end]
        if not (isinstance(first, Bar) and isinstance(second, Bar)):
            continue
        if first.due_on is None or abs(link.end - link.start) > _FARTHEST_LINE:
            continue
        x = scale.at(first.due_on + ONE_DAY)
        if not 0 <= x <= 100:
            continue
        css = "tl-link is-late" if link.is_late else "tl-link"
        goes_down = link.end > link.start
        drawn[link.start].append(_down(css, x, "13" if goes_down else "0", *_to(goes_down)))
        for place in range(min(link.start, link.end) + 1, max(link.start, link.end)):
            drawn[place].append(_down(css, x, "0", "100%"))
        drawn[link.end].append(_down(css, x, *(("0", "13") if goes_down else ("13", "100%"))))
        drawn[link.end].append(_across(css, x, second, scale))
    return defaultdict(str, {place: "".join(parts) for place, parts in drawn.items()})


def _to(goes_down: bool) -> tuple[str]:
    return ("100%",) if goes_down else ("13",)


def _down(css: str, x: float, y1: str, y2: str) -> str:
    return f'<line class="{css}" x1="{x}%" y1="{y1}" x2="{x}%" y2="{y2}"/>'


def _across(css: str, x: float, second: Bar, scale: Scale) -> str:
    """The arrow to the end of the bar that waits, or a point where it has none in view."""
    end = scale.at((second.due_on or second.starts_on) + ONE_DAY)
    end = min(100.0, max(0.0, end))
    return f'<line class="{css}" x1="{x}%" y1="13" x2="{end}%" y2="13" marker-end="url(#tl-a)"/>'


def scale_parts(scale: Scale, on: dt.date) -> tuple[SafeString, SafeString]:
    """The words of the head over the bars, and the rules behind them, the boldest today's."""
    rules = list(scale.rules())
    words = "".join(
        f'<text x="{scale.at(day)}%" y="14">{escape(text)}</text>'
        for (day, text), (end, _text) in zip(rules, [*rules[1:], (scale.end, "")], strict=True)
        if scale.at(end) - scale.at(day) >= _NARROWEST
    )
    lines = "".join(_rule("tl-rule", scale.at(day)) for day, _text in rules)
    today = scale.at(on)
    if 0 <= today <= 100:
        lines += _rule("tl-today", today)
    return mark_safe(words), mark_safe(lines)  # noqa: S308 - numbers and escaped words


def _rule(css: str, x: float) -> str:
    return f'<line class="{css}" x1="{x}%" y1="0" x2="{x}%" y2="100%"/>'


def symbols(found: Timeline) -> list[str]:
    """The icons of the statuses that occur, each drawn once and used by every row."""
    return sorted({BY_CODE[bar.status].icon for bar in found.bars})
