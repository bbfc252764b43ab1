"""Who sees a dashboard, who changes it, and whom one may share it with."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author
from tiendo.overview.models import Dashboard, Sharing


def visible_dashboards(actor: Actor) -> QuerySet[Dashboard]:
    """The dashboards a person sees: one's own, and those shared with one's body, one's role or
    everybody. Those put away are left out. Cost: no query of its own."""
    shared = Q(sharing=Sharing.ALL)
    shared |= Q(sharing=Sharing.ROLE, role__in=sorted({post.role for post in actor.posts}))
    shared |= Q(sharing=Sharing.BODY, organisation__in=sorted(actor.bodies_for("dashboard.view")))
    seen = Q(owner=actor.user_id) | shared
    return Dashboard.objects.filter(seen, removed_at__isnull=True)


def may_see(actor: Actor, dashboard: Dashboard) -> bool:
    """Whether a person sees a dashboard that is not put away."""
    match Sharing(dashboard.sharing):
        case _ if dashboard.owner_id == actor.user_id:
            return True
        case Sharing.BODY:
            return dashboard.organisation_id in actor.bodies_for("dashboard.view")
        case Sharing.ROLE:
            return any(post.role == dashboard.role for post in actor.posts)
        case Sharing.ALL:
            return True
        case _:
            return False


def may_edit(actor: Actor, dashboard: Dashboard) -> bool:
    """The owner; of a shared one that they see also those who could have shared it so."""
    if dashboard.owner_id == actor.user_id:
        return True
    if dashboard.sharing == Sharing.NOBODY or not may_see(actor, dashboard):
        return False
    return may_share(actor, Sharing(dashboard.sharing), dashboard.organisation_id)


def may_share(actor: Actor, sharing: Sharing, body: int) -> bool:
    """Whether a person may share a dashboard of a body with an sharing."""
    if sharing is Sharing.NOBODY:
        return True
    if sharing is Sharing.BODY and actor.may("view.share", at=body):
        return True
    return actor.may("view.share_all")


def require_edit(actor: Actor, dashboard: Dashboard) -> Author:
    """The author of a change. Errors: PermissionRefused."""
    if not may_edit(actor, dashboard):
        raise PermissionRefused("view.share")
    return Author(actor.user_id, actor.first_body("dashboard.view"))
