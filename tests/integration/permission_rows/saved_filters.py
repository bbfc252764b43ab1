"""Who may reach the pages of urls/saved_filters.py: a filter is changed by its owner alone."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import STAFF, Row
from tiendo.overview.models import SavedFilter, Sharing
from tiendo.overview.saved_filters import FilterData, Shared, begin_with, delete_filter, save_filter

LEADER = frozenset({"leader"})


def a_filter(world: World) -> SavedFilter:
    """A filter the leader shares with all."""
    data = FilterData("Việc quá hạn", {"trang_thai": "overdue"}, shared=Shared(Sharing.ALL))
    return save_filter(data=data, by=actor(world.leader))


def _shared(world: World) -> tuple[object, ...]:
    return (a_filter(world).pk,)


def _begun_with(world: World) -> tuple[object, ...]:
    saved = a_filter(world)
    for person in STAFF:
        begin_with(saved=saved, by=actor(getattr(world, person)))
    return ()


def _deleted(world: World) -> tuple[object, ...]:
    saved = a_filter(world)
    delete_filter(saved=saved, by=actor(world.leader))
    return (saved.pk,)


ROWS: dict[str, Row] = {
    "filter-list": Row(STAFF),
    "filter-new": Row(STAFF),
    "filter": Row(STAFF, _shared, status=(302,)),
    "filter-edit": Row(LEADER, _shared),
    "filter-delete": Row(LEADER, _shared, method="post", status=(302,)),
    "filter-restore": Row(LEADER, _deleted, method="post", status=(302,)),
    "filter-start": Row(STAFF, _shared, method="post", status=(302,)),
    "filter-unstart": Row(STAFF, _begun_with, method="post", status=(302,)),
}
