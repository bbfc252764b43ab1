"""Pictures: the gallery, one picture with its table, and its files."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.composer.chart_files import NotDrawn, draw_file
from tiendo.composer.chart_files import PictureForm as DrawnForm
from tiendo.composer.fonts import FOLDER
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import kept
from tiendo.overview.pictures.actions import MAY
from tiendo.overview.pictures.asking import (
    CONDITIONS,
    GROUP,
    INDICATOR,
    INDICATORS,
    NotAsked,
)
from tiendo.overview.pictures.choosing import Offered, offered_indicators, settled
from tiendo.overview.pictures.figures import Picture
from tiendo.overview.pictures.kinds import PICTURES, PictureKind
from tiendo.workspace.access import (
    DAY_PARAMETER,
    PageRequest,
    as_of,
    dated_url,
    known_at,
    page,
    require,
)
from tiendo.workspace.forms.pictures import PictureForm, given_in
from tiendo.workspace.forms.searching import SEARCH
from tiendo.workspace.picture_html import shown_picture
from tiendo.workspace.sheet_files import TABLE_TYPES, TABLES
from tiendo.workspace.views.documents import sandboxed

logger = logging.getLogger(__name__)
_MOST_LETTERS = 100
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
    asked, offered = _settled(request, kind)
    address = dated_url(request, "picture", code)
    sought = request.GET.get(SEARCH, "")[:_MOST_LETTERS]
    context: dict[str, object] = {
        "kind": kind,
        "kinds": [each for each in PICTURES.values() if request.actor.may(each.permission)],
        "form": PictureForm(kind, asked, offered, address=address, sought=sought),
        "neighbours": _neighbours(request, kind, asked, offered),
    }
    try:
        picture = kind.build(asked)
        context["picture"] = shown_picture(request, picture, is_alone=True)
        context["stated"] = _stated(asked) if asked.values else ()
        pinned = {**picture.values, DAY_PARAMETER: asked.day.isoformat()}
        context["link"] = dated_url(request, "picture", code, **pinned)
    except NotAsked as lacking:
        context["lacking"] = str(lacking)
    return render(request, "pictures/picture.html", context)


def _settled(request: PageRequest, kind: PictureKind) -> tuple[Asked, list[Offered]]:
    """What is asked, with an indicator where a picture needs one; those there are to choose."""
    asked = asked_in(request)
    if INDICATOR not in kind.asks and INDICATORS not in kind.asks:
        return asked, []
    offered = offered_indicators(asked, kind.among)
    return (settled(asked, offered) if kind.needs_indicator else asked), offered


def _neighbours(
    request: PageRequest, kind: PictureKind, asked: Asked, offered: Sequence[Offered]
) -> list[tuple[str, str, bool]]:
    """The same picture of the indicators before and after: address, words, whether it is after."""
    keys = [str(each.pk) for each in offered]
    here = asked.values.get(INDICATOR, "")
    if here not in keys:
        return []
    values = {name: value for name, value in asked.values.items() if name == GROUP}
    place = keys.index(here)
    return [
        (
            dated_url(request, "picture", kind.code, **values, **{INDICATOR: keys[other]}),
            f"{offered[other].code} · {offered[other].name}",
            other > place,
        )
        for other in (place - 1, place + 1)
        if 0 <= other < len(keys)
    ]


def _stated(asked: Asked) -> tuple[tuple[str, str], ...]:
    return asked.stated(tuple(each for each in CONDITIONS if asked.values.get(each.name)))


@page("dashboard.view")
def download(request: PageRequest, code: str, form: str) -> HttpResponseBase:
    """The picture as SVG or PNG, or its table as XLSX or CSV."""
    kind = _kind(request, code)
    if form not in {*TABLES, *DrawnForm}:
        raise Http404(form)
    asked, _offered = _settled(request, kind)
    back = dated_url(request, "picture", code, **asked.values)
    try:
        picture = kind.build(asked)
    except NotAsked as lacking:
        messages.error(request, str(lacking))
        return redirect(back)
    name = f"{code}-{asked.day.isoformat()}.{form}"
    if form in TABLES:
        table = TABLES[form](replace(picture.sheet, stated=_stated(asked)))
        return sandboxed(HttpResponse(table, content_type=TABLE_TYPES[form]), name)
    return _drawn(request, picture, DrawnForm(form), name, back)


def _drawn(
    request: PageRequest, picture: Picture, form: DrawnForm, name: str, back: str
) -> HttpResponseBase:
    if picture.spec is None:
        messages.error(request, picture.summary)
        return redirect(back)
    try:
        drawn = draw_file(picture.spec, form, FOLDER)
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
