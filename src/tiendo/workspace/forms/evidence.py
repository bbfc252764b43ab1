"""Evidence in forms: files, photos taken on the spot, the number of an issued document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.documents import DECLARATION
from tiendo.workspace.forms.tasks import StepForm

MAX_FILES = 10


def too_many_files() -> str:
    """Why more files are not taken at once."""
    words = _now("Mỗi lần gửi tối đa %(count)d tệp. Bớt tệp rồi gửi lại.")
    return words % {"count": MAX_FILES}


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to ``MAX_FILES``; none is an empty list."""

    widget: type[_FilesInput] = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list) else [data] if data else []
        if len(given) > MAX_FILES:
            raise forms.ValidationError(too_many_files())
        cleaned = (super(FilesField, self).clean(each, initial) for each in given)
        return [each for each in cleaned if isinstance(each, UploadedFile)]


class _CameraInput(_FilesInput):
    """Opens the camera of a phone; the browser asks for the person's leave each time."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "accept": "image/*",
                "capture": "environment",
                "class": "visually-hidden",
                "data-photos": True,
            }
        )


class PhotosField(FilesField):
    """Photos taken on the spot; they join the other files."""

    widget = _CameraInput


class HeldField(forms.Field):
    """The ids of files that wait in quarantine since the form was sent before."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return [str(each) for each in value or ()][:MAX_FILES]


class EvidenceForm(StepForm):
    """Evidence: files, or the number and date of an issued document."""

    proof_files = FilesField(
        label=_("Minh chứng: tệp"),
        required=False,
        allow_empty_file=True,
        help_text=_("DOCX, PDF, XLSX, ảnh… Không tải lên tài liệu có dấu mật."),
    )
    photos = PhotosField(
        label=_("Chụp ảnh"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "Hệ thống không đọc được chữ trong ảnh: chụp xong, đánh dấu cam kết ảnh không chứa bí "
            "mật nhà nước ở ngay bên dưới."
        ),
    )
    held = HeldField(required=False)
    document_number = forms.CharField(
        label=_("hoặc số, ký hiệu văn bản đã ban hành"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document_date = DayField(label=_("Ngày văn bản"), required=False)
    declared = forms.BooleanField(
        label=DECLARATION,
        required=False,
        help_text=_("Chỉ cần với tệp mà hệ thống không đọc được chữ, như ảnh chụp."),
    )

    def hold(self, upload_ids: Iterable[int]) -> None:
        """Name the files that wait in quarantine when the form is shown again."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data.setlist("held", [str(pk) for pk in upload_ids])

    def clean(self) -> dict[str, Any]:
        """A document is named by its number and its date together, and is not of the future."""
        typed: dict[str, Any] = super().clean() or {}
        self._join_photos(typed)
        number, day = typed.get("document_number"), typed.get("document_date")
        if number and day is None and "document_date" not in self.errors:
            self.add_error("document_date", _("Nhập ngày của văn bản."))
        if day is not None and not number:
            self.add_error("document_number", _("Nhập số, ký hiệu của văn bản."))
        if day is not None and day > clock.today():
            self.add_error("document_date", _("Ngày văn bản không được sau hôm nay."))
        return typed

    def _join_photos(self, typed: dict[str, Any]) -> None:
        """Photos are files like the others, at most as many in all."""
        files = [*typed.get("proof_files", ()), *typed.pop("photos", ())]
        if len(files) > MAX_FILES:
            self.add_error("proof_files", too_many_files())
        else:
            typed["proof_files"] = files


class ClaimForm(EvidenceForm):
    """That the task is done: since which day, proved by what."""

    done_on = DayField(
        label=_("Ngày có sản phẩm"),
        help_text=_("Ngày văn bản được ban hành, ngày nghiệm thu hoặc ngày đưa vào sử dụng."),
        error_messages={"required": _("Nhập ngày có sản phẩm rồi gửi lại.")},
    )
    note = forms.CharField(
        label=_("Ghi chú cho người duyệt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("done_on", "proof_files", "document_number", "document_date", "declared", "note")

    def particulars(self) -> dict[str, Any]:
        """What was typed, without the evidence."""
        return {name: self.cleaned_data[name] for name in ("done_on", "note", "version")}
