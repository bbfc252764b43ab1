"""The plain inputs of forms, written at once: a form has a dozen, and templates take longer."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

_FOLDER = "django/forms/widgets/"
_INPUTS = frozenset(
    f"{_FOLDER}{kind}.html" for kind in ("text", "input", "number", "email", "hidden", "date")
)
_TEXTAREA = f"{_FOLDER}textarea.html"


class WrittenInputs(DjangoTemplates):
    """Django's renderer, except for plain inputs: the same HTML without a template."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """A form or a widget as HTML."""
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == _TEXTAREA:
            return _textarea(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    given = {} if widget["value"] is None else {"value": widget["value"]}
    attrs = {"type": widget["type"], "name": widget["name"], **given, **widget["attrs"]}
    return format_html("<input{}>", _attributes(attrs))


def _textarea(widget: dict[str, Any]) -> SafeString:
    attrs = _attributes({"name": widget["name"], **widget["attrs"]})
    return format_html("<textarea{}>\n{}</textarea>", attrs, widget["value"] or "")


def _attributes(attrs: dict[str, Any]) -> SafeString:
    """In the order given, as Django's templates do; what is False is left out."""
    written = (
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )
    return mark_safe("".join(written))  # noqa: S308 - the values are escaped above
