"""What a better reading gives otherwise than what stands in a draft, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.intake.models import Draft
from tiendo.intake.takeover import GONE, NEW

FIELDS = {
    "title": gettext_lazy("Nội dung"),
    "lead": gettext_lazy("Chủ trì"),
    "coordinating": gettext_lazy("Phối hợp"),
    "deadline": gettext_lazy("Thời hạn"),
    "product": gettext_lazy("Sản phẩm"),
    "values": gettext_lazy("Giá trị"),
    "duties": gettext_lazy("Số việc trong mục"),
    "deciding": gettext_lazy("Thẩm quyền"),
}


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One field before and after the new reading."""

    label: str | Promise
    before: str
    now: str


def reading_rows(draft: Draft) -> Sequence[ReadingRow]:
    """The fields in which the new reading differs: as they were, as they are read now.

    Before is what a person left where one reviewed the draft, else what was read.
    """
    earlier = draft.earlier
    if earlier is None or not draft.differs:
        return ()
    codes = [code for code in draft.differs if code not in {NEW, GONE}]
    is_kept = draft.reviewed_at is not None
    return [
        ReadingRow(
            FIELDS.get(code, code),
            _kept(draft, code) if is_kept else _read(earlier.extracted, code),
            _read(draft.extracted, code),
        )
        for code in codes
    ]


def _kept(draft: Draft, code: str) -> str:
    kept = {
        "title": draft.title,
        "lead": draft.lead_text,
        "coordinating": "; ".join(body.raw_text for body in draft.coordinating.all()),
        "deadline": draft.deadline_raw,
        "product": draft.product,
        "values": _values(draft.values),
    }
    return kept.get(code) or _read(draft.earlier.extracted if draft.earlier else {}, code)


def _read(extracted: dict[str, Any], code: str) -> str:
    leads = extracted.get("leads") or [extracted.get("lead") or ""]
    read = {
        "title": extracted.get("text") or extracted.get("metric"),
        "lead": leads[0],
        "coordinating": "; ".join([*leads[1:], *extracted.get("coordinating", ())]),
        "deadline": extracted.get("deadline_raw"),
        "product": extracted.get("product"),
        "values": _values(extracted.get("values") or {}),
        "duties": str(max(1, len(extracted.get("duties", ())))),
    }
    return str(read.get(code) or "")


def _values(values: dict[str, Any]) -> str:
    return "; ".join(
        _("%(year)s: %(value)s") % {"year": horizon, "value": value["value"]}
        if horizon
        else str(value["value"])
        for horizon, value in values.items()
    )
