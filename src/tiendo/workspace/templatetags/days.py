"""The day in view: links that keep it, inputs that choose one."""

from __future__ import annotations

import datetime as dt

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from tiendo.workspace.access import dated_url as address
from tiendo.workspace.forms.days import DayInput

register = template.Library()


@register.simple_tag(takes_context=True)
def dated_url(context: Context, name: str, *args: object, **query: str) -> str:
    """``{% dated_url "task" task.pk %}``: the page's address with ?ngay= where the page has one.

    Further keywords become query parameters; outside a request the plain address is given.
    """
    return address(context["request"], name, *args, **query)


@register.simple_tag
def day_input(
    name: str, field_id: str, day: dt.date | None = None, sends: bool = False
) -> SafeString:
    """The input for a day outside of a form's fields; ``sends`` submits when it changes."""
    attrs: dict[str, object] = {"id": field_id, "class": "form-control"}
    if sends:
        attrs["data-submit-on-change"] = True
    return DayInput().render(name, day, attrs)
