"""A report composed from its facts: the official document, and the figures in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiendo.composer.model import (
    Align,
    Appendix,
    Block,
    Figure,
    OfficialDocument,
    Paragraph,
    Row,
    content,
    group_row,
)
from tiendo.reporting import letterhead, listings, outlook, results
from tiendo.reporting.blocks import list_table, numbered, paragraph
from tiendo.reporting.drafting import (
    Draft,
    Section,
    deadline_words,
    grouped_tasks,
    progress_words,
)
from tiendo.reporting.facts import Facts, Subject
from tiendo.reporting.measures import FigureBook, Measure, as_printed, as_row
from tiendo.reporting.models import Report
from vanban.dates import format_date

# What a cell says where the plan names nothing: a blank could be an omission.
NONE = "–"
TYPE_NAME = "Báo cáo"
SECTIONS: tuple[Section, ...] = (
    results.general,
    results.by_section,
    results.by_lead,
    listings.finished,
    listings.overdue,
    listings.issued,
    outlook.difficulties,
    outlook.directions,
)
_APPENDIX_COLUMNS = (
    ("STT", 13, Align.CENTER),
    ("Nhiệm vụ", 78, Align.LEFT),
    ("Cơ quan chủ trì", 34, Align.LEFT),
    ("Cơ quan phối hợp", 38, Align.LEFT),
    ("Thời hạn", 26, Align.CENTER),
    ("Sản phẩm", 34, Align.LEFT),
    ("Tiến độ", 29, Align.LEFT),
)


@dataclass(frozen=True, slots=True)
class Composed:
    """The document with its printed figures, and the figures as they are kept."""

    document: OfficialDocument
    measures: tuple[Measure, ...]


def compose(report: Report, subject: Subject, facts: Facts) -> Composed:
    """Write the report from its facts."""
    book = FigureBook()
    plan = letterhead.short_citation(report.programme)
    draft = Draft(subject, facts, book, report.narrative, plan)
    blocks = (*_opening(report, subject), *(b for write in SECTIONS for b in write(draft)))
    appendices = (_tasks_appendix(draft),) if facts.tasks else ()
    document = OfficialDocument(
        letterhead=letterhead.letterhead_of(report),
        type_name=TYPE_NAME,
        title=subject_line(report.title),
        addressees=letterhead.addressees_of(report),
        blocks=blocks,
        closing=(Paragraph(content(_closing(report))),),
        signature=letterhead.signature_of(report.issuer),
        recipients=letterhead.recipients_of(report),
        appendices=appendices,
        figures=_printed(report, book),
    )
    return Composed(document, book.measures)


def subject_line(title: str) -> str:
    """The subject under the name of the type: the title without "Báo cáo"."""
    words = " ".join(title.split())
    if words.casefold().startswith(f"{TYPE_NAME} ".casefold()):
        words = words[len(TYPE_NAME) + 1 :]
    return words[:1].upper() + words[1:]


def _printed(report: Report, book: FigureBook) -> tuple[Figure, ...]:
    return tuple(
        as_printed(as_row(report, at, measure), report.version)
        for at, measure in enumerate(book.measures)
    )


def _opening(report: Report, subject: Subject) -> Iterator[Block]:
    issuer = letterhead.in_sentence(report.issuer.name)
    yield paragraph(
        "Thực hiện {plan}, {issuer} báo cáo kết quả thực hiện từ ngày {start} đến ngày {end} (số "
        "liệu tính đến ngày {day}) như sau:",
        plan=letterhead.full_citation(report.programme),
        issuer=issuer,
        start=format_date(subject.period.start),
        end=format_date(subject.period.end),
        day=format_date(subject.as_of),
    )
    if report.corrects is not None:
        yield paragraph(
            "Báo cáo này thay thế báo cáo cùng kỳ đã duyệt ngày {day}. Lý do đính chính: {reason}.",
            day=format_date(letterhead.approved_day(report.corrects)),
            reason=" ".join(report.correction_reason.split()).rstrip("."),
        )


def _closing(report: Report) -> str:
    issuer = letterhead.in_sentence(report.issuer.name)
    addressees = ", ".join(letterhead.addressees_of(report))
    subject = subject_line(report.title)
    words = f"Trên đây là Báo cáo {subject[:1].lower()}{subject[1:]}"
    return f"{words}, {issuer} kính báo cáo {addressees}." if addressees else f"{words}."


def _tasks_appendix(draft: Draft) -> Appendix:
    return Appendix(
        title="Tiến độ thực hiện các nhiệm vụ",
        blocks=(list_table(_APPENDIX_COLUMNS, _task_rows(draft)),),
        landscape=True,
    )


def _task_rows(draft: Draft) -> Iterator[Row]:
    """The tasks in the order of the plan, under the names of its parts."""
    for at, (name, tasks) in enumerate(grouped_tasks(draft.facts), start=1):
        yield group_row(_roman(at), name, len(_APPENDIX_COLUMNS))
        for number, task in tasks:
            yield numbered(
                number,
                task.title,
                draft.facts.parties.lead(task.pk),
                draft.facts.parties.coordinating(task.pk) or NONE,
                deadline_words(task),
                task.product or NONE,
                progress_words(draft, task),
            )


def _roman(number: int) -> str:
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
             (4, "IV"), (1, "I"))  # fmt: skip
    made = ""
    for value, sign in signs:
        made += sign * (number // value)
        number %= value
    return made
