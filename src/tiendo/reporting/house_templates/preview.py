"""A house template looked at with the words of a report that there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tiendo.accounts.actor import Actor
from tiendo.composer.docx import write_docx
from tiendo.composer.errors import ComposerError
from tiendo.composer.fonts import FOLDER
from tiendo.composer.house_checks import gaps_of
from tiendo.composer.model import OfficialDocument
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.organisations.models import Organisation
from tiendo.reporting.composing import new_draft
from tiendo.reporting.facts.tasks import Subject, gather
from tiendo.reporting.house_templates.errors import TemplateRefused
from tiendo.reporting.house_templates.live import values_for
from tiendo.reporting.house_templates.sample import sample_paper
from tiendo.reporting.house_templates.types import PaperType
from tiendo.reporting.measures import as_printed, as_row
from tiendo.reporting.models import Report
from tiendo.reporting.queries import composed_document, figures_of
from vanban.errors import UnreadableFile
from vanban.readers.office import convert, is_installed


def preview_paper(by: Actor, report: Report, template: bytes) -> bytes:
    """The report in a template, as DOCX; nothing of it is kept.

    Live values that the report was compiled without are computed anew.
    Errors: TemplateRefused template_unusable, gap_unknown.
    """
    document = composed_document(report, list(figures_of(report).defer("record_ids")))
    try:
        document = _with_values(by, report, document, gaps_of(template))
        return write_docx(document, template=template)
    except ComposerError as wrong:
        raise TemplateRefused("template_unusable", body=report.issuer.name) from wrong


def preview_sample(body: Organisation, paper: PaperType, template: bytes) -> bytes:
    """A paper with one of everything in a template, as DOCX.

    Errors: TemplateRefused template_unusable.
    """
    try:
        return write_docx(sample_paper(body, paper, clock.today()), template=template)
    except ComposerError as wrong:
        raise TemplateRefused("template_unusable", body=body.name) from wrong


def _with_values(
    by: Actor, report: Report, document: OfficialDocument, gaps: Sequence[str]
) -> OfficialDocument:
    held = dict(document.house or ())
    lacking = [name for name in gaps if name not in held]
    if not lacking:
        return document
    period = Period(report.period_start, report.period_end)
    subject = Subject(report.programme, period, report.as_of, report.known_at, report.body)
    draft = new_draft(by, report, subject, gather(by, subject))
    house = values_for(draft, lacking)
    known = {figure.key for figure in document.figures}
    made = [
        as_printed(as_row(report, at, measure), report.version)
        for at, measure in enumerate(draft.book.measures, start=len(known))
        if measure.key not in known
    ]
    return replace(document, house=(*held.items(), *house), figures=(*document.figures, *made))


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
