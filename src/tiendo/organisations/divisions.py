"""The divisions (phòng) of a body: added, renamed and ended by its head or an administrator."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.audit.trail import Author, record
from tiendo.domain import clock
from tiendo.organisations.actions import (
    body_state,
    clean_name,
    free_slug,
    locked_body,
    recorded,
    save_body,
    validity_of,
)
from tiendo.organisations.errors import OrganisationError
from tiendo.organisations.models import Kind, Level, Organisation
from tiendo.organisations.permissions import Acting
from tiendo.organisations.queries import house_of

LEVELS = 3


@transaction.atomic
def add_division(
    *,
    parent: Organisation,
    name: str,
    by: Acting,
    since: dt.date | None = None,
    short_name: str = "",
    source: str = "",
) -> Organisation:
    """Add a division under a body, or under a division of it, from a day on (default: today).

    Errors: PermissionRefused; OrganisationError (name, dates, body ended, too deep).
    """
    house = house_of(parent)
    author = _manager(by, house)
    first_day = since or clock.today()
    if first_day not in parent.validity:
        raise OrganisationError("parent_ended", name=parent.name)
    if _depth(parent) >= LEVELS - 1:
        raise OrganisationError("division_too_deep", name=parent.name)
    called = clean_name(name)
    division = Organisation(
        name=called,
        short_name=clean_name(short_name, required=False),
        slug=free_slug(f"{house.short_name or house.name} {called}"),
        branch=house.branch,
        level=Level.INTERNAL,
        kind=Kind.DIVISION,
        parent=parent,
        validity=validity_of(called, first_day, parent.validity.upper),
        source=source.strip() or "cơ quan nhập",
    )
    save_body(division)
    record(by=author, action="division.added", target=division, after=body_state(division))
    return division


@transaction.atomic
def rename_division(
    *, division: Organisation, name: str, by: Acting, short_name: str = "", reason: str = ""
) -> Organisation:
    """Correct the name of a division. Errors: PermissionRefused; OrganisationError (name)."""
    row, author = _own(division, by)
    before = body_state(row)
    row.name, row.short_name = clean_name(name), clean_name(short_name, required=False)
    save_body(row)
    return recorded(row, author, "division.renamed", before, reason)


@transaction.atomic
def end_division(
    *, division: Organisation, ends_on: dt.date, by: Acting, reason: str
) -> Organisation:
    """End a division: ``ends_on`` is the first day it no longer exists. Its past stays.

    Errors: PermissionRefused; OrganisationError (ended before, dates, people still there).
    """
    row, author = _own(division, by)
    if row.validity.upper is not None and row.validity.upper <= ends_on:
        raise OrganisationError("already_closed", name=row.name)
    held = row.memberships.filter(validity__overlap=validity_of(row.name, ends_on, None))
    if count := held.count():
        raise OrganisationError("division_has_people", name=row.name, count=str(count))
    if row.children.filter(validity__contains=ends_on).exists():
        raise OrganisationError("division_has_parts", name=row.name)
    before = body_state(row)
    row.validity = validity_of(row.name, row.validity.lower, ends_on)
    row.save(update_fields=["validity"])
    return recorded(row, author, "division.ended", before, reason)


def may_manage_divisions(actor: Acting, house: Organisation) -> bool:
    """Whether the person may change the divisions of a body."""
    return actor.may("organisation.manage") or actor.may("staff.manage", at=house.pk)


def _own(division: Organisation, by: Acting) -> tuple[Organisation, Author]:
    row = locked_body(division)
    if row.kind != Kind.DIVISION:
        raise OrganisationError("not_a_division", name=row.name)
    return row, _manager(by, house_of(row))


def _manager(by: Acting, house: Organisation) -> Author:
    if by.may("organisation.manage"):
        return by.require("organisation.manage")
    return by.require("staff.manage", at=house.pk)


def _depth(body: Organisation) -> int:
    """How many divisions lead from the body down to this one, itself counted."""
    depth = 0
    step: Organisation | None = body
    while step is not None and step.kind == Kind.DIVISION:
        depth, step = depth + 1, step.parent
    return depth
