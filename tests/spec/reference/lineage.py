"""The page of the file that the lineage of a report is taken away in."""

from __future__ import annotations

from tests.spec.reference.markdown import page, section
from tests.spec.reference.schema import describe, list_keys
from tiendo.reporting.lineage.exporting import schema


def write() -> str:
    """Every key, its type and what it means."""
    held = schema()
    return page(
        "The lineage of a report as JSON",
        f"{held['description']} Beside it stands the same as a workbook; both are in the archive of"
        " the report. The JSON Schema is `src/tiendo/reporting/lineage/schema.json`. What whoever"
        " exports may not see has its type, its id and the state `hidden` alone.",
        section("File", list_keys(held)),
        *(section(f"`{name}`", *describe(part)) for name, part in held["$defs"].items()),
    )
