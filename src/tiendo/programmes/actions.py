"""Setting a programme up, adding the parts of its plan, ending it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.text import slugify

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.organisations.models import Organisation
from tiendo.programmes.errors import ProgrammeError
from tiendo.programmes.models import PlanSection, Programme, ProgrammeState


@transaction.atomic
def create_programme(
    *,
    title: str,
    short_title: str,
    owner: Organisation,
    coordinator: Organisation,
    starts_on: dt.date,
    by: Actor,
    ends_on: dt.date | None = None,
    document: Document | None = None,
    implements: Programme | None = None,
    replaces: Programme | None = None,
) -> Programme:
    """Set up a programme; one that replaces another ends it.

    Errors: PermissionRefused; ProgrammeError title_missing, ends_before_it_starts,
    document_has_programme, not_active.
    """
    author = by.require("draft.review")
    _check(title, short_title, starts_on, ends_on)
    if document is not None and Programme.objects.filter(document=document).exists():
        raise ProgrammeError("document_has_programme")
    programme = Programme.objects.create(
        title=title.strip(),
        short_title=short_title.strip(),
        slug=_free_slug(short_title),
        document=document,
        owner=owner,
        coordinator=coordinator,
        implements=implements,
        replaces=replaces,
        starts_on=starts_on,
        ends_on=ends_on,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    record(by=author, action="programme.create", target=programme, after=_facts(programme))
    if replaces is not None:
        _end(replaces, ProgrammeState.REPLACED, "programme.replace", by)
    return programme


@transaction.atomic
def add_section(
    *,
    programme: Programme,
    path: str,
    title: str,
    order: int,
    by: Actor,
    parent: PlanSection | None = None,
) -> PlanSection:
    """The part of the plan at a path: the one there is, or a new one.

    Errors: PermissionRefused; ProgrammeError title_missing, section_of_other_programme.
    """
    author = by.require("draft.review")
    if not title.strip():
        raise ProgrammeError("title_missing")
    if parent is not None and parent.programme_id != programme.pk:
        raise ProgrammeError("section_of_other_programme")
    section, is_new = PlanSection.objects.get_or_create(
        programme=programme,
        path=path,
        defaults={"title": title.strip(), "order": order, "parent": parent},
    )
    if is_new:
        record(
            by=author,
            action="programme.add_section",
            target=section,
            after={"programme": programme.pk, "path": path, "title": section.title},
        )
    return section


@transaction.atomic
def close_programme(*, programme: Programme, reason: str, by: Actor) -> Programme:
    """End a programme whose time is over, with a reason.

    Errors: PermissionRefused; ProgrammeError not_active.
    """
    return _end(programme, ProgrammeState.CLOSED, "programme.close", by, reason)


def _facts(programme: Programme) -> dict[str, str | int | None]:
    ends_on = programme.ends_on
    return {
        "title": programme.title,
        "owner": programme.owner_id,
        "coordinator": programme.coordinator_id,
        "document": programme.document_id,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def _end(
    programme: Programme, state: ProgrammeState, action: str, by: Actor, reason: str = ""
) -> Programme:
    author = by.require("draft.review")
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if current.state != ProgrammeState.ACTIVE:
        raise ProgrammeError("not_active")
    current.state = state
    current.save(update_fields=["state"])
    record(
        by=author,
        action=action,
        target=current,
        before={"state": ProgrammeState.ACTIVE.value},
        after={"state": state.value},
        reason=reason,
    )
    return current


def _check(title: str, short_title: str, starts_on: dt.date, ends_on: dt.date | None) -> None:
    if not title.strip() or not short_title.strip():
        raise ProgrammeError("title_missing")
    if ends_on is not None and ends_on < starts_on:
        raise ProgrammeError("ends_before_it_starts")


def _free_slug(short_title: str) -> str:
    base = slugify(fold(short_title))[:100] or "chuong-trinh"
    taken = set(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
