"""Citations of documents in running text: typed, with their words, date, issuer and relation.

The pipeline: symbols and names of laws are found, what stands beside them is read, lists share
what is printed once, short forms are matched with the full ones, verbs state the relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vanban.citations.laws import NamedLaw, find_laws
from vanban.citations.lists import share_in_lists, split_symbols
from vanban.citations.provisions import find_provision
from vanban.citations.relations import state_relations
from vanban.citations.self_references import find_self_references, is_guide_line
from vanban.citations.short_forms import find_short_forms
from vanban.citations.surroundings import read_beside
from vanban.citations.symbol_rules import SYMBOL_RULES, canonical_symbol
from vanban.citations.symbols import Symbol, find_symbols
from vanban.models import Citation, Span

__all__ = [
    "SYMBOL_RULES",
    "Symbol",
    "canonical_symbol",
    "find_citations",
    "find_symbols",
    "is_guide_line",
]


def find_citations(content: str, start: int = 0, end: int | None = None) -> Iterator[Citation]:
    """Every occurrence of a cited document in a stretch of text, in order.

    Found are symbols, short forms whose number is explained, laws by name (``number`` is empty)
    and "<type> này" (``is_self``). The document's own symbol is found too: ``vanban.resolution``
    tells it apart. Cost: linear.
    """
    stretch = content[start:end] if start or end is not None else content
    full = share_in_lists(stretch, _with_symbols(stretch))
    found = sorted(
        [*full, *find_short_forms(stretch, full), *find_self_references(stretch)],
        key=lambda citation: (citation.span.start, -citation.span.end),
    )
    for citation in state_relations(stretch, _disjoint(found)):
        yield _moved(citation, start) if start else citation


def _with_symbols(content: str) -> list[Citation]:
    """The citations that print a symbol or the name of a law, in order; a law with its symbol."""
    laws = list(find_laws(content))
    found: list[Citation] = []
    position = floor = 0
    for symbol in split_symbols(content, find_symbols(content)):
        owner: NamedLaw | None = None
        while position < len(laws) and laws[position].span.end <= symbol.span.start:
            owner = laws[position] if _is_of(content, laws[position], symbol) else None
            if owner is None:
                found.append(_law(content, laws[position]))
            position += 1
        citation = _cite(content, symbol, owner, floor)
        floor = citation.span.end
        found.append(citation)
    return [*found, *(_law(content, law) for law in laws[position:])]


_LAW_AND_SYMBOL = re.compile(r"\s*,?\s*\(?\s*(?:(?i:số)\s*:?\s*)?\Z")


def _is_of(content: str, law: NamedLaw, symbol: Symbol) -> bool:
    """Whether a symbol is the number of the law named right before it."""
    gap = symbol.span.start - law.span.end
    return gap <= 10 and bool(_LAW_AND_SYMBOL.match(content, law.span.end, symbol.span.start))


def _cite(content: str, symbol: Symbol, law: NamedLaw | None, floor: int) -> Citation:
    beside = read_beside(content, symbol, law.span.end if law else floor)
    begins = law.span.start if law else beside.start
    provision = find_provision(content, begins, floor)
    span = Span(provision[0] if provision else begins, beside.end)
    return Citation(
        span,
        confidence=symbol.confidence,
        raw=span.of(content),
        number=symbol.number,
        number_raw=symbol.raw,
        name=law.name if law else None,
        type=law.kind if law else beside.type,
        date=beside.date or (law.date if law else None),
        issuer=beside.issuer,
        clause=provision[1] if provision else None,
    )


def _law(content: str, law: NamedLaw) -> Citation:
    provision = find_provision(content, law.span.start)
    span = Span(provision[0] if provision else law.span.start, law.span.end)
    return Citation(
        span,
        confidence=0.9,
        raw=span.of(content),
        name=law.name,
        type=law.kind,
        date=law.date,
        clause=provision[1] if provision else None,
    )


def _disjoint(citations: Sequence[Citation]) -> Iterator[Citation]:
    """The citations without those that begin inside the one before."""
    past = 0
    for citation in citations:
        if citation.span.start >= past:
            past = citation.span.end
            yield citation


def _moved(citation: Citation, by: int) -> Citation:
    return replace(citation, span=Span(citation.span.start + by, citation.span.end + by))
