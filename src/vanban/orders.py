"""Orders in the paragraphs that introduce a list of clauses: "… yêu cầu các sở … như sau:"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.assignees import named_on
from vanban.assignments import Assignment, is_order
from vanban.bodies import body_list_end, names_in
from vanban.models import Span

_ASKED = re.compile(
    r"(?<!\w)(?:[Yy]êu cầu|[Đđ]ề nghị|[Gg]iao(?: nhiệm vụ cho)?|chỉ đạo)\s+(?:cho\s+)?(?=\w)"
)
_INTRODUCES = re.compile(r"(?::|(?:như sau|sau đây|dưới đây|các nội dung sau)[.:;]?)\s*\Z")
_LONGEST = 3000


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
        yield Assignment(
            names_in(content[begins:end]), (), Span(begins, end), None, 0.7, "introduced"
        )
