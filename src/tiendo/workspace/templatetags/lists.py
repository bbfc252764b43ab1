"""What every list needs: pages, sorting, filters kept in the address. {% load lists %}."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tiendo.overview.models import Format
from tiendo.workspace.templatetags.ui import icon, render_component

register = template.Library()

# Parameters of a list that leave no row out: its page, order, day, tab and open filters.
NOT_FILTERS = frozenset({"page", "sort", "ngay", "xem", "loc"})
# A field of a filter bar that is not its search.
_PLAIN_FIELD = re.compile(r'<div class="field(?! is-search)[ "]')


def _query(context: Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def _address(query: QueryDict, **changes: object) -> str:
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], noun: str, param: str = "page") -> dict[str, Any]:
    """ "Trang 1/12 · 230 nhiệm vụ" and links to the other pages of the same filter."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        (n, _address(_query(context), **{param: n}) if isinstance(n, int) else "") for n in numbers
    ]
    return {
        "page": page,
        "noun": noun,
        "links": links if page.has_other_pages() else [],
        "previous": _neighbour(context, page, param, -1),
        "next": _neighbour(context, page, param, 1),
    }


def _neighbour(context: Context, page: Page[Any], param: str, step: int) -> str:
    number = page.number + step
    if not 1 <= number <= page.paginator.num_pages:
        return ""
    return _address(_query(context), **{param: number})


@register.simple_tag(takes_context=True)
def sort_head(
    context: Context, label: str, key: str, css: str = "", param: str = "sort", default: str = ""
) -> SafeString:
    """A column head that sorts: ?sort=key, then ?sort=-key; it says aloud how it is sorted."""
    query = _query(context)
    current = query.get(param, default)
    state, arrow = "", "arrow-up"
    if current == key:
        state = "ascending"
    elif current == f"-{key}":
        state, arrow = "descending", "arrow-down"
    target = f"-{key}" if state == "ascending" else key
    query.pop("page", None)
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort-link" href="{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', state) if state else "",
        _address(query, **{param: target}),
        label,
        icon(arrow),
    )


@register.simple_tag(takes_context=True)
def keep_params(context: Context, *but: str) -> SafeString:
    """Hidden inputs for the present filter, without the parameters named and without the page."""
    pairs = [
        (name, value)
        for name, values in _query(context).lists()
        for value in values
        if name not in {*but, "page"} and isinstance(value, str)
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The present address with parameters changed; an empty one is taken away, the page too."""
    query = _query(context)
    query.pop("page", None)
    return _address(query, **changes)


@register.simple_tag(takes_context=True)
def query_without(context: Context, *names: str) -> str:
    """The present address without some parameters and without the page."""
    query = _query(context)
    for name in (*names, "page"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/chips.html", takes_context=True)
def chips(
    context: Context, options: Iterable[tuple[str, str]], param: str, label: str
) -> dict[str, object]:
    """A filter of few choices as links: (value, words); the present one is marked."""
    current = _query(context).get(param, "")
    rows = []
    for value, words in options:
        query = _query(context)
        query.pop("page", None)
        rows.append((words, _address(query, **{param: value}), value == current))
    return {"rows": rows, "label": label}


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: str, clear: bool = True) -> SafeString:
    """A GET form of filters; content: the fields. Works without script.

    On a phone the fields beside the search unfold on request; they stand open where one is set.
    """
    request = context.get("request")
    given = {} if request is None else request.GET
    return render_component(
        "filter_bar",
        content,
        path=request.path if request is not None else "",
        can_clear=clear and bool(given),
        folds=len(_PLAIN_FIELD.findall(content)) > 1,
        is_narrowed=any(given[name] for name in {*given} - NOT_FILTERS),
    )


@register.inclusion_tag("components/export_menu.html", takes_context=True)
def export_menu(context: Context, view: str, **values: object) -> dict[str, Any]:
    """The menu that writes a view of ``overview.sheets`` to a file, with the filter and the day of
    the page; ``values`` are added to the address."""
    query = _address(_query(context), page="", **values)
    return {
        "files": [
            (reverse("export-new", args=[view, str(form)]) + query, form.label) for form in Format
        ]
    }
