"""Forms about documents: upload, declaration, header data, search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.documents.headers import HeaderData
from tiendo.documents.messages import say
from tiendo.documents.models import Document
from tiendo.documents.queries import DocumentFilter, type_names
from tiendo.overview.sheets.documents import LATEST, OLDEST
from tiendo.workspace.forms.days import DayField

DECLARATION = _("Tôi cam kết tệp này không chứa bí mật nhà nước")


class UploadForm(forms.Form):
    """A document to take in: a new one, or one more part of a document in stock."""

    file = forms.FileField(
        label=_("Tệp văn bản"),
        help_text=_(
            "DOCX, DOC, RTF, ODT, XLSX, XLS, PDF, ảnh quét (PNG, JPG, TIFF), TXT, MD, HTML. Không "
            "tải lên tài liệu có dấu mật."
        ),
        error_messages={"empty": say("empty_file", {"name": ""})},
        allow_empty_file=True,
    )
    part = forms.ChoiceField(
        label=_("Phần của văn bản"),
        choices=[
            ("body", _("Toàn văn")),
            ("appendix-1", _("Phụ lục I")),
            ("appendix-2", _("Phụ lục II")),
            ("appendix-3", _("Phụ lục III")),
            ("appendix-4", _("Phụ lục IV")),
            ("appendix-5", _("Phụ lục V")),
            ("appendix-6", _("Phụ lục VI")),
            ("appendix-7", _("Phụ lục VII")),
            ("appendix-8", _("Phụ lục VIII")),
        ],
        required=False,
        initial="body",
    )
    declared = forms.BooleanField(
        label=DECLARATION,
        required=False,
        help_text=_("Chỉ cần với tệp mà hệ thống không đọc được hết chữ, như ảnh quét mờ."),
    )


class PlaceForm(forms.Form):
    """The words at which a lost passage stands now, as a person typed or marked them."""

    chu = forms.CharField(
        label=_("Chữ trong bản đọc mới"),
        required=False,
        max_length=1000,
        strip=True,
        help_text=_("Bôi đen đoạn chữ ở bản đọc mới, hoặc gõ vài từ liền nhau của đoạn."),
    )


class DeclarationForm(forms.Form):
    """The uploader's statement about a file whose words cannot be read."""

    declared = forms.BooleanField(label=DECLARATION)


class HeaderForm(forms.Form):
    """Header data of a document as printed on it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    type_name = forms.CharField(label=_("Loại văn bản"), max_length=60, required=False)
    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=60, required=False, help_text=_("Ví dụ 146/KH-UBND")
    )
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    issuer_text = forms.CharField(label=_("Cơ quan ban hành"), max_length=250, required=False)
    title = forms.CharField(
        label=_("Trích yếu"), widget=forms.Textarea(attrs={"rows": 3}), required=True
    )
    signer = forms.CharField(label=_("Người ký"), max_length=150, required=False)
    reason = forms.CharField(label=_("Lý do sửa"), max_length=300, required=False)

    @staticmethod
    def initial_of(document: Document) -> dict[str, Any]:
        """The form's first values: the document as it stands."""
        return {
            "version": document.version,
            "type_name": document.type_name,
            "number": document.number_raw,
            "issued_on": document.issued_on,
            "issuer_text": document.issuer_text,
            "title": document.title,
            "signer": document.signer,
        }

    def data_of(self) -> HeaderData:
        """What was typed, for the action."""
        typed = self.cleaned_data
        return HeaderData(
            type_name=typed["type_name"].strip(),
            number=typed["number"].strip(),
            title=typed["title"].strip(),
            issuer_text=typed["issuer_text"].strip(),
            issued_on=typed["issued_on"],
            signer=typed["signer"].strip(),
        )


class DocumentFilterForm(forms.Form):
    """What the list of documents is narrowed to."""

    q = forms.CharField(label=_("Tìm số, trích yếu, cơ quan"), required=False, max_length=200)
    loai = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    nam = forms.IntegerField(
        label=_("Năm ban hành"), required=False, min_value=OLDEST, max_value=LATEST
    )
    chua_so = forms.BooleanField(label=_("Chỉ văn bản chưa có số"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Mọi loại")), *((name, name) for name in type_names())]
        self.fields["loai"].choices = choices  # type: ignore[attr-defined]

    def narrowed(self) -> DocumentFilter:
        """The filter; a field that cannot be understood narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return DocumentFilter(
            typed.get("q", ""),
            typed.get("loai", ""),
            typed.get("nam"),
            bool(typed.get("chua_so")),
        )
