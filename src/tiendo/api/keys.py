"""Keys of bodies: issued for a time, shown once, counted, revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import replace

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import User
from tiendo.accounts.queries import load_actor
from tiendo.api.errors import ApiError
from tiendo.api.models import ApiKey
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation

PREFIX = "td"
_READING = frozenset({"indicator.view", "task.view"})
_WRITING = frozenset({"observation.enter"})
# One request more in this minute; how many there are in it now.
_COUNT = """
UPDATE api_apikey SET used = CASE WHEN "window" = %(minute)s THEN used + 1 ELSE 1 END,
    "window" = %(minute)s, last_used_at = %(now)s
WHERE id = %(pk)s RETURNING used
"""


def may_issue(by: Actor) -> bool:
    """Whether a person issues keys of some body: the administrator, and heads for their own."""
    return by.may("account.manage") or by.may("staff.manage")


def visible_keys(by: Actor) -> QuerySet[ApiKey]:
    """The keys a person looks after. Cost: no query of its own."""
    found = ApiKey.objects.select_related("organisation", "responsible", "issued_by")
    if by.may("account.manage"):
        return found
    return found.filter(organisation__in=by.bodies_for("staff.manage"))


def _author(by: Actor, body: int) -> Author:
    """Errors: PermissionRefused."""
    if by.may("account.manage"):
        return by.require("account.manage")
    return by.require("staff.manage", at=body)


@transaction.atomic
def issue_key(
    *,
    by: Actor,
    organisation: Organisation,
    responsible: User,
    name: str,
    last_day: dt.date,
    may_write: bool,
) -> tuple[ApiKey, str]:
    """A key of a body from today on, and its secret, which is kept nowhere.

    Errors: PermissionRefused; ApiError name_missing, days_reversed, days_too_many,
    responsible_without_post.
    """
    author = _author(by, organisation.pk)
    today = clock.today()
    _check(organisation, responsible, name, today, last_day)
    secret = secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name.strip(),
        organisation=organisation,
        responsible=responsible,
        secret_hash=_hashed(secret),
        may_write=may_write,
        first_day=today,
        last_day=last_day,
        issued_by_id=by.user_id,
        issued_at=clock.now(),
    )
    after: State = {
        "organisation": organisation.pk,
        "responsible": responsible.pk,
        "last_day": last_day.isoformat(),
        "may_write": may_write,
    }
    record(by=author, action="apikey.issue", target=key, after=after)
    return key, f"{PREFIX}_{key.pk}_{secret}"


def _check(
    organisation: Organisation, responsible: User, name: str, today: dt.date, last_day: dt.date
) -> None:
    if not name.strip():
        raise ApiError("name_missing")
    if last_day < today:
        raise ApiError("days_reversed", first=f"{today:%d/%m/%Y}", last=f"{last_day:%d/%m/%Y}")
    most = parameter_on("api_key_most_days", today)
    if (last_day - today).days > most:
        raise ApiError("days_too_many", most=most)
    if not load_actor(responsible, today).may("observation.enter", at=organisation.pk):
        raise ApiError(
            "responsible_without_post", person=responsible.full_name, body=organisation.name
        )


@transaction.atomic
def revoke_key(*, by: Actor, key: ApiKey) -> ApiKey:
    """End a key at once. Errors: PermissionRefused; ApiError revoked_already."""
    current = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    author = _author(by, current.organisation_id)
    if current.revoked_at is not None:
        raise ApiError("revoked_already")
    current.revoked_at, current.revoked_by_id = clock.now(), by.user_id
    current.save(update_fields=["revoked_at", "revoked_by"])
    record(by=author, action="apikey.revoke", target=current)
    return current


def find_key(given: str) -> ApiKey | None:
    """The key that a secret opens today; None for any other. Cost: one query."""
    prefix, _sign, rest = given.partition("_")
    number, _sign, secret = rest.partition("_")
    if prefix != PREFIX or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    today = clock.today()
    valid = Q(revoked_at__isnull=True, first_day__lte=today, last_day__gte=today)
    found = ApiKey.objects.filter(valid, pk=int(number))
    key = found.select_related("organisation", "responsible").first()
    if key is None or not constant_time_compare(key.secret_hash, _hashed(secret)):
        return None
    return key


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def count_request(key: ApiKey) -> None:
    """Note that a key is used. Errors: ApiError too_many_requests. Cost: one query."""
    now = clock.now()
    minute = int(now.timestamp()) // 60
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"minute": minute, "now": now, "pk": key.pk})
        (used,) = cursor.fetchone()
    most = parameter_on("api_requests_a_minute", clock.today())
    if used > most:
        raise ApiError("too_many_requests", most=most, wait=60 - int(now.timestamp()) % 60)


def actor_of(key: ApiKey) -> Actor:
    """Who acts with a key: the responsible person, at its body alone, who may read and, where the
    key says so, enter figures. Without a post there any more, nothing. Cost: two queries.
    """
    person = load_actor(key.responsible, clock.today())
    allowed = _READING | (_WRITING if key.may_write else frozenset())
    posts = tuple(
        # What a coordinator does for every body is not lent to a machine.
        replace(
            post,
            role="officer",
            permissions=post.permissions & allowed,
            reach_ids=frozenset({key.organisation_id}),
            part_ids=frozenset(),
        )
        for post in person.posts
        if key.organisation_id in post.reach_ids | {post.organisation_id}
        and post.on_behalf_of_id is None
    )
    if not posts:
        raise PermissionRefused("observation.enter")
    return Actor(person.user_id, person.username, posts)
