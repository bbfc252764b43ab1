"""The form that asks for an evidence pack."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.workspace.forms.days import DayField


class PackForm(forms.Form):
    """As of which day."""

    as_of = DayField(label=_("Tính đến hết ngày"))
