"""Annexes that the body refers to and that are absent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanban.layout import appendix_number
from vanban.models import Issue, ParsedDocument, Severity, Span

_ANNEX = re.compile(
    r"Phụ lục\s+(?P<first>[IVX]{1,5}|\d{1,2})(?P<more>(?:\s*(?:,|và)\s*(?:[IVX]{1,5}"
    r"|\d{1,2})(?!\w))*)"
)
_NUMERAL = re.compile(r"[IVX]{1,5}|\d{1,2}")


def check_annexes(parsed: ParsedDocument) -> Iterator[Issue]:
    """An annex that the body refers to and that is not in the text."""
    present = _present_annexes(parsed)
    reported: set[str] = set()
    for match in _ANNEX.finditer(parsed.text.content):
        if _is_of_another(parsed, match.end()):
            continue
        for numeral in _NUMERAL.findall(match["first"] + match["more"]):
            if numeral not in present and numeral not in reported:
                reported.add(numeral)
                span = Span(*match.span())
                yield Issue("annex_absent", Severity.WARNING, span, {"annex": numeral})


def _present_annexes(parsed: ParsedDocument) -> set[str]:
    content = parsed.text.content
    headings = (appendix_number(block.span.of(content)) for block in parsed.text.blocks)
    return {number for number in headings if number}


def _is_of_another(parsed: ParsedDocument, end: int) -> bool:
    """Whether the annex belongs to a cited document: "Phụ lục I Nghị quyết số …"."""
    following = parsed.text.content[end : end + 60]
    return bool(
        re.match(
            r"\s*,?\s*(?:(?:ban hành\s+)?kèm theo\s+|của\s+)?(?:Nghị|Quyết|Thông|Luật"
            r"|Kế hoạch số|Công văn|Chỉ thị)",
            following,
        )
    )
