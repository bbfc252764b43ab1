"""Blocks that list: what was finished, what is overdue, what was issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    Content,
    FigureRef,
    Row,
)
from tiendo.domain.outlines import BlockSpec
from tiendo.domain.status import Status
from tiendo.reporting.activity import IssuedDocument
from tiendo.reporting.blocks import (
    day_or_missing,
    list_table,
    numbered,
    paragraph,
    sentence,
)
from tiendo.reporting.drafting import Draft, deadline_words, enumerated, period_count
from tiendo.reporting.facts.tasks import TaskFact
from tiendo.reporting.formulas import (
    AWAITING_OVERDUE,
    OVERDUE,
    STATUS_WORDS,
)
from tiendo.reporting.measures import (
    EVIDENCE,
    OCCURRENCE,
    count_of,
    days_of,
)
from vanban.dates import format_date

# What stands where the period has not begun on the day of the figures.
NOT_BEGUN = "Chưa đến kỳ báo cáo."
FINISHED_COLUMNS = (
    ("STT", 13, Align.CENTER),
    ("Nhiệm vụ", 62, Align.LEFT),
    ("Cơ quan chủ trì", 37, Align.LEFT),
    ("Ngày hoàn thành", 26, Align.CENTER),
    ("Kết quả", 27, Align.LEFT),
)
OVERDUE_COLUMNS = (
    ("STT", 13, Align.CENTER),
    ("Nhiệm vụ", 66, Align.LEFT),
    ("Cơ quan chủ trì", 37, Align.LEFT),
    ("Thời hạn", 26, Align.CENTER),
    ("Số ngày quá hạn", 23, Align.RIGHT),
)


def finished(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What was finished in the period."""
    label, formula = "Nhiệm vụ hoàn thành trong kỳ", "tasks.finished_in_period"
    days, passed = draft.facts.finished.days, draft.subject.observed
    n = period_count(draft, "finished.tasks", label, formula, tuple(days))
    if passed is None:
        yield paragraph(NOT_BEGUN)
        return
    parts: dict[str, str | FigureRef] = {
        "start": format_date(passed.start),
        "end": format_date(passed.end),
        "n": n,
    }
    words = "Từ ngày {start} đến ngày {end}, "
    words += "có {n} nhiệm vụ hoàn thành" if days else "không có nhiệm vụ hoàn thành"
    if draft.facts.finished.occurrence_ids:
        words += "; {m} kỳ của các nhiệm vụ định kỳ đã hoàn thành"
        parts["m"] = _occurrences(draft)
    yield paragraph(f"{words}.", **parts)
    tasks = [task for pk, task in draft.facts.tasks.items() if pk in days]
    if tasks:
        rows = (_finished_row(draft, at, task, days[task.pk]) for at, task in enumerated(tasks))
        yield list_table(FINISHED_COLUMNS, rows)


def _occurrences(draft: Draft) -> FigureRef:
    measure = count_of(
        "finished.occurrences",
        "Kỳ của nhiệm vụ định kỳ hoàn thành trong kỳ báo cáo",
        "occurrences.finished_in_period",
        draft.facts.finished.occurrence_ids,
        unit="kỳ",
        record_type=OCCURRENCE,
    )
    return draft.book.put(measure)


def _finished_row(draft: Draft, at: int, task: TaskFact, day: dt.date) -> Row:
    lead = draft.facts.parties.lead(task.pk)
    return numbered(at, task.title, lead, format_date(day), STATUS_WORDS[task.status])


def overdue(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What is overdue, the longest first, with the days."""
    late = [task for task in draft.facts.tasks.values() if task.status in OVERDUE.statuses]
    if not late:
        yield paragraph("Không có nhiệm vụ quá hạn.")
        return
    late.sort(key=lambda task: (task.due_on is None, task.due_on, task.pk))
    is_awaited = any(task.status is Status.AWAITING_OVERDUE for task in late)
    awaited = ", trong đó {awaiting} nhiệm vụ đã báo cáo hoàn thành, đang chờ xác nhận"
    yield paragraph(
        "Có {n} nhiệm vụ quá hạn chưa hoàn thành" + (awaited if is_awaited else "") + ":",
        n=draft.count(OVERDUE),
        awaiting=draft.count(AWAITING_OVERDUE),
    )
    yield list_table(
        OVERDUE_COLUMNS, (_overdue_row(draft, at, task) for at, task in enumerated(late))
    )


def _overdue_row(draft: Draft, at: int, task: TaskFact) -> Row:
    is_dated = task.due_on is not None and task.due_on < draft.subject.as_of
    days = (draft.subject.as_of - task.due_on).days if is_dated and task.due_on else None
    measure = days_of(
        f"task.{task.pk}.days_overdue",
        f"Số ngày quá hạn: {task.code}",
        "task.days_overdue",
        days,
        [task.pk],
    )
    awaiting = " (chờ xác nhận)" if task.status is Status.AWAITING_OVERDUE else ""
    return numbered(
        at,
        f"{task.title}{awaiting}",
        draft.facts.parties.lead(task.pk),
        day_or_missing(task.due_on, deadline_words(task)),
        (draft.book.put(measure),),
    )


def issued(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """The documents given as evidence and issued in the period, by type."""
    documents = draft.facts.documents
    ids = [pk for document in documents for pk in document.evidence_ids[:1]]
    label, formula = "Văn bản đã ban hành trong kỳ", "evidence.documents"
    n = period_count(draft, "documents.issued", label, formula, ids, "văn bản", EVIDENCE)
    if draft.subject.observed is None:
        yield paragraph(NOT_BEGUN)
    elif not documents:
        yield paragraph("Trong kỳ, không có văn bản nào được nêu làm minh chứng.")
    else:
        yield paragraph("Có {n} văn bản ban hành trong kỳ được nêu làm minh chứng:", n=n)
    for type_name, members in groupby(documents, key=lambda document: document.type_name):
        listed = list(members)
        yield Bullet(_documents_of_type(draft, type_name, listed))


def _documents_of_type(
    draft: Draft, type_name: str, documents: Sequence[IssuedDocument]
) -> Content:
    listed = "; ".join(
        f"số {document.number}"
        + (f" ngày {format_date(document.issued_on)}" if document.issued_on else "")
        for document in documents
    )
    ids = [document.evidence_ids[0] for document in documents]
    at = _type_key(draft, type_name)
    n = draft.book.put(
        count_of(
            f"documents.issued.{at}",
            f"Văn bản đã ban hành trong kỳ: {type_name}",
            "evidence.documents",
            ids,
            unit="văn bản",
            record_type=EVIDENCE,
        )
    )
    return sentence("{type} ({n}): {listed}.", type=type_name, n=n, listed=listed)


def _type_key(draft: Draft, type_name: str) -> int:
    """The place of a type among those of the report: types have no code of their own."""
    names = list(dict.fromkeys(document.type_name for document in draft.facts.documents))
    return names.index(type_name) + 1
