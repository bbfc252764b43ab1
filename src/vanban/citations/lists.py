"""Lists of documents that share a type, a symbol's ending or an issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vanban.citations.announcements import find_announcement
from vanban.citations.surroundings import TYPES
from vanban.citations.symbols import Symbol
from vanban.models import Citation, Span

_PART = r"\d{1,5}[a-z]?(?:/(?:19|20)\d\d)?"
_HEADLESS = re.compile(
    rf"(?i:(?:{TYPES})\s+(?:liên tịch\s+)?số\s*:?\s*)"
    rf"(?P<parts>(?:{_PART}(?:\s*[,;]\s*(?:và\s+)?|\s+và\s+)){{1,20}})(?:số\s+)?\Z"
)
_FIRST_PART = re.compile(_PART)
_BEFORE = re.compile(r"\d(?:/\d{4})?\s*(?:[,;]|và)\s*(?:và\s+)?(?:số\s+)?\Z")
_WINDOW = 160
_BETWEEN = re.compile(r"\s*(?:[,;]|và|hoặc|cùng)\s*(?:(?:và|các|số)\s*)*(?:ngày\s)?\Z")


def split_symbols(content: str, symbols: Iterator[Symbol]) -> Iterator[Symbol]:
    """The symbols with those before them that lack their ending: "số 12, 13/2025/NQ-HĐND"."""
    for symbol in symbols:
        yield from _headless(content, symbol)
        yield symbol


def _headless(content: str, symbol: Symbol) -> Iterator[Symbol]:
    end = symbol.span.start
    if not _BEFORE.search(content, max(0, end - 20), end):
        return
    listed = _HEADLESS.search(content, max(0, end - _WINDOW), end)
    serial = re.match(r"\d+[a-zA-E]?(?:\.\d+)?", symbol.number)
    if listed is None or serial is None:
        return
    ending = symbol.number[serial.end() :]
    for part in _FIRST_PART.finditer(content, listed.start("parts"), listed.end("parts")):
        own_ending = ending[5:] if "/" in part[0] and re.match(r"/\d{4}/", ending) else ending
        span = Span(*part.span())
        announced = find_announcement(content, span.start)
        number = part[0] + own_ending
        yield Symbol(span, part[0], number, symbol.family, symbol.confidence, announced)


def share_in_lists(content: str, citations: Sequence[Citation]) -> list[Citation]:
    """The citations with the issuer of the last member of their list, the type of the first."""
    shared = list(citations)
    for at in range(1, len(shared)):
        if shared[at].type is None and shared[at - 1].type and _joined(content, shared, at):
            shared[at] = replace(shared[at], type=shared[at - 1].type)
    for at in range(len(shared) - 1, 0, -1):
        issuer, member = shared[at].issuer, shared[at - 1]
        if issuer and member.issuer is None and _is_of_one_body(content, shared, at):
            shared[at - 1] = replace(member, issuer=issuer)
    return shared


def _joined(content: str, citations: Sequence[Citation], at: int) -> bool:
    """Whether nothing but a comma or "và" stands between a citation and the one before it."""
    start, end = citations[at - 1].span.end, citations[at].span.start
    return end - start <= 20 and _BETWEEN.fullmatch(content, start, end) is not None


def _is_of_one_body(content: str, citations: Sequence[Citation], at: int) -> bool:
    ending = _ending(citations[at])
    return ending == _ending(citations[at - 1]) != "" and _joined(content, citations, at)


def _ending(citation: Citation) -> str:
    """The letters of a symbol: members of one list are issued by one body if these are equal."""
    return re.sub(r"^\d+[a-zA-E]?(?:\.\d+)?(?:/\d{4})?", "", citation.number)
