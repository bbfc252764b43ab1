"""Screens about urging letters: the rounds, a new one with its preview, one with its letters."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.programmes.models import Programme
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Channel, UrgedTask, UrgingLetter, UrgingRound
from tiendo.reporting.urging.actions import (
    Sending,
    latest_letters,
    preview_urging,
    record_sending,
    rewrite_urging_letters,
    write_urging_letters,
)
from tiendo.reporting.urging.queries import list_rounds, sees_rounds, visible_letters
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, as_of, number_in, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.urging import ANSWER_IN_DAYS, SentForm, UrgingForm
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30
ROWS_PER_PAGE = 100
_NUMBER = "so-"


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The rounds of urging letters, the newest first."""
    _require_sight(request)
    context = {
        "page": Paginator(list_rounds(), PER_PAGE).get_page(request.GET.get("page")),
        "may_urge": request.actor.may("urge.issue"),
    }
    return render(request, "urging/list.html", context)


@page("urge.issue", methods=READ_WRITE)
def write_new(request: PageRequest) -> HttpResponse:
    """Look at what would be written, leave bodies out, then write it."""
    is_write = request.method == "POST"
    form = UrgingForm(
        request.POST if is_write else None, actor=request.actor, initial=_first_values(request)
    )
    status = HTTPStatus.OK
    programme, day = _programme(request), _preview_day(request)
    excluded = _excluded(request)
    if is_write:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            programme, day = form.cleaned_data["chuong_trinh"], form.cleaned_data["ngay"]
            try:
                written = write_urging_letters(
                    by=request.actor,
                    programme=programme,
                    as_of=day,
                    terms=form.terms(),
                    excluded=excluded,
                )
            except ReportError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Đang lập văn bản đôn đốc; lập xong thì chờ số."))
                return redirect("urging", pk=written.pk)
    found = preview_urging(request.actor, programme, day)
    context = {
        "form": form,
        "found": found,
        "day": day,
        "programme": programme,
        "excluded": excluded,
    }
    return render(request, "urging/new.html", context, status=status)


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One round: its letters, which went and which wait for their number."""
    _require_sight(request)
    return _show(request, _round(pk), SentForm(initial=_sent_values()))


@page("task.view", is_aside=True)
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """How many letters are written; when all are, the whole page comes anew."""
    _require_sight(request)
    written = _round(pk)
    response = render(request, "urging/state.html", _progress(written))
    if not written.to_write:
        response["HX-Refresh"] = "true"
    return response


@page("urge.issue", methods=WRITE)
def rewrite(request: PageRequest, pk: int) -> HttpResponse:
    """Write the letters that have not gone once more."""
    written = _round(pk)

    def act() -> str:
        rewrite_urging_letters(by=request.actor, written=written)
        return _("Đang lập lại các văn bản chưa gửi.")

    return press_button(request, act, "urging", pk)


@page("urge.record", methods=WRITE)
def record_sent(request: PageRequest, pk: int) -> HttpResponse:
    """Record that letters went, each with its number."""
    written = _round(pk)
    form = SentForm(request.POST)

    def act() -> HttpResponse:
        numbers = {
            letter_id: number.strip()
            for name, number in request.POST.items()
            if name.startswith(_NUMBER)
            and isinstance(number, str)
            and number.strip()
            and (letter_id := number_in(name.removeprefix(_NUMBER))) is not None
        }
        sending = Sending(
            numbers,
            form.cleaned_data["issued_on"],
            form.sent_at(),
            Channel(form.cleaned_data["channel"]),
        )
        sent = record_sending(by=request.actor, written=written, sending=sending)
        words = _("Đã ghi %(count)d văn bản đã gửi.") % {"count": len(sent)}
        return say_done(request, words, "urging", pk)

    return answer_form(request, form, act, partial(_show, request, written, form))


@page("task.view")
def show_letter(request: PageRequest, pk: int) -> HttpResponse:
    """One letter with the tasks it names, as they stood."""
    letter = _letter(request, pk)
    rows = UrgedTask.objects.filter(letter=letter).select_related("task", "organisation", "lead")
    rows = rows.order_by("organisation__sort_key", "order", "pk")
    context = {
        "letter": letter,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "sees_round": sees_rounds(request.actor),
    }
    return render(request, "urging/letter.html", context)


@page("task.view")
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The letter's DOCX, ready for number, date and signature."""
    letter = _letter(request, pk)
    stored = letter.stored_file
    response = FileResponse(open_kept(stored), content_type=stored.media_type)
    return sandboxed(response, letter.file_name)


@page("task.view")
def download_all(request: PageRequest, pk: int) -> HttpResponseBase:
    """The letters of a round as one ZIP."""
    _require_sight(request)
    written = _round(pk)
    # The response closes it; a folder of letters is a few megabytes, larger ones go to disk.
    file = tempfile.SpooledTemporaryFile(max_size=2**23)  # noqa: SIM115
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for at, letter in enumerate(latest_letters(written), start=1):
            with open_kept(letter.stored_file) as source:
                package.writestr(f"{at:03d}-{letter.file_name}", source.read())
    file.seek(0)
    response = FileResponse(file, content_type="application/zip")
    return sandboxed(response, f"don-doc-{written.pk}-{written.as_of.isoformat()}.zip")


def _show(
    request: PageRequest, written: UrgingRound, form: SentForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    letters = latest_letters(written)
    counts = _row_counts(letters)
    typed = request.POST if request.method == "POST" else {}
    rows = [
        (letter, counts.get(letter.pk, 0), typed.get(f"{_NUMBER}{letter.pk}", ""))
        for letter in letters
    ]
    is_writing = bool(written.to_write)
    waiting = is_writing or any(letter.sent_at is None for letter in letters)
    context = {
        **_progress(written),
        "rows": rows,
        "form": form,
        "may_rewrite": waiting and request.actor.may("urge.issue"),
        "may_record": waiting and not is_writing and request.actor.may("urge.record"),
        "sent": sum(letter.sent_at is not None for letter in letters),
    }
    return render(request, "urging/round.html", context, status=status)


def _progress(written: UrgingRound) -> dict[str, object]:
    """How far a round is. Cost: one query while letters wait, none else."""
    waiting = len(written.to_write)
    done = written.letters.filter(version=written.version).count() if waiting else 0
    return {"round": written, "letters_done": done, "letters_total": done + waiting}


def _row_counts(letters: list[UrgingLetter]) -> dict[int, int]:
    counts: dict[int, int] = {}
    rows = UrgedTask.objects.filter(letter__in=letters).order_by().values_list("letter_id")
    for (letter_id,) in rows:
        counts[letter_id] = counts.get(letter_id, 0) + 1
    return counts


def _require_sight(request: PageRequest) -> None:
    if not sees_rounds(request.actor):
        raise PermissionDenied


def _round(pk: int) -> UrgingRound:
    related = ("programme", "issuer", "created_by")
    return get_object_or_404(UrgingRound.objects.select_related(*related), pk=pk)


def _letter(request: PageRequest, pk: int) -> UrgingLetter:
    letter = visible_letters(request.actor).filter(pk=pk).first()
    if letter is None:
        get_object_or_404(UrgingLetter, pk=pk)
        raise PermissionDenied
    return letter


def _programme(request: PageRequest) -> Programme | None:
    """The programme of the address; all of them where it names none."""
    pk = number_in(request.GET.get("chuong_trinh", ""))
    return get_object_or_404(Programme, pk=pk) if pk is not None else None


def _preview_day(request: PageRequest) -> dt.date:
    return min(as_of(request), clock.today())


def _excluded(request: PageRequest) -> set[int]:
    """The bodies left out: on a form those offered and not ticked."""
    if request.method != "POST":
        return set()
    offered = {number_in(value) for value in request.POST.getlist("offered")}
    ticked = {number_in(value) for value in request.POST.getlist("bodies")}
    return {body for body in offered - ticked if body is not None}


def _first_values(request: PageRequest) -> dict[str, object]:
    own = [post.organisation_id for post in request.actor.posts if "urge.issue" in post.permissions]
    today = clock.today()
    return {
        "chuong_trinh": _programme(request),
        "ngay": _preview_day(request),
        "issuer": own[0] if own else None,
        "signing": "deputy",
        "unit_symbol": "TH",
        "answer_by": today + dt.timedelta(days=parameter_on(ANSWER_IN_DAYS, today)),
    }


def _sent_values() -> dict[str, object]:
    today = clock.today()
    return {"issued_on": today, "sent_on": today, "channel": Channel.EXCHANGE}
