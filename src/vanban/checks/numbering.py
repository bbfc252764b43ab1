"""Articles whose numbers skip or repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanban.models import Issue, ParsedDocument, Severity, Span


def check_gaps(parsed: ParsedDocument) -> Iterator[Issue]:
    """Articles whose numbers skip or repeat within one part."""
    last: dict[str, int] = {}
    for unit in parsed.outline:
        number = re.fullmatch(r"Điều (\d+)", unit.marker)
        if number is None:
            continue
        value = int(number[1])
        before = last.get(unit.part)
        if before is not None and value not in (before + 1, 1):
            params = {"expected": f"Điều {before + 1}", "found": unit.marker}
            span = Span(unit.span.start, unit.span.start + len(unit.marker))
            yield Issue("numbering_gap", Severity.INFO, span, params)
        last[unit.part] = value
