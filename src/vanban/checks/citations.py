"""Symbols that had to be corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vanban.models import Issue, ParsedDocument, Severity


def check_symbols(parsed: ParsedDocument) -> Iterator[Issue]:
    """Citations whose printed symbol had to be corrected ("57-NQ-TW" for "57-NQ/TW")."""
    for citation in parsed.citations:
        printed = re.sub(r"\s", "", citation.number_raw).upper()
        if printed != citation.number.upper():
            params = {"raw": citation.number_raw, "expected": citation.number}
            yield Issue("symbol_corrected", Severity.WARNING, citation.span, params)
