"""The placeholders of house templates: what an office may write between double braces in Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tiendo.composer.model import OfficialDocument
from tiendo.composer.wording import letterhead_date, number_and_symbol


@dataclass(frozen=True, slots=True)
class Field:
    """A placeholder. ``is_block``: it stands alone in its paragraph, of which several may come.

    ``sides``: of papers signed by how many sides it is; 0 for those of any.
    """

    name: str
    is_needed: bool = True
    is_block: bool = False
    sides: int = 0


# Stable names without marks, as an office types them; what each means is said by the screens.
BODY_TEXT, SIGNATURE, RECIPIENTS = "noi_dung", "ky", "noi_nhan"
ADDRESSEES, BASES = "kinh_gui", "can_cu"
OTHER_SIGNATURE, OTHER_NAME = "ky_ben_kia", "ho_ten_ben_kia"
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
        Field(RECIPIENTS, is_block=True, sides=1),
        Field("nguoi_soan", is_needed=False, sides=1),
        Field(OTHER_SIGNATURE, is_block=True, sides=2),
        Field(OTHER_NAME, is_needed=False, sides=2),
    )
}


def fields_for(sides: int) -> Mapping[str, Field]:
    """The placeholders of papers that one side signs, or two."""
    return {name: each for name, each in FIELDS.items() if each.sides in {0, sides}}


def inline_values(document: OfficialDocument) -> dict[str, str]:
    """What stands in place of the placeholders inside a line; empty where the document has none."""
    head, signature, other = document.letterhead, document.signature, document.countersignature
    return {
        "co_quan_chu_quan": (head.parent or "").upper(),
        "co_quan": head.issuer.upper(),
        "so": number_and_symbol(head),
        "ngay": letterhead_date(head),
        "ten_loai": (document.type_name or "").upper(),
        "tieu_de": document.title,
        "ho_ten": signature.name or "",
        OTHER_NAME: (other.name or "") if other else "",
        "nguoi_soan": (document.drafter or "").upper(),
    }
