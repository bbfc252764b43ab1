"""Which document a citation means: itself, one named before in the text, or one of a register.

What stays ambiguous is left so: two documents that fit are both candidates, and a short form with
two antecedents has none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vanban.citations import is_guide_line
from vanban.citations.issuers import agree
from vanban.citations.titles import find_hosts
from vanban.dates import last_day_of
from vanban.models import Citation, Header, KnownDocument
from vanban.register import RESTART, Register, name_key, symbol_key

__all__ = ["Register", "resolve"]


def resolve(
    content: str,
    citations: Sequence[Citation],
    headers: Sequence[Header],
    register: Register,
) -> Iterator[Citation]:
    """The citations with ``is_self``, ``antecedent`` and ``candidates``; the own symbol left out.

    ``headers`` are those of the document and of what is attached to it. The day of the first
    bounds what can be cited. Cost: linear in the citations.
    """
    own = _Own(content, headers)
    issued = _latest_day(headers[0]) if headers else None
    others = [told for citation in citations if (told := own.tell(citation)) is not None]
    hosts = find_hosts(content, others)
    seen = _Seen()
    for citation, host in zip(others, hosts, strict=True):
        bound = others[host].date if host is not None else None
        linked = seen.link(citation, bound)
        yield _match(linked, seen.date_of(linked), register, _earliest(issued, bound), own)
        seen.add(citation)


_MONTH = re.compile(r"tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})")


def _latest_day(header: Header) -> dt.date | None:
    """The day of a document; the last of its month where a draft leaves the day blank."""
    month = None if header.date else _MONTH.search(header.date_raw or "")
    if month is None:
        return header.date
    return last_day_of(f"{int(month['year']):04d}-{int(month['month']):02d}")


def _earliest(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day), default=None)


class _Own:
    """What a document says of itself: its symbol, types and place."""

    def __init__(self, content: str, headers: Sequence[Header]) -> None:
        self._content = content
        self._issued = headers[0].date if headers else None
        self._numbers = {symbol_key(header.number) for header in headers if header.number}
        self._types = {header.type.casefold() for header in headers if header.type}
        self._spans = [span for header in headers if (span := header.field_spans.get("number_raw"))]
        self.places = frozenset(place for header in headers for place in _provinces(header.issuer))

    def tell(self, citation: Citation) -> Citation | None:
        """The citation, marked where it means this document; None for the symbol in the head and
        for "<type> này" of something else."""
        if citation.is_self:
            return citation if self._is_own_type(citation) else None
        span = citation.span
        if any(span.start <= own.start < span.end for own in self._spans):
            return None
        if citation.number and self._is_own(citation):
            return replace(citation, is_self=True, number="", name=None)
        return citation

    def _is_own_type(self, citation: Citation) -> bool:
        kind = (citation.type or "").casefold()
        return (
            not self._types
            or kind == "văn bản"
            or any(own.startswith(kind) or kind.startswith(own) for own in self._types)
        )

    def _is_own(self, citation: Citation) -> bool:
        agrees = citation.date is None or self._issued is None or citation.date == self._issued
        if symbol_key(citation.number) in self._numbers:
            return agrees
        return is_guide_line(self._content, citation) and (
            not self._numbers or (citation.date is not None and agrees)
        )


_PROVINCE = re.compile(r"(?:tỉnh|thành phố) (?P<name>\w+(?: \w+){0,3})$", re.IGNORECASE)


def _provinces(issuer: str | None) -> Iterator[str]:
    match = _PROVINCE.search(issuer or "")
    if match:
        yield match["name"].casefold()


@dataclass(frozen=True, slots=True)
class _Identity:
    """A document as the text first names it."""

    citation: Citation
    date: dt.date | None


class _Seen:
    """The documents named so far, by symbol or by name of a law."""

    def __init__(self) -> None:
        self._by_symbol: dict[str, list[Citation]] = defaultdict(list)

    @staticmethod
    def _key(citation: Citation) -> str | None:
        if citation.number:
            return symbol_key(citation.number)
        return name_key(citation.name) if citation.name else None

    def add(self, citation: Citation) -> None:
        """Note a citation if it tells more than those before it."""
        key = self._key(citation)
        if key is None:
            return
        self._note(key, citation)
        if citation.number and citation.name:
            self._note(name_key(citation.name), citation)

    def _note(self, key: str, citation: Citation) -> None:
        known = self._by_symbol[key]
        tells = (citation.date, citation.issuer)
        if not any((one.date, one.issuer) == tells for one in known) and len(known) < 20:
            known.append(citation)

    def link(self, citation: Citation, bound: dt.date | None) -> Citation:
        """The citation with its antecedent, if it is the shorter one and only one fits."""
        fitting = self._fitting(citation, bound)
        dates = {one.date for one in fitting if one.date}
        if citation.is_self or not fitting or len(dates) > 1:
            return citation
        fullest = max(fitting, key=_fullness)
        if _fullness(fullest) <= _fullness(citation):
            return citation
        return replace(citation, antecedent=fullest.span)

    def _fitting(self, citation: Citation, bound: dt.date | None) -> list[Citation]:
        key = self._key(citation)
        return [
            one
            for one in (self._by_symbol.get(key, ()) if key else ())
            if citation.date in (None, one.date)
            and agree(citation.issuer, one.issuer)
            and not (bound and one.date and one.date > bound)
        ]

    def date_of(self, citation: Citation) -> dt.date | None:
        """The day of the cited document: its own, else that of its antecedent."""
        if citation.date or citation.antecedent is None:
            return citation.date
        key = self._key(citation)
        listed = self._by_symbol.get(key, ()) if key else ()
        return next((one.date for one in listed if one.span == citation.antecedent), None)


def _fullness(citation: Citation) -> tuple[bool, bool, bool, bool]:
    return (
        bool(citation.number),
        citation.date is not None,
        citation.issuer is not None,
        _has_symbol(citation),
    )


def _has_symbol(citation: Citation) -> bool:
    return any(char.isupper() for char in citation.number_raw)


def _match(
    citation: Citation, day: dt.date | None, register: Register, bound: dt.date | None, own: _Own
) -> Citation:
    """The citation with the keys of the documents in the register that it may mean."""
    if citation.is_self or not register:
        return citation
    fitting = [
        known
        for known in _listed(citation, day, register, bound)
        if _may_mean(citation, day, known, bound) and _is_near(citation, known, own)
    ]
    keys = tuple(dict.fromkeys(known.key for known in fitting))
    return replace(citation, candidates=keys) if keys else citation


def _listed(
    citation: Citation, day: dt.date | None, register: Register, bound: dt.date | None
) -> Iterable[KnownDocument]:
    if not citation.number:
        return register.with_name(citation.name) if citation.name else ()
    exact = register.with_symbol(citation.number)
    if exact:
        return exact
    return [
        known
        for known in register.with_other_padding(citation.number)
        if (day and known.date == day) or _padded_since_restart(day, known, bound)
    ]


def _padded_since_restart(day: dt.date | None, known: KnownDocument, now: dt.date | None) -> bool:
    """Whether one date is missing and the other lies after numbers restarted."""
    if day and known.date:
        return False
    return any(date is not None and date >= RESTART for date in (day, known.date, now))


def _may_mean(
    citation: Citation, day: dt.date | None, known: KnownDocument, bound: dt.date | None
) -> bool:
    if day and known.date and day != known.date:
        return False
    if bound and known.date and known.date > bound:
        return False
    year = _printed_year(citation)
    if year and known.date and known.date.year != year:
        return False
    return agree(citation.issuer, known.issuer)


_NAMED_YEAR = re.compile(r"(?:năm |\()((?:19|20)\d\d)\)?$")


def _printed_year(citation: Citation) -> int | None:
    """The year behind the name of a law."""
    match = _NAMED_YEAR.search(citation.raw) if citation.name and not citation.number else None
    return int(match[1]) if match else None


def _is_near(citation: Citation, known: KnownDocument, own: _Own) -> bool:
    """Whether a document without a named issuer may be meant: not one of another province."""
    theirs = set(_provinces(known.issuer))
    return not (theirs and own.places) or bool(theirs & own.places) or _names_place(citation)


def _names_place(citation: Citation) -> bool:
    return any(True for _ in _provinces(citation.issuer))
