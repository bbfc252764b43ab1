"""Forms of a hand-over: which programme replaces which, and what becomes of one task."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.programmes.models import (
    HandOverDecision,
    HandOverRow,
    HandOverSection,
    PlanSection,
    Programme,
    ProgrammeHandOver,
    ProgrammeState,
)
from tiendo.tasks.actions.handing_over import DECISIONS, TAKE_PLACE, RowChoice
from tiendo.tasks.models import Task


class HandOverForm(forms.Form):
    """The two programmes and the document by which one replaces the other."""

    old = forms.ModelChoiceField(
        label=_("Chương trình bị thay thế"),
        queryset=Programme.objects.exclude(state=ProgrammeState.CLOSED).order_by("-pk"),
    )
    new = forms.ModelChoiceField(
        label=_("Chương trình thay thế"),
        queryset=Programme.objects.filter(state=ProgrammeState.ACTIVE).order_by("-pk"),
    )
    deciding_document = forms.CharField(
        label=_("Văn bản thay thế"),
        max_length=120,
        help_text=_("Số, ký hiệu và ngày; ví dụ: 146/KH-UBND ngày 14/8/2025."),
    )


class SectionsForm(forms.Form):
    """Where each part of the old plan goes; one field for each part."""

    def __init__(self, *args: Any, sections: Iterable[HandOverSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts: dict[str, int] = {}
        for row in sections:
            name = f"part_{row.old_id}"
            self._parts[name] = row.old_id
            self.fields[name] = forms.ModelChoiceField(
                label=str(row.old),
                queryset=PlanSection.objects.filter(programme=row.handover.new_id),
                required=False,
                initial=row.new_id,
                empty_label=_("Ngoài các phần của kế hoạch mới"),
            )

    def choices(self) -> dict[int, PlanSection | None]:
        """What was chosen, by the id of the old part."""
        return {old: self.cleaned_data[name] for name, old in self._parts.items()}


class RowForm(forms.Form):
    """What becomes of one task; only what its present state allows is offered."""

    decision = forms.ChoiceField(label=_("Cách chuyển"), widget=forms.RadioSelect)
    successor = forms.CharField(
        label=_("Mã nhiệm vụ thay thế"),
        required=False,
        max_length=30,
        help_text=_("Mã nhiệm vụ của chương trình mới; chỉ cần khi thay bằng nhiệm vụ mới."),
    )
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bắt buộc khi kết thúc hoặc hủy."),
    )

    def __init__(self, *args: Any, row: HandOverRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._handover: ProgrammeHandOver = row.handover
        allowed = DECISIONS.get(row.task.lifecycle, frozenset())
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(d.value, d.label) for d in HandOverDecision if d in allowed]

    @staticmethod
    def initial_of(row: HandOverRow) -> dict[str, object]:
        """What the form begins with: the decision, else the proposal where it may be taken."""
        heir = row.successor or row.proposed
        takes = heir is not None and row.task.lifecycle in TAKE_PLACE
        fallback = HandOverDecision.SUPERSEDE if takes else HandOverDecision.CARRY
        return {
            "decision": row.decision or fallback,
            "successor": heir.code if heir is not None else "",
            "reason": row.reason,
        }

    def choice(self) -> RowChoice:
        """What was chosen; a code that no task of the new programme has names none."""
        given = self.cleaned_data
        decision = HandOverDecision(given["decision"])
        heir = None
        if decision == HandOverDecision.SUPERSEDE:
            tasks = Task.objects.filter(programme_id=self._handover.new_id)
            heir = tasks.filter(code__iexact=given["successor"].strip()).first()
        return RowChoice(decision, heir, given["reason"])
