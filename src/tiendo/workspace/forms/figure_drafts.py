"""The form by which a person says what a figure of a text is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.indicators.breakdowns import breakdown_of, items_of
from tiendo.indicators.models import (
    DimensionItem,
    Indicator,
    IndicatorState,
    IndicatorVersion,
    Obligation,
    Origin,
)
from tiendo.intake.figures.deciding import FigureChoice
from tiendo.intake.models import FigureDraft, FigureKind
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.workspace.access import PageRequest
from tiendo.workspace.forms.days import DayField


class FigureDraftForm(forms.Form):
    """An indicator, a body, a period and the figure as it is typed; what was read is proposed."""

    indicator = forms.ChoiceField(label=_("Chỉ tiêu"), required=False)
    organisation = forms.ChoiceField(label=_("Cơ quan"), required=False)
    typed = forms.CharField(label=_("Giá trị"), max_length=100)
    breakdown = forms.ChoiceField(label=_("Phân tổ"), required=False)
    day = DayField(label=_("Một ngày trong kỳ"), required=False)
    as_of = DayField(label=_("Số liệu đến ngày"), required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    reason = forms.CharField(
        label=_("Lý do nhập muộn hoặc đính chính"), max_length=500, required=False
    )
    last_day = DayField(label=_("Phải đạt đến ngày"), required=False)
    obligation = forms.ChoiceField(
        label=_("Mức ràng buộc"), choices=Obligation.choices, required=False
    )

    def __init__(self, request: PageRequest, draft: FigureDraft) -> None:
        super().__init__(
            request.POST if request.method == "POST" else None, initial=_initial(draft)
        )
        is_target = draft.kind == FigureKind.TARGET
        unused = ("day", "as_of", "seen", "reason", "breakdown") if is_target else ()
        for name in unused or ("last_day", "obligation"):
            del self.fields[name]
        none = [("", "–")]
        self.fields["indicator"].choices = none + _indicators()  # type: ignore[attr-defined]
        if not is_target:
            self.fields["breakdown"].choices = _parts(draft.breakdown)  # type: ignore[attr-defined]
        self.fields["organisation"].choices = none + _bodies(request, is_target)  # type: ignore[attr-defined]

    def choice(self) -> FigureChoice:
        """What was chosen."""
        given = self.cleaned_data
        return FigureChoice(
            Indicator.objects.filter(pk=int(given["indicator"] or 0)).first(),
            Organisation.objects.filter(pk=int(given["organisation"] or 0)).first(),
            given["typed"],
            given.get("day"),
            given.get("breakdown", "").strip(),
            given.get("as_of"),
            given.get("reason", ""),
            seen=given.get("seen") or 0,
            last_day=given.get("last_day"),
            obligation=Obligation(given.get("obligation") or Obligation.MUST),
        )


class LeaveForm(forms.Form):
    """Why a figure is left out; what is no text counts as none."""

    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, request: PageRequest) -> None:
        super().__init__({"reason": request.POST.get("ly-do", "")})

    def said(self) -> str:
        """The reason."""
        return str(self.cleaned_data["reason"]) if self.is_valid() else ""


def _initial(draft: FigureDraft) -> dict[str, object]:
    return {
        "indicator": draft.indicator_id,
        "organisation": draft.organisation_id,
        "typed": draft.typed,
        "breakdown": draft.breakdown,
        "day": draft.as_of or draft.period_end,
        "as_of": draft.as_of,
    }


def _indicators() -> list[tuple[str, str]]:
    found = IndicatorVersion.objects.filter(
        indicator__state=IndicatorState.ACTIVE,
        origin=Origin.ENTERED,
        validity__contains=clock.today(),
    )
    rows = found.order_by("indicator__code").values_list(
        "indicator", "indicator__code", "name", "unit"
    )
    return [(str(pk), f"{code} · {name} ({unit})") for pk, code, name, unit in rows]


def _parts(proposed: str) -> list[tuple[str, str]]:
    """The whole, the item proposed, and each item of each breakdown."""
    found = {
        breakdown_of({item.dimension.code: item.code}): f"{item.dimension.name}: {item.name}"
        for item in DimensionItem.objects.filter(is_retired=False).select_related("dimension")
    }
    named = "; ".join(found.get(f"{key}={item}", item) for key, item in items_of(proposed).items())
    whole = {"": str(_("Số chung"))}
    return list({**whole, **({proposed: named} if proposed else {}), **found}.items())


def _bodies(request: PageRequest, is_target: bool) -> list[tuple[str, str]]:
    actor = request.actor
    owned = IndicatorVersion.objects.filter(
        indicator__owner__in=actor.bodies_for("observation.enter"), subject__isnull=False
    )
    subjects = set(owned.order_by().values_list("subject", flat=True))
    return [
        (str(body.pk), body.name)
        for body in organisations_on(clock.today(), divisions=False)
        if is_target or body.pk in subjects or actor.may("observation.enter", at=body.pk)
    ]
