"""Orders in the paragraphs that introduce a list of clauses: "… yêu cầu các sở … như sau:"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.assignees import named_on
from vanban.assignments import Assignment, find_coordinating, is_order
from vanban.body_lists import body_list_end, names_in
from vanban.models import Block, BlockKind, Span, Unit

_ASKED = re.compile(
    r"(?<!\w)(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao(?: nhiệm vụ cho)?|chỉ đạo)\s+(?:cho\s+)?(?=\w)"
)
_INTRODUCES = re.compile(r"(?::|(?:như sau|sau đây|dưới đây|các nội dung sau)[.:;]?)\s*\Z")
_LONGEST = 3000
_REACH = 600


def introducing_order(content: str, stop: int) -> Assignment | None:
    """Who is asked by the paragraph that ends before ``stop`` to do what follows there."""
    end = len(content[:stop].rstrip()) if stop < _LONGEST else _trimmed_end(content, stop)
    start = content.rfind("\n", max(0, end - _LONGEST), end) + 1
    if not _INTRODUCES.search(content, max(start, end - 60), end):
        return None
    orders = list(_orders(content, Span(start, end)))
    return orders[-1] if orders else None


def _trimmed_end(content: str, stop: int) -> int:
    return stop - _LONGEST + len(content[stop - _LONGEST : stop].rstrip())


def find_orders(content: str, paragraphs: Sequence[Span]) -> Iterator[tuple[Span, Assignment]]:
    """The orders of paragraphs that belong to no unit, each with its paragraph."""
    for paragraph in paragraphs:
        for order in _orders(content, paragraph):
            yield paragraph, order


def _orders(content: str, span: Span) -> Iterator[Assignment]:
    for asked in _ASKED.finditer(content, span.start, span.end):
        end = body_list_end(content, asked.end(), small=True)
        if end is None or end > span.end or not is_order(content, asked.end(), span.start):
            continue
        begins = asked.end()
        end = min(named_on(content, begins, end, is_heading=False), span.end)
        stop = min(span.end, end + _REACH)
        others = find_coordinating(content[end:stop])
        yield Assignment(
            names_in(content[begins:end]), others, Span(begins, end), None, 0.7, "introduced"
        )


_BASIS = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Trên cơ sở|V/v|Về việc|Kính gửi)(?!\w)")
_SHORTEST = 50


def opening_paragraphs(
    content: str, blocks: Sequence[Block], units: Sequence[Unit], start: int | None
) -> tuple[Span, ...]:
    """The paragraphs from ``start`` to the first unit, the legal bases left out; None has none."""
    if start is None:
        return ()
    stop = units[0].span.start if units else len(content)
    return tuple(
        block.span
        for block in blocks
        if block.kind is BlockKind.PARAGRAPH
        and start <= block.span.start < stop
        and block.span.end - block.span.start >= _SHORTEST
        and not _is_mere_basis(content, block.span)
    )


def _is_mere_basis(content: str, span: Span) -> bool:
    """Whether a paragraph only tells on what the document rests; one may go on to its order."""
    begins = _BASIS.match(content, span.start, span.end)
    return bool(begins) and not _AUTHORITY_ASKS.search(content, span.start, span.end)


_AUTHORITY_ASKS = re.compile(
    r",\s+(?:UBND|Ủy ban|Chủ tịch|Thủ tướng|Chính phủ|Bộ|Sở|Ban|Văn phòng|Thường trực|Đảng ủy"
    r"|Tỉnh ủy)[^,;.]{0,80}?\s(?:yêu cầu|đề nghị|giao)\s"
)
