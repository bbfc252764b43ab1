"""The pages of a paper's steps: each shows its form, calls one action, leads back to the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from tiendo.domain import clock
from tiendo.issuing import actions
from tiendo.issuing.codes import site_of
from tiendo.issuing.issue import issue_paper
from tiendo.issuing.models import OutgoingPaper
from tiendo.issuing.numbering import book_for, suggest_number, symbol_for
from tiendo.issuing.permissions import may_handle
from tiendo.issuing.returning import seal_here, take_signed
from tiendo.issuing.sealing import seal_key_of
from tiendo.reporting.messages import say_issue
from tiendo.reporting.models import Channel, SigningForm
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.papers import (
    IssueForm,
    NumberForm,
    ReasonForm,
    ReviewForm,
    SignForm,
    SubmitForm,
    TakeForm,
)
from tiendo.workspace.paper_steps import PAGES
from tiendo.workspace.paper_words import check_row
from tiendo.workspace.views.papers import found_paper

GAPS_SHOWN = 12
Run = Callable[[], OutgoingPaper]
_NUMBER_FIELDS = {
    "number_taken": "number",
    "number_in_register": "number",
    "number_out_of_range": "number",
    "day_in_future": "day",
    "day_before_signing": "day",
    "outside_book": "day",
}
_FILE_FIELDS = dict.fromkeys(
    ("not_pdf", "not_signed", "no_words", "unreadable_pdf", "not_this_paper"), "file"
)


@page(methods=READ_WRITE)
def review(request: PageRequest, pk: int) -> HttpResponse:
    """Say that the draft was looked through."""
    paper = _paper(request, pk, "paper.submit")
    form = ReviewForm(request.POST or None)

    def run() -> OutgoingPaper:
        opinion = form.cleaned_data["opinion"]
        return actions.review_paper(by=request.actor, paper=paper, opinion=opinion)

    return _step(request, paper, "review", form, run, findings=_findings(paper))


@page(methods=READ_WRITE)
def submit(request: PageRequest, pk: int) -> HttpResponse:
    """Put the paper before its signer."""
    paper = _paper(request, pk, "paper.submit")
    first = {"signer_name": paper.signer_name, "is_public": paper.is_public}
    form = SubmitForm(request.POST or None, initial=first)

    def run() -> OutgoingPaper:
        typed = form.cleaned_data
        return actions.submit_paper(
            by=request.actor,
            paper=paper,
            signer_name=typed["signer_name"],
            signing=SigningForm(typed["signing"]),
            note=typed["note"],
            is_public=typed["is_public"],
        )

    return _step(request, paper, "submit", form, run, findings=_findings(paper))


@page(methods=READ_WRITE)
def sign(request: PageRequest, pk: int) -> HttpResponse:
    """Say that the person signs."""
    paper = _paper(request, pk, "paper.sign")
    form = SignForm(request.POST if request.method == "POST" else None)
    run = partial(actions.sign_paper, by=request.actor, paper=paper)
    return _step(request, paper, "sign", form, run, findings=_findings(paper))


@page(methods=READ_WRITE)
def send_back(request: PageRequest, pk: int) -> HttpResponse:
    """Send the paper back with a reason."""
    permission = "paper.sign" if _state(pk) == "submitted" else "paper.submit"
    paper = _paper(request, pk, permission)
    return _with_reason(request, paper, "send_back", actions.send_back)


@page(methods=READ_WRITE)
def drop_number(request: PageRequest, pk: int) -> HttpResponse:
    """Take a number back that was given by mistake."""
    paper = _paper(request, pk, "paper.number")
    return _with_reason(request, paper, "drop_number", actions.drop_paper_number)


@page(methods=READ_WRITE)
def number(request: PageRequest, pk: int) -> HttpResponse:
    """Give the paper its number and day; the next number is offered."""
    paper = _paper(request, pk, "paper.number")
    symbol = symbol_for(paper.issuer)
    offered = suggest_number(book_for(paper.issuer, clock.today()), symbol)
    first = {"number": offered.number, "day": clock.today(), "is_public": paper.is_public}
    site = site_of(request.build_absolute_uri("/"))
    form = NumberForm(request.POST or None, initial=first, site=site)

    def run() -> OutgoingPaper:
        typed = form.cleaned_data
        return actions.number_paper(
            by=request.actor,
            paper=paper,
            number=typed["number"],
            day=typed["day"],
            is_public=typed["is_public"],
            site=site,
        )

    more = {
        "offered": offered,
        "symbol": symbol,
        "gaps": offered.gaps[-GAPS_SHOWN:],
        "more_gaps": max(len(offered.gaps) - GAPS_SHOWN, 0),
    }
    return _step(request, paper, "number", form, run, _NUMBER_FIELDS, **more)


@page(methods=READ_WRITE)
def take(request: PageRequest, pk: int) -> HttpResponse:
    """Take back the file that was signed outside, once it is found good."""
    paper = _paper(request, pk, "paper.number")
    has_key = seal_key_of(paper.issuer) is not None
    form = TakeForm(request.POST or None, request.FILES or None, has_key=has_key)

    def run() -> OutgoingPaper:
        file = form.cleaned_data["file"]
        return take_signed(
            by=request.actor,
            paper=paper,
            file=file,
            name=file.name,
            with_seal=form.cleaned_data.get("with_seal", False),
        )

    return _step(request, paper, "seal", form, run, _FILE_FIELDS, has_file=True)


@page(methods=READ_WRITE)
def seal(request: PageRequest, pk: int) -> HttpResponse:
    """Sign the numbered paper with the body's key of this installation."""
    paper = _paper(request, pk, "paper.number")
    form = SignForm(request.POST if request.method == "POST" else None)
    run = partial(seal_here, by=request.actor, paper=paper)
    return _step(request, paper, "seal", form, run)


@page(methods=READ_WRITE)
def issue(request: PageRequest, pk: int) -> HttpResponse:
    """Issue and send the paper."""
    paper = _paper(request, pk, "paper.number")
    form = IssueForm(request.POST or None, initial=IssueForm.first_values(paper))

    def run() -> OutgoingPaper:
        typed = form.cleaned_data
        return issue_paper(
            by=request.actor,
            paper=paper,
            recipients=form.names(),
            channel=Channel(typed["channel"]),
            copies=typed["copies"],
        )

    return _step(request, paper, "issue", form, run, {"no_recipients": "recipients"})


def _with_reason(
    request: PageRequest, paper: OutgoingPaper, action: str, act: Callable[..., OutgoingPaper]
) -> HttpResponse:
    form = ReasonForm(request.POST or None)

    def run() -> OutgoingPaper:
        return act(by=request.actor, paper=paper, reason=form.cleaned_data["reason"])

    return _step(request, paper, action, form, run)


def _step(
    request: PageRequest,
    paper: OutgoingPaper,
    action: str,
    form: Form,
    run: Run,
    fields: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the form of a step, or take it and lead back to the paper."""
    shown = PAGES[action]

    def act() -> HttpResponse:
        run()
        return say_done(request, str(shown.done), "paper", paper.pk)

    def show(*, status: int) -> HttpResponse:
        context = {"paper": paper, "step": shown, "form": form, **more, "check": _refused(paper)}
        return render(request, "papers/step.html", context, status=status)

    return answer_form(request, form, act, show, fields or {})


def _refused(paper: OutgoingPaper) -> object:
    """The last file handed in, where it was refused."""
    last = paper.checks.select_related("by").first() if paper.state == "numbered" else None
    return check_row(last, paper.signer_name) if last is not None and last.fault else None


def _paper(request: PageRequest, pk: int, permission: str) -> OutgoingPaper:
    paper = found_paper(request, pk)
    if not may_handle(request.actor, permission, paper.report):
        raise PermissionDenied(permission)
    return paper


def _state(pk: int) -> str | None:
    return OutgoingPaper.objects.filter(pk=pk).values_list("state", flat=True).first()


def _findings(paper: OutgoingPaper) -> list[str]:
    issues = paper.report.checks.get("issues", ())
    return [say_issue(issue["code"], issue["params"]) for issue in issues]
