"""A house template looked at with the words of a report that there is."""

from __future__ import annotations

from tiendo.composer.docx import write_docx
from tiendo.composer.errors import ComposerError
from tiendo.composer.fonts import FOLDER
from tiendo.reporting.house_templates.errors import TemplateRefused
from tiendo.reporting.models import Report
from tiendo.reporting.queries import composed_document, figures_of
from vanban.errors import UnreadableFile
from vanban.readers.office import convert, is_installed


def preview_paper(report: Report, template: bytes) -> bytes:
    """The report in a template, as DOCX; nothing of it is kept.

    Errors: TemplateRefused template_unusable.
    """
    document = composed_document(report, list(figures_of(report).defer("record_ids")))
    try:
        return write_docx(document, template=template)
    except ComposerError as wrong:
        raise TemplateRefused("template_unusable", body=report.issuer.name) from wrong


def preview_pages(source: bytes) -> bytes:
    """A DOCX as the pages a word processor makes of it.

    Cost: about two seconds. Errors: TemplateRefused no_office, office_failed.
    """
    if not is_installed():
        raise TemplateRefused("no_office")
    try:
        return convert(source, "pages", FOLDER)
    except UnreadableFile as wrong:
        raise TemplateRefused("office_failed") from wrong
