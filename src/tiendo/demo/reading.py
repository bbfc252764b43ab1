"""From a document on paper to live tasks, by the coordinator's actions: read, review, approve."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.db.models import Q

from tiendo.accounts.actor import Actor
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.demo.people import COMMITTEE, COORDINATOR
from tiendo.documents.errors import UploadRefused
from tiendo.documents.kinds import DOCUMENT_KINDS, check_kind
from tiendo.documents.models import Rendition, TextVersion
from tiendo.documents.screening import screen_document
from tiendo.documents.uploads import receive_upload
from tiendo.intake.approval import Approval, NewProgramme, approve_run
from tiendo.intake.extraction import extract, start_extraction
from tiendo.intake.going_live import go_live_ready
from tiendo.intake.models import Draft, DraftKind, DraftState, ExtractionRun, RunState
from tiendo.intake.queries import drafts_in
from tiendo.intake.review import Filling, decide_drafts, fill_drafts
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import expand_group
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import expand_lead
from tiendo.tasks.errors import CannotGoLive
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task

# A group of more bodies ("UBND các xã, phường": 102) is left to the coordinator.
_MOST_BODIES = 20
# So many clauses that name their body are completed by the coordinator.
_COMPLETED_CLAUSES = 3
# The part of the province's plan in which the coordinator completes clauses.
_COMPLETED_PRODUCT = "Báo cáo kết quả thực hiện"


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the demo: its name, its bytes, and the day it was issued, where it says so."""

    name: str
    content: bytes
    issued_on: dt.date | None

    @property
    def digest(self) -> str:
        """Its SHA-256, by which a later run knows it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a plan: drafts read, tasks made, those live, and those that stay drafts."""

    drafts: int
    tasks: int
    live: int
    targets: int

    @property
    def waiting(self) -> int:
        """The tasks that stay drafts, as something of "6 rõ" is missing."""
        return self.tasks - self.live


def open_source(path: Path) -> Source:
    """The document at a path, checked before anything is stored.

    Errors: CommandError where the platform would not take it in or cannot read its words.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(
            _("không đọc được %(path)s: %(reason)s") % {"path": path, "reason": reason}
        ) from error
    if not content:
        raise CommandError(_("tệp %(path)s trống, không có nội dung nào") % {"path": path})
    file = ContentFile(content)
    try:
        kind = check_kind(file, path.name, DOCUMENT_KINDS)
        screening = screen_document(file, kind, path.name)
    except UploadRefused as refused:
        raise CommandError(_refusal(refused, path)) from refused
    if screening.parsed is None:
        raise CommandError(
            _("không đọc được chữ trong tệp %(path)s. Lưu văn bản thành .docx rồi chạy lại.")
            % {"path": path}
        )
    return Source(path.name, content, screening.parsed.header.date)


def _refusal(refused: UploadRefused, path: Path) -> str:
    """Why a file is not taken in; one on the operator's own disk was not deleted."""
    if refused.code == "secrecy_mark":
        return _("không nhận %(path)s: tệp mang dấu chỉ độ mật “%(mark)s”") % {
            "path": path,
            "mark": refused.params.get("mark", ""),
        }
    return str(refused)


def register(source: Source, by: Actor) -> TextVersion:
    """Upload the document, or find it where it is in stock; its text. Not inside a transaction."""
    text = _text_of(source)
    if text is None:
        receive_upload(by=by, file=ContentFile(source.content), name=source.name, at_once=True)
        text = _text_of(source)
    if text is None:
        raise CommandError(_("không đọc được chữ trong tệp %(path)s") % {"path": source.name})
    return text


def _text_of(source: Source) -> TextVersion | None:
    rendition = Rendition.objects.filter(stored_file__sha256=source.digest).first()
    if rendition is None:
        return None
    return rendition.texts.select_related("rendition__document").order_by("-pk").first()


def extract_drafts(text: TextVersion, by: Actor) -> ExtractionRun:
    """Read the text into drafts, here also where a person would let the worker do it.

    Errors: CommandError where the text cannot be read.
    """
    run = start_extraction(text=text, by=by)
    if run.state == RunState.PENDING:
        run = extract(run.pk)
    if run.state == RunState.FAILED:
        raise CommandError(
            _("không bóc tách được %(name)s (mã %(code)s)")
            % {"name": text.rendition.original_name, "code": run.error_code}
        )
    return run


def make_plan(run: ExtractionRun, by: Actor, starts_on: dt.date) -> tuple[Programme | None, Made]:
    """Review, approve and give out what a run read.

    Missing: the programme is None where the document holds nothing that could be a task.
    """
    drafts = drafts_in(run)
    targets = sum(draft.kind == DraftKind.TARGET for draft in drafts)
    if run.state == RunState.APPROVED:
        return run.programme, _made(run, len(drafts), targets)
    if targets == len(drafts):
        return None, Made(len(drafts), 0, 0, targets)
    _review(run, by)
    approval = _approve(run, by, starts_on)
    _give_out(run, approval.programme, by)
    return approval.programme, _made(run, len(drafts), targets)


def _made(run: ExtractionRun, drafts: int, targets: int) -> Made:
    tasks = Task.objects.filter(draft__run=run)
    children = Task.objects.filter(parent__in=tasks)
    count = tasks.exclude(lifecycle=Lifecycle.UMBRELLA).count() + children.count()
    waiting = tasks.filter(lifecycle=Lifecycle.DRAFT).count()
    waiting += children.filter(lifecycle=Lifecycle.DRAFT).count()
    return Made(drafts, count, count - waiting, targets)


# Review


def _review(run: ExtractionRun, by: Actor) -> None:
    """Complete what names its body, accept everything; what lacks a lead becomes a draft task."""
    drafts = drafts_in(run)
    tasks = [draft for draft in drafts if draft.kind == DraftKind.TASK]
    _complete_clauses(run, [draft for draft in tasks if draft.part == "body"], by)
    _fill_deciding(run, [draft for draft in tasks if draft.part != "body"], by)
    open_ids = [draft.pk for draft in drafts if draft.state == DraftState.PROPOSED]
    decide_drafts(run=run, draft_ids=open_ids, decision="accept", by=by)


def _complete_clauses(run: ExtractionRun, clauses: Iterable[Draft], by: Actor) -> None:
    """Deadline, product and deciding body for a few clauses that name a body and no deadline."""
    found = [draft for draft in clauses if draft.lead is not None and not draft.deadline_keys]
    year = run.created_at.year
    for number, draft in enumerate(found[:_COMPLETED_CLAUSES]):
        deadline = f"Từ năm {year}" if number == 0 else "Thường xuyên"
        filling = Filling(
            deciding_text=_name(draft.lead), deadline_raw=deadline, product=_COMPLETED_PRODUCT
        )
        fill_drafts(run=run, draft_ids=[draft.pk], filling=filling, by=by)


def _fill_deciding(run: ExtractionRun, rows: Iterable[Draft], by: Actor) -> None:
    """Where the words name nobody who decides, the lead body itself does."""
    by_lead: defaultdict[str, list[int]] = defaultdict(list)
    for draft in rows:
        lead = _name(draft.lead) or draft.lead_text
        if lead and not draft.deciding_text:
            by_lead[lead].append(draft.pk)
    for lead, ids in by_lead.items():
        fill_drafts(run=run, draft_ids=ids, filling=Filling(deciding_text=lead), by=by)


def _name(body: Organisation | None) -> str:
    return (body.short_name or body.name) if body else ""


# Approval


def _approve(run: ExtractionRun, by: Actor, starts_on: dt.date) -> Approval:
    document = run.text.rendition.document
    existing = Programme.objects.filter(document=document).first()
    if existing is not None:
        return approve_run(run=run, programme=existing, by=by)
    bodies = Organisation.objects.in_bulk([COMMITTEE, COORDINATOR], field_name="slug")
    wanted = NewProgramme(
        title=document.title or run.text.rendition.original_name,
        short_title=str(document)[:150],
        owner=bodies[COMMITTEE],
        coordinator=bodies[COORDINATOR],
        starts_on=starts_on,
    )
    return approve_run(run=run, programme=wanted, by=by)


def _give_out(run: ExtractionRun, programme: Programme, by: Actor) -> None:
    """The complete tasks go live; a small group that leads becomes a task for each body."""
    go_live_ready(run=run, by=by)
    groups = Assignment.objects.filter(
        task__draft__run=run,
        task__lifecycle=Lifecycle.DRAFT,
        part=Part.LEAD,
        group__isnull=False,
    ).select_related("task__programme", "group")
    for row in groups.order_by("task__order"):
        if row.group and 0 < len(expand_group(row.group, programme.starts_on)) <= _MOST_BODIES:
            # What lacks something of "6 rõ" stays a draft, for the reviewer to complete.
            with suppress(CannotGoLive):
                expand_lead(task=row.task, by=by)


def live_bodies(tasks: Collection[Task]) -> list[Organisation]:
    """The bodies that lead the given tasks, each once."""
    held = Assignment.objects.filter(task__in=tasks, part=Part.LEAD, organisation__isnull=False)
    return list(Organisation.objects.filter(pk__in=held.values("organisation_id")).order_by("pk"))


def programme_of(source: Source) -> Programme | None:
    """The programme a document set in motion; None where nothing in it could be a task."""
    run = (
        ExtractionRun.objects.filter(text__rendition__stored_file__sha256=source.digest)
        .select_related("programme")
        .order_by("-pk")
        .first()
    )
    return run.programme if run else None


def tasks_of(source: Source) -> list[Task]:
    """The live tasks that were made from a document, in the order of the plan."""
    runs = ExtractionRun.objects.filter(text__rendition__stored_file__sha256=source.digest)
    made = Q(draft__run__in=runs) | Q(parent__draft__run__in=runs)
    live = Task.objects.filter(made, lifecycle=Lifecycle.LIVE)
    return list(live.select_related("programme").order_by("order", "pk"))
