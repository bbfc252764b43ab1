"""Blocks that follow a saved filter: they hold its id, and take its conditions as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.overview.dashboards.contents import BlockBroken
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.models import DashboardBlock, SavedFilter
from tiendo.overview.saved_filters import visible_filters

FILTER, VALUES = "filter", "values"


def filters_for(actor: Actor, owner: int | None) -> QuerySet[SavedFilter]:
    """The filters a block may follow: those a person sees, and those of who owns the dashboard,
    who shows them by sharing it. Cost: no query of its own."""
    seen = Q(pk__in=visible_filters(actor).order_by().values("pk"))
    owned = Q(owner=owner) if owner is not None else Q()
    kept = SavedFilter.objects.filter(seen | owned, deleted_at__isnull=True)
    return kept.order_by("sort_key", "pk")


def followed(look: Look, blocks: Iterable[DashboardBlock]) -> dict[int, SavedFilter]:
    """The filters that blocks follow, as far as they are there. Cost: one query, none without."""
    wanted = {pk for block in blocks if (pk := followed_by(block.config)) is not None}
    return filters_for(look.actor, look.owner).in_bulk(wanted) if wanted else {}


def followed_by(config: Mapping[str, Any]) -> int | None:
    """The id of the filter a block follows; None for one with conditions of its own."""
    given = config.get(FILTER)
    return given if isinstance(given, int) else None


def with_conditions(
    config: Mapping[str, Any], filters: Mapping[int, SavedFilter]
) -> Mapping[str, Any]:
    """The config with the conditions of the filter it follows. Errors: BlockBroken."""
    wanted = followed_by(config)
    if wanted is None:
        return config
    if wanted not in filters:
        raise BlockBroken(
            _(
                "Bộ lọc đã lưu của khối đã bị xóa hoặc không còn được chia sẻ. Người lập bộ lọc "
                "lấy lại hoặc chia sẻ nó ở trang Bộ lọc đã lưu; hoặc sửa khối, chọn điều kiện khác."
            )
        )
    return {**config, VALUES: dict(filters[wanted].values)}


def made_own(configs: Iterable[Mapping[str, Any]], actor: Actor) -> list[Mapping[str, Any]]:
    """Configs for who copies them: a filter that this person does not see becomes conditions of
    the block, since nobody could mend it. Cost: two queries, none where no filter is followed."""
    given = list(configs)
    wanted = {pk for config in given if (pk := followed_by(config)) is not None}
    if not wanted:
        return given
    seen = set(visible_filters(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    unseen = SavedFilter.objects.filter(deleted_at__isnull=True).in_bulk(wanted - seen)
    return [_own(config, unseen) for config in given]


def _own(config: Mapping[str, Any], unseen: Mapping[int, SavedFilter]) -> Mapping[str, Any]:
    saved = unseen.get(followed_by(config) or 0)
    if saved is None:
        return config
    kept = {name: value for name, value in config.items() if name != FILTER}
    return {**kept, VALUES: dict(saved.values)}
