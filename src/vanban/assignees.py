"""Up to where the bodies that are given a duty are named, before the words of the duty."""

from __future__ import annotations

import re

from vanban.alternatives import any_of
from vanban.bodies import find_bodies
from vanban.letters import LOWER, UPPER
from vanban.lexicon import words as words_of

_OPENERS = any_of(tuple(word.lower() for word in words_of("verbs", "openers")))
_VERBS = any_of(
    (*(word.lower() for word in words_of("verbs", "openers")), *words_of("verbs", "duties"))
)
# "các đơn vị kinh doanh hạ tầng", "các cơ quan quản lý trạm": verbs that may be part of a name.
_NOMINAL = any_of(words_of("verbs", "nominal"))
_PLAIN = rf"(?!(?:{_OPENERS}|phối hợp|là|theo|có|chịu|đã|được)(?!\w))[{LOWER}]+"
_STRONG = (
    r"(?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|chủ trì|chủ động|phối hợp|căn cứ|nghiêm túc"
    r"|khẩn trương|tiếp tục|tích cực|tập trung|tăng cường|phải|thực hiện|triển khai|rà soát"
    r"|kịp thời"
    r"|đẩy mạnh|báo cáo|thường xuyên|quan tâm|bảo đảm|đảm bảo|bố trí|ưu tiên|quán triệt)"
)
_IS_GROUP = re.compile(
    r"(?:(?:Thủ trưởng|thủ trưởng|Người đứng đầu|người đứng đầu|Lãnh đạo|Chủ tịch|Giám đốc)\s+)?"
    r"(?:[Cc]ác|[Nn]hững|[Tt]ất cả các|[Dd]oanh nghiệp|[Đđ]ơn vị|[Tt]ổ chức|[Cc]ơ quan|[Cc]ơ sở)\s"
    r"|(?:Người|người) đứng đầu\s"
)
_MAY_GO_ON = re.compile(rf",?\s+(?!(?!(?:{_NOMINAL})(?!\w))(?:{_VERBS})(?!\w))")
_UP_TO_DUTY = re.compile(rf"[^.;:\n]{{1,110}}?(?=\s+(?:{_STRONG})(?!\w))")
_UP_TO_END = re.compile(r"[^.;:\n]{1,160}?(?=\s*(?::|\n|\Z)|\s+có (?:trách )?nhiệm)")
# "các sở được phân công": what was given to a group is no part of its name.
_GIVEN = re.compile(r"\s+(?:được|theo|căn cứ|trong phạm vi|có(?! liên))(?!\w)")
# A unit of a department may be named on in small letters: "Phòng Quản lý giá và công sản".
_SMALL_REST = re.compile(
    rf"(?: {_PLAIN}| và(?= [{LOWER}])){{1,8}}"
    r"(?=\s*(?:\([^()]{1,60}\)\s*)?(?::|\n|\Z)|,?\s+(?:có trách nhiệm|chịu trách nhiệm"
    r"|chủ trì)(?!\w))"
)
_UNIT = re.compile(
    r"(?:Phòng|Trung tâm|Chi cục|Bộ phận|Đội|Trạm|Tổ|Bệnh viện|Ban|Văn phòng|Hạt|Công ty"
    r"|Trường|Quỹ|Đồn|Hội|Nhà máy)\s"
)


def named_on(words: str, start: int, end: int, is_heading: bool) -> int:
    """The end of the list with what tells a group or a unit apart: "các đơn vị cấp nước sạch".

    A heading names its bodies up to its end; inside a sentence the name goes on to the duty.
    """
    if _IS_GROUP.match(words, start) or _last_is_group(words, start, end):
        return _group_end(words, end, is_heading)
    if _UNIT.match(words, start):
        rest = _SMALL_REST.match(words, end)
        return rest.end() if rest else end
    return end


_LAST = re.compile(r"(?:,|;|\svà)\s+(?:các|những)\s+[^,;]*\Z")


def _last_is_group(words: str, start: int, end: int) -> bool:
    return bool(_LAST.search(words, start, end))


def _group_end(words: str, end: int, is_heading: bool) -> int:
    is_whole = words.endswith("liên quan", 0, end)
    if is_whole or _GIVEN.match(words, end) or not _MAY_GO_ON.match(words, end):
        return end
    found = (_UP_TO_END if is_heading else _UP_TO_DUTY).match(words, end)
    if found is None or (not is_heading and _goes_on_otherwise(found[0])):
        return end
    return found.end()


def _goes_on_otherwise(between: str) -> bool:
    """Whether the words up to a duty show that the name ended before them."""
    return bool(_CLAUSE_INSIDE.search(between) or _VERB_INSIDE.search(between))


_VERB_INSIDE = re.compile(rf"\s(?!(?:{_NOMINAL})(?!\w))(?:{_VERBS})(?!\w)")
# Words that show that the name ended and a sentence went on.
_CLAUSE_INSIDE = re.compile(
    r"(?<!\w)(?:đã|đang|sẽ|được|bị|để|nhằm|nếu|khi|mà|là|cần|như|do|với|về|này|phải|không|vào"
    r"|có(?! liên))(?!\w)"
    r"|[,;]\s+(?!giao|vận|kho|công|dịch|viễn|bưu)"
)


_GROUP_OR_NAME = re.compile(rf"[{UPPER}]|(?:các|những|tất cả|thủ trưởng|người đứng đầu)\s")
_SUBJECT_VERB = re.compile(rf"(?:\s*\([^()]{{1,160}}\))?,?\s+(?:{_VERBS})(?!\w)")


# Who is directed, helped or reported to by others is no subject.
_OBJECT = re.compile(
    r"(?:chỉ đạo|đôn đốc|hướng dẫn|yêu cầu|kiểm tra|giúp|để|cho|của|với|tới|đến|về|từ|và|bởi|gồm"
    r"|đề nghị|giao|phối hợp|hỗ trợ|tại|trong|như|theo|mời|báo cáo|trình|là),?\s+\Z"
)


def has_subject_form(words: str, start: int, end: int) -> bool:
    """Whether a body inside a sentence is its subject: a verb of duty follows its name, and it
    neither goes on a list of bodies nor depends on a verb before it."""
    if not _GROUP_OR_NAME.match(words, start) or _goes_on_list(words, start):
        return False
    if _OBJECT.search(words, max(0, start - 20), start) and not _ORDERED.search(
        words, max(0, start - 20), start
    ):
        return False
    return bool(
        _SUBJECT_VERB.match(words, end) or _SUBJECT_VERB.match(words, _group_end(words, end, False))
    )


_ORDERED = re.compile(r"(?:\A|[,.;]\s*)(?:yêu cầu|đề nghị|giao)\s+(?:cho\s+)?\Z")
_SEPARATED = re.compile(r"[;,]\s+\Z")
_BEFORE = 160


def _goes_on_list(words: str, start: int) -> bool:
    """Whether another body ends right before the comma or semicolon at ``start``."""
    joint = _SEPARATED.search(words, max(0, start - 4), start)
    if joint is None:
        return False
    window = max(0, joint.start() - _BEFORE)
    return any(body.span.end == joint.start() for body in find_bodies(words, window, joint.start()))
