"""Totals whose listed parts do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanban.models import Issue, Money, ParsedDocument, Severity, Span

_INTRODUCES_PARTS = re.compile(
    r"(?i:,?\s*(?:bao\s+)?gồm(?:\s+có)?\s*:?|,?\s*cụ thể\s*:|,?\s*chia ra\s*:)"
)
_SUBSET = re.compile(r"(?i:trong đó)")
_LONGEST_SUM = 2000
_MOST_PARTS = 40
_SUBSET_END = re.compile(r"\)|\(\d\)")
_SENTENCE_END = re.compile(r"\.\s|\n|\Z")


def check_sums(parsed: ParsedDocument) -> Iterator[Issue]:
    """A total followed by "gồm:" whose listed parts do not add up to it.

    "trong đó" introduces a subset: nothing is claimed of it.
    """
    content = parsed.text.content
    amounts = sorted(parsed.money, key=lambda money: money.span)
    for index, total in enumerate(amounts):
        introduced = _INTRODUCES_PARTS.match(content, total.span.end)
        if introduced is None:
            continue
        parts = list(_parts_of(content, amounts, index + 1, introduced.end()))
        added = sum(part.value_vnd for part in parts)
        if len(parts) > 1 and added != total.value_vnd:
            span = Span(total.span.start, parts[-1].span.end)
            params = {"total": str(total.value_vnd), "sum": str(added)}
            yield Issue("sum_differs", Severity.WARNING, span, params)


def _parts_of(content: str, amounts: list[Money], first: int, start: int) -> Iterator[Money]:
    """The amounts up to the end of the sentence, without those of a subset in brackets."""
    end = _SENTENCE_END.search(content, start, start + _LONGEST_SUM)
    stop = end.start() if end else start + _LONGEST_SUM
    subset_until = last = start
    for amount in amounts[first : first + _MOST_PARTS]:
        if amount.span.start >= stop:
            return
        subset = _SUBSET.search(content, max(last, subset_until), amount.span.start)
        if subset:
            closes = _SUBSET_END.search(content, subset.end(), stop)
            subset_until = closes.start() if closes else stop
        last = amount.span.end
        if amount.span.start >= subset_until:
            yield amount
