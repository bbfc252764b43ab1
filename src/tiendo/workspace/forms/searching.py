"""Choosing one of very many rows: a field to search in, and the first rows found to choose from.

Whatever row the query holds may be sent, whether it was offered or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

# As many as one still looks through.
OFFERED = 50
SEARCH = "tim"


def search_field(label: Any) -> forms.CharField:
    """The field in which one searches; without script its words count when the form is sent."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=100,
        help_text=_("Gõ để thu hẹp các lựa chọn bên dưới."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def search_from(form: forms.Form, address: str, names: Iterable[str]) -> str:
    """Have the search bring other choices into these fields from the form's own address; the words
    sought now."""
    fields = ", ".join(f"#{form[name].id_for_label}" for name in names)
    form.fields[SEARCH].widget.attrs |= {
        "hx-get": address,
        "hx-trigger": "input changed delay:300ms",
        "hx-include": fields,
        "hx-select-oob": fields,
        "hx-swap": "none",
    }
    return str(form[SEARCH].value() or "").strip()


def offer(
    form: forms.Form, name: str, rows: QuerySet[Any], found: QuerySet[Any] | None = None
) -> None:
    """Offer the first of the rows found, and the one chosen. Cost: two queries."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
    field.queryset = rows
    first = list((rows if found is None else found)[: OFFERED + 1])
    shown = [*_chosen(form, name, rows, first[:OFFERED]), *first[:OFFERED]]
    empty = [] if field.empty_label is None else [("", field.empty_label)]
    named = [(row.pk, field.label_from_instance(row)) for row in shown]
    field.choices = [*empty, *named]
    if len(first) > OFFERED:
        more = _now("Còn nhiều hơn %(count)s lựa chọn này: gõ ở ô tìm để thấy.")
        form[name].help_text = more % {"count": OFFERED}


def _chosen(
    form: forms.Form, name: str, rows: QuerySet[Any], shown: Iterable[Model]
) -> list[Model]:
    """The row chosen, where it is none of those shown."""
    value = str(form[name].value() or "")
    if not value.isascii() or not value.isdecimal() or len(value) > 18:
        return []
    if value in {str(row.pk) for row in shown}:
        return []
    return list(rows.filter(pk=value))
