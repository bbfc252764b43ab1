"""Writing a sheet in the form asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

from tiendo.accounts.actor import Actor
from tiendo.composer.docx import write_appendices
from tiendo.composer.model import OfficialDocument, Paragraph, Signature, content
from tiendo.composer.sheet_csv import csv_chunks
from tiendo.composer.sheet_docx import as_appendix
from tiendo.composer.sheet_xlsx import write_xlsx
from tiendo.composer.sheets import Sheet, Values
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked, View
from tiendo.overview.models import Format
from tiendo.reporting.letterhead import blank_letterhead, symbol_of

Tell = Callable[[int], None]
_LOOK_EVERY = 500
_TELL_EVERY_SECONDS = 1


def write_view(view: View, asked: Asked, form: Format, target: Path, tell: Tell) -> int:
    """Write a view to a file and return the number of its rows; ``tell`` hears how far it is.

    Whatever ``tell`` raises stops the writing.
    """
    counted = _Counted(view.build(asked), tell)
    if form == Format.CSV:
        with target.open("wb") as out:
            for chunk in csv_chunks(counted.sheet, clock.LOCAL_ZONE):
                out.write(chunk)
    elif form == Format.XLSX:
        write_xlsx(counted.sheet, str(target), clock.LOCAL_ZONE, clock.now())
    else:
        target.write_bytes(_document(counted.sheet, asked.actor))
    tell(counted.rows)
    return counted.rows


class _Counted:
    """A sheet whose rows are counted while they are read; it tells of them now and then, as each
    telling is written to the database."""

    def __init__(self, sheet: Sheet, tell: Tell) -> None:
        self.rows = 0
        self._tell = tell
        self._told_at = monotonic()
        self.sheet = replace(sheet, rows=self._count(sheet))

    def _count(self, sheet: Sheet) -> Iterator[Values]:
        for row in sheet.rows:
            self.rows += 1
            if self.rows % _LOOK_EVERY == 0 and self._is_time():
                self._tell(self.rows)
            yield row

    def _is_time(self) -> bool:
        if monotonic() < self._told_at + _TELL_EVERY_SECONDS:
            return False
        self._told_at = monotonic()
        return True


def _document(sheet: Sheet, actor: Actor) -> bytes:
    """The appendix to a report of the body of one's first post, its number and day still blank."""
    issuer = Organisation.objects.select_related("parent").get(pk=actor.posts[0].organisation_id)
    today = clock.today()
    return write_appendices(
        OfficialDocument(
            letterhead=blank_letterhead(issuer, symbol_of(issuer), today),
            type_name="Báo cáo",
            title=sheet.title,
            closing=(Paragraph(content("")),),
            signature=Signature(()),
            appendices=(as_appendix(sheet, clock.LOCAL_ZONE),),
        )
    )
