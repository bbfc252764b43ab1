"""Filters kept by name: the list of them, opening, keeping, sharing, deleting one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tiendo.accounts.actor import PermissionRefused
from tiendo.organisations.models import Organisation
from tiendo.overview.filters import LEAD, gone, in_words, in_words_of
from tiendo.overview.models import SavedFilter
from tiendo.overview.saved_filters import (
    FilterData,
    begin_with,
    change_filter,
    delete_filter,
    restore_filter,
    save_filter,
    start_of,
    visible_filters,
)
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, as_of, kept_days, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.saved_filters import SavedFilterForm
from tiendo.workspace.task_filters import EVERYTHING, read_filter
from tiendo.workspace.templatetags.vn import vn_date

PER_PAGE = 30
_FIELDS = {
    "filter_name_taken": "name",
    "filter_name_missing": "name",
    "share_incomplete": "sharing",
}


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The filters a person kept or was given, each in words."""
    listed = Paginator(visible_filters(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(listed.object_list)
    words = in_words_of([row.values for row in rows], request.actor)
    context = {
        "page": listed,
        "rows": list(zip(rows, words, strict=True)),
        "start": start_of(request.user),
    }
    return render(request, "saved_filters/list.html", context)


@page("task.view")
def open_filter(request: PageRequest, pk: int) -> HttpResponse:
    """Lead to the list of tasks with the filter; what of it holds no longer is said there."""
    saved = get_object_or_404(SavedFilter, pk=pk)
    if not visible_filters(request.actor).filter(pk=pk).exists():
        messages.warning(request, _("Bộ lọc này đã bị xóa hoặc không còn được chia sẻ."))
        return redirect(f"{reverse('task-list')}?{urlencode(EVERYTHING)}")
    remarks = list(_remarks(request, saved))
    if remarks:
        messages.warning(request, f"{saved.name}: {' '.join(remarks)}")
    order = {} if saved.ordering == "plan" else {"sort": saved.ordering}
    query = urlencode({**kept_days(request), **saved.values, **order})
    return redirect(f"{reverse('task-list')}?{query}")


def _remarks(request: PageRequest, saved: SavedFilter) -> Iterator[str]:
    """What of a filter holds no longer, each in a sentence."""
    if labels := gone(saved.values, request.actor):
        words = _(
            "Bộ lọc nêu %(labels)s không còn, hoặc không được xem. Danh sách vẫn giữ điều kiện đó; "
            "bỏ điều kiện để xem rộng hơn."
        )
        yield words % {"labels": ", ".join(label.lower() for label in labels)}
    understood = read_filter(_query(saved)).values
    if lost := sorted(saved.values.keys() - understood.keys()):
        words = _("Điều kiện không còn dùng được nên đã bỏ qua: %(names)s.")
        yield words % {"names": ", ".join(f"{name}={saved.values[name]}" for name in lost)}
    body = Organisation.objects.filter(pk=saved.values.get(LEAD) or 0).first()
    if body is not None and body.validity.upper and body.validity.upper <= as_of(request):
        words = _("Cơ quan “%(body)s” đã kết thúc hoạt động từ ngày %(day)s.")
        yield words % {"body": body.name, "day": vn_date(body.validity.upper)}


def _query(saved: SavedFilter) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(saved.values)
    return query


@page("task.view", methods=READ_WRITE)
def save(request: PageRequest) -> HttpResponse:
    """Keep the filter in the address under a name."""
    values = dict(read_filter(request.GET).values)
    form = SavedFilterForm(request.POST or None, actor=request.actor, initial={"sharing": "nobody"})
    ordering = request.GET.get("sort", "plan")

    def act() -> HttpResponse:
        data = FilterData(form.cleaned_data["name"], values, ordering, form.shared)
        saved = save_filter(data=data, by=request.actor)
        words = _("Đã lưu bộ lọc “%(name)s”.") % {"name": saved.name}
        return say_done(request, words, "filter", saved.pk)

    context = {"form": form, "words": in_words(values, request.actor)}
    show = partial(render, request, "saved_filters/save.html", context)
    return answer_form(request, form, act, show, _FIELDS)


@page("task.view", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Rename a filter, share it otherwise."""
    saved = _own(request, pk)
    initial = {
        "name": saved.name,
        "sharing": saved.sharing,
        "organisation": saved.organisation_id,
        "role": saved.role,
    }
    form = SavedFilterForm(request.POST or None, actor=request.actor, initial=initial)

    def act() -> HttpResponse:
        given = form.cleaned_data
        change_filter(saved=saved, name=given["name"], shared=form.shared, by=request.actor)
        return say_done(request, _("Đã sửa bộ lọc."), "filter-list")

    context = {"form": form, "saved": saved, "words": in_words(saved.values, request.actor)}
    show = partial(render, request, "saved_filters/edit.html", context)
    return answer_form(request, form, act, show, _FIELDS)


@page("task.view", methods=WRITE)
def delete(request: PageRequest, pk: int) -> HttpResponse:
    """Delete a filter; the note leads back."""
    saved = _own(request, pk)
    delete_filter(saved=saved, by=request.actor)
    words = _("Đã xóa bộ lọc “%(name)s”.") % {"name": saved.name}
    undo = reverse("filter-restore", args=[pk])
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("filter-list")


@page("task.view", methods=WRITE)
def restore(request: PageRequest, pk: int) -> HttpResponse:
    """Undo a deletion."""
    saved = get_object_or_404(SavedFilter, pk=pk)

    def act() -> str:
        restore_filter(saved=saved, by=request.actor)
        return _("Đã lấy lại bộ lọc.")

    return press_button(request, act, "filter-list")


@page("task.view", methods=WRITE)
def start(request: PageRequest, pk: int) -> HttpResponse:
    """Begin one's list of tasks with a filter."""
    saved = get_object_or_404(SavedFilter, pk=pk)

    def act() -> str:
        begin_with(saved=saved, by=request.actor)
        return _("Danh sách nhiệm vụ từ nay mở bằng bộ lọc “%(name)s”.") % {"name": saved.name}

    return press_button(request, act, "filter-list")


@page("task.view", methods=WRITE)
def unstart(request: PageRequest) -> HttpResponse:
    """Begin one's list of tasks with all of them again."""
    begin_with(saved=None, by=request.actor)
    return say_done(request, _("Danh sách nhiệm vụ từ nay mở với mọi nhiệm vụ."), "filter-list")


def _own(request: PageRequest, pk: int) -> SavedFilter:
    """A filter for its owner. Errors: Http404; PermissionRefused."""
    saved = SavedFilter.objects.filter(pk=pk).first()
    if saved is None:
        raise Http404
    if saved.owner_id != request.actor.user_id:
        raise PermissionRefused("filter.change")
    return saved
