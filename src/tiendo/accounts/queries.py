"""Who may act, as of a day; who holds which post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.utils import timezone

from tiendo.accounts.actor import Actor, Post
from tiendo.accounts.models import (
    AccountImport,
    Delegation,
    ImportedPost,
    Invitation,
    Membership,
    RoleCode,
    User,
)
from tiendo.accounts.prepared import PreparedQuery, Value
from tiendo.accounts.roles import ROLES
from tiendo.domain import clock
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.names import match_key
from tiendo.organisations.queries import divisions_of, house_of, house_with_divisions

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
    values: dict[Value, Value] = {_ANYBODY: user.pk, _ANY_DAY: on}
    for role, part_ids, short_name, name, *chain in _OWN_POSTS.run(values):
        yield _Held(role, short_name or name, tuple(chain), [], None, part_ids)


def _own_posts() -> QuerySet[Membership, Any]:
    return (
        Membership.objects.filter(user=_ANYBODY, validity__contains=_ANY_DAY)
        .order_by("-is_primary", "id")
        .annotate(part_ids=_divisions_under("organisation_id"))
        .values_list("role", "part_ids", *_NAMES, *_CHAIN_FIELDS)
    )


# What stands for the person and the day in the query that every page asks.
_ANYBODY, _ANY_DAY = -1, dt.date.min
_OWN_POSTS = PreparedQuery(_own_posts)
_ANY_DELEGATION = PreparedQuery(
    lambda: Delegation.objects.filter(delegate=_ANYBODY).order_by().values_list("pk")[:1]
)


def _divisions_under(body: str) -> ArraySubquery:
    """The ids of the divisions under a body, and of those under them."""
    outer = OuterRef(body)
    under = Q(parent=outer) | Q(parent__parent=outer, parent__kind=Kind.DIVISION)
    return ArraySubquery(Organisation.objects.filter(under, kind=Kind.DIVISION).values("pk"))


def _delegated(user: User, on: dt.date) -> Iterator[_Held]:
    # Most people hold none: asking that first spares each request a query of many joins.
    if not _ANY_DELEGATION.run({_ANYBODY: user.pk}):
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
    inside = Q(organisation=house) | Q(organisation__in=divisions_of(house).values("pk"))
    posts = Membership.objects.filter(inside, validity__contains=on)
    return User.objects.filter(pk__in=posts.values("user_id"), is_active=True).order_by(
        "full_name", "username"
    )


def colleagues_of(user: User, on: dt.date) -> QuerySet[User]:
    """The other people of the bodies of a person's posts, divisions included, by name."""
    houses = {house_of(post.organisation) for post in posts_on(user, on)}
    inside = frozenset[int]().union(*(house_with_divisions(house) for house in houses))
    posts = Membership.objects.filter(organisation__in=inside, validity__contains=on)
    people = User.objects.filter(pk__in=posts.values("user_id"), is_active=True)
    return people.exclude(pk=user.pk).order_by("full_name", "username")


def posts_on(user: User, on: dt.date) -> QuerySet[Membership]:
    """The posts a person holds on a day, the primary one first, with their bodies. One query."""
    return (
        Membership.objects.filter(user=user, validity__contains=on)
        .select_related("user", "organisation__parent__parent")
        .order_by("-is_primary", "pk")
    )


def delegations_in_force(user: User, on: dt.date) -> QuerySet[Delegation]:
    """What a person handed to others and holds of others on a day. Cost: one query."""
    return delegations_of(user).filter(validity__contains=on, revoked_at__isnull=True)


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


@dataclass(frozen=True, slots=True)
class Access:
    """How a person gets in: locked out or not, a second step or not, the invitation that holds."""

    is_locked_out: bool
    has_second_step: bool
    invitation: Invitation | None


def access_of(user: User) -> Access:
    """How a person gets in now. Cost: three queries."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    locked = failures_of(user).filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    standing = Invitation.objects.filter(
        user=user, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now()
    )
    return Access(
        is_locked_out=locked.exists(),
        has_second_step=Authenticator.objects.filter(user_id=user.pk).exists(),
        invitation=standing.first(),
    )


def failures_of(user: User) -> QuerySet[AccessAttempt]:
    """The wrong passwords counted under the name of an account."""
    attempts: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        username=user.username.strip().casefold()
    )
    return attempts


def invitations_of(account_import: AccountImport) -> QuerySet[Invitation]:
    """The invitations of an import that still hold, by body and name, each with ``body_name``."""
    post = ImportedPost.objects.filter(
        account_import=account_import, user=OuterRef("user"), is_new_account=True
    ).order_by("row")
    return (
        Invitation.objects.filter(
            account_import=account_import,
            used_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=clock.now(),
        )
        .annotate(
            body_name=Subquery(post.values("membership__organisation__name")[:1]),
            body_key=Subquery(post.values("membership__organisation__sort_key")[:1]),
        )
        .select_related("user")
        .order_by("body_key", "user__full_name", "pk")
    )
