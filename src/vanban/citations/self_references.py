"""References of a document to itself: "Kế hoạch này", "(Kèm theo Kế hoạch số …)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanban.citations.announcements import NAMED_TYPES
from vanban.citations.provisions import find_provision
from vanban.models import Citation, Span

_TYPES = (
    "Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông báo",
    "Thông tư", "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Báo cáo",
    "Tờ trình", "Công văn", "Công điện", "Kết luận", "Văn bản", "Luật", "Pháp lệnh",
)  # fmt: skip
_THIS = re.compile(r"\snày(?!\w)")
_TYPE_BEFORE = re.compile(rf"(?<!\w)(?P<type>(?i:{'|'.join(_TYPES)}))\Z")
_WINDOW = 16
_GUIDE_LINE = re.compile(r"\(\s*(?:ban hành\s+)?(?:gửi\s+)?kèm(?:\s+theo)?\s+\S?\Z", re.IGNORECASE)


def find_self_references(content: str) -> Iterator[Citation]:
    """Every "<type> này" with the part of the document that it names."""
    for this in _THIS.finditer(content):
        before = _TYPE_BEFORE.search(content, max(0, this.start() - _WINDOW), this.start())
        if before is None:
            continue
        provision = find_provision(content, before.start())
        start = provision[0] if provision else before.start()
        span = Span(start, this.end())
        yield Citation(
            span,
            confidence=0.9,
            raw=span.of(content),
            is_self=True,
            type=NAMED_TYPES[before["type"].casefold()],
            clause=provision[1] if provision else None,
        )


def is_guide_line(content: str, citation: Citation) -> bool:
    """Whether a citation stands in the line that opens an annex: "(Kèm theo Kế hoạch số …)"."""
    start = citation.span.start
    return _GUIDE_LINE.search(content[max(0, start - 40) : start + 1]) is not None
