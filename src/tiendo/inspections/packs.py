"""What people and the worker do with packs: ask for one, make it, let it go when it expires."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import SYSTEM, Author, Value, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import EvidencePack
from tiendo.inspections.pack_content import evidence_of, tasks_of
from tiendo.inspections.pack_writing import write_pack
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.making import (
    Written,
    begin,
    drop_past,
    kept_path,
    mark_done,
    mark_failed,
    write_whole,
)
from tiendo.tasks.models import EvidenceKind, Task
from tiendo.tasks.parties import parties_on

PACK_JOB = "inspections.make_pack"
KEPT_DAYS = "pack_kept_days"
# A file takes seconds; a worker not heard of for longer has died.
SILENT_FOR = dt.timedelta(minutes=20)
_TELL_EVERY = 20


def packs_folder() -> Path:
    """Where packs wait to be fetched; outside backups, as they are made again at any time."""
    return Path(settings.DATA_DIR) / "packs"


def may_pack(
    actor: Actor,
    *,
    task: Task | None = None,
    body: Organisation | None = None,
    programme: Programme | None = None,
) -> bool:
    """Whether a person may ask for the pack of an item. One query for a task, none else."""
    if programme is not None:
        return actor.may("pack.make")
    if body is not None:
        return actor.may("pack.make", at=body.pk)
    if task is None:
        return False
    bodies = parties_on(task, clock.today()).working_ids
    return _everywhere(actor) or any(actor.may("pack.make", at=pk) for pk in bodies)


@transaction.atomic
def ask_for_pack(
    *,
    by: Actor,
    as_of: dt.date,
    task: Task | None = None,
    body: Organisation | None = None,
    programme: Programme | None = None,
) -> EvidencePack:
    """Have the pack of a task, a body or a programme made in the background.

    Errors: PermissionRefused; InspectionError pack_in_future, pack_of_nothing.
    """
    if not may_pack(by, task=task, body=body, programme=programme):
        raise PermissionRefused("pack.make")
    author = by.require("pack.make", at=body.pk if body is not None else None)
    if as_of > clock.today():
        raise InspectionError("pack_in_future", day=f"{as_of:%d/%m/%Y}")
    pack = EvidencePack(
        task=task,
        body=body,
        programme=programme,
        as_of=as_of,
        asked_by_id=by.user_id,
        asked_at=clock.now(),
    )
    if not tasks_of(pack, by).exists():
        raise InspectionError("pack_of_nothing")
    pack.save()
    app.configure_task(PACK_JOB).defer(pack_id=pack.pk)
    after: dict[str, Value] = {
        "task": pack.task_id,
        "organisation": pack.body_id,
        "programme": pack.programme_id,
        "as_of": as_of.isoformat(),
    }
    record(by=author, action="pack.ask", target=pack, after=after)
    return pack


@dataclass(frozen=True, slots=True)
class PackEstimate:
    """How much a pack would hold: tasks, files, and bytes of files."""

    tasks: int
    files: int
    size: int


def estimate_pack(
    actor: Actor,
    as_of: dt.date,
    *,
    task: Task | None = None,
    body: Organisation | None = None,
    programme: Programme | None = None,
) -> PackEstimate:
    """How much a pack would hold for its asker, before it is asked for. Cost: two queries."""
    pack = EvidencePack(task=task, body=body, programme=programme, as_of=as_of)
    tasks = list(tasks_of(pack, actor))
    files = evidence_of(tasks, as_of).filter(kind=EvidenceKind.FILE).order_by()
    found = files.aggregate(files=Count("pk"), size=Sum("stored_file__size"))
    return PackEstimate(len(tasks), found["files"], found["size"] or 0)


def make_pack(pack_id: int) -> None:
    """Make a pack that was asked for, as what its asker may see today. Running twice does no harm:
    one that is made stays as it is, one whose worker died is begun anew.

    Whatever goes wrong is written on the pack; what the system did not foresee is raised too.
    Errors: FileUnderWay.
    """
    packs = EvidencePack.objects.select_related("asked_by", "task", "body", "programme")
    pack = begin(packs, pack_id, SILENT_FOR)
    if pack is None:
        return
    try:
        actor = load_actor(pack.asked_by, clock.today())
        if not may_pack(actor, task=pack.task, body=pack.body, programme=pack.programme):
            raise InspectionError("pack_of_nothing")
        _write(pack, actor)
    except InspectionError as refused:
        _fail(pack, refused)
    except Exception:
        _fail(pack, InspectionError("worker_failed"))
        raise


def find_packs(actor: Actor) -> QuerySet[EvidencePack]:
    """The packs a person asked for, the newest first. Cost: one query."""
    own = EvidencePack.objects.filter(asked_by_id=actor.user_id)
    return own.select_related("task", "body", "programme")


def path_of(pack: EvidencePack) -> Path:
    """The file of a finished pack. Errors: InspectionError pack_gone."""
    path = kept_path(packs_folder(), pack)
    if path is None:
        raise InspectionError("pack_gone")
    return path


def drop_expired(today: dt.date | None = None) -> int:
    """Delete the files of packs past their day; the rows and hashes stay. The number deleted."""
    return drop_past(EvidencePack.objects.all(), packs_folder(), today or clock.today())


def _everywhere(actor: Actor) -> bool:
    """Whether the permission is not tied to a body: no body has the id 0."""
    return actor.may("pack.make", at=0)


def _write(pack: EvidencePack, actor: Actor) -> None:
    def write(target: Path) -> None:
        write_pack(pack, actor, target, lambda done, total: _tell(pack, done, total))

    _finish(pack, write_whole(packs_folder(), f"{pack.pk}-{pack.as_of.isoformat()}.zip", write))


def _tell(pack: EvidencePack, done: int, total: int) -> None:
    if done % _TELL_EVERY and done != total:
        return
    EvidencePack.objects.filter(pk=pack.pk).update(done=done, total=total, beat_at=clock.now())


@transaction.atomic
def _finish(pack: EvidencePack, written: Written) -> None:
    current = EvidencePack.objects.select_for_update().get(pk=pack.pk)
    mark_done(current, written, parameter_on(KEPT_DAYS, clock.today()))
    current.save()
    # The hash stands in words for people too: it is how a pack is known again.
    after: dict[str, Value] = {
        "pack_hash": written.sha256,
        "size": written.size,
        "files": current.done,
    }
    record(by=Author(current.asked_by_id), action="pack.make", target=current, after=after)


@transaction.atomic
def _fail(pack: EvidencePack, why: InspectionError) -> None:
    current = EvidencePack.objects.select_for_update().get(pk=pack.pk)
    mark_failed(current, str(why))
    current.save(update_fields=["state", "ended_at", "error"])
    record(by=SYSTEM, action="pack.fail", target=current, after={"error": why.code})
