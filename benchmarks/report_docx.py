"""`bench report-docx`: a report of 40 pages, 300 figures, 60 tables and 12 charts as DOCX.

From the composed report to the bytes of its file, its charts drawn on the way; bar 3 s. There is
no floor.
"""

from __future__ import annotations

from benchmarks._report import time_report
from tiendo.composer.docx import write_docx


def main() -> dict[str, object]:
    """The median seconds of the whole way."""
    return time_report("report-docx", write_docx)
