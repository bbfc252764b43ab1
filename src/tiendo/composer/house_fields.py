"""The placeholders of house templates: what an office may write between double braces in Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tiendo.composer.model import OfficialDocument
from tiendo.composer.wording import letterhead_date, number_and_symbol


@dataclass(frozen=True, slots=True)
class Field:
    """A placeholder. ``is_block``: it stands alone in its paragraph, of which several may come."""

    name: str
    is_needed: bool = True
    is_block: bool = False


# Stable names without marks, as an office types them; what each means is said by the screens.
BODY_TEXT, SIGNATURE, RECIPIENTS = "noi_dung", "ky", "noi_nhan"
ADDRESSEES, BASES = "kinh_gui", "can_cu"
FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("co_quan_chu_quan", is_needed=False),
        Field("co_quan"),
        Field("so"),
        Field("ngay"),
        Field("ten_loai", is_needed=False),
        Field("tieu_de"),
        Field(ADDRESSEES, is_needed=False, is_block=True),
        Field(BASES, is_needed=False, is_block=True),
        Field(BODY_TEXT, is_block=True),
        Field(SIGNATURE, is_block=True),
        Field("ho_ten"),
        Field(RECIPIENTS, is_block=True),
        Field("nguoi_soan", is_needed=False),
    )
}


def inline_values(document: OfficialDocument) -> dict[str, str]:
    """What stands in place of the placeholders inside a line; empty where the document has none."""
    head, signature = document.letterhead, document.signature
    return {
        "co_quan_chu_quan": (head.parent or "").upper(),
        "co_quan": head.issuer.upper(),
        "so": number_and_symbol(head),
        "ngay": letterhead_date(head),
        "ten_loai": (document.type_name or "").upper(),
        "tieu_de": document.title,
        "ho_ten": signature.name or "",
        "nguoi_soan": (document.drafter or "").upper(),
    }
