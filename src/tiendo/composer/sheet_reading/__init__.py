"""Reads the sheets of a workbook or a delimited file within limits, row by row.

``open_book`` gives a ``Book``; its rows come as typed values with what a reader must be told: rows
and columns that are hidden, formulas and whether their last result is there, merged cells, where
reading stopped. Nothing is computed and nothing of the file is run.
"""

from tiendo.composer.sheet_reading.books import Book, open_book
from tiendo.composer.sheet_reading.heads import Head, find_head
from tiendo.composer.sheet_reading.limits import Limits
from tiendo.composer.sheet_reading.model import (
    Merge,
    ReadRow,
    Scalar,
    SheetName,
    UnreadableSheet,
    column_letter,
)

__all__ = [
    "Book",
    "Head",
    "Limits",
    "Merge",
    "ReadRow",
    "Scalar",
    "SheetName",
    "UnreadableSheet",
    "column_letter",
    "find_head",
    "open_book",
]
