"""Controls of what one looks at: filters kept by name, the way to the whole picture."""

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode

from tiendo.workspace.access import kept_days
from tiendo.workspace.task_filters import read_filter

register = template.Library()


@register.inclusion_tag("saved_filters/buttons.html", takes_context=True)
def saved_filters(context: Context) -> dict[str, object]:
    """The filters kept by name, and for a filtered list keeping this one and its whole picture."""
    request: HttpRequest = context["request"]
    values = read_filter(request.GET).values
    order = {"sort": request.GET["sort"]} if "sort" in request.GET else {}
    return {
        "is_filtered": bool(values),
        "save_url": f"{reverse('filter-new')}?{urlencode({**values, **order})}",
        "scope_url": f"{reverse('scope')}?{urlencode({**kept_days(request), **values})}",
    }
