"""Draft decision papers: collecting appraised requests, writing them, entering the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.reporting.decision_papers.composing import (
    compose_decision_paper,
    file_name_of,
    gather_matter,
)
from tiendo.reporting.decision_papers.models import (
    DecisionPaper,
    DecisionPaperFile,
    DecisionPaperItem,
    DecisionPaperState,
    ItemOutcome,
)
from tiendo.reporting.errors import ReportError
from tiendo.reporting.house_templates.actions import write_in_house
from tiendo.reporting.readback import read_back
from tiendo.reporting.written import keep_docx
from tiendo.tasks.actions.change_deciding import Decision, decide_change
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ChangeRequest, ChangeState, Opinion


def candidates(programme: Programme, paper: DecisionPaper | None = None) -> QuerySet[ChangeRequest]:
    """The requests the coordinator agreed to and nobody put forward yet; those of a draft too."""
    taken = DecisionPaperItem.objects.filter(is_open=True)
    if paper is not None:
        taken = taken.exclude(paper=paper)
    rows = ChangeRequest.objects.filter(programme=programme, state=ChangeState.APPRAISED)
    rows = rows.exclude(opinion=Opinion.DISAGREE).exclude(pk__in=taken.values("change"))
    return rows.select_related("task", "organisation", "programme").order_by("kind", "pk")


@transaction.atomic
def draft_decision_paper(
    *,
    by: Actor,
    programme: Programme,
    changes: Iterable[ChangeRequest],
    addressee: str = "",
    grounds: str = "",
) -> DecisionPaper:
    """Collect appraised requests of a programme into a draft, written at once.

    Errors: PermissionRefused; ReportError nothing_to_submit, change_not_ready.
    """
    author = by.require("change.appraise")
    written = DecisionPaper(
        programme=programme,
        issuer=programme.coordinator,
        addressee=addressee.strip() or programme.owner.name,
        grounds=grounds.strip(),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    written.save(force_insert=True)
    return _write(written, changes, by, author, "decision_paper.draft")


@transaction.atomic
def rewrite_decision_paper(
    *,
    by: Actor,
    paper: DecisionPaper,
    changes: Iterable[ChangeRequest],
    addressee: str = "",
    grounds: str = "",
    version: int | None = None,
) -> DecisionPaper:
    """Write a draft again as a new version; the earlier ones stay.

    Errors: PermissionRefused; ReportError already_decided, written_meanwhile, nothing_to_submit,
    change_not_ready.
    """
    author = by.require("change.appraise")
    current = _lock(paper, version)
    current.version += 1
    current.addressee = addressee.strip() or current.addressee
    current.grounds = grounds.strip()
    current.save()
    return _write(current, changes, by, author, "decision_paper.rewrite")


@transaction.atomic
def decide_decision_paper(
    *,
    by: Actor,
    paper: DecisionPaper,
    document: str,
    document_date: dt.date,
    refused: Mapping[int, str] | None = None,
    version: int | None = None,
) -> DecisionPaper:
    """Enter the decision: every request is accepted, but those refused, each with its reason (by
    request). All of them or none.

    Errors: PermissionRefused; ReportError already_decided, written_meanwhile, item_not_decided,
    decision_document_needed, not_an_item.
    """
    author = by.require("change.decide")
    current = _lock(paper, version)
    if not document.strip():
        raise ReportError("decision_document_needed")
    reasons = dict(refused or {})
    items = list(_items(current))
    if reasons.keys() - {item.change_id for item in items}:
        raise ReportError("not_an_item")
    for item in items:
        _decide_item(item, document, document_date, reasons.get(item.change_id), by)
    current.state = DecisionPaperState.DECIDED
    current.decided_by_id, current.decided_at = by.user_id, clock.now()
    current.decision_document, current.decision_date = document.strip(), document_date
    current.save()
    after = {**_facts(current), "refused": len(reasons)}
    record(by=author, action="decision_paper.decide", target=current, after=after)
    return current


def _decide_item(
    item: DecisionPaperItem, document: str, day: dt.date, reason: str | None, by: Actor
) -> None:
    item.outcome = ItemOutcome.ACCEPTED if reason is None else ItemOutcome.REFUSED
    item.note, item.is_open = reason or "", False
    decision = Decision(item.outcome, reason or "", document, day)
    try:
        decide_change(change=item.change, decision=decision, by=by)
    except TaskError as error:
        raise ReportError("item_not_decided", change=item.change.code, words=str(error)) from error
    item.save()


def _items(paper: DecisionPaper) -> QuerySet[DecisionPaperItem]:
    rows = DecisionPaperItem.objects.filter(paper=paper, is_open=True)
    return rows.select_related("change")


def _write(
    written: DecisionPaper,
    changes: Iterable[ChangeRequest],
    by: Actor,
    author: Author,
    action: str,
) -> DecisionPaper:
    """Keep the requests put forward, and the file written from them."""
    chosen = [row.pk for row in changes]
    if not chosen:
        raise ReportError("nothing_to_submit")
    rows = list(candidates(written.programme, written).filter(pk__in=chosen))
    if len(rows) != len(set(chosen)):
        raise ReportError("change_not_ready")
    _keep_items(written, rows)
    document = compose_decision_paper(gather_matter(written, rows))
    today = clock.today()
    source = write_in_house(document, written.issuer, today)
    name = file_name_of(written, today)
    file = DecisionPaperFile.objects.create(
        paper=written,
        version=written.version,
        stored_file=keep_docx(source, name),
        file_name=name,
        checks=read_back(source, name, document).dump(),
        written_by_id=by.user_id,
        written_at=clock.now(),
    )
    after = {**_facts(written), "sha256": file.stored_file.sha256, "changes": len(rows)}
    record(by=author, action=action, target=written, after=after)
    return written


def _keep_items(written: DecisionPaper, rows: Sequence[ChangeRequest]) -> None:
    """The draft's items are what was chosen last."""
    DecisionPaperItem.objects.filter(paper=written).delete()
    DecisionPaperItem.objects.bulk_create(
        DecisionPaperItem(paper=written, change=row, order=order)
        for order, row in enumerate(rows, start=1)
    )


def _lock(paper: DecisionPaper, version: int | None) -> DecisionPaper:
    current = (
        DecisionPaper.objects.select_for_update(of=("self",))
        .select_related("programme__coordinator", "programme__document__issuer", "issuer__parent")
        .get(pk=paper.pk)
    )
    if current.state != DecisionPaperState.DRAFT:
        raise ReportError("already_decided")
    if version is not None and version != current.version:
        raise ReportError("written_meanwhile")
    return current


def _facts(written: DecisionPaper) -> dict[str, Value]:
    return {
        "programme": written.programme_id,
        "version": written.version,
        "addressee": written.addressee,
        "deciding_document": written.decision_document,
    }
