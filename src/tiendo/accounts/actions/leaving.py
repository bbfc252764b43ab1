"""Hand-over (bàn giao) when someone leaves: all that is open in a name goes to others at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actions.delegating import take_back
from tiendo.accounts.actions.people import MANAGE, keep_an_administrator, need_reason
from tiendo.accounts.actions.posts import STAFF, let_post_end, post_state
from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.errors import AccountError
from tiendo.accounts.holdings import Holding, Item, Key
from tiendo.accounts.models import Delegation, HandOver, Membership, RoleCode, User
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import house_of, house_with_divisions
from tiendo.outbox.actions import emit


def author_for(by: Actor, house: Organisation | None) -> Author:
    """Who hands over for a body: its head, or an administrator (``house`` None: for all).

    Errors: PermissionRefused.
    """
    if by.may(MANAGE):
        return by.require(MANAGE)
    if house is None:
        raise PermissionRefused(MANAGE)
    return by.require(STAFF, at=house.pk)


def items_of(
    user: User, holdings: Sequence[Holding], house: Organisation | None, on: dt.date
) -> list[Item]:
    """What is open in a person's name, of one body and its divisions or (None) everywhere."""
    items = [item for holding in holdings for item in holding.open_items(user, on)]
    if house is None:
        return items
    inside = house_with_divisions(house)
    return [item for item in items if item.body_id in inside]


@transaction.atomic
def hand_over(
    *,
    user: User,
    receivers: Mapping[Key, User],
    last_day: dt.date,
    reason: str,
    holdings: Sequence[Holding],
    house: Organisation | None,
    by: Actor,
) -> HandOver:
    """Give every open item of a person to its receiver today, and end the posts after a day.

    ``house`` limits it to one body, for its head. All or nothing: an item without a receiver, or a
    receiver who has no post where the item lies, refuses the whole.
    Errors: PermissionRefused; AccountError; what a holding refuses.
    """
    author = author_for(by, house)
    if user.pk == by.user_id and not by.may(MANAGE):
        raise PermissionRefused(STAFF)
    why = need_reason(reason)
    posts = _posts_to_end(user, house, last_day)
    items = items_of(user, holdings, house, clock.today())
    _check_receivers(user, items, receivers, last_day)
    by_kind = {holding.kind: holding for holding in holdings}
    for item in items:
        by_kind[item.kind].pass_on(item.pk, giver=user, to=receivers[item.key], author=author)
    row = HandOver.objects.create(
        user=user,
        last_day=last_day,
        reason=why,
        items=[[item.kind, item.pk, receivers[item.key].pk] for item in items],
        ended=[_end(post, last_day, author, why) for post in posts],
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    _revoke_held(user, posts, author, why)
    _record(row, author)
    return row


@transaction.atomic
def undo_hand_over(*, row: HandOver, holdings: Sequence[Holding], by: Actor) -> list[Item]:
    """Give everything back within a day of the hand-over; returns what could not be.

    An item that was finished or passed on meanwhile stays where it is. Delegations stay ended.
    Errors: PermissionRefused; AccountError (undone before, too late).
    """
    current = HandOver.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    posts = _posts_of(current)
    author = author_for(by, house_of(posts[0].organisation) if posts else None)
    _check_undo(current)
    receivers = User.objects.in_bulk({receiver for _kind, _pk, receiver in current.items})
    left = [
        item
        for kind, pk, receiver in current.items
        for item in _give_back(current.user, kind, pk, receivers[receiver], holdings, author)
    ]
    for post in posts:
        _restore(post, current, author)
    current.undone_by_id, current.undone_at = by.user_id, clock.now()
    current.save(update_fields=["undone_by", "undone_at"])
    after: State = {"items": len(current.items) - len(left), "left": len(left)}
    record(by=author, action="handover.undone", target=current, after=after)
    return left


def _give_back(
    user: User, kind: str, pk: int, receiver: User, holdings: Sequence[Holding], author: Author
) -> Iterable[Item]:
    """Pass one item back; the item where its receiver no longer holds it open is left out."""
    holding = next(holding for holding in holdings if holding.kind == kind)
    held = holding.find_again(pk, receiver, clock.today())
    if held is None:
        return [Item(kind, pk, "", None)]
    holding.pass_on(held, giver=receiver, to=user, author=author)
    return []


def _posts_to_end(user: User, house: Organisation | None, last_day: dt.date) -> list[Membership]:
    """The posts held after the last day, locked. Errors: AccountError."""
    after = last_day + dt.timedelta(days=1)
    posts = Membership.objects.select_for_update(of=("self",)).filter(
        user=user, validity__overlap=DateRange(after, None)
    )
    if house is not None:
        posts = posts.filter(organisation__in=house_with_divisions(house))
    found = list(posts.order_by("pk"))
    if not found:
        raise AccountError("nothing_to_hand_over", person=str(user))
    for post in found:
        if post.validity.lower is not None and post.validity.lower > last_day:
            raise AccountError("dates_crossed")
        if post.role == RoleCode.ADMINISTRATOR:
            if house is not None:
                raise PermissionRefused(MANAGE)
            keep_an_administrator(pk=post.pk)
    return found


def _check_receivers(
    user: User, items: Sequence[Item], receivers: Mapping[Key, User], last_day: dt.date
) -> None:
    missing = [item for item in items if item.key not in receivers]
    if missing:
        params = {"count": str(len(missing)), "title": missing[0].title}
        raise AccountError("receiver_missing", **params)
    for receiver in {receivers[item.key].pk: receivers[item.key] for item in items}.values():
        if receiver.pk == user.pk:
            raise AccountError("receiver_is_giver")
        if not receiver.is_active:
            raise AccountError("receiver_inactive", person=str(receiver))


def _end(post: Membership, last_day: dt.date, author: Author, why: str) -> list[str | int | None]:
    until = post.validity.upper
    let_post_end(post, last_day + dt.timedelta(days=1), author=author, reason=why)
    return [post.pk, until.isoformat() if until else None]


def _revoke_held(user: User, posts: Sequence[Membership], author: Author, why: str) -> None:
    """End the delegations of the posts, and those the person holds of others of these bodies."""
    bodies = {post.organisation_id for post in posts}
    standing = Delegation.objects.filter(
        revoked_at__isnull=True, validity__overlap=DateRange(clock.today(), None)
    ).select_related("membership")
    for row in standing.filter(membership__in=[post.pk for post in posts]):
        take_back(row, author, why)
    for row in standing.filter(delegate=user, membership__organisation__in=bodies):
        take_back(row, author, why)


def _posts_of(row: HandOver) -> list[Membership]:
    ids = [pk for pk, _until in row.ended]
    posts = Membership.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return list(posts.select_related("organisation__parent__parent").order_by("pk"))


def _restore(post: Membership, row: HandOver, author: Author) -> None:
    before = post_state(post)
    until = dict(row.ended)[post.pk]
    post.validity = DateRange(post.validity.lower, dt.date.fromisoformat(until) if until else None)
    post.save(update_fields=["validity"])
    after = post_state(post)
    record(by=author, action="membership.restored", target=post, before=before, after=after)


def _check_undo(row: HandOver) -> None:
    if row.undone_at is not None:
        raise AccountError("hand_over_undone")
    if not is_undoable(row):
        raise AccountError("hand_over_too_late")


def is_undoable(row: HandOver) -> bool:
    """Whether the hand-over may still be taken back."""
    hours = parameter_on("hand_over_undo_hours", clock.today())
    return row.undone_at is None and clock.now() < row.created_at + dt.timedelta(hours=hours)


def _record(row: HandOver, author: Author) -> None:
    after: State = {
        "user_id": row.user_id,
        "last_day": row.last_day.isoformat(),
        "items": len(row.items),
        "posts": len(row.ended),
    }
    record(by=author, action="handover.done", target=row, after=after, reason=row.reason)
    receivers = {receiver for _kind, _pk, receiver in row.items}
    emit("handover.done", target=row, users=receivers, payload={"items": len(row.items)})
