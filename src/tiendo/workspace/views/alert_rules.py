"""The rules of alerts for those who manage them: values in force, with their days and sources."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.alerts.actions import MANAGE, lay_down_value
from tiendo.alerts.rulebook import RuleBook, versions_of
from tiendo.alerts.watching import rules_watched
from tiendo.alerts.wording import WORDS
from tiendo.domain import clock
from tiendo.domain.alerts import Rule
from tiendo.programmes.models import Programme
from tiendo.workspace.access import READ_WRITE, PageRequest, as_of, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.alerts import ProgrammeChoiceForm, RuleValueForm


@page(MANAGE)
def show_rules(request: PageRequest) -> HttpResponse:
    """Every rule with the values in force on the day in view."""
    programme = _programme(request)
    book, versions = RuleBook(as_of(request)), versions_of(programme.pk if programme else None)
    watched = rules_watched()
    rules = [
        {
            "code": rule.value,
            "words": WORDS[rule],
            "values": list(book.in_force(rule, programme.pk if programme else None)),
            "versions": [row for name in _names(rule, book) for row in versions.get(name, ())],
        }
        for rule in Rule
        if rule in watched
    ]
    context = {
        "form": ProgrammeChoiceForm(request.GET or None),
        "rules": rules,
        "programme": programme,
    }
    return render(request, "alerts/rules.html", context)


@page(MANAGE, methods=READ_WRITE)
def set_value(request: PageRequest, rule: str) -> HttpResponse:
    """Lay down another value of a rule from a day on."""
    if rule not in set(Rule):
        return redirect("alert-rules")
    programme = _programme(request)
    book = RuleBook(clock.today())
    values = list(book.in_force(Rule(rule), programme.pk if programme else None))
    form = RuleValueForm(request.POST or None, values=values)

    def act() -> HttpResponse:
        lay_down_value(programme=programme, by=request.actor, **form.cleaned_data)
        words = _("Đã ghi giá trị mới; giá trị cũ vẫn được giữ.")
        return say_done(request, words, _list_url(programme))

    context = {"form": form, "words": WORDS[Rule(rule)], "programme": programme, "values": values}
    return answer_form(
        request, form, act, partial(render, request, "alerts/rule_value.html", context)
    )


def _programme(request: PageRequest) -> Programme | None:
    form = ProgrammeChoiceForm(request.GET)
    return form.cleaned_data["chuong_trinh"] if form.is_valid() else None


def _names(rule: Rule, book: RuleBook) -> list[str]:
    return [value.parameter for value in book.in_force(rule, None)]


def _list_url(programme: Programme | None) -> str:
    query = f"?chuong_trinh={programme.pk}" if programme else ""
    return reverse("alert-rules") + query
