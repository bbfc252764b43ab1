"""Who may reach the pages of urls/rechecks.py: inspectors draw and check, who sees all reads."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile

from tests.factories import World, actor
from tests.integration.permission_rows import INSPECTORS, OVERSEERS, Row
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.documents.models import StoredFile, kept_files
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions import NewEvidence, Outcome, Scope, draw_recheck, record_result
from tiendo.tasks.models import Recheck


def _drawn(world: World) -> Recheck:
    yesterday = clock.today() - dt.timedelta(days=1)
    with noon(yesterday):
        bring_to(world, make_task(world, make_programme(world)), State.CONFIRMED)
    return draw_recheck(scope=Scope(yesterday, yesterday), by=actor(world.inspector))


def _round(world: World) -> tuple[object, ...]:
    return (_drawn(world).pk,)


def _item(world: World) -> tuple[object, ...]:
    return (_drawn(world).items.get().pk,)


def _proof(world: World) -> tuple[object, ...]:
    path = kept_files().save("phuc-tra/thu.txt", ContentFile("Biên bản".encode()))
    stored = StoredFile.objects.create(
        sha256="ef" * 32, file=path, size=10, media_type="text/plain", created_at=clock.now()
    )
    given = NewEvidence(stored_file=stored, original_name="biên bản.txt")
    outcome = Outcome("upheld", evidence=(given,))
    item = record_result(item=_drawn(world).items.get(), outcome=outcome, by=actor(world.inspector))
    return (item.proofs.get().pk,)


ROWS: dict[str, Row] = {
    "recheck-list": Row(OVERSEERS),
    "recheck-new": Row(INSPECTORS),
    "recheck": Row(OVERSEERS, _round),
    "recheck-item": Row(INSPECTORS, _item),
    "recheck-proof": Row(OVERSEERS, _proof),
}
