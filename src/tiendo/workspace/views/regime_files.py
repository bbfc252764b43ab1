"""Screens of regimes as files: those offered, one checked and laid down, one taken home."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain.refusals import Refusal
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import current_programme
from tiendo.regimes.configuring.actions import bring_in_regime
from tiendo.regimes.configuring.preview import RegimePreview, preview_regime
from tiendo.regimes.configuring.writing import write_regime_file
from tiendo.regimes.models import Regime, RegimeVersion
from tiendo.regimes.starters import regime_starters
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import say_done, status_of
from tiendo.workspace.forms.regime_files import RegimeFileForm, RegimeTextForm
from tiendo.workspace.views.documents import sandboxed

MANAGE = "regime.manage"
LAY = "lay"


@page(MANAGE, methods=READ_WRITE)
def show_files(request: PageRequest) -> HttpResponse:
    """The files that are offered, and a file of one's own to be checked."""
    if request.method != "POST":
        return _show_files(request, RegimeFileForm(), HTTPStatus.OK)
    form = RegimeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_files(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _checked(request, form.cleaned_data["programme"], form.cleaned_data["file"])


@page(MANAGE)
def show_starter(request: PageRequest, name: str) -> HttpResponse:
    """One of the files that are offered, checked for the programme in view."""
    starter = regime_starters().get(name)
    if starter is None:
        raise Http404(name)
    return _checked(request, current_programme(), starter.text)


@page(MANAGE, methods=READ_WRITE)
def check(request: PageRequest) -> HttpResponse:
    """Check a text again, or lay down what it says."""
    form = RegimeTextForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.POST else HTTPStatus.OK
        return render(request, "regime_files/check.html", {"form": form}, status=status)
    programme, text = form.cleaned_data["programme"], form.cleaned_data["text"]
    if request.POST.get("step") != LAY:
        return _checked(request, programme, text, form.cleaned_data["reason"])
    try:
        regime = bring_in_regime(
            by=request.actor,
            programme=programme,
            text=text,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        reason = form.cleaned_data["reason"]
        return _checked(request, programme, text, reason, refused=refusal)
    return say_done(request, _("Đã lập chế độ báo cáo từ tệp."), "regime", regime.pk)


@page(MANAGE)
def download(request: PageRequest, pk: int) -> HttpResponse:
    """The newest version of a regime as a file."""
    regime = get_object_or_404(Regime, pk=pk)
    related = ("regime", "basis_document", "outline__outline")
    version: RegimeVersion = (
        regime.versions.select_related(*related).order_by("-number").first() or _none()
    )
    text = write_regime_file(version)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    return sandboxed(response, f"che-do-{regime.code}-ban-{version.number}.yaml")


def _none() -> RegimeVersion:
    raise Http404


def _show_files(request: PageRequest, form: RegimeFileForm, status: HTTPStatus) -> HttpResponse:
    laid = dict(Regime.objects.values_list("code", "pk"))
    starters = [(each, laid.get(each.code)) for each in regime_starters().values()]
    context = {"form": form, "starters": starters}
    return render(request, "regime_files/list.html", context, status=status)


def _checked(
    request: PageRequest,
    programme: Programme | None,
    text: str,
    reason: str = "",
    *,
    refused: Refusal | None = None,
) -> HttpResponse:
    """What a text would lay down, or what is wrong with it, beside the text."""
    preview: RegimePreview | None = None
    fault = refused
    if programme is not None:
        try:
            preview = preview_regime(request.actor, programme, text)
        except Refusal as refusal:
            fault = fault or refusal
    initial = {
        "programme": programme,
        "text": text,
        "seen": preview.number if preview else None,
        "reason": reason or (preview.file.version.reason if preview else ""),
    }
    status = status_of(fault) if fault else HTTPStatus.OK
    context = {"form": RegimeTextForm(initial=initial), "preview": preview, "fault": fault}
    return render(request, "regime_files/check.html", context, status=status)
