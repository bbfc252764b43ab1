"""Numbers of papers: books by body and period, what is free, what was already used.

Source: Nghị định 30/2020/NĐ-CP, Điều 15 (from 01 on 1 January to 31 December, once in a body's
year); party bodies count by term, so that a book may begin on any day and run on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.issuing import next_number, printed_number, skipped_numbers, split_number
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import NumberBook, NumberEntry
from tiendo.issuing.permissions import require_at
from tiendo.organisations.models import Branch, Organisation
from tiendo.reporting.letterhead import printed_symbol

DEFAULT_SERIES = "BC"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The number that comes next in a book, as it will be printed, and what is left out so far."""

    number: int
    printed: str
    gaps: tuple[int, ...]


def book_for(body: Organisation, day: dt.date, series: str = DEFAULT_SERIES) -> NumberBook:
    """The book of a body on a day; that of the year is begun where there is none.

    A party body's book runs on from its first day: the term is written by ``set_book``.
    """
    held = books_on(body, day).filter(series=series).first()
    if held is not None:
        return held
    is_party = body.branch == Branch.PARTY
    book, _is_new = NumberBook.objects.get_or_create(
        body=body,
        series=series,
        since=dt.date(day.year, 1, 1),
        defaults={
            "until": None if is_party else dt.date(day.year + 1, 1, 1),
            "created_at": clock.now(),
        },
    )
    return book


def books_on(body: Organisation, day: dt.date) -> QuerySet[NumberBook]:
    """The books of a body that a day falls into."""
    return NumberBook.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), body=body, since__lte=day
    )


@transaction.atomic
def set_book(
    *,
    by: Actor,
    body: Organisation,
    series: str,
    since: dt.date,
    until: dt.date | None,
    padding: int,
) -> NumberBook:
    """Lay down a book, or change the padding of one that begins on that day.

    Errors: PermissionRefused; IssuingError book_out_of_order.
    """
    author = require_at(by, "paper.number", body.pk)
    if until is not None and until <= since:
        raise IssuingError("book_out_of_order")
    book, _is_new = NumberBook.objects.update_or_create(
        body=body,
        series=series.strip(),
        since=since,
        defaults={"until": until, "padding": padding},
        create_defaults={"until": until, "padding": padding, "created_at": clock.now()},
    )
    after: State = {
        "organisation": body.pk,
        "series": book.series,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
        "padding": padding,
    }
    record(by=author, action="number_book.set", target=book, after=after)
    return book


def suggest_number(book: NumberBook, symbol: str) -> Suggestion:
    """The next number of a book, counted on from the register too, and the gaps below it.

    Cost: two queries.
    """
    used = _used_numbers(book, symbol)
    number = next_number(used)
    last = max(used, default=0)
    gaps = tuple(each for each in range(1, last) if each not in used)
    return Suggestion(number, printed_number(number, symbol, book.padding), gaps)


def take_number(
    book: NumberBook, number: int, day: dt.date, subject: str, user_id: int, symbol: str
) -> NumberEntry:
    """Enter a number into a book. Call inside the transaction of the action.

    Errors: IssuingError number_out_of_range, outside_book, number_taken, number_in_register.
    """
    book = NumberBook.objects.select_for_update().get(pk=book.pk)
    _check_range(book, number, day)
    printed = printed_number(number, symbol, book.padding)
    _refuse_used(book, number, symbol, printed)
    try:
        with transaction.atomic():
            return NumberEntry.objects.create(
                book=book,
                number=number,
                printed=printed,
                day=day,
                subject=subject[:400],
                given_by_id=user_id,
                given_at=clock.now(),
            )
    except IntegrityError:
        _refuse_used(book, number, symbol, printed)
        raise


def drop_number(entry: NumberEntry, reason: str) -> None:
    """Take a number back, so that it may be given again; the entry stays with the reason."""
    entry.dropped_at, entry.drop_reason = clock.now(), reason
    entry.save(update_fields=["dropped_at", "drop_reason"])


def gaps_before(entry: NumberEntry) -> tuple[int, ...]:
    """The numbers left out right before an entry. Cost: two queries."""
    used = _used_numbers(entry.book, split_number(entry.printed)[1])  # type: ignore[index]
    return tuple(skipped_numbers(used, entry.number))


def symbol_for(body: Organisation) -> str:
    """The symbol of a body's reports as printed: "BC-UBND", "BC/TU"."""
    return printed_symbol(body)


def _check_range(book: NumberBook, number: int, day: dt.date) -> None:
    if not 1 <= number <= 999_999:
        raise IssuingError("number_out_of_range")
    if day < book.since or (book.until is not None and day >= book.until):
        raise IssuingError("outside_book", day=f"{day:%d/%m/%Y}", since=f"{book.since:%d/%m/%Y}")


def _refuse_used(book: NumberBook, number: int, symbol: str, printed: str) -> None:
    taken = book.entries.filter(number=number, dropped_at__isnull=True).first()
    if taken is not None:
        raise IssuingError(
            "number_taken",
            number=printed,
            subject=taken.subject,
            day=f"{taken.day:%d/%m/%Y}",
            free=suggest_number(book, symbol).printed,
        )
    for document, used in _registered(book, symbol):
        if used == number:
            raise IssuingError(
                "number_in_register",
                number=document.number_raw,
                subject=document.title[:200],
                day=f"{document.issued_on:%d/%m/%Y}",
            )


def _used_numbers(book: NumberBook, symbol: str) -> set[int]:
    held = book.entries.filter(dropped_at__isnull=True).values_list("number", flat=True)
    return {*held, *(number for _document, number in _registered(book, symbol))}


def _registered(book: NumberBook, symbol: str) -> list[tuple[Document, int]]:
    """The documents of the register with the symbol in the book's days, with their numbers.

    Cost: one query.
    """
    rows = Document.objects.filter(
        issuer=book.body, issued_on__gte=book.since, number_raw__endswith=symbol
    )
    if book.until is not None:
        rows = rows.filter(issued_on__lt=book.until)
    split = ((row, split_number(row.number_raw)) for row in rows)
    return [(row, found[0]) for row, found in split if found is not None and found[1] == symbol]
