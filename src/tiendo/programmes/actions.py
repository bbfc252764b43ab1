"""Setting a programme up, adding the parts of its plan, ending it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.text import slugify

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.organisations.models import Organisation
from tiendo.programmes.errors import ProgrammeError
from tiendo.programmes.models import PlanSection, Programme, ProgrammeState
from tiendo.programmes.permissions import RUN_OWN, require_to_run

SHORT_TITLE = 150


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

    A body sets up its own one: owner and coordinator are that body, and it replaces none but its
    own. Errors: PermissionRefused; ProgrammeError title_missing, title_too_long,
    ends_before_it_starts, document_has_programme, not_active, implemented_not_active.
    """
    author = _require_to_set_up(by, owner, coordinator)
    _check(title, short_title, starts_on, ends_on)
    _check_implemented(implements, None)
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
    author = require_to_run(by, programme, "draft.review")
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
def edit_programme(
    *,
    programme: Programme,
    title: str,
    short_title: str,
    ends_on: dt.date | None,
    implements: Programme | None,
    by: Actor,
) -> Programme:
    """Correct the facts of a programme in force.

    Errors: PermissionRefused; ProgrammeError not_active, title_missing, title_too_long,
    ends_before_it_starts, implemented_not_active, implements_itself.
    """
    current = _locked(programme)
    author = require_to_run(by, current, "draft.review")
    _check(title, short_title, current.starts_on, ends_on)
    if implements is not None and implements.pk != current.implements_id:
        _check_implemented(implements, current)
    before = _facts(current)
    current.title, current.short_title = title.strip(), short_title.strip()
    current.ends_on, current.implements = ends_on, implements
    current.save(update_fields=["title", "short_title", "ends_on", "implements"])
    record(by=author, action="programme.edit", target=current, before=before, after=_facts(current))
    return current


@transaction.atomic
def set_filing_due(
    *, programme: Programme, raw: str, key: str, last_day: dt.date | None, by: Actor
) -> Programme:
    """Set by when each body must issue its own plan for the programme; nothing: no day is set.

    Errors: PermissionRefused; ProgrammeError not_active, filing_due_unread,
    filing_due_before_start.
    """
    current = _locked(programme)
    author = require_to_run(by, current, "draft.review")
    if raw.strip() and last_day is None:
        raise ProgrammeError("filing_due_unread")
    if last_day is not None and last_day < current.starts_on:
        raise ProgrammeError("filing_due_before_start")
    before = _due(current)
    current.filing_due_raw = raw.strip()
    current.filing_due_key, current.filing_last_day = key, last_day
    current.save(update_fields=["filing_due_raw", "filing_due_key", "filing_last_day"])
    record(
        by=author, action="programme.filing_due", target=current, before=before, after=_due(current)
    )
    return current


@transaction.atomic
def close_programme(*, programme: Programme, reason: str, by: Actor) -> Programme:
    """End a programme whose time is over, with a reason.

    Errors: PermissionRefused; ProgrammeError reason_missing, not_active.
    """
    if not reason.strip():
        raise ProgrammeError("reason_missing")
    return _end(programme, ProgrammeState.CLOSED, "programme.close", by, reason)


def _require_to_set_up(by: Actor, owner: Organisation, coordinator: Organisation) -> Author:
    is_own = owner.pk == coordinator.pk
    if is_own and not by.may("draft.review"):
        return by.require(RUN_OWN, at=owner.pk)
    return by.require("draft.review")


def _locked(programme: Programme) -> Programme:
    """The programme as it is now. Errors: ProgrammeError not_active."""
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    if current.state != ProgrammeState.ACTIVE:
        raise ProgrammeError("not_active")
    return current


def _check_implemented(implemented: Programme | None, programme: Programme | None) -> None:
    """One implements a programme in force that does not implement it in turn."""
    if implemented is None:
        return
    step: Programme | None = Programme.objects.get(pk=implemented.pk)
    if step is not None and step.state != ProgrammeState.ACTIVE:
        raise ProgrammeError("implemented_not_active")
    while step is not None and programme is not None:
        if step.pk == programme.pk:
            raise ProgrammeError("implements_itself")
        step = step.implements


def _due(programme: Programme) -> dict[str, str | None]:
    last_day = programme.filing_last_day
    return {
        "filing_due_raw": programme.filing_due_raw,
        "filing_last_day": last_day.isoformat() if last_day else None,
    }


def _facts(programme: Programme) -> dict[str, str | int | None]:
    ends_on = programme.ends_on
    return {
        "title": programme.title,
        "owner": programme.owner_id,
        "coordinator": programme.coordinator_id,
        "document": programme.document_id,
        "implements": programme.implements_id,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def _end(
    programme: Programme, state: ProgrammeState, action: str, by: Actor, reason: str = ""
) -> Programme:
    current = _locked(programme)
    author = require_to_run(by, current, "draft.review")
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
    if len(short_title.strip()) > SHORT_TITLE:
        raise ProgrammeError("title_too_long")
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
