"""Forms about filters kept by name: the name, and who else sees them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import RoleCode
from tiendo.organisations.models import Organisation
from tiendo.overview.models import Sharing
from tiendo.overview.saved_filters import Shared, shares_open_to


class SavedFilterForm(forms.Form):
    """The name of a filter, and with whom it is shared; ways that are not open are not offered."""

    name = forms.CharField(
        label=_("Tên bộ lọc"),
        max_length=100,
        error_messages={"required": _("Đặt tên cho bộ lọc.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sharing = forms.ChoiceField(label=_("Ai được dùng"))
    organisation = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Chọn cơ quan"),
        help_text=_("Khi chia sẻ với một cơ quan."),
    )
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[("", _("Chọn vai trò")), *RoleCode.choices],
        required=False,
        help_text=_("Khi chia sẻ với một vai trò, ở mọi cơ quan."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = shares_open_to(actor)
        offered = [(way.value, way.label) for way in ways]
        self.fields["sharing"].choices = offered  # type: ignore[attr-defined]
        bodies = Organisation.objects.filter(pk__in=actor.bodies_for("view.share"))
        self.fields["organisation"].queryset = bodies  # type: ignore[attr-defined]
        if Sharing.BODY not in ways:
            del self.fields["organisation"]
        if Sharing.ROLE not in ways:
            del self.fields["role"]
        if len(ways) == 1:
            self.fields["sharing"].widget = forms.HiddenInput()

    @property
    def shared(self) -> Shared:
        """What the action takes; a body or role beside another way of sharing counts for nothing,
        one's only body need not be chosen."""
        given = self.cleaned_data
        sharing = Sharing(given["sharing"])
        body, role = given.get("organisation"), given.get("role")
        if sharing is Sharing.BODY:
            return Shared(sharing, body=body or self._only_body())
        if sharing is Sharing.ROLE:
            return Shared(sharing, role=RoleCode(role) if role else None)
        return Shared(sharing)

    def _only_body(self) -> Organisation | None:
        bodies = list(self.fields["organisation"].queryset[:2])  # type: ignore[attr-defined]
        return bodies[0] if len(bodies) == 1 else None
