"""Reading outgoing papers: lists for the clerk, one paper, the register, verification."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain.issuing import BY_STATE, PaperMove
from tiendo.domain.issuing import PaperState as Course
from tiendo.issuing.models import NumberBook, OutgoingPaper, PaperFile, PaperState
from tiendo.issuing.permissions import may_handle, visible_papers
from tiendo.reporting.models import Report

_WITH = ("report__programme", "issuer", "entry", "opened_by", "issued_by")
_UNREAD = ("report__content", "report__checks", "report__narrative")


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """What a list of papers is narrowed to; empty values narrow nothing."""

    state: str = ""
    year: int | None = None


def list_papers(actor: Actor, narrowed: PaperFilter) -> QuerySet[OutgoingPaper]:
    """The papers a person may see, those that moved last first."""
    papers = visible_papers(actor).select_related(*_WITH).defer(*_UNREAD)
    if narrowed.state:
        papers = papers.filter(state=narrowed.state)
    if narrowed.year is not None:
        papers = papers.filter(entry__day__year=narrowed.year)
    return papers.order_by("-pk")


def paper_of(actor: Actor, pk: int) -> OutgoingPaper:
    """One paper. Errors: DoesNotExist, for what the person may not see too. Cost: one query."""
    return (
        visible_papers(actor).select_related(*_WITH, "report__document", "entry__book").get(pk=pk)
    )


def paper_of_report(report: Report) -> OutgoingPaper | None:
    """The paper of a report; None before it is taken up. Cost: one query."""
    return OutgoingPaper.objects.filter(report=report).select_related("entry").first()


def register_of(actor: Actor, year: int) -> QuerySet[OutgoingPaper]:
    """The issued papers of a year in the order of their numbers, as the register lists them."""
    papers = visible_papers(actor).filter(state=PaperState.ISSUED, entry__day__year=year)
    papers = papers.select_related(*_WITH).defer(*_UNREAD)
    return papers.order_by("issuer__name", "entry__day", "entry__number", "pk")


def open_moves(actor: Actor, paper: OutgoingPaper) -> Sequence[PaperMove]:
    """What a person may do with a paper where it stands."""
    moves = BY_STATE[Course(paper.state)]
    return [row for row in moves if may_handle(actor, row.permission, paper.report)]


def files_of(paper: OutgoingPaper) -> QuerySet[PaperFile]:
    """The files of a paper, the newest first."""
    return paper.files.select_related("stored_file", "by").order_by("-pk")


def public_paper(code: str) -> OutgoingPaper | None:
    """The public paper of a code, which may not be issued yet; None for any other. One query."""
    papers = OutgoingPaper.objects.filter(code=code, is_public=True).exclude(code="")
    return papers.select_related("report__document", "issuer", "entry").first()


def books_of(bodies: Collection[int]) -> QuerySet[NumberBook]:
    """The books of bodies, the newest first."""
    return NumberBook.objects.filter(body__in=bodies).select_related("body")
