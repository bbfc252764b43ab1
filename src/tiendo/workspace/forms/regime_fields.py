"""Fields that the forms about regimes share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tiendo.reporting.models import OutlineVersion

MONTHS = [
    (-3, _("3 tháng trước tháng cuối kỳ")),
    (-2, _("2 tháng trước tháng cuối kỳ")),
    (-1, _("tháng liền trước tháng cuối kỳ")),
    (0, _("tháng cuối kỳ")),
    (1, _("tháng liền sau kỳ")),
    (2, _("tháng thứ hai sau kỳ")),
    (3, _("tháng thứ ba sau kỳ")),
]


def words_field(label: Any, rows: int, **more: Any) -> forms.CharField:
    """Words of several lines."""
    return forms.CharField(
        label=label,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


def number_field(
    label: Any, least: int, most: int, initial: int, **more: Any
) -> forms.IntegerField:
    """A whole number that may be left out."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=initial, required=False, **more
    )


class OutlineChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among outlines by their titles; an older version says which it is."""

    def label_from_instance(self, obj: Any) -> str:
        title = str(obj.outline.title)
        words = {"title": title, "number": obj.number}
        return title if obj.is_newest else str(_("%(title)s (bản %(number)s)")) % words


def offered_outlines(held: int | None) -> Any:
    """The newest version of each outline, and the one that stands already."""
    newer = OutlineVersion.objects.filter(
        outline=OuterRef("outline"), number__gt=OuterRef("number")
    )
    told = OutlineVersion.objects.annotate(is_newest=~Exists(newer))
    offered = told.filter(Q(is_newest=True) | Q(pk=held))
    return offered.select_related("outline").order_by("outline__title", "-number")
