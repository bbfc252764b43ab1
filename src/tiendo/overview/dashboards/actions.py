"""What people do with dashboards: compose, share, begin with one, put away and take out again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.overview.dashboards.errors import DashboardError
from tiendo.overview.dashboards.filtering import made_own
from tiendo.overview.dashboards.permissions import may_see, may_share, require_edit
from tiendo.overview.dashboards.starters import BlockPlan, Starter
from tiendo.overview.models import Dashboard, DashboardBlock, Paper, Sharing, StartPage

EARLIER, LATER = "earlier", "later"


@transaction.atomic
def create_dashboard(*, title: str, starter: Starter, by: Actor) -> Dashboard:
    """A dashboard of one's own, with the blocks one begins from. Errors: PermissionRefused."""
    author = by.require("dashboard.view")
    body = by.first_body("dashboard.view")
    if body is None:
        raise PermissionRefused("dashboard.view")
    dashboard = Dashboard.objects.create(
        title=title,
        owner_id=by.user_id,
        organisation_id=body,
        columns=starter.columns,
        paper=starter.paper,
        is_landscape=starter.is_landscape,
        changed_at=clock.now(),
    )
    _lay_blocks(dashboard, starter.blocks(body))
    after: dict[str, Value] = {"title": title, "starter": starter.code}
    record(by=author, action="dashboard.create", target=dashboard, after=after)
    return dashboard


@transaction.atomic
def duplicate_dashboard(*, dashboard: Dashboard, title: str, by: Actor) -> Dashboard:
    """A dashboard of one's own with the blocks of one that one sees. Errors: PermissionRefused."""
    body = by.first_body("dashboard.view")
    if body is None or not may_see(by, dashboard):
        raise PermissionRefused("dashboard.view")
    copy = Dashboard.objects.create(
        title=title[:120],
        owner_id=by.user_id,
        organisation_id=body,
        columns=dashboard.columns,
        paper=dashboard.paper,
        is_landscape=dashboard.is_landscape,
        changed_at=clock.now(),
    )
    rows = list(dashboard.blocks.filter(removed_at__isnull=True))
    configs = made_own([row.config for row in rows], by)
    _lay_blocks(
        copy,
        (
            BlockPlan(row.kind, config, row.title, row.width)
            for row, config in zip(rows, configs, strict=True)
        ),
    )
    after: dict[str, Value] = {"title": copy.title, "copied_from": dashboard.pk}
    author = by.require("dashboard.view")
    record(by=author, action="dashboard.duplicate", target=copy, after=after)
    return copy


@transaction.atomic
def edit_dashboard(
    *, dashboard: Dashboard, title: str, columns: int, paper: Paper, is_landscape: bool, by: Actor
) -> None:
    """Change the title, the columns and the paper. Errors: PermissionRefused; DashboardError."""
    current, author = _held(dashboard, by)
    before = _layout(current)
    current.title, current.columns = title, columns
    current.paper, current.is_landscape = paper, is_landscape
    _changed(current)
    record(
        by=author, action="dashboard.edit", target=current, before=before, after=_layout(current)
    )


@transaction.atomic
def share_dashboard(*, dashboard: Dashboard, sharing: Sharing, role: str, by: Actor) -> None:
    """Let others see a dashboard, each with the numbers of their own rights.

    Errors: PermissionRefused; DashboardError needs_role.
    """
    current, author = _held(dashboard, by)
    if not may_share(by, sharing, current.organisation_id):
        raise PermissionRefused("view.share")
    if sharing is Sharing.ROLE and not role:
        raise DashboardError("needs_role")
    before: dict[str, Value] = {"sharing": current.sharing, "role": current.role}
    current.sharing, current.role = sharing, role if sharing is Sharing.ROLE else ""
    _changed(current)
    after: dict[str, Value] = {"sharing": current.sharing, "role": current.role}
    record(by=author, action="dashboard.share", target=current, before=before, after=after)


@transaction.atomic
def remove_dashboard(*, dashboard: Dashboard, by: Actor) -> None:
    """Put a dashboard away; whoever began with it begins elsewhere. Errors: as above."""
    current, author = _held(dashboard, by)
    current.removed_at = clock.now()
    _changed(current)
    record(by=author, action="dashboard.remove", target=current, before={"title": current.title})


@transaction.atomic
def restore_dashboard(*, dashboard: Dashboard, by: Actor) -> None:
    """Take out again what was put away. Errors: PermissionRefused; DashboardError not_removed."""
    current = Dashboard.objects.select_for_update().get(pk=dashboard.pk)
    author = require_edit(by, current)
    if current.removed_at is None:
        raise DashboardError("not_removed")
    current.removed_at = None
    _changed(current)
    record(by=author, action="dashboard.restore", target=current, after={"title": current.title})


@transaction.atomic
def choose_start(*, dashboard: Dashboard, by: Actor) -> None:
    """Begin with this dashboard. Errors: PermissionRefused."""
    if dashboard.removed_at is not None or not may_see(by, dashboard):
        raise PermissionRefused("dashboard.view")
    author = by.require("dashboard.view")
    StartPage.objects.update_or_create(
        user_id=by.user_id, defaults={"dashboard": dashboard, "chosen_at": clock.now()}
    )
    record(by=author, action="dashboard.start", target=dashboard)


@transaction.atomic
def drop_start(*, dashboard: Dashboard, by: Actor) -> None:
    """Begin again where everybody does. Errors: PermissionRefused."""
    author = by.require("dashboard.view")
    StartPage.objects.filter(user_id=by.user_id).delete()
    record(by=author, action="dashboard.unstart", target=dashboard)


@transaction.atomic
def add_block(*, dashboard: Dashboard, plan: BlockPlan, by: Actor) -> DashboardBlock:
    """Put a block at the end. Errors: PermissionRefused; DashboardError too_many_blocks."""
    current, author = _held(dashboard, by)
    _require_room(current)
    block = _lay_blocks(current, (plan,))[0]
    _changed(current)
    record(by=author, action="dashboard.add_block", target=current, after=_said(block))
    return block


@transaction.atomic
def edit_block(*, block: DashboardBlock, plan: BlockPlan, by: Actor) -> None:
    """Change what a block shows. Errors: PermissionRefused; DashboardError."""
    current, author = _held(block.dashboard, by)
    kept = _block(block)
    before = _said(kept)
    kept.title, kept.width, kept.config = plan.title, plan.width, dict(plan.config)
    kept.save(update_fields=["title", "width", "config"])
    _changed(current)
    record(
        by=author, action="dashboard.edit_block", target=current, before=before, after=_said(kept)
    )


@transaction.atomic
def move_block(*, block: DashboardBlock, way: str, by: Actor) -> None:
    """Bring a block one place earlier or later; at the end nothing moves. Errors: as above."""
    current, author = _held(block.dashboard, by)
    rows = list(current.blocks.filter(removed_at__isnull=True))
    place = [row.pk for row in rows].index(_block(block).pk)
    other = place - 1 if way == EARLIER else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, 1):
        row.place = number
    DashboardBlock.objects.bulk_update(rows, ["place"])
    _changed(current)
    after: dict[str, Value] = {"block": block.pk, "moved_to": other + 1}
    record(by=author, action="dashboard.move_block", target=current, after=after)


@transaction.atomic
def remove_block(*, block: DashboardBlock, by: Actor) -> None:
    """Take a block off; it can be put back. Errors: PermissionRefused; DashboardError."""
    current, author = _held(block.dashboard, by)
    kept = _block(block)
    kept.removed_at = clock.now()
    kept.save(update_fields=["removed_at"])
    _changed(current)
    record(by=author, action="dashboard.remove_block", target=current, before=_said(kept))


@transaction.atomic
def restore_block(*, block: DashboardBlock, by: Actor) -> None:
    """Put back a block that was taken off. Errors: as ``add_block``; DashboardError not_removed."""
    current, author = _held(block.dashboard, by)
    kept = DashboardBlock.objects.select_for_update().get(pk=block.pk)
    if kept.removed_at is None:
        raise DashboardError("not_removed")
    _require_room(current)
    kept.removed_at = None
    kept.save(update_fields=["removed_at"])
    _changed(current)
    record(by=author, action="dashboard.restore_block", target=current, after=_said(kept))


def _held(dashboard: Dashboard, by: Actor) -> tuple[Dashboard, Author]:
    """The dashboard, locked, for who may change it. Errors: PermissionRefused; DashboardError."""
    current = Dashboard.objects.select_for_update().get(pk=dashboard.pk)
    author = require_edit(by, current)
    if current.removed_at is not None:
        raise DashboardError("removed")
    return current, author


def _block(block: DashboardBlock) -> DashboardBlock:
    kept = DashboardBlock.objects.select_for_update().get(pk=block.pk)
    if kept.removed_at is not None:
        raise DashboardError("block_removed")
    return kept


def _require_room(dashboard: Dashboard) -> None:
    most = parameter_on("dashboard_most_blocks", clock.today())
    if dashboard.blocks.filter(removed_at__isnull=True).count() >= most:
        raise DashboardError("too_many_blocks", most=str(most))


def _lay_blocks(dashboard: Dashboard, plans: Iterable[BlockPlan]) -> list[DashboardBlock]:
    """Blocks after those there are, the removed ones included: put back, each finds its place."""
    last = dashboard.blocks.aggregate(last=Max("place"))["last"] or 0
    return DashboardBlock.objects.bulk_create(
        DashboardBlock(
            dashboard=dashboard,
            kind=plan.kind,
            place=place,
            width=plan.width,
            title=plan.title,
            config=dict(plan.config),
        )
        for place, plan in enumerate(plans, last + 1)
    )


def _changed(dashboard: Dashboard) -> None:
    dashboard.changed_at = clock.now()
    dashboard.save()


def _layout(dashboard: Dashboard) -> dict[str, Value]:
    return {
        "title": dashboard.title,
        "columns": dashboard.columns,
        "paper": dashboard.paper,
        "is_landscape": dashboard.is_landscape,
    }


def _said(block: DashboardBlock) -> dict[str, Value]:
    """A block in the trail; what it is asked stands as it is stored."""
    return {
        "block": block.pk,
        "block_kind": block.kind,
        "title": block.title,
        "width": block.width,
        "config": json.dumps(block.config, ensure_ascii=False, sort_keys=True),
    }
