"""Verdicts on targets in templates: {% load verdicts %}."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tiendo.domain.achievement import Verdict
from tiendo.indicators.trajectories import Trajectory, TrajectoryFilter, find_trajectories
from tiendo.overview.asking import Asked
from tiendo.overview.pictures.bullets import CODE as BULLETS
from tiendo.overview.sheets.targets import SORTS
from tiendo.overview.verdicts import LOOK_OF
from tiendo.workspace.access import PageRequest, as_of, dated_url, known_at
from tiendo.workspace.templatetags.ui import icon
from tiendo.workspace.trajectory_rows import target_rows
from tiendo.workspace.verdict_counts import verdict_tiles

register = template.Library()
SHOWN = 5


@register.simple_tag
def verdict_badge(verdict: str) -> SafeString:
    """A verdict as colour, icon and word, always the three."""
    look = LOOK_OF[Verdict(verdict)]
    return format_html(
        '<span class="status-badge {}">{}{}</span>', look.css, icon(look.icon), look.word
    )


@register.inclusion_tag("trajectories/_panel.html", takes_context=True)
def target_panel(
    context: Context,
    programme: int | None = None,
    body: int | None = None,
    indicator: int | None = None,
) -> dict[str, Any]:
    """The targets of a programme, a body or an indicator: how many stand how, the worst of them.

    Cost: four queries; one where there is no target.
    """
    request: PageRequest = context["request"]
    asked = Asked(request.actor, as_of(request), known_at(request))
    indicators = frozenset({indicator} if indicator is not None else ())
    narrowed = TrajectoryFilter(programme=programme, body=body, indicators=indicators)
    found = find_trajectories(asked.actor, narrowed, asked.day, asked.known_at)
    given = {"chuong_trinh": programme, "co_quan": body, "chi_tieu": indicator}
    values = {name: str(value) for name, value in given.items() if value is not None}
    shown = panel_of(request, found, asked, values)
    # Of one indicator rows are told apart by the body.
    of_one = indicator is not None
    # The picture of targets is one of a body or of an indicator.
    is_drawn = programme is None and request.actor.may("dashboard.view")
    drawn = dated_url(request, "picture", BULLETS, **values) if is_drawn else ""
    return {
        "request": request,
        **shown,
        "has_body": body is None,
        "of_one": of_one,
        "picture_url": drawn,
    }


def panel_of(
    request: PageRequest, found: list[Trajectory], asked: Asked, values: Mapping[str, str]
) -> dict[str, Any]:
    """What the panel of some targets shows; ``values``: the filter of the list behind it."""
    to_list = partial(dated_url, request, "trajectory-list", **values)
    worst = sorted(found, key=SORTS["verdict"])[:SHOWN]
    return {
        "count": len(found),
        "tiles": [tile for tile in verdict_tiles(found, to_list) if tile.count],
        "rows": target_rows(worst, {}, asked),
        "more": len(found) - len(worst),
        "list_url": to_list(),
    }
