"""A file opened: which sheets it has, and the rows of each."""

from __future__ import annotations

from typing import Protocol

from tiendo.composer.sheet_reading.delimited import DelimitedBook
from tiendo.composer.sheet_reading.limits import Limits
from tiendo.composer.sheet_reading.model import SheetName, SheetRows, UnreadableSheet
from tiendo.composer.sheet_reading.packages import check_package
from tiendo.composer.sheet_reading.workbooks import Workbook

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
# The stream of a workbook locked by a password, as the OLE container names it.
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Book(Protocol):
    """An opened file. ``has_macros``: it carries a program, which is never run or kept."""

    has_macros: bool

    @property
    def names(self) -> tuple[SheetName, ...]: ...

    def rows(self, sheet: int) -> SheetRows: ...


def open_book(raw: bytes, limits: Limits) -> Book:
    """The sheets of an XLSX (also with macros) or a delimited text.

    Errors: UnreadableSheet.
    """
    if len(raw) > limits.most_bytes:
        raise UnreadableSheet("too_big")
    if raw.startswith(_OLE):
        raise UnreadableSheet("encrypted" if _LOCKED in raw else "old_format")
    if raw.startswith(_ZIP):
        check_package(raw)
        return Workbook(raw, limits)
    return DelimitedBook(raw, limits)
