"""Labelled lines below a clause: "Cơ quan chủ trì: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelRule:
    """A label that names a field of the task it stands under."""

    field: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


_WHO = r"(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận|[Tt]ổ chức|[Ss]ở, ngành)"
LABEL_RULES: tuple[LabelRule, ...] = (
    LabelRule(
        "coordinating",
        re.compile(
            rf"(?:{_WHO},?\s*)*\(?(?:[Pp]hối hợp)(?:\s+(?:thực hiện|tham mưu"
            rf"|triển khai))?\)?\s*:\s*"
        ),
        ("Đơn vị phối hợp: Sở Tư pháp.",),
    ),
    LabelRule(
        "lead",
        re.compile(
            rf"(?:(?:{_WHO}(?:,?\s*(?:[Cc]ơ quan|[Đđ]ơn vị))*\s+)?(?:[Cc]hủ trì|thực hiện"
            rf"|đầu mối|chịu trách nhiệm"
            r"|tham mưu)(?:\s+(?:thực hiện|tham mưu|triển khai|chính|chủ trì))*"
            r"|[Tt]rách nhiệm thực hiện"
            r"|[Pp]hân công thực hiện|[Pp]hân công)\s*:\s*"
        ),
        ("Cơ quan chủ trì thực hiện: Sở Nội vụ.",),
    ),
    LabelRule(
        "deadline",
        re.compile(
            r"(?:[Tt]hời gian|[Tt]hời hạn|[Tt]iến độ|[Ll]ộ trình|[Hh]oàn thành)"
            r"(?:\s+(?:thực hiện|hoàn thành|triển khai|trình|ban hành|và|dự kiến|thực"
            r"|hiện))*\s*:\s*"
        ),
        ("Thời gian thực hiện: Quý I/2026.",),
    ),
    LabelRule(
        "product",
        re.compile(
            r"(?:[Ss]ản phẩm|[Kk]ết quả|[Đđ]ầu ra)(?:\s+(?:đầu ra|thực hiện|đạt được|cần đạt"
            r"|hoàn thành|dự kiến))*\s*:\s*"
        ),
        ("Sản phẩm: Kế hoạch của UBND tỉnh.",),
    ),
)


def read_label(words: str) -> tuple[str, int] | None:
    """The field that a line's label names and where its value begins, or None."""
    text = words.lstrip("-–+*• (")
    skipped = len(words) - len(text)
    for rule in LABEL_RULES:
        match = rule.pattern.match(text)
        if match:
            return rule.field, skipped + match.end()
    return None
