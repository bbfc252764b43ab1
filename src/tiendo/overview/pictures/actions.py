"""What an administrator does with the map: load outlines, take them away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.composer.charts import Spec
from tiendo.domain import clock
from tiendo.overview.errors import OverviewError
from tiendo.overview.models import MapOutlines
from tiendo.overview.pictures.asking import group_bodies
from tiendo.overview.pictures.outlines import read_outlines

MAY = "organisation.manage"


@dataclass(frozen=True, slots=True)
class ReadMap:
    """A file of outlines that was read and may be taken. ``shapes`` are by the id of the body as
    text, ``without`` counts the communes that have none."""

    file_name: str
    sha256: str
    size: int
    source: str
    shapes: Mapping[str, Spec]
    unmatched: Sequence[str]
    without: int


def read_map(*, content: bytes, file_name: str, source: str, by: Actor) -> ReadMap:
    """Read a file of outlines for a preview; nothing is kept of it.

    Errors: PermissionRefused; OverviewError, for what is wrong with the file.
    """
    by.require(MAY)
    if not source.strip():
        raise OverviewError("outlines_source_missing")
    found = read_outlines(
        content, list(group_bodies("xa").filter(validity__contains=clock.today()))
    )
    return ReadMap(
        file_name=file_name[:255],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        source=source.strip()[:300],
        shapes={str(body): shape for body, shape in found.shapes.items()},
        unmatched=list(found.unmatched),
        without=len(found.without),
    )


@transaction.atomic
def load_outlines(*, read: ReadMap, by: Actor) -> MapOutlines:
    """Make the outlines that were read those of the map; those before are taken away.

    Errors: PermissionRefused.
    """
    author = by.require(MAY)
    now = clock.now()
    MapOutlines._default_manager.filter(removed_at__isnull=True).update(
        removed_at=now, removed_by_id=by.user_id
    )
    kept = {each.name: getattr(read, each.name) for each in fields(read)}
    made = MapOutlines._default_manager.create(**kept, loaded_by_id=by.user_id, loaded_at=now)
    after: dict[str, Value] = {
        "file_name": made.file_name,
        "sha256": made.sha256,
        "source": made.source,
        "matched": len(read.shapes),
        "unmatched": len(read.unmatched),
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
