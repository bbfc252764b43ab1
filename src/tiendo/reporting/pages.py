"""A report as the pages of a PDF, set from what was composed: the same words as its file."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.composer.errors import NotTypeset
from tiendo.composer.typst import write_pdf
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Figure, Report
from tiendo.reporting.queries import composed_document


def pages_of(report: Report, figures: Sequence[Figure]) -> bytes:
    """The report as a PDF for archives; the same bytes whenever it is asked for.

    Errors: ReportError unprintable (``text``: the letters at fault).
    """
    try:
        return write_pdf(composed_document(report, figures), report.known_at)
    except NotTypeset as refused:
        if refused.code != "unprintable":
            raise
        raise ReportError("unprintable", **refused.params) from refused
