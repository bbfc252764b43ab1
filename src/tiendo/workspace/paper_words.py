"""Outgoing papers in words: steps, faults, and what was found of each signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.issuing import STEPS, is_reached
from tiendo.domain.issuing import PaperState as Course
from tiendo.issuing.messages import MESSAGES
from tiendo.issuing.models import OutgoingPaper, PaperState, PaperStep, SignatureCheck
from tiendo.organisations.names import match_key

# The steps as people call them, in the order of the table.
STEP_WORDS: Mapping[Course, Promise] = {
    Course.DRAFT: _("Soạn"),
    Course.REVIEWED: _("Soát xét"),
    Course.SUBMITTED: _("Trình ký"),
    Course.SIGNED: _("Ký"),
    Course.NUMBERED: _("Số, ngày"),
    Course.SEALED: _("Ký số, đóng dấu"),
    Course.ISSUED: _("Phát hành"),
}
ACTION_WORDS: Mapping[str, Promise] = {
    "open": _("Đưa vào văn bản đi"),
    "review": _("Soát xét"),
    "submit": _("Trình ký"),
    "sign": _("Ký"),
    "number": _("Cấp số, ngày"),
    "drop_number": _("Thu lại số"),
    "seal": _("Nhận tệp đã ký số"),
    "issue": _("Phát hành"),
    "send_back": _("Trả lại"),
}
_ACTION_ICONS = {"send_back": "arrow-back-up", "drop_number": "arrow-back-up", "issue": "send"}
_SIDES: Mapping[str, tuple[Promise, Mapping[str, Promise]]] = {
    "integrity": (
        _("Toàn vẹn"),
        {
            "good": _("chữ ký khớp với nội dung tệp"),
            "bad": _("chữ ký không khớp với nội dung tệp"),
            "unknown": _("chưa kiểm tra được"),
        },
    ),
    "alteration": (
        _("Sau khi ký"),
        {
            "good": _("tệp không bị sửa"),
            "bad": _("tệp đã bị sửa"),
            "unknown": _("chưa kiểm tra được"),
        },
    ),
    "stamp": (
        _("Giờ ký"),
        {
            "good": _("có dấu thời gian được tin cậy"),
            "bad": _("dấu thời gian không khớp với chữ ký"),
            "unknown": _("không có dấu thời gian được tin cậy, chỉ theo đồng hồ máy ký"),
        },
    ),
    "chain": (
        _("Nơi cấp"),
        {
            "good": _("thuộc tổ chức được tin cậy"),
            "bad": _("không thuộc tổ chức được tin cậy"),
            "unknown": _("chưa kiểm tra được: chưa có chứng thư gốc"),
        },
    ),
    "validity": (
        _("Hiệu lực"),
        {
            "good": _("chứng thư còn hiệu lực lúc ký"),
            "bad": _("chứng thư hết hiệu lực lúc ký"),
            "unknown": _("chưa kiểm tra được"),
        },
    ),
    "revocation": (
        _("Thu hồi"),
        {
            "good": _("chứng thư không bị thu hồi"),
            "bad": _("chứng thư đã bị thu hồi"),
            "unknown": _("chưa kiểm tra được thu hồi"),
        },
    ),
}
_LOOKS = {
    "good": ("circle-check", "is-good"),
    "bad": ("circle-x", "is-bad"),
    "unknown": ("help-circle", ""),
}


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step of the way as the page shows it."""

    word: Promise
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a signature: what was looked at, what was found."""

    label: Promise
    words: str | Promise
    icon: str
    css: str


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signature in words. Missing: times are None where there are none."""

    signer: str
    organisation: str
    issued_by: str
    at: dt.datetime | None
    is_stamped: bool
    sides: Sequence[Side]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check in words: why a file was refused, its signatures, the places that differ.

    ``against`` says with how many roots and lists; empty for checks of before that was kept.
    ``not_signed_by`` is the person who was to sign where no signature bears that name; else empty.
    """

    check: SignatureCheck
    fault: str
    signatures: Sequence[SignatureRow]
    places: Sequence[Sequence[str]]
    count: int
    is_overlaid: bool
    is_alone: bool
    against: Mapping[str, int]
    not_signed_by: str = ""


def step_marks(paper: OutgoingPaper) -> list[StepMark]:
    """The steps of the way, done or to come."""
    state = Course(paper.state)
    return [StepMark(STEP_WORDS[each], is_reached(each, state), each is state) for each in STEPS]


def history_of(steps: Sequence[PaperStep]) -> Iterator[dict[str, object]]:
    """The steps taken, for the component that shows a history."""
    for step in steps:
        yield {
            "when": step.at,
            "who": str(step.by),
            "title": ACTION_WORDS[step.action],
            "text": step.reason,
            "icon": _ACTION_ICONS.get(step.action, "check"),
        }


def check_row(check: SignatureCheck, signer: str = "") -> CheckRow:
    """A check as the page shows it. ``signer``: the person who was to sign, where it is known."""
    found: Mapping[str, Any] = check.found
    compared = found["comparison"]
    signatures = [_signature(row) for row in found["signatures"]]
    words = str(MESSAGES[check.fault]) % {"count": compared["count"]} if check.fault else ""
    return CheckRow(
        check,
        words,
        signatures,
        compared["places"],
        compared["count"],
        compared["is_overlaid"],
        len(signatures) == 1,
        found.get("against", {}),
        "" if any(_is_named(row.signer, signer) for row in signatures) else signer,
    )


def _is_named(holder: str, signer: str) -> bool:
    """Whether the holder of a certificate bears a person's name, with or without a title."""
    return match_key(signer) in match_key(holder)


def state_label(state: str) -> str:
    """A state as lists say it."""
    return str(PaperState(state).label)


def _signature(row: Mapping[str, Any]) -> SignatureRow:
    moment = row["stamped_at"] or row["claimed_at"]
    return SignatureRow(
        row["signer"],
        row["organisation"],
        row["issued_by"],
        dt.datetime.fromisoformat(moment) if moment else None,
        bool(row["stamped_at"]),
        [
            Side(label, words[row[name]], *_LOOKS[row[name]])
            for name, (label, words) in _SIDES.items()
            # Stamps were not told apart in the first checks that were kept.
            if name in row
        ],
    )
