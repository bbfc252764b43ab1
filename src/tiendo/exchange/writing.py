"""What changed here, in their form: exactly its columns and words, nothing above or beside."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable

from xlsxwriter import Workbook

from tiendo.domain.exchange import DAYS, ExchangeForm, Field
from tiendo.exchange.standing import StandingRow

_WIDTHS = {Field.TITLE: 60, Field.RESULT: 60, Field.LEAD: 30, Field.STATUS: 24}
_WIDTH = 16


def write_changes(rows: Iterable[StandingRow], form: ExchangeForm) -> bytes:
    """The rows as XLSX: our side of the fields they are given, theirs of the others."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False,
                             "strings_to_urls": False, "strings_to_numbers": False})  # fmt: skip
    page = book.add_worksheet(form.sheet)
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for column, field in enumerate(form.written):
        page.set_column(column, column, _WIDTHS.get(field, _WIDTH))
        page.write_string(0, column, form.heading(field), head)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for column, field in enumerate(form.written):
            page.write_string(number, column, written(row, field, form), cell)
    book.close()
    return target.getvalue()


def written(row: StandingRow, field: Field, form: ExchangeForm) -> str:
    """A value as their form writes it."""
    is_ours = field in form.given or field not in row.theirs
    value = (row.ours if is_ours else row.theirs).get(field, "")
    return in_their_words(value, field, form, is_ours=is_ours)


def in_their_words(value: str, field: Field, form: ExchangeForm, *, is_ours: bool) -> str:
    """A value as kept, in the words and the way of writing days of a form."""
    if field in DAYS:
        try:
            return dt.date.fromisoformat(value).strftime(form.days[0])
        except ValueError:
            return value
    if field is Field.STATUS and is_ours:
        return form.status_word(value)
    return value
