"""Small workbooks for tests, made by openpyxl, or by hand where a part must be odd."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.unit.vanban.packages import archive

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
Rows = Sequence[Sequence[Any]]


class Page:
    """One sheet: its rows, merged areas ("A1:C1"), the rows with lines around their cells, what
    is hidden. A pair is a value with its number format."""

    def __init__(
        self,
        rows: Rows,
        *merged: str,
        boxed: range | None = None,
        hidden: Sequence[str | int] = (),
        state: str = "visible",
    ) -> None:
        self.rows, self.merged, self.boxed = rows, merged, boxed or range(0)
        self.hidden, self.state = hidden, state

    def fill(self, sheet: Worksheet) -> None:
        for number, row in enumerate(self.rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                if isinstance(value, tuple):
                    cell.value, cell.number_format = value
                elif value is not None:
                    cell.value = value
                if number in self.boxed:
                    cell.border = _BOX
        for area in self.merged:
            sheet.merge_cells(area)
        for name in self.hidden:
            lines = sheet.row_dimensions if isinstance(name, int) else sheet.column_dimensions
            lines[name].hidden = True
        sheet.sheet_state = self.state


def book(**pages: Page | Rows) -> bytes:
    """A workbook of sheets by name."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, page in pages.items():
        page = page if isinstance(page, Page) else Page(page)
        page.fill(workbook.create_sheet(name.replace("_", " ")))
    raw = io.BytesIO()
    workbook.save(raw)
    return raw.getvalue()


def raw_book(rows: str, after: str = "", *, before: str = "", **parts: str) -> bytes:
    """A workbook of one sheet given as XML; parts by relation kind (sharedStrings, styles)."""
    kinds = {"worksheet": "worksheet.xml", **{kind: f"{kind}.xml" for kind in parts}}
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in kinds.items()
    )
    content = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r0" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}'
        "</Relationships>",
        "xl/worksheet.xml": f'{before}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>'
        f"{after}</worksheet>",
        **{
            f"xl/{kind}.xml": part.replace("XMLNS", f'xmlns="{SHEET}"')
            for kind, part in parts.items()
        },
    }
    return archive(content)
