"""The outlines of the communes: what is in force, loading a file, taking it away."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.overview.models import MapOutlines
from tiendo.overview.pictures.actions import MAY, load_outlines, remove_outlines
from tiendo.overview.pictures.building import outline_preview
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.picture_html import shown_picture

_SHOWN = 20


class OutlinesForm(forms.Form):
    """A file of outlines and where it comes from."""

    file = forms.FileField(
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


@page(MAY, methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """The outlines in force, drawn, with what in them belongs to nobody; a form for others."""
    form = OutlinesForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        file = form.cleaned_data["file"]
        made = load_outlines(
            content=file.read(),
            file_name=file.name,
            source=form.cleaned_data["source"],
            by=request.actor,
        )
        words = _("Đã nạp ranh giới của %(count)s xã, phường.") % {"count": len(made.shapes)}
        return say_done(request, words, "map-outlines")

    def answer(*, status: int) -> HttpResponse:
        rows = MapOutlines._default_manager.select_related("loaded_by", "removed_by")
        current = rows.filter(removed_at__isnull=True).first()
        context = {
            "form": form,
            "current": current,
            "unmatched": current.unmatched[:_SHOWN] if current else [],
            "earlier": rows.filter(removed_at__isnull=False).defer("shapes")[:_SHOWN],
        }
        if current:
            context["picture"] = shown_picture(request, outline_preview(), is_alone=True)
        return render(request, "pictures/outlines.html", context, status=status)

    return answer_form(request, form, act, answer)


@page(MAY, methods=WRITE)
def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take the outlines away: tiles are drawn again."""
    row = get_object_or_404(MapOutlines._default_manager.all(), pk=pk)

    def act() -> str:
        remove_outlines(outlines=row, by=request.actor)
        return _("Đã gỡ ranh giới; bản đồ vẽ bằng ô.")

    return press_button(request, act, "map-outlines")
