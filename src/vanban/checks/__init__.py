"""What is odd in a parsed document, for the reviewer: one module per subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vanban.checks.annexes import check_annexes
from vanban.checks.brackets import check_brackets, check_enumerators
from vanban.checks.citations import (
    check_agreement,
    check_date_order,
    check_symbols,
    check_years,
)
from vanban.checks.consistency import check_coverage, check_values
from vanban.checks.dates import check_citation_dates, check_dates
from vanban.checks.format import check_format
from vanban.checks.numbering import check_gaps
from vanban.checks.ratios import check_ratios
from vanban.checks.registered import REGISTER_CHECKS
from vanban.checks.spelling import check_spelling
from vanban.checks.sums import check_sums
from vanban.models import Issue, KnownDocument, ParsedDocument, Span
from vanban.register import Register

Check = Callable[[ParsedDocument], Iterator[Issue]]

CHECKS: tuple[Check, ...] = (
    check_dates,
    check_symbols,
    check_years,
    check_agreement,
    check_date_order,
    check_citation_dates,
    check_annexes,
    check_brackets,
    check_enumerators,
    check_sums,
    check_ratios,
    check_coverage,
    check_values,
    check_spelling,
    check_gaps,
    check_format,
)


def check(
    parsed: ParsedDocument, register: Sequence[KnownDocument] | Register = ()
) -> tuple[Issue, ...]:
    """What the checks find in a parsed document, in the order of the text.

    ``register`` holds the known documents that citations are compared with.
    Issues of the reader are not repeated; ``parse`` puts both into ``ParsedDocument.issues``.
    """
    found = [issue for rule in CHECKS for issue in rule(parsed)]
    documents = register if isinstance(register, Register) else Register(register)
    if documents:
        found.extend(issue for rule in REGISTER_CHECKS for issue in rule(parsed, documents))
    return tuple(sorted(found, key=lambda issue: issue.span or Span(0, 0)))
