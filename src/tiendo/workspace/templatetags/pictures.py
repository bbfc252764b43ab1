"""Pictures on pages that are about something else: {% load pictures %}.

``{% picture "xu-huong" indicator=indicator.pk body=body.pk %}`` draws what the day in view and the
rights of the person give, with its table, its files and its own page.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from tiendo.overview.asking import Asked
from tiendo.overview.conditions import kept
from tiendo.overview.pictures.asking import (
    BODY,
    CONDITIONS,
    GROUP,
    INDICATOR,
    PERIOD,
    PROGRAMME,
    YEAR,
    NotAsked,
)
from tiendo.overview.pictures.kinds import PICTURES
from tiendo.workspace.access import as_of, known_at
from tiendo.workspace.picture_html import shown_picture

register = template.Library()
_NAMES = {
    "indicator": INDICATOR,
    "body": BODY,
    "group": GROUP,
    "period": PERIOD,
    "year": YEAR,
    "programme": PROGRAMME,
}


@register.inclusion_tag("pictures/slot.html", takes_context=True)
def picture(context: Context, code: str, key: str = "", **asked: object) -> dict[str, Any]:
    """A picture of a kind; nothing where the person may not see it, a sentence where there is
    nothing to draw. ``key`` tells apart several of one kind on one page."""
    request, kind = context["request"], PICTURES[code]
    if not request.actor.may(kind.permission):
        return {}
    given = {_NAMES[name]: str(value) for name, value in asked.items() if value not in (None, "")}
    values = kept(CONDITIONS, given)
    look = Asked(request.actor, as_of(request), known_at(request), values)
    try:
        drawn = kind.build(look)
    except NotAsked as lacking:
        return {"lacking": str(lacking)}
    shown = shown_picture(request, drawn, key=f"-{key}" if key else "")
    return {"picture": shown, "request": request}
