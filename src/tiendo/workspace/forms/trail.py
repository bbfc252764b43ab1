"""The filter of the trail."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import User
from tiendo.audit.queries import TrailFilter
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.trail_words import ACTIONS


class TrailFilterForm(forms.Form):
    """Who, what and when; a bad day is named in the form and narrows nothing."""

    nguoi = forms.CharField(label=_("Người thực hiện"), required=False, max_length=150)
    viec = forms.ChoiceField(
        label=_("Việc làm"), required=False, choices=[("", _("Tất cả")), *ACTIONS.items()]
    )
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)

    def narrowed(self) -> TrailFilter:
        """The filter to apply."""
        self.full_clean()
        given = self.cleaned_data
        return TrailFilter(
            actor_ids=_people(given["nguoi"]) if given.get("nguoi") else None,
            actions=(given["viec"],) if given.get("viec") else None,
            first_day=given.get("tu"),
            last_day=given.get("den"),
        )


def _people(words: str) -> list[int]:
    """The accounts whose name or sign-in name has the words."""
    named = Q(full_name__unaccent__icontains=words) | Q(username__icontains=words)
    return list(User.objects.filter(named).values_list("pk", flat=True))
