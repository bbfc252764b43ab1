"""The outlines of the communes: what is in force, loading a file, taking it away."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.overview.errors import OverviewError
from tiendo.overview.models import MapOutlines
from tiendo.overview.pictures.actions import (
    MAY,
    ReadMap,
    load_outlines,
    read_map,
    remove_outlines,
)
from tiendo.overview.pictures.building import outline_preview
from tiendo.overview.pictures.outlines import MOST_BYTES, too_large
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button
from tiendo.workspace.picture_html import shown_picture

_SHOWN = 20
_SALT = "tiendo.map-outlines"
# As long as a preview is looked at.
_SECONDS = 2 * 60 * 60


class OutlinesField(forms.FileField):
    """A file of outlines: not as large as other files."""

    max_bytes = MOST_BYTES


class OutlinesForm(forms.Form):
    """A file of outlines and where it comes from."""

    file = OutlinesField(
        label=gettext_lazy("Tệp ranh giới (GeoJSON)"),
        help_text=gettext_lazy(
            "Kinh độ, vĩ độ WGS 84; mỗi vùng mang mã đơn vị hành chính hoặc tên xã, phường."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=300,
        help_text=gettext_lazy("Cơ quan, tên dữ liệu, ngày."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(str(too_large()))
        return file


@page(MAY, methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """The outlines in force, drawn, and a form for others, which are shown before they are
    taken."""
    form = OutlinesForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        file = form.cleaned_data["file"]
        read = read_map(
            content=file.read(),
            file_name=file.name,
            source=form.cleaned_data["source"],
            by=request.actor,
        )
        return _preview(request, read)

    def answer(*, status: int) -> HttpResponse:
        rows = MapOutlines._default_manager.select_related("loaded_by", "removed_by")
        current = rows.filter(removed_at__isnull=True).first()
        context: dict[str, Any] = {
            "form": form,
            "current": current,
            "earlier": rows.filter(removed_at__isnull=False).defer("shapes")[:_SHOWN],
        }
        if current:
            picture = outline_preview(current.shapes)
            context["picture"] = shown_picture(request, picture, is_alone=True)
            context["unmatched"] = current.unmatched[:_SHOWN]
        return render(request, "pictures/outlines.html", context, status=status)

    return answer_form(request, form, act, answer)


def signed(read: ReadMap) -> str:
    """What was read, as a form takes it along; nobody changes it on the way."""
    return signing.dumps(asdict(read), salt=_SALT, compress=True)


def _preview(request: PageRequest, read: ReadMap) -> HttpResponse:
    """What was read, drawn; it comes back when it is taken."""
    context = {
        "read": read,
        "unmatched": read.unmatched[:_SHOWN],
        "picture": shown_picture(request, outline_preview(read.shapes), is_alone=True),
        "kept": signed(read),
    }
    return render(request, "pictures/outlines_preview.html", context)


@page(MAY, methods=WRITE)
def take(request: PageRequest) -> HttpResponse:
    """Make the outlines of a preview those of the map."""

    def act() -> str:
        try:
            kept = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=_SECONDS)
        except signing.BadSignature:
            raise OverviewError("outlines_preview_gone") from None
        made = load_outlines(read=ReadMap(**kept), by=request.actor)
        return _("Đã nạp ranh giới của %(count)s xã, phường.") % {"count": len(made.shapes)}

    return press_button(request, act, "map-outlines")


@page(MAY, methods=WRITE)
def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take the outlines away: tiles are drawn again."""
    row = get_object_or_404(MapOutlines._default_manager.all(), pk=pk)

    def act() -> str:
        remove_outlines(outlines=row, by=request.actor)
        return _("Đã gỡ ranh giới; bản đồ vẽ bằng ô.")

    return press_button(request, act, "map-outlines")
