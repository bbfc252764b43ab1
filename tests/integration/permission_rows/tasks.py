"""Who may reach the pages of urls/tasks.py.

The task is led by Sở Nội vụ with Sở Tài chính, and confirmed by Sở Khoa học và Công nghệ.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.documents.models import StoredFile, kept_files
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import BodyGroup, Kind, Level
from tiendo.tasks.actions import NewEvidence, add_evidence, record_update

LEAD = frozenset({"snv_officer", "snv_head"})
HELPERS = frozenset({"stc_officer", "stc_head"})
# Those of a body with a part in the task, and those who see all.
SEEING = LEAD | HELPERS | OVERSEERS | {"skhcn_officer"}
HEADS = frozenset({"snv_head", "stc_head"})
LEADER = frozenset({"leader"})
REOPENERS = COORDINATORS | {"inspector"}


def _in(state: State) -> Callable[[World], tuple[object, ...]]:
    def args(world: World) -> tuple[object, ...]:
        return (bring_to(world, make_task(world, make_programme(world)), state).pk,)

    return args


def _for_group(world: World) -> tuple[object, ...]:
    group = BodyGroup.objects.create(
        name="UBND các xã, phường",
        slug="xa-phuong",
        folded_names=["ubnd cac xa, phuong"],
        kinds=[Kind.COMMUNE, Kind.WARD],
        level=Level.COMMUNE,
        source="tests",
    )
    return (make_task(world, make_programme(world), lead=group, coordinating=[]).pk,)


def _recurring(world: World) -> tuple[object, ...]:
    draft = make_task(
        world, make_programme(world), recurrence="R:monthly", deadline_key="", last_day=None
    )
    return (bring_to(world, draft, State.LIVE).pk,)


def _step(state: State, allowed: frozenset[str]) -> Row:
    return Row(allowed, _in(state))


def _update(world: World) -> tuple[object, ...]:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    return (record_update(task=task, done="Đã họp", by=actor(world.snv_officer)).pk,)


def _file(world: World) -> tuple[object, ...]:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    path = kept_files().save("minh-chung/thu.txt", ContentFile("Biên bản".encode()))
    stored = StoredFile.objects.create(
        sha256="ab" * 32,
        file=path,
        size=10,
        media_type="text/plain",
        created_at=clock.now(),
    )
    given = NewEvidence(stored_file=stored, original_name="biên bản.txt")
    return (add_evidence(task=task, evidence=given, by=actor(world.snv_officer)).pk,)


def _picture(world: World) -> tuple[object, ...]:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    drawn = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(drawn, "PNG")
    path = kept_files().save("minh-chung/anh.png", ContentFile(drawn.getvalue()))
    stored = StoredFile.objects.create(
        sha256="cd" * 32,
        file=path,
        size=len(drawn.getvalue()),
        media_type="image/png",
        created_at=clock.now(),
    )
    given = NewEvidence(stored_file=stored, original_name="ảnh.png")
    row = add_evidence(task=task, evidence=given, by=actor(world.snv_officer))
    return row.pk, 1, 480


def _nothing_chosen() -> Mapping[str, Any]:
    return {"task": []}


# Heads confirm the child tasks of what their body leads.
CONFIRMING = COORDINATORS | {"office", "snv_head", "stc_head", "ea_trang_head"}

ROWS: dict[str, Row] = {
    "task-list": Row(STAFF),
    "task-drafts": Row(COORDINATORS),
    "confirm-queue": Row(CONFIRMING),
    # Asked for without script it leads to the claim's own page.
    "confirm-proof": Row(CONFIRMING & SEEING, _in(State.UNIT_APPROVED), status=(302,)),
    "task-confirm-many": Row(
        CONFIRMING,
        method="post",
        data=_nothing_chosen(),
    ),
    "task-update-many": Row(
        STAFF - {"leader", "inspector", "clerk"}, method="post", data=_nothing_chosen()
    ),
    "evidence": Row(SEEING, _file),
    "evidence-page": Row(SEEING, _picture),
    "evidence-download": Row(SEEING, _file),
    # Who added it, and the head of the lead body.
    "evidence-withdraw": Row(frozenset({"snv_officer", "snv_head"}), _file),
    "task-update-approve": Row(frozenset({"snv_head"}), _update, method="post", status=(302,)),
    "task": Row(SEEING, _in(State.LIVE)),
    "task-update": _step(State.LIVE, LEAD | HELPERS),
    "task-claim": _step(State.LIVE, LEAD),
    "task-approve": _step(State.CLAIMED, frozenset({"snv_head"})),
    "task-send-back": _step(State.CLAIMED, frozenset({"snv_head"})),
    "task-confirm": _step(State.UNIT_APPROVED, COORDINATORS),
    "task-return": _step(State.UNIT_APPROVED, COORDINATORS),
    "task-reopen": _step(State.CONFIRMED, REOPENERS),
    "task-go-live": _step(State.DRAFT, COORDINATORS),
    "task-name-officer": _step(State.LIVE, HEADS),
    "task-change-deadline": _step(State.LIVE, COORDINATORS | LEADER),
    "task-change-rule": Row(COORDINATORS | LEADER, _recurring),
    "task-assign": _step(State.LIVE, COORDINATORS),
    "task-expand": Row(COORDINATORS, _for_group),
    "task-edit": _step(State.LIVE, COORDINATORS),
    "task-resume": _step(State.SUSPENDED, LEADER),
    "task-suspend": _step(State.LIVE, LEADER),
    "task-supersede": _step(State.LIVE, LEADER),
    "task-cancel": _step(State.LIVE, LEADER),
}
