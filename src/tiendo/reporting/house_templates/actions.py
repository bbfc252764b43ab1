"""House templates: taken in, looked up by day, given up; papers written with the one in force."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.composer.docx import write_docx
from tiendo.composer.errors import ComposerError
from tiendo.composer.house_checks import Fault, check_template, gaps_of, placeholders_of
from tiendo.composer.model import OfficialDocument
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.documents.kinds import check_kind
from tiendo.documents.models import StoredFile
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.reporting.house_templates.errors import TemplateFaulty, TemplateRefused
from tiendo.reporting.house_templates.live import is_live_value
from tiendo.reporting.house_templates.models import HouseTemplate
from tiendo.reporting.house_templates.queries import template_on
from tiendo.reporting.house_templates.sample import try_template
from tiendo.reporting.house_templates.types import REPORT, TYPES, PaperType, type_of
from tiendo.reporting.outlines.catalogue import Catalogue

MAY = "regime.manage"
_KINDS = frozenset({"docx"})


def add_template(
    *,
    by: Actor,
    body: Organisation,
    file: File[Any],
    name: str,
    since: dt.date,
    type_name: str = REPORT,
) -> HouseTemplate:
    """Take a template in for the papers of a body from a day on.

    Not to be called inside another transaction (see ``documents.uploads``).
    Errors: PermissionRefused; UploadRefused, ScannerDown; TemplateFaulty with everything that is
    wrong; TemplateRefused since_past, unknown_type, same_template, template_differs.
    """
    author = by.require(MAY)
    _refuse_past(since)
    if type_name not in TYPES:
        raise TemplateRefused("unknown_type", type=type_name)
    check_kind(file, name, _KINDS)
    file.seek(0)
    source = file.read()
    found = _checked(source, body, TYPES[type_name], since)
    stored = receive_evidence(by=by, file=file, name=name, permission=MAY)
    row = HouseTemplate(
        stored_file=stored, file_name=name[-255:], placeholders=list(found), since=since
    )
    return _add(by, author, row, body, type_name, "template.add")


def withdraw_template(
    *, by: Actor, body: Organisation, type_name: str, since: dt.date, reason: str
) -> HouseTemplate:
    """Go back to the layout of the product from a day on.

    Errors: PermissionRefused; TemplateRefused since_past, reason_needed, nothing_to_withdraw.
    """
    author = by.require(MAY)
    _refuse_past(since)
    if not reason.strip():
        raise TemplateRefused("reason_needed")
    row = HouseTemplate(since=since, reason=reason.strip())
    return _add(by, author, row, body, type_name, "template.withdraw")


def template_for(body: Organisation, type_name: str, day: dt.date) -> bytes | None:
    """The template in force on a day; None where papers follow the layout of the product."""
    found = template_on(body, type_name, day)
    return None if found is None or found.stored_file is None else read_template(found.stored_file)


def write_in_house(document: OfficialDocument, body: Organisation, day: dt.date) -> bytes:
    """A paper of a body as DOCX, laid out as that body lays its papers out on a day.

    Errors: TemplateRefused template_unusable, gap_missing.
    """
    template = template_for(body, type_of(document.type_name), day)
    try:
        return write_docx(document, template=template)
    except ComposerError as wrong:
        if template is None:
            raise
        if wrong.code == "missing_gap":
            raise TemplateRefused("gap_missing", body=body.name, **wrong.params) from wrong
        raise TemplateRefused("template_unusable", body=body.name) from wrong


def read_template(stored: StoredFile) -> bytes:
    """The bytes of a template as it was taken in."""
    with open_kept(stored) as file:
        return bytes(file.read())


def list_templates(by: Actor) -> QuerySet[HouseTemplate]:
    """Every version, the newest of each body first. Errors: PermissionRefused."""
    by.require(MAY)
    return HouseTemplate.objects.select_related("body", "created_by", "stored_file").order_by(
        "body__sort_key", "body_id", "type_name", "-number"
    )


def _checked(source: bytes, body: Organisation, paper: PaperType, day: dt.date) -> tuple[str, ...]:
    """The placeholders of a template that can be filled, its live values between single braces."""
    is_gap = partial(is_live_value, catalogue=Catalogue())
    takes_gaps = paper.has_values
    faults = check_template(source, sides=paper.sides, is_gap=is_gap, takes_gaps=takes_gaps)
    if faults:
        raise TemplateFaulty(faults)
    gaps = gaps_of(source) if paper.has_values else ()
    try:
        try_template(source, body, paper, day, gaps)
    except ComposerError as wrong:
        raise TemplateFaulty((Fault("unreadable_template"),)) from wrong
    return (*placeholders_of(source), *(f"{{{name}}}" for name in gaps))


@transaction.atomic
def _add(
    by: Actor,
    author: Author,
    row: HouseTemplate,
    body: Organisation,
    type_name: str,
    action: str,
) -> HouseTemplate:
    # Two who change the templates of a body at once follow each other.
    Organisation.objects.select_for_update(of=("self",)).get(pk=body.pk)
    kept = HouseTemplate.objects.filter(body=body, type_name=type_name)
    last = kept.order_by("-since", "-number").first()
    held = None if last is None else last.stored_file_id
    if held == row.stored_file_id:
        raise TemplateRefused("nothing_to_withdraw" if held is None else "same_template")
    row.body, row.type_name, row.number = body, type_name, kept.count() + 1
    row.created_by_id, row.created_at = by.user_id, clock.now()
    row.save(force_insert=True)
    after: dict[str, Value] = {
        "organisation": body.pk,
        "type": type_name,
        "version": row.number,
        "effective_on": row.since.isoformat(),
        "file_name": row.file_name,
    }
    record(by=author, action=action, target=row, after=after, reason=row.reason)
    return row


def _refuse_past(since: dt.date) -> None:
    if since < clock.today():
        raise TemplateRefused("since_past", day=f"{since:%d/%m/%Y}")
