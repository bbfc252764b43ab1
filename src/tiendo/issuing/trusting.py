"""Laying down whom signatures are believed from: authorities and what they took back.

A new list of an authority takes the place of the one before. Each file is kept with where it was
got; what is dropped stays with the reason.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import TrustFile, TrustKind
from tiendo.issuing.trust_reading import TrustItem, read_items

MAY = "trust.manage"


@transaction.atomic
def add_trust(*, by: Actor, content: bytes, source: str) -> list[TrustFile]:
    """Take in the certificates and lists of a file: all of them, or none.

    Errors: PermissionRefused; IssuingError source_missing, trust_known, list_older and those of
    ``trust_reading.read_items``.
    """
    author = by.require(MAY)
    if not source.strip():
        raise IssuingError("source_missing")
    known = standing().exclude(kind=TrustKind.LIST).values_list("content", flat=True)
    made = []
    for item in read_items(content, [bytes(each) for each in known]):
        if item.kind is TrustKind.LIST:
            _replace_list(by, author, item)
        row = _added(by, item, " ".join(source.split()))
        record(by=author, action="trust.add", target=row, after=_state(row))
        made.append(row)
    return made


@transaction.atomic
def drop_trust(*, by: Actor, file: TrustFile, reason: str) -> TrustFile:
    """Believe a certificate, or use a list, no longer. It stays with the reason.

    Errors: PermissionRefused; IssuingError reason_missing, trust_dropped.
    """
    author = by.require(MAY)
    if not reason.strip():
        raise IssuingError("reason_missing")
    row = TrustFile.objects.select_for_update().get(pk=file.pk)
    if row.dropped_at is not None:
        raise IssuingError("trust_dropped")
    _drop(by, author, row, reason.strip())
    return row


def standing() -> QuerySet[TrustFile]:
    """What is used today. No query."""
    return TrustFile.objects.filter(dropped_at__isnull=True)


def _added(by: Actor, item: TrustItem, source: str) -> TrustFile:
    try:
        with transaction.atomic():
            return TrustFile.objects.create(
                kind=item.kind,
                content=item.content,
                sha256=item.sha256,
                name=item.name,
                issuer=item.issuer,
                serial=item.serial,
                valid_from=item.valid_from,
                valid_until=item.valid_until,
                entries=item.entries,
                source=source[:300],
                added_by_id=by.user_id,
                added_at=clock.now(),
            )
    except IntegrityError as error:
        raise IssuingError("trust_known", name=item.name) from error


def _replace_list(by: Actor, author: Author, item: TrustItem) -> None:
    """The newest list of an authority stands alone. Errors: IssuingError list_older."""
    held = standing().filter(kind=TrustKind.LIST, name=item.name).exclude(sha256=item.sha256)
    for row in held.select_for_update():
        if row.valid_from > item.valid_from:
            day = f"{clock.local_day(row.valid_from):%d/%m/%Y}"
            raise IssuingError("list_older", name=item.name, day=day)
        _drop(by, author, row, _("Có danh sách mới hơn"))


def _drop(by: Actor, author: Author, row: TrustFile, reason: str) -> None:
    before = _state(row)
    row.dropped_by_id, row.dropped_at, row.drop_reason = by.user_id, clock.now(), reason
    row.save(update_fields=["dropped_by", "dropped_at", "drop_reason"])
    record(by=author, action="trust.drop", target=row, before=before, reason=reason)


def _state(row: TrustFile) -> State:
    return {
        "kind": str(row.kind),
        "name": row.name,
        "sha256": row.sha256,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "source": row.source,
    }
