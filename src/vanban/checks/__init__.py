"""What is odd in a parsed document, for the reviewer: one module per subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vanban.checks.annexes import check_annexes
from vanban.checks.brackets import check_brackets, check_enumerators
from vanban.checks.citations import check_symbols
from vanban.checks.dates import check_citation_dates, check_dates
from vanban.checks.numbering import check_gaps
from vanban.checks.sums import check_sums
from vanban.models import Issue, ParsedDocument, Span

Check = Callable[[ParsedDocument], Iterator[Issue]]

CHECKS: tuple[Check, ...] = (
    check_dates,
    check_symbols,
    check_citation_dates,
    check_annexes,
    check_brackets,
    check_enumerators,
    check_sums,
    check_gaps,
)


def check(parsed: ParsedDocument) -> tuple[Issue, ...]:
    """What the checks find in a parsed document, in the order of the text.

    Issues of the reader are not repeated; ``parse`` puts both into ``ParsedDocument.issues``.
    """
    found = [issue for rule in CHECKS for issue in rule(parsed)]
    return tuple(sorted(found, key=lambda issue: issue.span or Span(0, 0)))
