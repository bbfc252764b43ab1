"""References to parts of a document: "điểm a khoản 2 Điều 5", "các Điều 5, 6 và 7"."""

from __future__ import annotations

import re

_UNIT = (
    r"(?:[Đđ]iểm|[Tt]iết|[Kk]hoản|[Đđ]iều|[Tt]iểu mục|[Mm]ục|[Cc]hương|[Pp]hần|[Pp]hụ lục|[Đđ]oạn"
    r"|[Bb]iểu|[Mm]ẫu(?: biểu)?|[Gg]ạch đầu dòng)"
)
_WORDED = r"(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
_VALUE = (
    rf"(?:(?:số|thứ)\s+)?(?:\d+(?:\.\d+)*[a-zđ]?|[IVXLC]+(?:[.-]\d+)*|[a-zđ]\d?|[A-HK]|{_WORDED})"
    r"(?![\w])"
)
_AND = r"(?:\s*[,;]\s*(?:và\s+)?|\s+và\s+|\s+hoặc\s+|\s+đến\s+|\s*[-–]\s*)"
_SEGMENT = rf"(?:(?:[Cc]ác|[Tt]ừ|đến hết)\s+)?{_UNIT}\s+{_VALUE}(?:{_AND}{_VALUE})*"
_JOIN = r"(?:\s*,\s*|\s+)(?:(?:và|của|tại|thuộc|đến|hoặc)\s+)?"
_TAIL = r"(?:\s*,)?(?:\s+(?:của|tại|thuộc|trong|(?:ban hành\s+)?kèm theo))?\s*"
_BEGINS = re.compile(rf"(?<!\w)(?:(?:[Cc]ác|[Tt]ừ)\s+)?{_UNIT}\s")
_REFERENCE = re.compile(rf"(?P<words>{_SEGMENT}(?:{_JOIN}{_SEGMENT}){{0,12}}){_TAIL}\Z")
# The last word before the document: a value, perhaps with "của" or "kèm theo" behind it.
_ENDS = re.compile(
    rf"(?:\d[a-zđ]?|[IVXLC]|\s[a-zđ]\d?|\s[A-HK]|\s{_WORDED})(?:\s*,)?"
    r"(?:\s+(?:của|tại|thuộc|trong|(?:ban hành\s+)?kèm theo))?\s*\Z"
)
_WINDOW = 220


def find_provision(content: str, end: int, start: int = 0) -> tuple[int, str] | None:
    """Where the reference begins that leads to a document named at ``end``, and its words.

    "theo khoản 2 Mục II Kế hoạch số …" gives the place of "khoản" and "khoản 2 Mục II".
    Missing: None where no part of the document is named.
    """
    first = max(start, end - _WINDOW)
    if not _ENDS.search(content, max(first, end - 32), end):
        return None
    sentence = max(content.rfind("\n", first, end), content.rfind(". ", first, end), first)
    for begins in _BEGINS.finditer(content, sentence, end):
        match = _REFERENCE.match(content, begins.start(), end)
        if match:
            return begins.start(), " ".join(match["words"].split())
    return None
