"""Screens of dimensions: what values are told apart by, and where."""

from __future__ import annotations

from functools import partial

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.indicators.actions.dimensions import (
    add_item,
    define_dimension,
    edit_item,
    order_items,
    rename_dimension,
)
from tiendo.indicators.models import CheckRule, Dimension, DimensionItem, IndicatorVersion
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.indicator_setup import (
    DimensionForm,
    EditItemForm,
    ItemForm,
    NameForm,
)

DEFINE = "indicator.define"
PER_PAGE = 50
_BESIDE = {
    "dimension_code": "code",
    "dimension_taken": "code",
    "dimension_name": "name",
    "item_twice": "items",
}


@page(DEFINE, methods=READ_WRITE)
def show_list(request: PageRequest) -> HttpResponse:
    """Every dimension, and the form for another."""
    form = DimensionForm(request.POST or None)

    def act() -> HttpResponse:
        made = define_dimension(by=request.actor, **form.cleaned_data)
        return say_done(request, _("Đã lập phân tổ."), "dimension", made.pk)

    listed = Dimension.objects.annotate(
        used=Count("items", filter=Q(items__is_retired=False))
    ).order_by("name")
    context = {
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
    }
    show_page = partial(render, request, "indicator_setup/dimensions.html", context)
    return answer_form(request, form, act, show_page, _BESIDE)


@page(DEFINE, methods=READ_WRITE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One dimension: its items, where it is used, another item."""
    dimension = get_object_or_404(Dimension, pk=pk)
    form = ItemForm(request.POST or None)

    def act() -> HttpResponse:
        made = add_item(by=request.actor, dimension=dimension, **form.cleaned_data)
        words = _("Đã thêm mục %(name)s.") % {"name": made.name}
        return say_done(request, words, "dimension", pk)

    versions = IndicatorVersion.objects.filter(dimensions=dimension, validity__upper_inf=True)
    rules = CheckRule.objects.filter(dimension=dimension).select_related("indicator")
    context = {
        "dimension": dimension,
        "items": dimension.items.all(),
        "versions": versions.select_related("indicator").order_by("indicator__code"),
        "rules": rules.order_by("indicator__code"),
        "form": form,
    }
    show_page = partial(render, request, "indicator_setup/dimension.html", context)
    return answer_form(request, form, act, show_page, {**_BESIDE, "item_twice": "code"})


@page(DEFINE, methods=READ_WRITE)
def rename(request: PageRequest, pk: int) -> HttpResponse:
    """Call a dimension otherwise."""
    dimension = get_object_or_404(Dimension, pk=pk)
    form = NameForm(request.POST or None, initial={"name": dimension.name})

    def act() -> HttpResponse:
        rename_dimension(by=request.actor, dimension=dimension, name=form.cleaned_data["name"])
        return say_done(request, _("Đã đổi tên phân tổ."), "dimension", pk)

    context = {"form": form, "dimension": dimension, "title": _("Đổi tên phân tổ")}
    show_page = partial(render, request, "indicator_setup/dimension_step.html", context)
    return answer_form(request, form, act, show_page, _BESIDE)


@page(DEFINE, methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Rename an item, or use it no longer."""
    item = get_object_or_404(DimensionItem.objects.select_related("dimension"), pk=pk)
    first = {"name": item.name, "is_retired": item.is_retired}
    form = EditItemForm(request.POST or None, initial=first)

    def act() -> HttpResponse:
        edit_item(by=request.actor, item=item, **form.cleaned_data)
        return say_done(request, _("Đã sửa mục."), "dimension", item.dimension_id)

    context = {"form": form, "dimension": item.dimension, "title": _("Sửa mục"), "item": item}
    show_page = partial(render, request, "indicator_setup/dimension_step.html", context)
    return answer_form(request, form, act, show_page, _BESIDE)


@page(DEFINE, methods=WRITE)
def move(request: PageRequest, pk: int) -> HttpResponse:
    """Put an item one place further up or down."""
    item = get_object_or_404(DimensionItem.objects.select_related("dimension"), pk=pk)
    codes = [each.code for each in item.dimension.items.all()]
    here = codes.index(item.code)
    there = here + (1 if "down" in request.POST else -1)

    def act() -> str:
        if 0 <= there < len(codes):
            codes[here], codes[there] = codes[there], codes[here]
        order_items(by=request.actor, dimension=item.dimension, codes=codes)
        return _("Đã đổi thứ tự.")

    return press_button(request, act, "dimension", item.dimension_id)
