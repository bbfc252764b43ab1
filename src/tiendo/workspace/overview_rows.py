"""The rows of the overview of a programme as HTML: a hundred rows in a template take longer than
the queries behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tiendo.workspace.access import kept_days
from tiendo.workspace.status_look import LOOKS, status_segments
from tiendo.workspace.templatetags.vn import number

_TITLE_LETTERS = 60
_LATE = "overdue"


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A lead body on the overview: its counts as links, its rate with what it is made of."""

    name: str
    url: str
    counts: tuple[tuple[str, int, str], ...]
    rate: str
    rate_title: str
    last_update: str
    reopened: int
    silence: str
    silence_title: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the plan: its counts and its bar. Missing: path and url are empty for tasks that
    stand under no part."""

    path: str
    title: str
    url: str
    total: int
    overdue: int
    bar: list[tuple[str, int]]


def joined(rows: Sequence[str]) -> SafeString:
    """Rows that were written here, one after the other."""
    return mark_safe("".join(rows))  # noqa: S308 - every text is escaped where it is written


def body_row_html(row: BodyRow) -> str:
    """A row of the table of lead bodies."""
    name: str = escape(row.name)
    if row.url:
        name = f'<a href="{escape(row.url)}">{name}</a>'
    if row.reopened:
        words = _("mở lại %(times)s lần") % {"times": number(row.reopened)}
        name += f'<span class="row-meta">{escape(words)}</span>'
    title = escape(row.rate_title)
    silence = ""
    if row.silence:
        silence = (
            f' <span class="row-silent" title="{escape(row.silence_title)}">'
            f"{escape(row.silence)}</span>"
        )
    return (
        f'<tr><th scope="row">{name}</th>{"".join(_count(*each) for each in row.counts)}'
        f'<td class="num" title="{title}">{escape(row.rate)}'
        f'<span class="visually-hidden"> ({title})</span></td>'
        f'<td class="nowrap is-wide-only">{escape(row.last_update)}{silence}</td></tr>'
    )


def _count(code: str, count: int, url: str) -> str:
    css = ""
    if code == _LATE:
        css = " is-late" if count else ""
    elif code:
        css = " is-wide-only"
    words = number(count)
    if url and count:
        words = f'<a href="{escape(url)}">{words}</a>'
    return f'<td class="num{css}">{words}</td>'


def parts_html(rows: Iterable[PartRow]) -> SafeString:
    """The rows of the table of parts of the plan."""
    words = {look.code: str(look.word) for look in LOOKS}
    return joined([_part(row, words) for row in rows])


def _part(row: PartRow, words: Mapping[str, str]) -> str:
    title = escape(row.title)
    name: str = title
    if row.url:
        short = escape(Truncator(row.title).chars(_TITLE_LETTERS))
        name = f'<a href="{escape(row.url)}" title="{title}">{escape(row.path)}. {short}</a>'
    late = " is-late" if row.overdue else ""
    return (
        f'<tr><th scope="row">{name}</th><td class="num">{number(row.total)}</td>'
        f'<td class="num{late}">{number(row.overdue)}</td>'
        f'<td class="col-bar">{_bar(row, words)}</td></tr>'
    )


def _bar(row: PartRow, words: Mapping[str, str]) -> str:
    """As ``{% status_bar %}`` draws it, thin and without a legend."""
    segments = [
        (part, words[part.look.code], number(part.count)) for part in status_segments(row.bar)
    ]
    said = ", ".join(f"{word} {count}" for _part, word, count in segments)
    rects = "".join(
        f'<rect class="status-{part.look.code}" x="{part.x:.2f}" y="0" width="{part.width:.2f}" '
        f'height="10"><title>{escape(word)}: {count}</title></rect>'
        for part, word, count in segments
    )
    empty = '<rect class="is-empty" x="0" y="0" width="1000" height="10"></rect>'
    label = escape(f"{row.title}: {said or _('Chưa có nhiệm vụ')}")
    return (
        '<div class="status-bar status-bar-thin"><svg viewBox="0 0 1000 10" '
        f'preserveAspectRatio="none" role="img" aria-label="{label}">{rects or empty}</svg></div>'
    )


def figures_html(rows: Iterable[tuple[str, Sequence[int]]]) -> SafeString:
    """Rows of a name and its counts, as the table under a chart shows them."""
    return joined([_figures(*row) for row in rows])


def _figures(name: str, counts: Sequence[int]) -> str:
    cells = "".join(f'<td class="num">{number(count)}</td>' for count in counts)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def organisation_urls(request: HttpRequest) -> Callable[[str], str]:
    """The addresses of bodies in the day in view, without resolving each."""
    start, _mark, end = reverse("organisation", args=["0"]).partition("/0")
    days = kept_days(request)
    end += f"?{urlencode(days)}" if days else ""
    return lambda slug: f"{start}/{slug}{end}"
