"""Citations that contradict their own symbol, each other, or the order of dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from vanban.citations.issuers import agree
from vanban.citations.titles import find_hosts
from vanban.dates import format_date
from vanban.models import Citation, Issue, ParsedDocument, Severity
from vanban.register import symbol_key


def check_symbols(parsed: ParsedDocument) -> Iterator[Issue]:
    """Citations whose printed symbol had to be corrected ("57-NQ-TW" for "57-NQ/TW").

    A number alone ("Nghị quyết 57", "số 12, 13/2025/NQ-HĐND") is short, not wrong.
    """
    for citation in parsed.citations:
        printed = re.sub(r"\s", "", citation.number_raw).replace("–", "-").upper()
        is_symbol = any(char.isalpha() for char in printed)
        if is_symbol and citation.number and printed != citation.number.upper():
            params = {"raw": citation.number_raw, "expected": citation.number}
            yield Issue("symbol_corrected", Severity.WARNING, citation.span, params)


_YEAR = re.compile(r"\d+[a-zA-E]?(?:\.\d+)?/((?:19|20)\d\d)/")


def check_years(parsed: ParsedDocument) -> Iterator[Issue]:
    """A symbol with a year whose printed date lies in another one: "30/2023/…" of 2024.

    The day of promulgation may follow at the turn of the year: one year later is let pass in
    January.
    """
    for citation in parsed.citations:
        match = _YEAR.match(citation.number)
        if match is None or citation.date is None:
            continue
        late = citation.date.year - int(match[1])
        if late != 0 and not (late == 1 and citation.date.month == 1):
            params = {"number": citation.number, "date": format_date(citation.date)}
            yield Issue("citation_year_differs", Severity.WARNING, citation.span, params)


def check_agreement(parsed: ParsedDocument) -> Iterator[Issue]:
    """One document cited with two dates of one year: one of them is wrong.

    A symbol comes again each year, so dates of different years are two documents.
    """
    first: dict[str, list[Citation]] = defaultdict(list)
    for citation in parsed.citations:
        if not citation.number or citation.date is None:
            continue
        known = first[symbol_key(citation.number)]
        other = next((one for one in known if _contradict(one, citation)), None)
        if other and other.date:
            params = {
                "number": citation.number,
                "date": format_date(citation.date),
                "other": format_date(other.date),
            }
            yield Issue("citation_dates_disagree", Severity.WARNING, citation.span, params)
        if len(known) < 20 and all(one.date != citation.date for one in known):
            known.append(citation)


def _contradict(one: Citation, other: Citation) -> bool:
    if one.date is None or other.date is None or one.date == other.date:
        return False
    return one.date.year == other.date.year and agree(one.issuer, other.issuer)


def check_date_order(parsed: ParsedDocument) -> Iterator[Issue]:
    """A document that the title of an older one cites, though it is dated later in this text.

    The symbol then means another document of the same number, or a date is wrong.
    """
    citations = [one for one in parsed.citations if not one.is_self]
    dated = _dated(citations)
    hosts = find_hosts(parsed.text.content, citations)
    for citation, at in zip(citations, hosts, strict=True):
        host = citations[at] if at is not None else None
        if host is None or host.date is None or not citation.number or citation.date:
            continue
        if _SHORT_NAME.search(parsed.text.content, host.span.end, citation.span.start):
            continue
        fitting = [
            one
            for one in dated.get(symbol_key(citation.number), ())
            if agree(citation.issuer, one.issuer)
        ]
        days = [one.date for one in fitting if one.date]
        if days and min(days) > host.date:
            params = {
                "number": citation.number,
                "date": format_date(min(days)),
                "citing": host.number,
                "citing_date": format_date(host.date),
            }
            yield Issue("cited_by_an_older_document", Severity.WARNING, citation.span, params)


# "(sau đây gọi là Nghị quyết số …)" gives a name and is no part of a title.
_SHORT_NAME = re.compile(r"(?:sau đây|dưới đây) (?:gọi|viết)")


def _dated(citations: Sequence[Citation]) -> dict[str, list[Citation]]:
    dated: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.number and citation.date:
            key = symbol_key(citation.number)
            if len(dated[key]) < 20:
                dated[key].append(citation)
    return dated
