"""The pages of money, as tabs: {% load money_views %}{% money_views "list" %}."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tiendo.workspace.access import PageRequest, kept_days
from tiendo.workspace.forms.budgets import BudgetFilterForm

register = template.Library()

# By its key: the name of a page, what its address holds, its words, what seeing it asks for, and
# whether it takes the filter of the year.
PAGES: dict[str, tuple[str, tuple[str, ...], object, str, bool]] = {
    "list": ("budget-list", (), _("Tổng quan năm"), "budget.view", True),
    "tong-hop-ngan-sach": (
        "budget-table",
        ("tong-hop-ngan-sach",),
        _("Tổng hợp"),
        "budget.view",
        True,
    ),
    "giai-ngan": ("budget-table", ("giai-ngan",), _("Giải ngân"), "budget.view", True),
    "tien-va-viec": ("budget-table", ("tien-va-viec",), _("Tiền và việc"), "budget.view", False),
    "projects": ("project-list", (), _("Dự án"), "budget.view", False),
    "alike": ("budget-alike", (), _("Khoản đầu tư giống nhau"), "budget.view_all", False),
    "treasury": ("treasury-list", (), _("Đối chiếu Kho bạc"), "treasury.reconcile", False),
}


@register.inclusion_tag("budgets/views.html", takes_context=True)
def money_views(context: Context, current: str) -> dict[str, object]:
    """The tabs of the pages of money that the reader may see; each keeps the day in view, those of
    a year its filter too."""
    request: PageRequest | None = context.get("request")
    return {"tabs": list(_tabs(request, current)) if request is not None else []}


def _tabs(request: PageRequest, current: str) -> Iterator[tuple[str, object, bool]]:
    names = ("don-vi", *BudgetFilterForm.base_fields)
    narrowed = {name: request.GET[name] for name in names if request.GET.get(name)}
    for key, (name, args, words, permission, is_of_year) in PAGES.items():
        if request.actor.may(permission):
            kept = kept_days(request) | (narrowed if is_of_year else {})
            yield (
                reverse(name, args=args) + (f"?{urlencode(kept)}" if kept else ""),
                words,
                key == current,
            )
