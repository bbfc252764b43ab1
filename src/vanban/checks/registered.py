"""Citations compared with a register: another date, issuer or title, a basis that was replaced
or repealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vanban.citations.issuers import agree
from vanban.citations.titles import find_title, title_words
from vanban.dates import format_date
from vanban.models import Citation, Issue, KnownDocument, ParsedDocument, Relation, Severity
from vanban.register import Register

# How much of the shorter title has to stand in the longer one. Subjects are shortened when cited.
_SHARE_OF_TITLE = 0.5
_SHORTEST_TITLE = 4


def check_register(parsed: ParsedDocument, register: Register) -> Iterator[Issue]:
    """Citations that disagree with the one document of the register that bears their symbol."""
    for citation in parsed.citations:
        if not citation.number or citation.is_self:
            continue
        listed = register.with_symbol(citation.number)
        if citation.candidates:
            yield from _compare(parsed, citation, register)
        elif listed:
            yield from _explain(citation, listed)


def _explain(citation: Citation, listed: Sequence[KnownDocument]) -> Iterator[Issue]:
    """Why a citation is none of the documents with its symbol: the date, else the issuer."""
    same_year = [
        known
        for known in listed
        if known.date and citation.date and known.date.year == citation.date.year
    ]
    for known in same_year:
        if agree(citation.issuer, known.issuer) and known.date and citation.date:
            params = {
                "number": citation.number,
                "date": format_date(citation.date),
                "expected": format_date(known.date),
            }
            yield Issue("citation_date_differs", Severity.WARNING, citation.span, params)
            return
    for known in listed:
        if citation.date and known.date == citation.date and citation.issuer and known.issuer:
            params = {
                "number": citation.number,
                "issuer": citation.issuer,
                "expected": known.issuer,
            }
            yield Issue("citation_issuer_differs", Severity.WARNING, citation.span, params)
            return


def _compare(parsed: ParsedDocument, citation: Citation, register: Register) -> Iterator[Issue]:
    """What a resolved citation says otherwise than its document."""
    known = register.get(citation.candidates[0]) if len(citation.candidates) == 1 else None
    if known is None:
        return
    title = find_title(parsed.text.content, citation)
    if title and known.title and not _is_alike(title, known.title):
        params = {"number": citation.number, "title": title, "expected": known.title}
        yield Issue("citation_title_differs", Severity.INFO, citation.span, params)
    if citation.relation in (Relation.REPLACES, Relation.REPEALS):
        # The text itself says that the document ends.
        return
    if known.replaced_by:
        params = {"number": citation.number, "replaced_by": known.replaced_by}
        yield Issue("cited_document_replaced", Severity.WARNING, citation.span, params)
    elif known.repealed_by:
        params = {"number": citation.number, "repealed_by": known.repealed_by}
        yield Issue("cited_document_repealed", Severity.WARNING, citation.span, params)


def _is_alike(printed: str, known: str) -> bool:
    one, other = set(title_words(printed)), set(title_words(known))
    shorter = min(len(one), len(other))
    return shorter < _SHORTEST_TITLE or len(one & other) >= _SHARE_OF_TITLE * shorter


RegisterCheck = Callable[[ParsedDocument, Register], Iterator[Issue]]
REGISTER_CHECKS: tuple[RegisterCheck, ...] = (check_register,)
