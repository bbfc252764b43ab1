"""What fields of choices offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes


def programme_field() -> forms.ModelChoiceField[Programme]:
    """The programme to narrow to; all of them where none is chosen."""
    return forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=list_programmes(),
        required=False,
        empty_label=_("Mọi chương trình"),
    )


def choose(form: forms.Form, name: str, queryset: Any) -> None:
    """Offer the rows of a query in a field of choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
    field.queryset = queryset
