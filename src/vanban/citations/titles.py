"""Citations inside the title of another: "Công văn số A về việc thực hiện Kế hoạch số B"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.models import Citation

_TITLE = re.compile(
    r"\s*,?\s*[“\"]?(?:về(?: việc)?|ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|triển khai"
    r"|thực hiện|đôn đốc|công bố|giao)(?!\w)",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"[;\n]|[.!?]\s")
_LONGEST = 400


def opens_title(words: str) -> bool:
    """Whether the words behind a citation begin its title ("về việc …")."""
    return _TITLE.match(words) is not None


def find_hosts(content: str, citations: Sequence[Citation]) -> list[int | None]:
    """For each citation the index of the dated one in whose title it stands, else None."""
    hosts: list[int | None] = []
    host: int | None = None
    for at, citation in enumerate(citations):
        if host is not None and not _is_inside(content, citations[host], citation):
            host = None
        hosts.append(host)
        if host is None and citation.date is not None and not citation.is_self:
            host = at
    return hosts


def _is_inside(content: str, host: Citation, citation: Citation) -> bool:
    start, end = host.span.end, citation.span.start
    if end - start > _LONGEST or not _TITLE.match(content, start, end):
        return False
    return not _BROKEN.search(content, start, end)


_SUBJECT = re.compile(
    r"\s*,?\s*(?:về(?: việc)?|ban hành|phê duyệt|quy định)\s+(?P<words>[^;\n()]{8,300}?)"
    r"(?=[;\n()]|\.\s|\.?\Z|\./)",
)
_WORD = re.compile(r"\w+")


def find_title(content: str, citation: Citation) -> str | None:
    """The subject that is printed behind a citation, None where there is none."""
    match = _SUBJECT.match(content, citation.span.end)
    return " ".join(match["words"].split()) if match else None


def title_words(title: str) -> Iterator[str]:
    """The words of a title for comparing."""
    for match in _WORD.finditer(title.casefold()):
        yield match[0]
