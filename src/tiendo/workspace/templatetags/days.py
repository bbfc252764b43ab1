"""Links that keep the day in view."""

from __future__ import annotations

from django import template
from django.template.context import Context

from tiendo.workspace.access import dated_url as address

register = template.Library()


@register.simple_tag(takes_context=True)
def dated_url(context: Context, name: str, *args: object, **query: str) -> str:
    """``{% dated_url "task" task.pk %}``: the page's address with ?ngay= where the page has one.

    Further keywords become query parameters; outside a request the plain address is given.
    """
    return address(context["request"], name, *args, **query)
