"""A report with all that leads back from it, in one archive."""

from __future__ import annotations

import io
import zipfile
from tempfile import TemporaryFile
from typing import IO

from tiendo.accounts.actor import Actor
from tiendo.reporting.lineage.exporting import write_json
from tiendo.reporting.lineage.workbook import write_lineage_workbook
from tiendo.reporting.models import Report
from tiendo.reporting.pages import pages_of
from tiendo.reporting.queries import figures_of, file_of
from tiendo.reporting.storing import file_name


def write_package(actor: Actor, report: Report, target: IO[bytes]) -> None:
    """Write the archive: the report as DOCX and PDF, its lineage as XLSX and JSON.

    Errors: ReportError unprintable; ComposerError sheet_too_long.
    """
    stem = file_name(report).removesuffix(".docx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        stored = file_of(report)
        if stored is not None:
            with stored.file.open("rb") as file:
                archive.writestr(f"{stem}.docx", file.read())
        archive.writestr(f"{stem}.pdf", pages_of(report, list(figures_of(report))))
        with TemporaryFile() as book:
            write_lineage_workbook(actor, report, book)
            book.seek(0)
            with archive.open(f"{stem}-nguon-goc.xlsx", "w") as kept:
                while chunk := book.read(2**20):
                    kept.write(chunk)
        with (
            archive.open(f"{stem}-nguon-goc.json", "w") as kept,
            io.TextIOWrapper(kept, encoding="utf-8") as words,
        ):
            write_json(actor, report, words)
