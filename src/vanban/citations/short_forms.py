"""Short forms that print a number without a symbol: "Nghị quyết 57", "NQ57", "Đề án 06"."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vanban.citations.announcements import SHORT_TYPES, Announcement, find_announcement
from vanban.citations.provisions import find_provision
from vanban.citations.surroundings import read_after
from vanban.letters import UPPER
from vanban.lexicon import load
from vanban.models import Citation, Span

_TYPES = (
    "Nghị quyết", "Nghị định", "Quyết định", "Chỉ thị", "Kết luận", "Thông tư", "Kế hoạch",
    "Quy định", "Hướng dẫn", "Thông báo", "Công văn", "Công điện", "Chương trình", "Đề án",
)  # fmt: skip
_STANDARD = {name.casefold(): name for name in _TYPES}
_NO_SYMBOL = rf"(?![\w/%]|[.,:]\d|\s?[-–/]\s?[\d{UPPER}]|\s?/)"
_NO_COUNT = (
    r"(?!\s+(?:năm(?!\s+(?:19|20)\d\d)|tháng|ngày|nội dung|nhiệm vụ|giải pháp|tỷ|triệu|đồng|người"
    r"|lần|bước|giai đoạn|mục tiêu|nhóm|điểm|khoản|trang|bản)(?!\w))"
)
_SERIAL = re.compile(rf"(?<![\d/.,])\d{{1,4}}{_NO_SYMBOL}{_NO_COUNT}")
_NUMBER = re.compile(r"\d{1,4}(?![\w/%])")
_MORE = re.compile(r"(?:\s*,\s*|\s+và\s+)(?=\d)")
_LAST_WORDS = frozenset({"số", *(name.split()[-1] for name in _STANDARD)})


@dataclass(frozen=True, slots=True)
class _Known:
    """A document that a number alone may mean: its symbol, where it is first cited, its date."""

    number: str
    at: int
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Alias:
    """A number under which a document is commonly known."""

    number: str
    date: dt.date


def _aliases(key: str) -> Mapping[str, Alias]:
    listed = load("aliases")[key]
    if not isinstance(listed, dict):
        raise TypeError(f"aliases.{key} is not a mapping")
    return {str(name): Alias(str(of["number"]), of["date"]) for name, of in listed.items()}


_ALIASES = _aliases("numbers")
PROGRAMMES = _aliases("programmes")


def find_short_forms(content: str, cited: Sequence[Citation]) -> Iterator[Citation]:
    """Every short form whose document is known: from ``cited``, or by an alias.

    Two documents that fit leave the number empty and the words in ``name``. Programmes such as
    "Đề án 06" have a name and no number: their number is that of the decision behind them.
    """
    known = _index(cited)
    past = 0
    for number in _NUMBER.finditer(content):
        if number.start() < past or not _may_be_announced(content, number.start()):
            continue
        serial = _SERIAL.match(content, number.start())
        start = _glued_or_spaced(content, number.start())
        announced = find_announcement(content, start) if serial else None
        if serial and announced and announced.type in _TYPES:
            for citation in _read(content, announced, serial, known):
                past = citation.span.end
                yield citation


def _may_be_announced(content: str, start: int) -> bool:
    """Whether the word before a number can be the last one of a type: a quick test."""
    if content[start - 1 : start].isspace():
        if not content[max(0, start - 2) : start - 1].isalpha():
            return False
        words = content[max(0, start - 12) : start].split()
        return bool(words) and (words[-1].casefold() in _LAST_WORDS or words[-1] in SHORT_TYPES)
    return content[max(0, start - 4) : start].rstrip("-")[-2:] in SHORT_TYPES


def _glued_or_spaced(content: str, start: int) -> int:
    """Where the type ends before a number: "NQ-57" has a hyphen between."""
    return start - 1 if content[start - 1 : start] == "-" else start


_Index = Mapping[tuple[str, int], Sequence[_Known]]


def _index(cited: Sequence[Citation]) -> _Index:
    index: dict[tuple[str, int], list[_Known]] = defaultdict(list)
    for citation in cited:
        serial = re.match(r"\d+", citation.number)
        if serial and citation.type:
            key = (_kind(citation.type), int(serial[0]))
            index[key].append(_Known(citation.number, citation.span.start, citation.date))
    return index


def _kind(name: str) -> str:
    """The type by its first two words: "Chương trình hành động" is a "Chương trình"."""
    return " ".join(name.casefold().split()[:2])


def _read(
    content: str, announced: Announcement, serial: re.Match[str], known: _Index
) -> Iterator[Citation]:
    """The citation of a short form, and those of a list that it opens."""
    following: re.Match[str] | None = serial
    provision = find_provision(content, announced.start)
    start = provision[0] if provision else announced.start
    while following:
        date, issuer, end = read_after(content, following.end())
        span = Span(start, end)
        citation = Citation(
            span,
            confidence=0.85,
            raw=span.of(content),
            number_raw=following[0],
            type=announced.type,
            date=date,
            issuer=issuer,
            clause=provision[1] if provision else None,
        )
        resolved = _resolve(citation, known)
        if resolved is None:
            return
        yield resolved
        provision = None
        more = _MORE.match(content, end)
        start = more.end() if more else end
        following = _SERIAL.match(content, start) if more else None


def _resolve(citation: Citation, known: _Index) -> Citation | None:
    fitting = [
        one
        for one in known.get((_kind(citation.type or ""), int(citation.number_raw)), ())
        if citation.date is None or one.date in (None, citation.date)
    ]
    earlier = [one for one in fitting if one.at < citation.span.start]
    numbers = {one.number for one in earlier or fitting}
    if len(numbers) == 1:
        return replace(citation, number=numbers.pop())
    name = f"{citation.type} {citation.number_raw}"
    if numbers or name in PROGRAMMES:
        return replace(citation, name=name, confidence=0.6)
    alias = _ALIASES.get(name)
    if alias and citation.date in (None, alias.date):
        return replace(citation, number=alias.number, name=name, confidence=0.6)
    return None
