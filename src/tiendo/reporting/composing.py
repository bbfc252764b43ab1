"""A report composed from its facts by its outline: the official document, and the figures in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tiendo.accounts.actor import Actor
from tiendo.composer.model import (
    Appendix,
    Block,
    Figure,
    Heading,
    Letterhead,
    OfficialDocument,
    Paragraph,
)
from tiendo.domain.outlines import BlockSpec, HeadingSpec, marker_of, roman
from tiendo.reporting import letterhead
from tiendo.reporting.blocks import paragraph
from tiendo.reporting.drafting import TYPE_NAME, Draft, subject_line
from tiendo.reporting.facts.tasks import Facts, Subject
from tiendo.reporting.house_templates.live import house_values
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.kinds.chart import draw_or_drop
from tiendo.reporting.measures import FigureBook, Measure, as_printed, as_row
from tiendo.reporting.missing_words import within_sentences
from tiendo.reporting.models import Report, ReportState
from tiendo.reporting.outlines.reading import outline_of
from tiendo.reporting.pointing import point_to
from tiendo.reporting.readback import plain
from tiendo.reporting.values import fill
from vanban.dates import format_date

OPENING = "Thực hiện {plan.full}, {issuer} báo cáo kết quả thực hiện đến ngày {as_of} như sau:"
CLOSING = "Trên đây là Báo cáo {title}."
CLOSING_TO = "Trên đây là Báo cáo {title}, {issuer} kính báo cáo {addressees}."


@dataclass(frozen=True, slots=True)
class Composed:
    """The document with its printed figures, and the figures as they are kept."""

    document: OfficialDocument
    measures: tuple[Measure, ...]


def compose(by: Actor, report: Report, subject: Subject, facts: Facts) -> Composed:
    """Write the report from its facts. Errors: ReportError unknown_value, unknown_kind."""
    draft = new_draft(by, report, subject, facts)
    draft.appendix_markers = _appendix_markers(draft)
    blocks = (*_opening(draft), *_headings(draft, draft.outline.headings, 1))
    appendices = tuple(_appendices(draft))
    closing = draft.outline.closing or (CLOSING_TO if draft.addressees else CLOSING)
    ending = (*point_to(blocks, appendices), Paragraph(fill(draft, closing).content))
    missing = {each.key for each in draft.book.measures if each.value is None}
    document = OfficialDocument(
        letterhead=_letterhead(draft),
        type_name=None if draft.outline.letter_unit else TYPE_NAME,
        title=draft.title if draft.outline.letter_unit else subject_line(report.title),
        addressees=letterhead.addressees_of(report),
        blocks=within_sentences(blocks, missing),
        closing=within_sentences(ending, missing),
        signature=letterhead.signature_of(report.issuer),
        recipients=letterhead.recipients_of(report),
        appendices=tuple(
            replace(each, blocks=within_sentences(each.blocks, missing)) for each in appendices
        ),
        has_contents=draft.outline.has_contents,
        house=house_values(draft),
        figures=_printed(report, draft.book),
    )
    return Composed(draw_or_drop(document), draft.book.measures)


def new_draft(by: Actor, report: Report, subject: Subject, facts: Facts) -> Draft:
    """What the blocks of a report write from, before anything is written."""
    return Draft(
        by=by,
        report=report,
        subject=subject,
        facts=facts,
        book=FigureBook(),
        outline=outline_of(report),
        plan=letterhead.short_citation(report.programme),
    )


def _letterhead(draft: Draft) -> Letterhead:
    """The head of a report; that of a letter has the letter's symbol."""
    head, unit = letterhead.letterhead_of(draft.report), draft.outline.letter_unit
    return replace(head, symbol=letterhead.letter_symbol(draft.issuer, unit)) if unit else head


def _printed(report: Report, book: FigureBook) -> tuple[Figure, ...]:
    return tuple(
        as_printed(as_row(report, at, measure), report.version)
        for at, measure in enumerate(book.measures)
    )


def _opening(draft: Draft) -> Iterator[Block]:
    report = draft.report
    yield Paragraph(fill(draft, draft.outline.opening or OPENING).content)
    if report.corrects is not None and _went_out(report.corrects):
        yield paragraph(
            "Báo cáo này thay thế báo cáo cùng kỳ đã duyệt ngày {day}. Lý do đính chính: {reason}.",
            day=format_date(letterhead.approved_day(report.corrects)),
            reason=" ".join(report.correction_reason.split()).rstrip("."),
        )


def _went_out(report: Report) -> bool:
    """Whether others may hold the report: of a body's own ones only those that were issued."""
    return report.body is None or report.state == ReportState.ISSUED


def _headings(draft: Draft, headings: Iterable[HeadingSpec], level: int) -> Iterator[Block]:
    """The headings of one level with what stands under them; numbers follow what is printed."""
    number = 0
    for spec in headings:
        draft.heading = spec
        own = tuple(_written(draft, spec.blocks))
        below = tuple(_headings(draft, spec.headings, level + 1))
        if spec.is_optional and not own and not below:
            continue
        number += 1
        if not draft.outline.letter_unit:
            yield Heading(level, marker_of(level, number), _words(draft, spec.title))
        yield from own
        yield from below


def _appendix_markers(draft: Draft) -> dict[int, str | None]:
    """The markers of the appendices in which something stands, by their places in the outline.

    The text before them names them, so they are tried on a draft that is thrown away.
    """
    aside = draft.aside()
    specs = enumerate(draft.outline.appendices)
    filled = [at for at, spec in specs if any(True for _ in _written(aside, spec.blocks))]
    if len(filled) == 1:
        return {filled[0]: None}
    return {at: roman(number) for number, at in enumerate(filled, start=1)}


def _appendices(draft: Draft) -> Iterator[Appendix]:
    draft.heading = None
    for at, marker in draft.appendix_markers.items():
        spec = draft.outline.appendices[at]
        blocks = tuple(_written(draft, spec.blocks))
        yield Appendix(_words(draft, spec.title), blocks, marker, spec.is_landscape)


def _written(draft: Draft, blocks: Iterable[BlockSpec]) -> Iterator[Block]:
    for spec in blocks:
        yield from KINDS[spec.kind].write(draft, spec)


def _words(draft: Draft, template: str) -> str:
    """A title with its gaps filled, as plain words."""
    printed = {measure.key: measure.printed for measure in draft.book.measures}
    return plain(fill(draft, template).content, printed)
