"""Whom signatures are believed from: authorities, and the lists of what they took back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.issuing.models import TrustFile, TrustKind
from tiendo.issuing.trusting import MAY, add_trust, drop_trust, standing
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.papers import ReasonForm
from tiendo.workspace.forms.trust import TrustForm
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 50
# A list that is about to end is told so many days before.
_SOON = dt.timedelta(days=3)
_ENDINGS = {TrustKind.LIST: "crl"}


@dataclass(frozen=True, slots=True)
class TrustRow:
    """One file with how it stands: ``css`` and ``words`` of its end."""

    file: TrustFile
    words: str | Promise
    css: str


@page(MAY, methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """What signatures are checked with, and a file to take in."""
    form = TrustForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        rows = add_trust(by=request.actor, content=typed["file"], source=typed["source"])
        names = ", ".join(f"{row.get_kind_display()} {row.name}" for row in rows)
        return say_done(request, str(_("Đã nhận: %(names)s.")) % {"names": names}, "trust-list")

    # Roots first, those in between last.
    files = standing().select_related("added_by").defer("content").order_by("-kind", "name", "pk")
    listed = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    moment = clock.now()
    kinds = set(standing().order_by().values_list("kind", flat=True).distinct())
    context = {
        "form": form,
        "page": listed,
        "rows": [_row(file, moment) for file in listed],
        "has_root": TrustKind.ROOT in kinds,
        "has_list": TrustKind.LIST in kinds,
    }
    return answer_form(
        request,
        form,
        act,
        partial(render, request, "papers/trust.html", context),
        {"source_missing": "source", **dict.fromkeys(_OF_FILE, "file")},
    )


_OF_FILE = (
    "trust_unreadable",
    "not_an_authority",
    "trust_known",
    "list_issuer_unknown",
    "list_not_genuine",
    "list_older",
)


@page(MAY, methods=READ_WRITE)
def drop(request: PageRequest, pk: int) -> HttpResponse:
    """Use a certificate or a list no longer."""
    file = get_object_or_404(standing().defer("content"), pk=pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        drop_trust(by=request.actor, file=file, reason=form.cleaned_data["reason"])
        return say_done(request, str(_("Đã gỡ khỏi danh sách.")), "trust-list")

    context = {"file": file, "form": form}
    return answer_form(
        request, form, act, partial(render, request, "papers/trust_drop.html", context)
    )


@page(MAY)
def download(request: PageRequest, pk: int) -> HttpResponse:
    """The file as it was taken in, those dropped too."""
    file = get_object_or_404(TrustFile, pk=pk)
    ending = _ENDINGS.get(TrustKind(file.kind), "cer")
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    return sandboxed(response, f"{file.sha256[:16]}.{ending}")


def _row(file: TrustFile, moment: dt.datetime) -> TrustRow:
    is_list = file.kind == TrustKind.LIST
    if file.valid_until is None:
        return TrustRow(file, _("không ghi ngày hết hạn"), "")
    if file.valid_until < moment:
        words = _("đã quá ngày phải có bản mới") if is_list else _("đã hết hiệu lực")
        return TrustRow(file, words, "is-bad")
    if is_list and file.valid_until - moment < _SOON:
        return TrustRow(file, _("sắp phải có bản mới"), "is-warn")
    return TrustRow(file, _("còn dùng được"), "is-good")
