"""Reading a text into drafts: at once for a plan of usual size, as a job for a long one."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

import vanban
from tiendo.accounts.actor import Actor
from tiendo.audit.trail import SYSTEM, State, record
from tiendo.documents.known import known_documents
from tiendo.documents.models import TextVersion
from tiendo.documents.readings import PARSER, dump_issue, load_text
from tiendo.domain import clock
from tiendo.intake.appendices import link_across_files
from tiendo.intake.drafting import write_drafts
from tiendo.intake.models import ExtractionRun, RunState
from tiendo.intake.refreshing import follow
from vanban.errors import VanbanError

# A text longer than this is read by the worker; a plan of 40 pages has about 80,000 characters.
INLINE_CHARACTERS = 400_000
EXTRACT_JOB = "intake.extract"


def start_extraction(*, text: TextVersion, by: Actor) -> ExtractionRun:
    """The run that reads a text into drafts: a new one, or the one there is already.

    Small texts are read before this returns; for a long one the job is deferred in the
    transaction and the run is ``pending``. Errors: PermissionRefused.
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run, is_new = ExtractionRun.objects.get_or_create(
            text=text,
            parser=PARSER,
            defaults={"created_by_id": by.user_id, "created_at": clock.now()},
        )
        if is_new:
            record(by=author, action="intake.started", target=run, after={"text": text.pk})
        if is_new and len(text.content) > INLINE_CHARACTERS:
            app.configure_task(EXTRACT_JOB).defer(run_id=run.pk)
    if run.state == RunState.PENDING and len(text.content) <= INLINE_CHARACTERS:
        return extract(run.pk)
    return run


def extract(run_id: int) -> ExtractionRun:
    """Read the text of a pending run into drafts. Safe to repeat: a read run is left alone."""
    _mark_running(run_id)
    try:
        with transaction.atomic():
            return _read(run_id)
    except VanbanError as error:
        code = str(getattr(error, "code", "unreadable_text"))
        return _fail(run_id, code)


def _read(run_id: int) -> ExtractionRun:
    run = _locked(run_id)
    if run.state not in {RunState.PENDING, RunState.RUNNING}:
        return run
    parsed = vanban.parse(load_text(run.text), known_documents(but=run.text.rendition.document))
    drafts = write_drafts(run, parsed)
    differing = follow(run, drafts)
    linked = link_across_files(run)
    run.issues = [dump_issue(issue) for issue in parsed.issues]
    run.state = RunState.REVIEW
    run.save(update_fields=["issues", "state"])
    after: State = {"drafts": len(drafts), "issues": len(run.issues), "linked": linked}
    if run.follows_id is not None:
        after = {**after, "follows": run.follows_id, "differing": differing}
    record(by=SYSTEM, action="intake.extracted", target=run, after=after)
    return run


def _mark_running(run_id: int) -> None:
    waiting = ExtractionRun.objects.filter(pk=run_id, state=RunState.PENDING)
    waiting.update(state=RunState.RUNNING)


def _fail(run_id: int, code: str) -> ExtractionRun:
    with transaction.atomic():
        run = _locked(run_id)
        run.state = RunState.FAILED
        run.error_code = code[:60]
        run.save(update_fields=["state", "error_code"])
        record(by=SYSTEM, action="intake.failed", target=run, after={"code": code})
    return run


def _locked(run_id: int) -> ExtractionRun:
    return (
        ExtractionRun.objects.select_for_update(of=("self",))
        .select_related("text__rendition__document")
        .get(pk=run_id)
    )
