"""Screens about bodies: the list, one body, and what an administrator changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.masking import mask_email, mask_phone
from tiendo.accounts.models import Membership
from tiendo.accounts.queries import delegations_at, posts_at
from tiendo.organisations.actions import add_alias, add_organisation, close
from tiendo.organisations.divisions import may_manage_divisions
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import house_of, organisations_on, profile_of
from tiendo.reporting.urging.queries import sees_rounds, urged_at
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, as_of, dated_url, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.body_overview import work_of
from tiendo.workspace.forms.organisations import (
    AliasForm,
    CloseForm,
    OrganisationFilterForm,
    OrganisationForm,
)
from tiendo.workspace.templatetags.vn import vn_date

PER_PAGE = 50


@page("organisation.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The bodies of the day in view, in Vietnamese order."""
    form = OrganisationFilterForm(request.GET)
    bodies = organisations_on(
        as_of(request),
        text=form.value("q"),
        kind=form.value("loai"),
        include_ended=bool(form.value("da_ket_thuc")),
        divisions=bool(form.value("q") or form.value("loai")),
    ).select_related("parent")
    shown = Paginator(bodies, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "may_manage": request.actor.may("organisation.manage"),
    }
    return render(request, "organisations/list.html", context)


@page("organisation.view")
def show(request: PageRequest, slug: str) -> HttpResponse:
    """One body: what it is, its names, whom it follows, its parts and its people."""
    body = get_object_or_404(Organisation.objects.select_related("parent__parent"), slug=slug)
    return _show(request, body, AliasForm(), CloseForm())


@page("organisation.manage", methods=READ_WRITE)
def add(request: PageRequest) -> HttpResponse:
    """Add a body."""
    form = OrganisationForm(request.POST or None, on=as_of(request))

    def act() -> HttpResponse:
        body = add_organisation(data=form.data_of_body(), by=request.actor)
        words = _("Đã thêm “%(name)s”.") % {"name": body.name}
        return say_done(request, words, dated_url(request, "organisation", body.slug))

    show = partial(render, request, "organisations/add.html", {"form": form})
    return answer_form(request, form, act, show)


@page("organisation.manage", methods=WRITE)
def name_also(request: PageRequest, slug: str) -> HttpResponse:
    """Give a body another name under which documents mean it."""
    body = get_object_or_404(Organisation, slug=slug)
    form = AliasForm(request.POST)

    def act() -> HttpResponse:
        add_alias(organisation=body, by=request.actor, **form.cleaned_data)
        words = _("Đã thêm tên gọi khác.")
        return say_done(request, words, dated_url(request, "organisation", slug))

    show = partial(_show, request, body, form, CloseForm())
    return answer_form(request, form, act, show, _FIELDS)


_FIELDS = {"name_missing": "name", "name_long": "name", "name_exists": "name"}


@page("organisation.manage", methods=WRITE)
def end(request: PageRequest, slug: str) -> HttpResponse:
    """Record the end of a body."""
    body = get_object_or_404(Organisation, slug=slug)
    form = CloseForm(request.POST)

    def act() -> HttpResponse:
        first_day_after = form.cleaned_data["last_day"] + dt.timedelta(days=1)
        reason = form.cleaned_data["reason"]
        close(organisation=body, ends_on=first_day_after, reason=reason, by=request.actor)
        words = _("Đã ghi ngày kết thúc của “%(name)s”.") % {"name": body}
        return say_done(request, words, dated_url(request, "organisation", slug))

    return answer_form(request, form, act, partial(_show, request, body, AliasForm(), form))


def _show(
    request: PageRequest,
    body: Organisation,
    alias_form: Form,
    close_form: Form,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    day = as_of(request)
    sees_people = _sees_people(request.actor, body)
    context = {
        "body": body,
        "profile": profile_of(body, day),
        "facts": list(_facts(body)),
        "work": work_of(request, body),
        "sees_people": sees_people,
        "people": [_person_row(post) for post in posts_at(body, day)] if sees_people else (),
        "delegations": delegations_at(body, day) if sees_people else (),
        "may_manage_divisions": may_manage_divisions(request.actor, house_of(body)),
        "urged": urged_at(body) if sees_people or sees_rounds(request.actor) else None,
        "lists_officers": request.actor.may("task.view_all")
        or request.actor.may("task.name_officer", at=body.pk),
        "may_direct": request.actor.may("directive.give"),
        "may_pack": request.actor.may("pack.make", at=body.pk),
        "may_manage": request.actor.may("organisation.manage"),
        "alias_form": alias_form,
        "close_form": close_form,
    }
    return render(request, "organisations/organisation.html", context, status=status)


def _person_row(post: Membership) -> dict[str, object]:
    """A post with the address and number masked: the person's page has them for who may."""
    person = post.user
    return {
        "post": post,
        "email": mask_email(person.email),
        "phone": mask_phone(person.phone),
    }


def _sees_people(actor: Actor, body: Organisation) -> bool:
    """People are shown to their own body and to those who manage accounts."""
    own = any(body.pk in post.reach_ids for post in actor.posts)
    return own or actor.may("account.manage")


def _facts(body: Organisation) -> Iterator[tuple[str, str]]:
    yield _("Loại"), body.get_kind_display()
    yield _("Cấp"), body.get_level_display()
    yield _("Khối"), body.get_branch_display()
    yield _("Thời gian hoạt động"), validity_words(body)
    if body.symbol_code:
        yield _("Chữ viết tắt trong ký hiệu"), body.symbol_code
    yield _("Mã định danh điện tử"), body.code or _("Chưa có số liệu")
    if body.unit_code:
        version = f" ({body.unit_code_version})" if body.unit_code_version else ""
        yield _("Mã đơn vị hành chính"), body.unit_code + version
    yield _("Căn cứ"), body.source


def validity_words(body: Organisation) -> str:
    """When a body exists: "từ 01/07/2025", "đến hết 30/06/2025", "đang hoạt động"."""
    since, until = body.validity.lower, body.validity.upper
    words = []
    if since is not None:
        words.append(_("từ %(day)s") % {"day": vn_date(since)})
    if until is not None:
        words.append(_("đến hết %(day)s") % {"day": vn_date(until - dt.timedelta(days=1))})
    else:
        words.append(_("đang hoạt động"))
    return ", ".join(words)
