"""A dashboard as a file: the table of each block, with the numbers of the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import IO

from tiendo.accounts.actor import Actor
from tiendo.composer.docx import write_appendices
from tiendo.composer.model import (
    Appendix,
    Drawing,
    OfficialDocument,
    Paragraph,
    Signature,
    content,
)
from tiendo.composer.sheet_docx import as_appendix
from tiendo.composer.sheet_xlsx import write_workbook
from tiendo.composer.sheets import Sheet
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.overview.dashboards.building import sheets_of
from tiendo.overview.dashboards.contents import BuiltBlock
from tiendo.overview.dashboards.errors import DashboardError
from tiendo.overview.models import Dashboard, Format
from tiendo.overview.pictures.files import drawings_of
from tiendo.reporting.letterhead import blank_letterhead, symbol_of

# A file of several tables cannot be CSV.
FORMATS = (Format.XLSX, Format.DOCX)


def write_dashboard(
    dashboard: Dashboard,
    built: Iterable[BuiltBlock],
    form: Format,
    actor: Actor,
    target: IO[bytes],
) -> None:
    """Write the sheets of all blocks: a worksheet each, or an appendix each. A block that says
    what it lacks is left out. Errors: DashboardError nothing_to_write."""
    shown = [each for each in built if each.content is not None]
    sheets = sheets_of(shown)
    if not sheets:
        raise DashboardError("nothing_to_write")
    if form == Format.XLSX:
        write_workbook(dashboard.title, sheets, target, clock.LOCAL_ZONE, clock.now())
    else:
        target.write(_document(dashboard, sheets, _drawings(shown), actor))


def _drawings(shown: Iterable[BuiltBlock]) -> list[Drawing | None]:
    """The picture of each block, None where it has none."""
    pictures = [each.content.picture if each.content else None for each in shown]
    drawn = iter(drawings_of([each for each in pictures if each is not None]))
    return [None if each is None else next(drawn) for each in pictures]


def _document(
    dashboard: Dashboard, sheets: list[Sheet], drawings: list[Drawing | None], actor: Actor
) -> bytes:
    issuer = Organisation.objects.select_related("parent").get(pk=actor.posts[0].organisation_id)
    today = clock.today()
    appendices = tuple(
        _with(as_appendix(sheet, clock.LOCAL_ZONE), drawing)
        for sheet, drawing in zip(sheets, drawings, strict=True)
    )
    return write_appendices(
        OfficialDocument(
            letterhead=blank_letterhead(issuer, symbol_of(issuer), today),
            type_name="Báo cáo",
            title=dashboard.title,
            closing=(Paragraph(content("")),),
            signature=Signature(()),
            appendices=appendices,
        )
    )


def _with(appendix: Appendix, drawing: Drawing | None) -> Appendix:
    """An appendix with the picture before its table."""
    return appendix if drawing is None else replace(appendix, blocks=(drawing, *appendix.blocks))
