"""Which dashboards there are for a person, and with which one begins."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import KeptQueries
from tiendo.domain import clock
from tiendo.overview.dashboards.permissions import may_see, visible_dashboards
from tiendo.overview.models import Dashboard, DashboardBlock, StartPage

TABS_SHOWN = 5
_KEPT = KeptQueries()
_RESTORED_WITHIN = dt.timedelta(days=30)


def blocks_of(dashboard: Dashboard) -> list[DashboardBlock]:
    """The blocks of a dashboard in their order. Cost: one query."""
    return list(dashboard.blocks.filter(removed_at__isnull=True).order_by("place", "pk"))


def start_of(actor: Actor) -> int | None:
    """The dashboard one begins with, while it is there and one sees it. Cost: one query."""
    chosen = StartPage.objects.filter(user_id=actor.user_id).select_related("dashboard").first()
    if chosen is None or chosen.dashboard.removed_at is not None:
        return None
    return chosen.dashboard_id if may_see(actor, chosen.dashboard) else None


def own_removed(actor: Actor) -> QuerySet[Dashboard]:
    """What one put away within the last month, the newest first. Cost: one query."""
    since = clock.now() - _RESTORED_WITHIN
    return Dashboard.objects.filter(owner_id=actor.user_id, removed_at__gte=since).order_by(
        F("removed_at").desc()
    )[:20]


def tabs_of(actor: Actor) -> list[tuple[int, str]]:
    """The dashboards beside the overview: one's own first, then by title. Cost: one query."""
    rows = _KEPT.rows(
        actor, lambda: visible_dashboards(actor).order_by().values_list("pk", "title", "owner_id")
    )
    found = sorted(rows, key=lambda row: (row[2] != actor.user_id, row[1], row[0]))
    return [(pk, title) for pk, title, _owner in found[:TABS_SHOWN]]
