"""A formula that is new or changed is computed at once over all that is known."""

from __future__ import annotations

from tiendo.indicators.audit_formulas import audit_formula
from tiendo.indicators.audit_tally import Tally
from tiendo.indicators.formula_book import FormulaBook


def refill(code: str) -> int:
    """Compute an indicator anew, then those computed of it; how many values were not as they have
    to be.

    Cost: a few queries for each of them and year.
    """
    book, tally = FormulaBook.load(), Tally()
    for each in (code, *book.after([code])):
        if each in book.versions:
            audit_formula(book, each, tally)
    return tally.changed + tally.added + tally.dropped
