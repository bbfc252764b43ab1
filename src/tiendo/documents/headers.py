"""Mending a document's header data: number, date, issuer, title; audited, with a version check."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.documents.errors import EditedMeanwhile, HeaderRefused
from tiendo.documents.links import relink_to, unlink_from
from tiendo.documents.models import Document
from tiendo.documents.register import folded_identity, header_state, resolve_issuer
from tiendo.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class HeaderData:
    """The header as a person states it. ``issuer`` wins over ``issuer_text``."""

    type_name: str
    number: str
    title: str
    issuer_text: str
    issued_on: dt.date | None
    issuer: Organisation | None = None
    signer: str = ""


def edit_header(
    *,
    by: Actor,
    document: Document,
    version: int,
    data: HeaderData,
    reason: str = "",
    permission: str = "document.upload",
) -> Document:
    """Change the header data of a document. ``permission`` is that of the step it belongs to.

    Errors: PermissionRefused; EditedMeanwhile with the document as it stands; HeaderRefused
    (document_exists) where another document has the same identity.
    """
    author = by.require(permission)
    try:
        with transaction.atomic():
            current = Document.objects.select_for_update().get(pk=document.pk)
            if current.version != version:
                raise EditedMeanwhile(current)
            before = header_state(current)
            _apply(current, data)
            current.save()
            unlink_from(current)
            relink_to(current)
            after = header_state(current)
            record(
                by=author,
                action="document.header_edited",
                target=current,
                before=before,
                after=after,
                reason=reason,
            )
    except IntegrityError as error:
        raise HeaderRefused("document_exists", document=data.number) from error
    return current


def _apply(document: Document, data: HeaderData) -> None:
    document.type_name = data.type_name
    if data.number != document.number_raw:
        document.number = document.number_raw = data.number
    document.title = data.title
    document.issued_on = data.issued_on
    document.issuer_text = data.issuer_text
    document.issuer = data.issuer or resolve_issuer(data.issuer_text, data.issued_on)
    document.signer = data.signer
    document.folded = folded_identity(document)
    document.version += 1
