"""Forms of sheets brought in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheet_reading import column_letter
from tiendo.domain import clock
from tiendo.imports.fields import KINDS, LABELS, Field
from tiendo.imports.models import ImportKind, SheetImport
from tiendo.imports.permissions import kinds_of, programmes_for
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.workspace.access import PageRequest

_COLUMN = "cot-"
_BODY = "ten-"
_NONE = ""


class UploadForm(forms.Form):
    """A file of one kind of rows for a programme."""

    kind = forms.ChoiceField(label=_("Nội dung tệp"))
    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("Excel (.xlsx) hoặc CSV. Tên cột ở dòng đầu hoặc hai dòng gộp, thứ tự tùy ý."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"}),
    )

    def __init__(self, request: PageRequest) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        labels = dict(ImportKind.choices)
        kinds = [(kind.value, labels[kind]) for kind in kinds_of(request.actor)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["programme"].queryset = programmes_for(request.actor)  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Which column holds which field, and what is decided on the way."""

    def __init__(self, row: SheetImport, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_initial(row))
        facts = row.sheets[row.sheet]
        kind = ImportKind(row.kind)
        choices = [(_NONE, _g("Không lấy"))]
        choices += [(str(field), str(LABELS[field])) for field in KINDS[kind].fields]
        for place, words in enumerate(facts["words"]):
            if words or any(place < len(cells) and cells[place] for cells in facts["samples"]):
                label = _g("Cột %(letter)s") % {"letter": column_letter(place)}
                self.fields[f"{_COLUMN}{place}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False
                )
        if facts["hidden_count"]:
            self.fields["hidden"] = forms.ChoiceField(
                label=_("Các dòng ẩn"),
                choices=[("1", _g("Lấy cả dòng ẩn")), ("0", _g("Bỏ các dòng ẩn"))],
                widget=forms.RadioSelect,
                required=False,
            )
        if kind == ImportKind.TASKS:
            self._offer_decision()

    def _offer_decision(self) -> None:
        self.fields["document"] = forms.CharField(
            label=_("Văn bản quyết định (số, ký hiệu)"),
            help_text=_("Chỉ cần khi tệp đổi thời hạn của nhiệm vụ đã giao."),
            max_length=120,
            required=False,
        )
        self.fields["reason"] = forms.CharField(
            label=_("Lý do điều chỉnh thời hạn"), max_length=500, required=False
        )

    def columns(self) -> list[tuple[str, int, forms.BoundField]]:
        """The columns with their letters and places."""
        return [
            (
                column_letter(int(name.removeprefix(_COLUMN))),
                int(name.removeprefix(_COLUMN)),
                self[name],
            )
            for name in self.fields
            if name.startswith(_COLUMN)
        ]

    def chosen(self) -> dict[Field, int]:
        """The place of each field. A field chosen twice keeps the first; ``twice`` names it."""
        found: dict[Field, int] = {}
        for _letter, place, bound in self.columns():
            value = self.cleaned_data[bound.name]
            if value and Field(value) not in found:
                found[Field(value)] = place
        return found

    def twice(self) -> str:
        """The words of a field that two columns were chosen for; "" for none."""
        given = [self.cleaned_data[bound.name] for _letter, _place, bound in self.columns()]
        double = next((value for value in given if value and given.count(value) > 1), "")
        return str(LABELS[Field(double)]) if double else ""

    def choices(self) -> dict[str, object]:
        """What was decided besides the columns."""
        given = self.cleaned_data
        hidden = given.get("hidden", "")
        return {
            "take_hidden": hidden == "1" if hidden else None,
            "document": given.get("document", "").strip(),
            "reason": given.get("reason", "").strip(),
        }


def _initial(row: SheetImport) -> dict[str, object]:
    initial: dict[str, object] = {
        f"{_COLUMN}{place}": field for field, place in row.columns.items()
    }
    hidden = row.choices.get("take_hidden")
    if hidden is not None:
        initial["hidden"] = "1" if hidden else "0"
    return initial | {name: row.choices.get(name, "") for name in ("document", "reason")}


class RepairForm(forms.Form):
    """The body meant by each name that means none."""

    def __init__(self, row: SheetImport, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._names = [each["text"] for each in row.unknown]
        bodies = organisations_on(clock.today(), divisions=False).values_list("pk", "name")
        listed = [(str(pk), name) for pk, name in bodies] if self._names else []
        for place, each in enumerate(row.unknown):
            near = [(str(pk), name) for pk, name in each["near"]]
            choices: list[Any] = [(_NONE, _g("Để nguyên, báo lỗi"))]
            choices += [(_g("Gần nhất"), near)] if near else []
            choices += [(_g("Mọi cơ quan"), listed)]
            label = _g("“%(name)s” (%(count)s ô)") % {"name": each["text"], "count": each["count"]}
            self.fields[f"{_BODY}{place}"] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )

    def bodies(self) -> dict[str, Organisation]:
        """The bodies chosen, by the names they are meant by."""
        chosen = {
            name: self.cleaned_data[f"{_BODY}{place}"] for place, name in enumerate(self._names)
        }
        found = Organisation.objects.in_bulk({int(pk) for pk in chosen.values() if pk})
        return {name: found[int(pk)] for name, pk in chosen.items() if pk}
