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
_DOES = (
    r"(?:thực hiện|tham mưu|triển khai|theo dõi|đôn đốc|tổng hợp|báo cáo|trình|xây dựng|tổ chức"
    r"|soạn thảo)"
)
LABEL_RULES: tuple[LabelRule, ...] = (
    LabelRule(
        "coordinating",
        re.compile(
            rf"(?:{_WHO},?\s*)*\(?(?:(?:cùng|tham gia|có liên quan)\s+)*(?:[Pp]hối hợp"
            rf"|tham gia)(?:,?\s*(?:và\s+)?(?:{_DOES}|chính))*\)?\s*:\s*"
        ),
        ("Đơn vị phối hợp: Sở Tư pháp.",),
    ),
    LabelRule(
        "lead",
        re.compile(
            rf"(?:(?:{_WHO}(?:,?\s*(?:[Cc]ơ quan|[Đđ]ơn vị))*\s+)?(?:[Cc]hủ trì|thực hiện"
            rf"|đầu mối|chịu trách nhiệm"
            rf"|tham mưu)(?:,?\s*(?:và\s+)?(?:{_DOES}|chính|chủ trì))*"
            r"|[Tt]rách nhiệm (?:thực hiện|chủ trì|chính)|[Pp]hân công thực hiện|[Pp]hân công"
            r"|[Gg]iao thực hiện|[Đđ]ầu mối(?:\s+thực hiện)?)\s*:\s*"
        ),
        ("Cơ quan chủ trì thực hiện: Sở Nội vụ.",),
    ),
    LabelRule(
        "deadline",
        re.compile(
            r"(?:[Tt]hời gian|[Tt]hời hạn|[Tt]hời điểm|[Tt]iến độ|[Ll]ộ trình|[Hh]oàn thành"
            r"|[Hh]ạn|[Mm]ốc thời gian|[Kk]ỳ hạn)"
            r"(?:,?\s+(?:thực hiện|hoàn thành|triển khai|trình|ban hành|và|dự kiến|thực"
            r"|hiện|bắt đầu|kết thúc|báo cáo|xong|cuối|chót))*\s*:\s*"
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
