"""Filters of tasks under a name: keeping, sharing, deleting them; which one a person sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import RoleCode, User
from tiendo.accounts.prepared import PreparedQuery
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.domain.collation import sort_key
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.overview.errors import OverviewError
from tiendo.overview.models import SavedFilter, Sharing, StartFilter


@dataclass(frozen=True, slots=True)
class Shared:
    """With whom something is shared: ``body`` and ``role`` go with their own ways alone."""

    sharing: Sharing = Sharing.NOBODY
    body: Organisation | None = None
    role: RoleCode | None = None


@dataclass(frozen=True, slots=True)
class FilterData:
    """What a person keeps: a name, the values of ``overview.filters``, an order."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    ordering: str = "plan"
    shared: Shared = Shared()


@transaction.atomic
def save_filter(*, data: FilterData, by: Actor) -> SavedFilter:
    """Keep a filter under a name. Errors: PermissionRefused; OverviewError filter_empty,
    filter_name_missing, filter_name_taken, filters_too_many, share_incomplete."""
    author = author_of_share(by, data.shared)
    if not data.values:
        raise OverviewError("filter_empty")
    _check_room(by)
    saved = SavedFilter(
        owner_id=by.user_id,
        values=dict(data.values),
        ordering=data.ordering[:20],
        created_at=clock.now(),
    )
    _write(saved, data.name, data.shared)
    record(by=author, action="filter.save", target=saved, after=_told(saved))
    return saved


@transaction.atomic
def change_filter(*, saved: SavedFilter, name: str, shared: Shared, by: Actor) -> SavedFilter:
    """Rename a filter, share it otherwise. Errors: PermissionRefused; OverviewError."""
    current = _own(saved, by)
    author = author_of_share(by, shared)
    before = _told(current)
    _write(current, name, shared)
    after = _told(current)
    if before != after:
        record(by=author, action="filter.change", target=current, before=before, after=after)
    return current


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: Actor) -> SavedFilter:
    """Take a filter away; it begins no list any more. Errors: PermissionRefused; OverviewError
    filter_deleted."""
    current = _own(saved, by)
    current.deleted_at = clock.now()
    current.save(update_fields=["deleted_at"])
    StartFilter.objects.filter(saved=current).delete()
    record(by=Author(by.user_id), action="filter.delete", target=current, before=_told(current))
    return current


@transaction.atomic
def restore_filter(*, saved: SavedFilter, by: Actor) -> SavedFilter:
    """Undo a deletion. Errors: PermissionRefused; OverviewError filter_name_taken."""
    _check_owner(saved, by)
    current = SavedFilter.objects.select_for_update().get(pk=saved.pk)
    if current.deleted_at is None:
        return current
    _check_room(by)
    current.deleted_at = None
    _save(current)
    record(by=Author(by.user_id), action="filter.restore", target=current, after=_told(current))
    return current


@transaction.atomic
def begin_with(*, saved: SavedFilter | None, by: Actor) -> None:
    """Begin one's list of tasks with a filter, or (None) with all. Errors: PermissionRefused;
    OverviewError filter_deleted."""
    author = by.require("task.view")
    if saved is None:
        for start in StartFilter.objects.filter(owner_id=by.user_id).select_related("saved"):
            record(by=author, action="filter.unset_start", target=start.saved)
            start.delete()
        return
    if not visible_filters(by).filter(pk=saved.pk).exists():
        raise OverviewError("filter_deleted")
    StartFilter.objects.update_or_create(owner_id=by.user_id, defaults={"saved": saved})
    record(by=author, action="filter.set_start", target=saved)


def visible_filters(actor: Actor) -> QuerySet[SavedFilter]:
    """The filters a person kept, and those shared with all, a body or a role of theirs; by name."""
    shared = Q(sharing=Sharing.ALL)
    shared |= Q(sharing=Sharing.BODY, organisation__in=actor.bodies_for("task.view"))
    shared |= Q(sharing=Sharing.ROLE, role__in={post.role for post in actor.posts})
    kept = SavedFilter.objects.filter(Q(owner_id=actor.user_id) | shared, deleted_at__isnull=True)
    return kept.select_related("owner", "organisation").order_by("sort_key", "pk")


def shares_open_to(actor: Actor) -> tuple[Sharing, ...]:
    """The ways in which a person may share."""
    if actor.may("view.share_all"):
        return tuple(Sharing)
    ways = (Sharing.NOBODY, Sharing.BODY)
    return ways if actor.may("view.share") else ways[:1]


def start_of(user: User) -> int | None:
    """The id of the filter with which a person's list begins. Cost: one small query."""
    rows = _START.run({_ANYBODY: user.pk})
    return rows[0][0] if rows else None


_ANYBODY = -1
_START = PreparedQuery(
    lambda: StartFilter.objects.filter(owner=_ANYBODY).order_by().values_list("saved_id")
)


def author_of_share(actor: Actor, shared: Shared) -> Author:
    """The author under whom something is shared so. Errors: PermissionRefused; OverviewError
    share_incomplete."""
    match shared:
        case Shared(Sharing.NOBODY, None, None):
            return actor.require("task.view")
        case Shared(Sharing.BODY, Organisation() as body, None):
            return actor.require("view.share", at=body.pk)
        case Shared(Sharing.ROLE, None, RoleCode()) | Shared(Sharing.ALL, None, None):
            return actor.require("view.share_all")
    raise OverviewError("share_incomplete")


def _own(saved: SavedFilter, by: Actor) -> SavedFilter:
    """The filter of its owner, locked. Errors: PermissionRefused; OverviewError."""
    _check_owner(saved, by)
    current = SavedFilter.objects.select_for_update().get(pk=saved.pk)
    if current.deleted_at is not None:
        raise OverviewError("filter_deleted")
    return current


def _check_owner(saved: SavedFilter, by: Actor) -> None:
    by.require("task.view")
    if saved.owner_id != by.user_id:
        raise PermissionRefused("filter.change")


def _check_room(by: Actor) -> None:
    most = parameter_on("saved_filters_most", clock.today())
    kept = SavedFilter.objects.filter(owner_id=by.user_id, deleted_at__isnull=True)
    if kept.count() >= most:
        raise OverviewError("filters_too_many", most=str(most))


def _write(saved: SavedFilter, name: str, shared: Shared) -> None:
    saved.name = " ".join(name.split())[:100]
    if not saved.name:
        raise OverviewError("filter_name_missing")
    saved.sort_key = sort_key(saved.name)
    saved.sharing, saved.organisation = shared.sharing, shared.body
    saved.role = shared.role or ""
    _save(saved)


def _save(saved: SavedFilter) -> None:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise OverviewError("filter_name_taken", name=saved.name) from error


def _told(saved: SavedFilter) -> dict[str, Value]:
    return {
        "name": saved.name,
        "sharing": f"sharing_{saved.sharing}",
        "organisation": saved.organisation_id,
        "role": saved.role,
    }
