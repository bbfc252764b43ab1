"""Forms about the calendar of working days: one day, and the days of a year pasted at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.calendars.actions import DayFacts
from tiendo.calendars.errors import CalendarError
from tiendo.calendars.files import MOST_BYTES, lines_of_file
from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.domain.collation import fold
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.typed_days import NoSuchDay, read_day

_SEPARATORS = ("\t", ";", ",")
# How people write the kind of a day, without marks.
_KINDS = {
    "nghi le": DayKind.HOLIDAY,
    "nghi le, tet": DayKind.HOLIDAY,
    "le": DayKind.HOLIDAY,
    "nghi": DayKind.HOLIDAY,
    "nghi bu": DayKind.DAY_OFF,
    "nghi hoan doi": DayKind.DAY_OFF,
    "lam bu": DayKind.WORKING,
    "lam viec": DayKind.WORKING,
    "lam hoan doi": DayKind.WORKING,
}
_SHORT = _("Dòng %(line)s thiếu cột. Mỗi dòng có ngày; loại; tên ngày.")
_NO_DAY = _("Dòng %(line)s: “%(found)s” không phải một ngày. Nhập dạng 01/01/2026.")
_NO_KIND = _("Dòng %(line)s: “%(found)s” không phải loại ngày. Ghi nghỉ lễ, nghỉ bù hoặc làm bù.")
_TWICE = _("Dòng %(line)s: ngày %(found)s có hai lần. Bỏ bớt một dòng.")


def _source_field() -> forms.CharField:
    return forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Văn bản quy định ngày nghỉ, ngày làm bù này."),
    )


def _verified_field() -> forms.BooleanField:
    return forms.BooleanField(label=_("Đã đối chiếu với văn bản"), required=False)


class DayForm(forms.Form):
    """One day of the calendar."""

    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại ngày"), choices=DayKind.choices)
    name = forms.CharField(label=_("Tên ngày"), max_length=120)
    source = _source_field()
    is_verified = _verified_field()

    @staticmethod
    def initial_of(row: CalendarDay) -> dict[str, Any]:
        """The day as it is listed."""
        return {name: getattr(row, name) for name in DayForm.base_fields}

    def facts(self) -> DayFacts:
        """The typed day."""
        typed = self.cleaned_data
        return DayFacts(**(typed | {"kind": DayKind(typed["kind"])}))


class PasteForm(forms.Form):
    """Days of a file, or pasted from a sheet, a line each: day, kind, name."""

    file = forms.FileField(
        label=_("Tệp CSV hoặc ICS"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.ics,.txt"}),
        help_text=_(
            "CSV có ba cột ngày, loại, tên ngày. Với ICS, tên có chữ “làm bù”, “nghỉ bù” "
            "cho biết loại ngày; ngày khác là ngày nghỉ lễ."
        ),
    )
    lines = forms.CharField(
        label=_("Hoặc dán các ngày"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "placeholder": "01/01/2027; nghỉ lễ; Tết Dương lịch"}
        ),
        help_text=_(
            "Mỗi dòng một ngày: ngày; loại (nghỉ lễ, nghỉ bù, làm bù); tên ngày. Dán được từ Excel."
        ),
    )
    source = _source_field()
    is_verified = _verified_field()

    def clean(self) -> dict[str, Any]:
        """The typed values, with the days of the file or of the lines.

        Errors: ValidationError with the number of the line.
        """
        typed = super().clean() or self.cleaned_data
        file = typed.get("file")
        try:
            if file is not None:
                typed["text"] = lines_of_file(file.name, file.read(MOST_BYTES + 1))
            else:
                typed["text"] = typed.get("lines", "")
            typed["lines"] = _days(typed["text"])
        except CalendarError as refusal:
            self.add_error("file", str(refusal))
        except forms.ValidationError as error:
            self.add_error("file" if file is not None else "lines", error)
        return typed

    def facts(self) -> list[DayFacts]:
        """The pasted days."""
        typed = self.cleaned_data
        more = {"source": typed["source"], "is_verified": typed["is_verified"]}
        return [DayFacts(day, kind, name, **more) for day, kind, name in typed["lines"]]


def _days(text: str) -> list[tuple[Any, DayKind, str]]:
    found: dict[Any, tuple[Any, DayKind, str]] = {}
    for number, (day, kind, name) in enumerate(_cells(text), 1):
        row = _read(number, day, kind, name)
        if row[0] in found:
            raise _error(_TWICE, number, day)
        found[row[0]] = row
    return list(found.values())


def _cells(text: str) -> Iterator[tuple[str, str, str]]:
    """Day, kind and name of each line that holds something."""
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        mark = next((mark for mark in _SEPARATORS if mark in line), ";")
        cells = [cell.strip() for cell in line.split(mark)]
        if len(cells) < 3 or not all(cells[:3]):
            raise _error(_SHORT, number, line)
        yield cells[0], cells[1], cells[2]


def _read(number: int, day: str, kind: str, name: str) -> tuple[Any, DayKind, str]:
    try:
        read = read_day(day)
    except NoSuchDay:
        raise _error(_NO_DAY, number, day) from None
    known = _KINDS.get(fold(kind))
    if known is None:
        raise _error(_NO_KIND, number, kind)
    return read, known, name[:120]


def _error(words: Any, line: int, found: str) -> forms.ValidationError:
    return forms.ValidationError(_now(str(words)) % {"line": line, "found": found[:60]})
