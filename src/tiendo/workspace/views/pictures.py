"""Pictures: the gallery, one picture with its table, and its files."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.composer.chart_files import NotDrawn, draw_file
from tiendo.composer.chart_files import PictureForm as DrawnForm
from tiendo.composer.sheet_csv import csv_chunks
from tiendo.domain import clock
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import kept
from tiendo.overview.pictures.actions import MAY
from tiendo.overview.pictures.asking import CONDITIONS, NotAsked
from tiendo.overview.pictures.figures import Picture
from tiendo.overview.pictures.files import fonts_folder
from tiendo.overview.pictures.kinds import PICTURES, PictureKind
from tiendo.workspace.access import (
    PageRequest,
    as_of,
    dated_url,
    known_at,
    page,
    require,
)
from tiendo.workspace.forms.pictures import PictureForm, given_in
from tiendo.workspace.picture_html import shown_picture
from tiendo.workspace.views.documents import sandboxed

logger = logging.getLogger(__name__)
CSV = "csv"
_TYPES = {
    DrawnForm.SVG: "image/svg+xml",
    DrawnForm.PNG: "image/png",
}


@page("dashboard.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The pictures there are for this person."""
    kinds = [each for each in PICTURES.values() if request.actor.may(each.permission)]
    return render(
        request, "pictures/list.html", {"kinds": kinds, "may_load_outlines": request.actor.may(MAY)}
    )


@page("dashboard.view")
def show(request: PageRequest, code: str) -> HttpResponse:
    """A picture of what the address asks, with its table and its files."""
    kind = _kind(request, code)
    asked = asked_in(request)
    context: dict[str, object] = {
        "kind": kind,
        "kinds": [each for each in PICTURES.values() if request.actor.may(each.permission)],
        "form": PictureForm(kind, asked),
    }
    try:
        picture = kind.build(asked)
        context["picture"] = shown_picture(request, picture, asked.values, is_alone=True)
        context["stated"] = asked.stated(
            tuple(each for each in CONDITIONS if asked.values.get(each.name))
        )
    except NotAsked as lacking:
        context["lacking"] = str(lacking)
    return render(request, "pictures/picture.html", context)


@page("dashboard.view")
def download(request: PageRequest, code: str, form: str) -> HttpResponseBase:
    """The picture as SVG or PNG, or its table as CSV."""
    kind = _kind(request, code)
    if form not in {CSV, *DrawnForm}:
        raise Http404(form)
    asked = asked_in(request)
    back = dated_url(request, "picture", code, **asked.values)
    try:
        picture = kind.build(asked)
    except NotAsked as lacking:
        messages.error(request, str(lacking))
        return redirect(back)
    name = f"{code}-{asked.day.isoformat()}.{form}"
    if form == CSV:
        table = b"".join(csv_chunks(picture.sheet, clock.LOCAL_ZONE))
        return sandboxed(HttpResponse(table, content_type="text/csv; charset=utf-8"), name)
    return _drawn(request, picture, DrawnForm(form), name, back)


def _drawn(
    request: PageRequest, picture: Picture, form: DrawnForm, name: str, back: str
) -> HttpResponseBase:
    if picture.spec is None:
        messages.error(request, picture.summary)
        return redirect(back)
    try:
        drawn = draw_file(picture.spec, form, fonts_folder())
    except NotDrawn:
        logger.exception("a picture was not drawn", extra={"picture": picture.code})
        words = _("Không vẽ được tệp hình lúc này. Tải bảng số liệu (CSV), hoặc thử lại sau.")
        messages.error(request, words)
        return redirect(back)
    return sandboxed(HttpResponse(drawn, content_type=_TYPES[form]), name)


def asked_in(request: PageRequest) -> Asked:
    """What an address asks: the values of pictures, the day, the moment of knowledge."""
    values = kept(CONDITIONS, given_in(request.GET))
    return Asked(request.actor, as_of(request), known_at(request), values)


def _kind(request: PageRequest, code: str) -> PictureKind:
    kind = PICTURES.get(code)
    if kind is None:
        raise Http404(code)
    require(request, kind.permission)
    return kind
