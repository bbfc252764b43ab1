"""Who may act, as of a day; who holds which post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, When

from tiendo.accounts.actor import Actor, Post
from tiendo.accounts.models import Delegation, Membership, RoleCode, User
from tiendo.accounts.roles import ROLES
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.names import match_key
from tiendo.organisations.queries import house_with_divisions

# A division may stand under a division (tổ under phòng); three steps reach the body.
_BODY = "organisation"
_CHAIN = tuple(_BODY + "__parent" * step for step in range(3))
_CHAIN_FIELDS = tuple(
    field for link in _CHAIN for field in (f"{link}_id", f"{link}__kind", f"{link}__parent_id")
)


_NAMES = ("organisation__short_name", "organisation__name")


class _Held(NamedTuple):
    role: str
    body_name: str
    chain: tuple[object, ...]
    permissions: list[str]
    on_behalf_of_id: int | None
    part_ids: list[int]


def load_actor(user: User, on: dt.date) -> Actor:
    """The person with the posts held, and the delegations in force and not revoked, on a day.

    A delegation without a list of permissions hands over the whole post. Someone whose account
    is closed holds no post. Cost: two queries, three for who holds delegations.
    """
    posts: tuple[Post, ...] = ()
    if user.is_active:
        posts = tuple(_as_post(held) for held in (*_own(user, on), *_delegated(user, on)))
    return Actor(user_id=user.pk, username=user.username, posts=posts)


def _own(user: User, on: dt.date) -> Iterator[_Held]:
    rows = (
        Membership.objects.filter(user=user, validity__contains=on)
        .order_by("-is_primary", "id")
        .annotate(part_ids=_divisions_under("organisation_id"))
        .values_list("role", "part_ids", *_NAMES, *_CHAIN_FIELDS)
    )
    for role, part_ids, short_name, name, *chain in rows:
        yield _Held(role, short_name or name, tuple(chain), [], None, part_ids)


def _divisions_under(body: str) -> ArraySubquery:
    """The ids of the divisions under a body, and of those under them."""
    outer = OuterRef(body)
    under = Q(parent=outer) | Q(parent__parent=outer, parent__kind=Kind.DIVISION)
    return ArraySubquery(Organisation.objects.filter(under, kind=Kind.DIVISION).values("pk"))


def _delegated(user: User, on: dt.date) -> Iterator[_Held]:
    # Most people hold none: asking that first spares each request a query of many joins.
    if not Delegation.objects.filter(delegate=user).exists():
        return
    fields = [f"membership__{field}" for field in (*_NAMES, *_CHAIN_FIELDS)]
    rows = (
        Delegation.objects.filter(
            delegate=user,
            validity__contains=on,
            revoked_at__isnull=True,
            membership__validity__contains=on,
            membership__user__is_active=True,
        )
        .order_by("id")
        .annotate(part_ids=_divisions_under("membership__organisation_id"))
        .values_list("membership__role", "permissions", "membership__user_id", "part_ids", *fields)
    )
    for role, permissions, giver_id, part_ids, short_name, name, *chain in rows:
        yield _Held(role, short_name or name, tuple(chain), permissions, giver_id, part_ids)


def _as_post(held: _Held) -> Post:
    whole = ROLES[held.role]
    body_ids = _reach(held.chain)
    return Post(
        organisation_id=body_ids[0],
        role=held.role,
        permissions=whole & frozenset(held.permissions) if held.permissions else whole,
        reach_ids=frozenset(body_ids),
        on_behalf_of_id=held.on_behalf_of_id,
        organisation_name=held.body_name,
        part_ids=frozenset(held.part_ids),
    )


def _reach(chain: Iterable[object]) -> list[int]:
    """The body of the post and, for a division, the bodies it belongs to."""
    steps = iter(chain)
    reach: list[int] = []
    for body_id, kind, parent_id in zip(steps, steps, steps, strict=True):
        if not isinstance(body_id, int):
            break
        reach.append(body_id)
        if kind != Kind.DIVISION:
            break
        if isinstance(parent_id, int) and len(reach) == len(_CHAIN):
            reach.append(parent_id)
    return reach


def is_of_house(user: User, house: Organisation, on: dt.date) -> bool:
    """Whether a person holds a post in a body or one of its divisions on a day. Two queries."""
    posts = Membership.objects.filter(user=user, user__is_active=True, validity__contains=on)
    return posts.filter(organisation__in=house_with_divisions(house)).exists()


def people_of_house(house: Organisation, on: dt.date) -> QuerySet[User]:
    """The people of a body and its divisions on a day, in order of names."""
    posts = Membership.objects.filter(
        organisation__in=house_with_divisions(house), validity__contains=on
    )
    return User.objects.filter(pk__in=posts.values("user_id"), is_active=True).order_by(
        "full_name", "username"
    )


def delegations_at(house: Organisation, on: dt.date) -> QuerySet[Delegation]:
    """The delegations of posts of a body and its divisions in force on a day. Two queries."""
    return (
        Delegation.objects.filter(
            membership__organisation__in=house_with_divisions(house),
            membership__validity__contains=on,
            membership__user__is_active=True,
            validity__contains=on,
            revoked_at__isnull=True,
        )
        .select_related("membership__organisation", "membership__user", "delegate")
        .order_by("membership__user__full_name", "pk")
    )


def posts_at(organisation: Organisation, on: dt.date) -> QuerySet[Membership]:
    """The posts held at a body on a day, heads first, then in order of names. Cost: one query."""
    return (
        Membership.objects.filter(
            organisation=organisation, validity__contains=on, user__is_active=True
        )
        .select_related("user")
        .order_by(_heads_first(), "user__full_name", "pk")
    )


def _heads_first() -> Case:
    order = (RoleCode.UNIT_HEAD, RoleCode.DEPUTY_HEAD, RoleCode.DIVISION_HEAD)
    return Case(*(When(role=role, then=place) for place, role in enumerate(order)), default=9)


def find_accounts(text: str = "", *, include_closed: bool = False) -> QuerySet[User]:
    """The accounts in order of names, each with its posts; ``text`` without diacritics.

    Searches names, sign-in names and the names of the bodies of the posts.
    """
    accounts = User.objects.order_by("full_name", "username").prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("organisation").order_by("pk"))
    )
    if not include_closed:
        accounts = accounts.filter(is_active=True)
    if key := match_key(text):
        bodies = Membership.objects.filter(organisation__folded__contains=key)
        accounts = accounts.filter(
            Q(full_name__unaccent__icontains=text.strip())
            | Q(username__icontains=text.strip())
            | Q(pk__in=bodies.values("user_id"))
        )
    return accounts


def delegations_of(user: User) -> QuerySet[Delegation]:
    """What the person handed to others and holds of others, the newest first. One query."""
    return (
        Delegation.objects.filter(Q(membership__user=user) | Q(delegate=user))
        .select_related("membership__organisation", "membership__user", "delegate")
        .order_by("-pk")
    )
