"""Finding anything by its words: the page of results, and suggestions while one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.search.models import EntryKind, SearchEntry
from tiendo.search.queries import Found, read_entries, search, suggest
from tiendo.search.ranking import How
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.search_rows import ICONS, NOUNS, address_of, hits_of, title_of

PER_PAGE = 20
# Fewer letters begin too many words.
FEWEST_LETTERS = 2
_TITLE = 90
# Whole lists, for who found nothing.
_PLACES = (
    ("task.view", gettext_lazy("Nhiệm vụ"), "task-list"),
    ("document.view", gettext_lazy("Văn bản"), "document-list"),
    ("organisation.view", gettext_lazy("Cơ quan"), "organisation-list"),
)


@page()
def show(request: PageRequest) -> HttpResponse:
    """What was found of all kinds, or of the kind whose tab is open."""
    kind = request.GET.get("loai", "")
    kind = kind if kind in EntryKind.values else ""
    found = search(request.actor, request.GET.get("q", ""), kind)
    kind = kind if found.counts.get(kind) else ""
    shown = _page(found, kind, request.GET.get("page"))
    typed = found.question.typed if found.how is not How.CORRECTED else request.GET.get("q", "")
    may = request.actor.may
    context = {
        "search_words": typed.strip(),
        "found": found,
        "page": shown,
        "hits": hits_of(read_entries(list(shown.object_list)), found.question),
        "tabs": list(_tabs(found, typed, kind)),
        "is_corrected": found.how is How.CORRECTED,
        "is_most": found.how is How.MOST,
        "places": [(words, url) for permission, words, url in _PLACES if may(permission)],
    }
    return render(request, "search/results.html", context)


class _Ids(Sequence[int]):
    """The ids of what was found, asked for page by page; how many is known from the counts."""

    def __init__(self, found: Found, count: int) -> None:
        self._found, self._count = found, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return self._found.ids(*place.indices(self._count)[:2])
        return self._found.ids(place, place + 1)[0]


def _page(found: Found, kind: str, number: str | None) -> Page[int]:
    """The ids on a page of what was found."""
    count = found.counts.get(kind, 0) if kind else found.total
    return Paginator(_Ids(found, count), PER_PAGE).get_page(number)


@page(is_aside=True)
def show_suggestions(request: PageRequest) -> HttpResponse:
    """The first records whose words begin with what is being typed."""
    typed = request.GET.get("q", "").strip()
    rows = suggest(request.actor, typed) if len(typed) >= FEWEST_LETTERS else []
    options = [
        (address_of(row), _short(title_of(row)), row.symbol.partition("\n")[0], row) for row in rows
    ]
    shown = [
        {"url": url, "title": title, "note": _note(row, symbol, title), "icon": ICONS[row.kind]}
        for url, title, symbol, row in options
    ]
    return render(request, "search/suggestions.html", {"options": shown})


def _note(row: SearchEntry, symbol: str, title: str) -> str:
    noun = str(NOUNS[row.kind])
    return noun if row.kind == EntryKind.BODY or symbol == title else f"{noun} · {symbol}"


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(maxsplit=1)[0]}…"


def _tabs(found: Found, typed: str, open_kind: str) -> Iterator[tuple[str, str, int, bool]]:
    """Words, address, number and whether it is open, of each kind that was found."""
    yield _("Tất cả"), f"?{urlencode({'q': typed})}", found.total, not open_kind
    for kind in EntryKind:
        if number := found.counts.get(kind.value):
            address = f"?{urlencode({'q': typed, 'loai': kind.value})}"
            yield str(kind.label), address, number, kind.value == open_kind
