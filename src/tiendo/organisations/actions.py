"""Changing the list of bodies: each action in one transaction, with its event in the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from tiendo.audit.trail import Author, State, record
from tiendo.domain.collation import fold, sort_key
from tiendo.organisations.errors import OrganisationError
from tiendo.organisations.models import (
    Branch,
    Kind,
    Level,
    Organisation,
    OrganisationAlias,
    Succession,
    SuccessionKind,
)
from tiendo.organisations.names import match_key
from tiendo.organisations.permissions import Acting

# The keys made from a name have room for somewhat more.
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class BodyData:
    """What describes a body that is added."""

    name: str
    kind: Kind
    level: Level
    branch: Branch = Branch.STATE
    short_name: str = ""
    parent: Organisation | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    code: str | None = None
    symbol_code: str = ""
    source: str = ""


def add_organisation(*, data: BodyData, by: Acting) -> Organisation:
    """Add a body to the list. Errors: PermissionRefused; OrganisationError (name, dates)."""
    return _add(data, by.require("organisation.manage"), is_provisional=False)


def add_provisional(
    *,
    name: str,
    by: Acting,
    kind: Kind = Kind.OTHER,
    level: Level = Level.PROVINCE,
    source: str = "",
) -> Organisation:
    """Add a body met in a document under review; an administrator completes it later.

    Errors: PermissionRefused; OrganisationError.
    """
    data = BodyData(name=name, kind=kind, level=level, source=source or "rà soát văn bản")
    return _add(data, by.require("organisation.add_provisional"), is_provisional=True)


@transaction.atomic
def rename(
    *, organisation: Organisation, name: str, by: Acting, short_name: str = "", reason: str = ""
) -> Organisation:
    """Correct the name of a body; the old one stays as another name under which it is found.

    A change of name in law is a new incarnation: ``add_organisation`` and ``record_succession``.
    Errors: PermissionRefused; OrganisationError.
    """
    author = by.require("organisation.manage")
    body = locked_body(organisation)
    before = body_state(body)
    _keep_name(body, body.name, "tên trước khi sửa")
    body.name, body.short_name = (
        clean_name(name),
        clean_name(short_name, required=False) or body.short_name,
    )
    body.is_provisional = False
    save_body(body)
    return recorded(body, author, "organisation.renamed", before, reason)


@transaction.atomic
def add_alias(
    *, organisation: Organisation, name: str, by: Acting, source: str = ""
) -> OrganisationAlias:
    """Add another name under which documents mean the body; the same one twice changes nothing."""
    author = by.require("organisation.manage")
    body = locked_body(organisation)
    alias, is_new = _keep_name(body, clean_name(name), source)
    if is_new:
        record(by=author, action="organisation.alias_added", target=body, after={"name": name})
    return alias


@transaction.atomic
def record_succession(
    *,
    predecessor: Organisation,
    successor: Organisation,
    kind: SuccessionKind,
    effective_on: dt.date,
    source: str,
    by: Acting,
    share: Decimal | None = None,
) -> Succession:
    """Record that one body follows another from a day on, with the deciding document.

    Errors: PermissionRefused; OrganisationError (itself, circle).
    """
    author = by.require("organisation.manage")
    if predecessor.pk == successor.pk:
        raise OrganisationError("succession_to_itself")
    if _leads_to(successor.pk, predecessor.pk):
        raise OrganisationError("succession_circle", name=successor.name)
    row, _is_new = Succession.objects.get_or_create(
        predecessor=predecessor,
        successor=successor,
        effective_on=effective_on,
        defaults={"kind": kind, "share": share, "source": source},
    )
    after: State = {
        "successor_id": successor.pk,
        "kind": str(kind),
        "effective_on": effective_on.isoformat(),
        "source": source,
    }
    record(by=author, action="organisation.succeeded", target=predecessor, after=after)
    return row


@transaction.atomic
def close(*, organisation: Organisation, ends_on: dt.date, by: Acting, reason: str) -> Organisation:
    """End a body's existence: ``ends_on`` is the first day it no longer exists.

    Errors: PermissionRefused; OrganisationError (already closed, end before start).
    """
    author = by.require("organisation.manage")
    body = locked_body(organisation)
    if body.validity.upper is not None:
        raise OrganisationError("already_closed", name=body.name)
    before = body_state(body)
    body.validity = validity_of(body.name, body.validity.lower, ends_on)
    body.save(update_fields=["validity"])
    return recorded(body, author, "organisation.closed", before, reason)


@transaction.atomic
def _add(data: BodyData, author: Author, *, is_provisional: bool) -> Organisation:
    name = clean_name(data.name)
    body = Organisation(
        name=name,
        short_name=clean_name(data.short_name, required=False),
        slug=free_slug(name),
        branch=data.branch,
        level=data.level,
        kind=data.kind,
        parent=data.parent,
        validity=validity_of(name, data.since, data.until),
        code=data.code or None,
        symbol_code=data.symbol_code,
        is_provisional=is_provisional,
        source=data.source or "người quản trị nhập",
    )
    save_body(body)
    if body.short_name:
        _keep_name(body, body.short_name, "tên viết tắt")
    action = "organisation.provisional_added" if is_provisional else "organisation.added"
    record(by=author, action=action, target=body, after=body_state(body))
    return body


def free_slug(name: str) -> str:
    """A slug made of the name that no body has yet."""
    base = slugify(fold(name))[:100] or "co-quan"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def save_body(body: Organisation) -> None:
    """Save with the derived columns; a name in use at that level and time is refused."""
    body.sort_key = sort_key(body.name)
    body.folded = match_key(body.name)
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        raise OrganisationError("name_exists", name=body.name) from error


def recorded(
    body: Organisation, author: Author, action: str, before: State, reason: str
) -> Organisation:
    """The body, its change written into the trail."""
    record(
        by=author, action=action, target=body, before=before, after=body_state(body), reason=reason
    )
    return body


def _keep_name(body: Organisation, name: str, source: str) -> tuple[OrganisationAlias, bool]:
    return OrganisationAlias.objects.get_or_create(
        organisation=body, folded=match_key(name), defaults={"name": name, "source": source}
    )


def locked_body(organisation: Organisation) -> Organisation:
    """The body as it is now, locked until the end of the transaction."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def clean_name(name: str, *, required: bool = True) -> str:
    """The name with single spaces. Errors: OrganisationError (missing, too long)."""
    cleaned = " ".join(name.split())
    if required and not match_key(cleaned):
        raise OrganisationError("name_missing")
    if len(cleaned) > MAX_NAME:
        raise OrganisationError("name_long", most=str(MAX_NAME))
    return cleaned


def validity_of(name: str, since: dt.date | None, until: dt.date | None) -> DateRange:
    """The days a body exists. Errors: OrganisationError (end before start)."""
    if since is not None and until is not None and until <= since:
        raise OrganisationError("ends_before_start", name=name)
    return DateRange(since, until)


def _leads_to(start: int, goal: int) -> bool:
    """Whether successions lead from one body to another."""
    seen: set[int] = set()
    front: Iterable[int] = [start]
    while front := set(front) - seen:
        if goal in front:
            return True
        seen |= front
        front = Succession.objects.filter(predecessor_id__in=front).values_list(
            "successor_id", flat=True
        )
    return False


def body_state(body: Organisation) -> State:
    """What the trail keeps of a body."""
    since, until = body.validity.lower, body.validity.upper
    return {
        "name": body.name,
        "short_name": body.short_name,
        "kind": str(body.kind),
        "level": str(body.level),
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
