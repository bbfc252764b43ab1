"""Forms of compiling: which outline, which value of several, the merged words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tiendo.reporting.gathering.contradictions import Contradiction
from tiendo.reporting.models import OutlineVersion, Picking
from tiendo.reporting.writings import LIMIT
from tiendo.workspace.access import number_in


class _OutlineChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An outline by its title."""

    def label_from_instance(self, obj: OutlineVersion) -> str:
        return obj.outline.title


def newest_versions() -> QuerySet[OutlineVersion]:
    """The newest version of each outline, by title."""
    newest = OutlineVersion.objects.order_by("outline_id", "-number").distinct("outline_id")
    rows = OutlineVersion.objects.filter(pk__in=newest.values("pk"))
    return rows.select_related("outline").order_by("outline__title")


class CompileCycleForm(forms.Form):
    """By which outline is compiled; none is that of the level, or that of the product."""

    outline = _OutlineChoice(
        queryset=OutlineVersion.objects.none(),
        label=_("Đề cương"),
        required=False,
        empty_label=_("Theo chế độ báo cáo, hoặc đề cương tổng hợp đi kèm"),
    )

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["outline"].queryset = newest_versions()  # type: ignore[attr-defined]


class ChooseValueForm(forms.Form):
    """Which value stands where sources disagree, and why."""

    key = forms.CharField(max_length=250, widget=forms.HiddenInput)
    saying = forms.ChoiceField(label=_("Giá trị đúng"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Lý do chọn"), max_length=2000)

    def __init__(self, data: Any = None, *, found: Contradiction, number: int) -> None:
        first = {"key": found.key, "saying": found.chosen_code}
        if found.chosen is not None:
            first["reason"] = found.chosen.reason
        super().__init__(data, initial=first, auto_id=f"id_{number}_%s")
        said = [(each.code, said_words(each.printed, each.sources)) for each in found.sayings]
        self.fields["saying"].choices = said  # type: ignore[attr-defined]


class MergedWordsForm(forms.Form):
    """The merged words of a place, with the version they were written from."""

    text = forms.CharField(
        label=_("Lời văn tổng hợp"),
        required=False,
        max_length=LIMIT,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PickForm(forms.Form):
    """What becomes of the paragraphs that are ticked."""

    picking = forms.ChoiceField(choices=Picking.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def chosen(self) -> list[tuple[int, str]]:
        """The ticked paragraphs: (source, digest)."""
        listed = self.data.getlist("doan") if hasattr(self.data, "getlist") else []
        pairs = (str(value).partition(":") for value in listed)
        return [
            (pk, digest)
            for source, _colon, digest in pairs
            if (pk := number_in(source)) is not None
        ]


SHOWN_BODIES = 6


def said_words(printed: str, sources: tuple[Any, ...]) -> str:
    """A value and who says it; of many the first ones."""
    if not sources:
        return gettext("%(value)s (dữ liệu trong hệ thống)") % {"value": printed}
    names = "; ".join(source.name for source in sources[:SHOWN_BODIES])
    if len(sources) > SHOWN_BODIES:
        rest = len(sources) - SHOWN_BODIES
        names = gettext("%(names)s và %(count)d cơ quan khác") % {"names": names, "count": rest}
    return f"{printed} ({names})"
