"""The register of papers that went out, and the books their numbers come from."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.issuing.numbering import set_book
from tiendo.issuing.permissions import bodies_served
from tiendo.issuing.queries import books_of, register_of
from tiendo.organisations.models import Organisation
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.papers import BookForm, YearForm
from tiendo.workspace.views.papers import require_sight

PER_PAGE = 50


@page()
def show_register(request: PageRequest) -> HttpResponse:
    """The register of a year, in its ten columns."""
    require_sight(request)
    form = YearForm(request.GET)
    year = form.year()
    listed = Paginator(register_of(request.actor, year), PER_PAGE)
    context = {"form": form, "year": year, "page": listed.get_page(request.GET.get("page"))}
    return render(request, "papers/register.html", context)


@page(methods=READ_WRITE)
def show_books(request: PageRequest) -> HttpResponse:
    """The books of the bodies one numbers for, and a new one."""
    served = bodies_served(request.actor, "paper.number")
    if not served:
        raise PermissionDenied("paper.number")
    bodies = Organisation.objects.filter(pk__in=served).order_by("sort_key", "pk")
    names = [(each.pk, each.name) for each in bodies]
    form = BookForm(request.POST or None, bodies=names, initial=BookForm.first_values())

    def act() -> HttpResponse:
        typed = form.cleaned_data
        set_book(
            by=request.actor,
            body=get_object_or_404(Organisation, pk=typed["body"]),
            series=typed["series"],
            since=typed["since"],
            until=typed["until"],
            padding=typed["padding"],
        )
        return say_done(request, _("Đã ghi sổ số."), "number-books")

    listed = Paginator(books_of(served), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": listed}
    show = partial(render, request, "papers/books.html", context)
    return answer_form(request, form, act, show, {"book_out_of_order": "until"})
