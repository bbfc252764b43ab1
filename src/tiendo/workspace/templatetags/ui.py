"""The components of a page: {% load ui %}. docs/reference/components.md describes every tag."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from tiendo.domain.clock import today
from tiendo.workspace.form_fields import render_field
from tiendo.workspace.status_look import BY_CODE, Count, status_segments
from tiendo.workspace.templatetags.vn import days_left, number, vn_date

register = template.Library()

ICON_LIST = Path(__file__).resolve().parents[2] / "frontend" / "icons.txt"


@cache
def icon_names() -> frozenset[str]:
    """The names in the sprite, from the list the build reads."""
    lines = ICON_LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; hidden from readers aloud unless it has a label."""
    return _icon(name, label, css)


@lru_cache(maxsize=512)
def _icon(name: str, label: str, css: str) -> SafeString:
    """The icon as HTML; a page has dozens, and few differ."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"icon {name!r} is not in frontend/icons.txt")
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')  # noqa: S308 - a constant
    )
    return format_html(
        '<svg class="icon {}" {} width="18" height="18"><use href="{}#{}"></use></svg>',
        css,
        spoken,
        static("build/icons.svg"),
        name,
    )


@register.simple_tag
def status_badge(code: str, note: str = "") -> SafeString:
    """A status as colour, icon and word, with a short note after it ("quá hạn 12 ngày")."""
    look = BY_CODE[str(code)]
    badge = format_html(
        '<span class="status-badge status-{}">{}{}</span>', look.code, icon(look.icon), look.word
    )
    return format_html('{} <span class="status-note">{}</span>', badge, note) if note else badge


@register.simple_tag
def status_word(code: str) -> str:
    """The word of a status, for places that show text alone."""
    return str(BY_CODE[str(code)].word)


@register.simple_tag
def deadline(
    last_day: dt.date | None, on: dt.date | None = None, printed: str = "", is_open: bool = True
) -> SafeString:
    """A last day with the days left while the task is open; without a day, the printed words."""
    if last_day is None:
        return format_html('<span class="days-left">{}</span>', printed or "–")
    day = format_html('<time class="num" datetime="{}">{}</time>', last_day, vn_date(last_day))
    if not is_open:
        return day
    is_late = last_day < (on or today())
    return format_html(
        '{} <span class="row-meta days-left{}">{}</span>',
        day,
        " is-late" if is_late else "",
        days_left(last_day, on),
    )


@register.inclusion_tag("components/count_tile.html", takes_context=True)
def count_tile(
    context: Context, label: str, value: int | None, url: str = "", code: str = "", note: str = ""
) -> dict[str, object]:
    """A count that opens its list; a status code gives it that status's colour and icon."""
    request = context.get("request")
    look = BY_CODE.get(str(code))
    is_current = bool(url and request is not None and request.get_full_path() == url)
    words = number(value)
    return {
        "label": label,
        "value": words,
        "is_words": value is None,
        "url": url,
        "look": look,
        "note": note,
        "is_current": is_current,
    }


@register.inclusion_tag("components/status_bar.html")
def status_bar(
    counts: Mapping[str, int] | Iterable[Count], label: str = "", legend: bool = True
) -> dict[str, object]:
    """One bar split by status. Counts: {code: n} or rows (code, n) or (code, n, url)."""
    return {"segments": status_segments(counts), "label": label, "legend": legend}


@register.inclusion_tag("components/meter.html")
def meter(ratio: float | None, label: str = "", digits: int = 2) -> dict[str, object]:
    """A ratio between 0 and 1 as a bar with its percentage in words."""
    return {"ratio": ratio, "label": label, "digits": digits}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, object]:
    """The way to this page: label, url, label, url, …, label of the page itself."""
    if len(parts) % 2 == 0:
        raise template.TemplateSyntaxError("breadcrumb: label, url, …, and a last label")
    return {"links": list(zip(parts[:-1:2], parts[1::2], strict=True)), "here": parts[-1]}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, object]:
    """What a list says when it is empty, and what to do next."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("components/facts.html")
def facts(rows: Iterable[tuple[str, Any]]) -> dict[str, object]:
    """A definition list of (label, value); an empty value is written "–"."""
    return {"rows": rows}


@register.inclusion_tag("components/people.html")
def people(rows: Iterable[Mapping[str, Any]]) -> dict[str, object]:
    """Who has which part. Rows: {part, name, url?, note?} or {part, names: [{name, url}]}."""
    return {"rows": rows}


@register.inclusion_tag("components/history.html")
def history(entries: Iterable[Any]) -> dict[str, object]:
    """What happened. Entries: when, who, title, text, icon, status, changes, files."""
    return {"entries": entries}


@register.inclusion_tag("components/clause.html")
def clause(
    quote: str, source: str, url: str = "", before: str = "", after: str = ""
) -> dict[str, object]:
    """The words of a source clause with the name of the place and a link into the document."""
    return {"quote": quote, "source": source, "url": url, "before": before, "after": after}


@register.inclusion_tag("components/copy_link.html")
def copy_link(url: str, label: str = "") -> dict[str, object]:
    """A button that copies an address of this installation."""
    return {"url": url, "label": label}


@register.inclusion_tag("components/toast.html", takes_context=True)
def toast(context: Context, message: Any) -> dict[str, object]:
    """A message of the framework; the extra tag "undo:/path/" adds a button that posts there."""
    tags = (message.extra_tags or "").split()
    undo = next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")
    return {"message": message, "undo": undo, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def field(
    bound: BoundField,
    label: str = "",
    hint: str | None = None,
    optional: bool = False,
    css: str = "",
) -> SafeString:
    """A form field with its label, hint and error, tied together for readers aloud.

    Label and hint replace the form's own words; an empty hint leaves it out.
    """
    return render_field(bound, label=label, hint=hint, is_optional=optional, css=css)


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Any) -> dict[str, object]:
    """What is wrong in a form, on top of it, each with a link to its field."""
    return {"form": form}


def render_component(name: str, content: str, **values: object) -> SafeString:
    """A component of templates/components round a block of content."""
    return render_to_string(f"components/{name}.html", {"content": content, **values})


@register.simple_block_tag
def panel(content: str, title: str, note: str = "", id: str = "") -> SafeString:
    """A section with a heading over a line."""
    return render_component("panel", content, title=title, note=note, id=id)


@register.simple_block_tag
def unfold(content: str, title: str, is_open: bool = False) -> SafeString:
    """A part that opens on request; works without script."""
    return render_component("unfold", content, title=title, is_open=is_open)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A boxed remark: info, warning or error."""
    icons = {"info": "info-circle", "warning": "alert-circle", "error": "alert-circle"}
    return render_component("notice", content, kind=kind, title=title, icon_name=icons[kind])


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A native dialog; anything with data-dialog="<id>" opens it."""
    return render_component("dialog", content, id=id, title=title)


@register.simple_block_tag(takes_context=True)
def confirm_dialog(
    context: Context,
    content: str,
    id: str,
    title: str,
    action: str,
    button: str,
    danger: bool = False,
) -> SafeString:
    """A question before an action: its content explains or asks, its button posts to the action."""
    return render_component(
        "confirm_dialog",
        content,
        id=id,
        title=title,
        action=action,
        button=button,
        is_danger=danger,
        csrf_token=context.get("csrf_token"),
    )


@register.simple_block_tag
def bulk_bar(content: str, noun: str = "") -> SafeString:
    """The bar over the foot of a list when rows are ticked; content: its buttons."""
    return render_component("bulk_bar", content, noun=noun)


@register.simple_block_tag(takes_context=True)
def chart(
    context: Context, content: str, spec: Mapping[str, object], id: str, title: str, said: str = ""
) -> SafeString:
    """A Vega-Lite chart; the content is a table of the same figures, shown where no script runs.

    ``said`` is what is read aloud in its place, the title where it is empty.
    """
    request: HttpRequest | None = context.get("request")
    return render_component(
        "chart",
        content,
        data=_chart_data(spec, is_part=request is not None and "HX-Request" in request.headers),
        id=id,
        title=title,
        said=said,
        needs_script=_first_chart(context, request),
    )


def _chart_data(spec: Mapping[str, object], *, is_part: bool) -> SafeString:
    """What a chart is drawn from. Script that brings parts of a page takes every <script> out of
    them, data too: there it stands in a <template>."""
    if not is_part:
        return json_script(spec)
    return format_html("<template data-spec>{}</template>", json.dumps(spec, ensure_ascii=False))


def _first_chart(context: Context, request: HttpRequest | None) -> bool:
    """Whether a chart brings the script: once for each page, and not for a part of a page that has
    it already."""
    kept = context.render_context if request is None else request.__dict__
    is_first = not kept.get("has_chart_script")
    kept["has_chart_script"] = True
    return is_first and (request is None or "HX-Request" not in request.headers)
