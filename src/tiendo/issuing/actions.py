"""The steps of a paper on its way out: open, review, submit, sign, number, send back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.domain.issuing import PaperMove, move_of
from tiendo.domain.issuing import PaperState as Course
from tiendo.issuing.codes import address_of, new_code
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import OutgoingPaper, PaperState, PaperStep
from tiendo.issuing.numbering import book_for, drop_number, symbol_for, take_number
from tiendo.issuing.permissions import require_for
from tiendo.issuing.rendering import write_final
from tiendo.issuing.slips import write_slip
from tiendo.reporting.models import Report, ReportState, SigningForm


@transaction.atomic
def open_paper(*, by: Actor, report: Report) -> OutgoingPaper:
    """Take a report up as an outgoing paper.

    Errors: PermissionRefused; IssuingError already_opened, report_corrected.
    """
    author = require_for(by, "paper.submit", report)
    _refuse_corrected(report)
    try:
        with transaction.atomic():
            paper = OutgoingPaper.objects.create(
                report=report,
                issuer=report.issuer,
                opened_by_id=by.user_id,
                opened_at=clock.now(),
            )
    except IntegrityError as error:
        raise IssuingError("already_opened") from error
    note_step(paper, "open", by, author)
    return paper


@transaction.atomic
def review_paper(*, by: Actor, paper: OutgoingPaper, opinion: str = "") -> OutgoingPaper:
    """Say that content, form and checks were looked through, with an opinion for the slip.

    Source: Nghị định 30/2020/NĐ-CP, Điều 12. Errors: PermissionRefused; IssuingError
    moved_meanwhile, report_corrected.
    """
    current, move, author = begin_move(paper, "review", by)
    return finish_move(current, move, by, author, opinion.strip())


@transaction.atomic
def submit_paper(
    *,
    by: Actor,
    paper: OutgoingPaper,
    signer_name: str,
    signing: SigningForm = SigningForm.HEAD,
    note: str = "",
    is_public: bool = False,
) -> OutgoingPaper:
    """Put the approved report before its signer, with a slip that says whether it will be public.

    Errors: PermissionRefused; IssuingError moved_meanwhile, report_not_approved, report_corrected,
    signer_missing.
    """
    current, move, author = begin_move(paper, "submit", by)
    if current.report.state == ReportState.DRAFT:
        raise IssuingError("report_not_approved")
    if not signer_name.strip():
        raise IssuingError("signer_missing")
    current.signer_name = " ".join(signer_name.split())
    current.signing, current.is_public = signing, is_public
    write_slip(current, note, by.user_id)
    return finish_move(current, move, by, author, note.strip())


@transaction.atomic
def sign_paper(*, by: Actor, paper: OutgoingPaper) -> OutgoingPaper:
    """Say that the person signs. Of two at once one does; the other is told.

    Errors: PermissionRefused; IssuingError moved_meanwhile, report_corrected.
    """
    current, move, author = begin_move(paper, "sign", by)
    return finish_move(current, move, by, author)


@transaction.atomic
def number_paper(
    *,
    by: Actor,
    paper: OutgoingPaper,
    number: int,
    day: dt.date,
    is_public: bool | None = None,
    site: str = "",
) -> OutgoingPaper:
    """Give a signed paper its number, day and code, and write its files with them.

    A public paper is printed with the QR code of its page of verification: what is signed cannot
    be changed any more. ``is_public`` None leaves what was put before the signer; ``site`` is where
    people reach the product, where the installation names no address of its own.
    Errors: PermissionRefused; IssuingError moved_meanwhile, report_corrected, day_in_future,
    day_before_signing, unprintable and those of ``take_number``.
    """
    current, move, author = begin_move(paper, "number", by)
    _check_day(current, day)
    book = book_for(current.issuer, day)
    subject, symbol = current.report.title, symbol_for(current.issuer)
    current.entry = take_number(book, number, day, subject, by.user_id, symbol)
    current.is_public = current.is_public if is_public is None else is_public
    current.code = current.code or new_code()
    current.address = address_of(current.code, site) if current.is_public else ""
    finished = finish_move(current, move, by, author)
    write_final(finished, by.user_id)
    return finished


@transaction.atomic
def drop_paper_number(*, by: Actor, paper: OutgoingPaper, reason: str) -> OutgoingPaper:
    """Take a number back that was given by mistake; it may be given again.

    Errors: PermissionRefused; IssuingError moved_meanwhile, reason_missing.
    """
    current, move, author = begin_move(paper, "drop_number", by, reason)
    entry, current.entry = current.entry, None
    finished = finish_move(current, move, by, author, reason.strip())
    if entry is not None:
        drop_number(entry, reason.strip())
    return finished


@transaction.atomic
def send_back(*, by: Actor, paper: OutgoingPaper, reason: str) -> OutgoingPaper:
    """Send a paper back to who drafted it, with the reason, before it is signed.

    Errors: PermissionRefused; IssuingError moved_meanwhile, reason_missing.
    """
    current, move, author = begin_move(paper, "send_back", by, reason)
    return finish_move(current, move, by, author, reason.strip())


# What every step does


def begin_move(
    paper: OutgoingPaper, action: str, by: Actor, reason: str = ""
) -> tuple[OutgoingPaper, PaperMove, Author]:
    """The paper, locked, with the move an action makes from where it stands, and its author.

    Errors: PermissionRefused; IssuingError moved_meanwhile, reason_missing, report_corrected.
    """
    current = (
        OutgoingPaper.objects.select_for_update(of=("self",))
        .select_related(
            "issuer__parent",
            "entry__book",
            "report__programme__coordinator",
            "report__created_by",
            "report__approved_by",
            "report__document",
        )
        .get(pk=paper.pk)
    )
    move = move_of(action, Course(current.state))
    if move is None:
        raise IssuingError("moved_meanwhile", state=current.get_state_display())
    author = require_for(by, move.permission, current.report)
    if move.needs_reason and not reason.strip():
        raise IssuingError("reason_missing")
    if not move.needs_reason:
        _refuse_corrected(current.report)
    return current, move, author


def finish_move(
    paper: OutgoingPaper, move: PaperMove, by: Actor, author: Author, reason: str = ""
) -> OutgoingPaper:
    """Keep the paper in its new state, with the step."""
    paper.state = PaperState(move.target)
    paper.save()
    note_step(paper, move.action, by, author, reason)
    return paper


def note_step(
    paper: OutgoingPaper, action: str, by: Actor, author: Author, reason: str = ""
) -> None:
    """Write a step of a paper, and its event in the trail."""
    PaperStep.objects.create(
        paper=paper,
        action=action,
        state=paper.state,
        reason=reason,
        by_id=by.user_id,
        at=clock.now(),
    )
    record(
        by=author, action=f"paper.{action}", target=paper, after=paper_facts(paper), reason=reason
    )


def paper_facts(paper: OutgoingPaper) -> Mapping[str, Value]:
    """What the trail keeps of a paper; the signer, a person, is left out."""
    return {
        "report": paper.report_id,
        "state": str(paper.state),
        "number": paper.entry.printed if paper.entry is not None else None,
        "day": paper.entry.day.isoformat() if paper.entry is not None else None,
        "is_public": paper.is_public,
    }


def _refuse_corrected(report: Report) -> None:
    if Report.objects.filter(corrects=report).exists():
        raise IssuingError("report_corrected")


def _check_day(paper: OutgoingPaper, day: dt.date) -> None:
    if day > clock.today():
        raise IssuingError("day_in_future", day=f"{day:%d/%m/%Y}")
    signed = paper.steps.filter(action="sign").order_by("pk").last()
    if signed is not None and day < clock.local_day(signed.at):
        signed_on = f"{clock.local_day(signed.at):%d/%m/%Y}"
        raise IssuingError("day_before_signing", day=f"{day:%d/%m/%Y}", signed=signed_on)
