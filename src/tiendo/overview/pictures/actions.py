"""What an administrator does with the map: load outlines, take them away."""

from __future__ import annotations

import hashlib

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.overview.errors import OverviewError
from tiendo.overview.models import MapOutlines
from tiendo.overview.pictures.asking import group_bodies
from tiendo.overview.pictures.outlines import read_outlines

MAY = "organisation.manage"


@transaction.atomic
def load_outlines(*, content: bytes, file_name: str, source: str, by: Actor) -> MapOutlines:
    """Make the outlines of a file those of the map; those before are taken away.

    Errors: PermissionRefused; OverviewError, for what is wrong with the file.
    """
    author = by.require(MAY)
    if not source.strip():
        raise OverviewError("outlines_source_missing")
    found = read_outlines(
        content, list(group_bodies("xa").filter(validity__contains=clock.today()))
    )
    now = clock.now()
    MapOutlines._default_manager.filter(removed_at__isnull=True).update(
        removed_at=now, removed_by_id=by.user_id
    )
    made = MapOutlines._default_manager.create(
        file_name=file_name[:255],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        source=source.strip()[:300],
        shapes={str(body): shape for body, shape in found.shapes.items()},
        unmatched=list(found.unmatched),
        without=len(found.without),
        loaded_by_id=by.user_id,
        loaded_at=now,
    )
    after: dict[str, Value] = {
        "file_name": made.file_name,
        "sha256": made.sha256,
        "source": made.source,
        "matched": len(found.shapes),
        "unmatched": len(found.unmatched),
    }
    record(by=author, action="outlines.load", target=made, after=after)
    return made


@transaction.atomic
def remove_outlines(*, outlines: MapOutlines, by: Actor) -> None:
    """Draw tiles again. Errors: PermissionRefused; OverviewError outlines_gone."""
    author = by.require(MAY)
    current = MapOutlines._default_manager.select_for_update().get(pk=outlines.pk)
    if current.removed_at is not None:
        raise OverviewError("outlines_gone")
    current.removed_at, current.removed_by_id = clock.now(), by.user_id
    current.save(update_fields=["removed_at", "removed_by"])
    record(by=author, action="outlines.remove", target=current, before={"source": current.source})
