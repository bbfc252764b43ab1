"""Section I of a report: what was done.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục III (model of a báo cáo).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    Content,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Table,
    content,
    row,
)
from tiendo.domain.status import Status
from tiendo.reporting.activity import IssuedDocument
from tiendo.reporting.blocks import (
    day_or_missing,
    joined,
    list_table,
    numbered,
    paragraph,
    rate_ref,
    scope_table,
    sentence,
)
from tiendo.reporting.drafting import Draft, deadline_words, enumerated, period_count
from tiendo.reporting.facts import TaskFact
from tiendo.reporting.formulas import (
    AWAITING,
    AWAITING_ALL,
    AWAITING_OVERDUE,
    DONE_LATE,
    DONE_ON_TIME,
    IN_PROGRESS,
    NOT_STARTED,
    OFFICIAL,
    OVERDUE,
    OWN_COLUMNS,
    STATUS_WORDS,
    TOTAL,
    Count,
)
from tiendo.reporting.measures import (
    EVIDENCE,
    OCCURRENCE,
    count_of,
    days_of,
    ratio_of,
)
from tiendo.tasks.queries import Rate
from vanban.dates import format_date


def general(draft: Draft) -> Iterator[Block]:
    """I.1: the official counts in words and by status."""
    yield Heading(1, "I", f"Kết quả thực hiện {_plan_type(draft.plan)}")
    yield Heading(2, "1", "Tình hình chung")
    yield paragraph(
        "Tính đến ngày {day}, có {total} nhiệm vụ đã giao, trong đó: {on_time} nhiệm vụ hoàn thành "
        "đúng hạn, {late} nhiệm vụ hoàn thành quá hạn, {open} nhiệm vụ đang thực hiện trong hạn, "
        "{overdue} nhiệm vụ quá hạn chưa hoàn thành.",
        day=format_date(draft.subject.as_of),
        total=draft.count(TOTAL, bold=True),
        on_time=draft.count(DONE_ON_TIME),
        late=draft.count(DONE_LATE),
        open=draft.count(IN_PROGRESS),
        overdue=draft.count(OVERDUE),
    )
    if others := [count for count in OWN_COLUMNS if draft.facts.whole.counts.of(*count.statuses)]:
        listed = [sentence("{n} " + count.label.lower(), n=draft.count(count)) for count in others]
        yield Paragraph((*content("Các nhiệm vụ khác gồm: "), *joined(listed), *content(".")))
    yield paragraph(
        "Tỷ lệ hoàn thành đúng hạn trên số nhiệm vụ đã hoàn thành và quá hạn: {rate}. Số nhiệm vụ "
        "đã báo cáo hoàn thành, đang chờ xác nhận: {awaiting}.",
        rate=rate_ref(draft.book, draft.facts.whole, bold=True),
        awaiting=draft.count(AWAITING_ALL),
    )
    if draft.facts.not_given:
        label = "Nội dung chưa giao thành nhiệm vụ"
        n = count_of("tasks.not_given", label, "tasks.not_given", draft.facts.not_given)
        yield paragraph(
            "Ngoài ra, còn {n} nội dung của văn bản chưa giao thành nhiệm vụ do chưa đủ “6 rõ”.",
            n=draft.book.put(n),
        )
    yield from draft.words("assessment")
    yield _status_table(draft)


def by_section(draft: Draft) -> Iterator[Block]:
    """I.2: the counts by part of the plan."""
    yield Heading(2, "2", "Kết quả theo từng nhóm nhiệm vụ")
    yield scope_table(draft.book, "Nhóm nhiệm vụ", draft.facts.sections, draft.facts.whole)
    yield paragraph(
        "Cột “Khác” gồm nhiệm vụ thường xuyên, không có thời hạn, tạm dừng, đã hủy và được thay "
        "thế. Tỷ lệ đúng hạn tính trên số nhiệm vụ đã hoàn thành và quá hạn."
    )


def by_lead(draft: Draft) -> Iterator[Block]:
    """I.3: the counts by lead body, most overdue first."""
    yield Heading(2, "3", "Kết quả theo cơ quan chủ trì")
    yield scope_table(draft.book, "Cơ quan chủ trì", draft.facts.leads, draft.facts.whole)


def finished(draft: Draft) -> Iterator[Block]:
    """I.4: what was finished in the period."""
    yield Heading(2, "4", "Nhiệm vụ hoàn thành trong kỳ")
    label, formula = "Nhiệm vụ hoàn thành trong kỳ", "tasks.finished_in_period"
    days = draft.facts.finished.days
    yield paragraph(
        "Số nhiệm vụ hoàn thành từ ngày {start} đến ngày {end}: {n}.",
        start=format_date(draft.subject.period.start),
        end=format_date(draft.subject.period.end),
        n=period_count(draft, "finished.tasks", label, formula, tuple(days)),
    )
    if draft.facts.finished.occurrence_ids:
        yield paragraph(
            "Ngoài ra, {n} kỳ của các nhiệm vụ định kỳ đã hoàn thành.",
            n=draft.book.put(
                count_of(
                    "finished.occurrences",
                    "Kỳ của nhiệm vụ định kỳ hoàn thành trong kỳ báo cáo",
                    "occurrences.finished_in_period",
                    draft.facts.finished.occurrence_ids,
                    unit="kỳ",
                    record_type=OCCURRENCE,
                )
            ),
        )
    if days:
        columns = (
            ("STT", 13, Align.CENTER),
            ("Nhiệm vụ", 62, Align.LEFT),
            ("Cơ quan chủ trì", 37, Align.LEFT),
            ("Ngày hoàn thành", 26, Align.CENTER),
            ("Kết quả", 27, Align.LEFT),
        )
        tasks = [task for pk, task in draft.facts.tasks.items() if pk in days]
        yield list_table(
            columns,
            (
                numbered(
                    at,
                    task.title,
                    draft.facts.parties.lead(task.pk),
                    format_date(days[task.pk]),
                    STATUS_WORDS[task.status],
                )
                for at, task in enumerate(tasks, start=1)
            ),
        )


def overdue(draft: Draft) -> Iterator[Block]:
    """I.5: what is overdue, the longest first, with the days."""
    yield Heading(2, "5", "Nhiệm vụ quá hạn, chưa hoàn thành")
    late = [task for task in draft.facts.tasks.values() if task.status in OVERDUE.statuses]
    if not late:
        yield paragraph("Không có nhiệm vụ quá hạn.")
        return
    late.sort(key=lambda task: (task.due_on is None, task.due_on, task.pk))
    yield paragraph(
        "Có {n} nhiệm vụ quá hạn, trong đó {awaiting} nhiệm vụ đã báo cáo hoàn thành, đang chờ "
        "xác nhận:",
        n=draft.count(OVERDUE),
        awaiting=draft.count(AWAITING_OVERDUE),
    )
    columns = (
        ("STT", 13, Align.CENTER),
        ("Nhiệm vụ", 66, Align.LEFT),
        ("Cơ quan chủ trì", 37, Align.LEFT),
        ("Thời hạn", 26, Align.CENTER),
        ("Số ngày quá hạn", 23, Align.RIGHT),
    )
    yield list_table(columns, (_overdue_row(draft, at, task) for at, task in enumerated(late)))


def issued(draft: Draft) -> Iterator[Block]:
    """I.6: the documents issued in the period, by type."""
    yield Heading(2, "6", "Văn bản đã ban hành trong kỳ")
    documents = draft.facts.documents
    ids = [pk for document in documents for pk in document.evidence_ids[:1]]
    label, formula = "Văn bản đã ban hành trong kỳ", "evidence.documents"
    n = period_count(draft, "documents.issued", label, formula, ids, "văn bản", EVIDENCE)
    yield paragraph("Số văn bản được các cơ quan nêu làm minh chứng: {n}.", n=n)
    for type_name, members in groupby(documents, key=lambda document: document.type_name):
        listed = list(members)
        yield Bullet(_documents_of_type(draft, type_name, listed))


def _status_table(draft: Draft) -> Table:
    columns = (
        ("STT", 13, Align.CENTER),
        ("Trạng thái", 88, Align.LEFT),
        ("Số nhiệm vụ", 32, Align.RIGHT),
        ("Tỷ lệ trên tổng số", 32, Align.RIGHT),
    )
    marks: dict[str, tuple[Count, ...]] = {
        IN_PROGRESS.code: (NOT_STARTED, AWAITING),
        OVERDUE.code: (AWAITING_OVERDUE,),
    }
    rows: list[Row] = []
    for at, count in enumerated((*OFFICIAL, *OWN_COLUMNS)):
        rows.append(_status_row(draft, str(at), count.label, count))
        rows += [
            _status_row(draft, "", f"Trong đó: {mark.label.lower()}", mark)
            for mark in marks.get(count.code, ())
        ]
    rows.append(_status_row(draft, "", "Tổng cộng", TOTAL, RowKind.TOTAL))
    return list_table(columns, rows)


def _status_row(
    draft: Draft, marker: str, name: str, count: Count, kind: RowKind = RowKind.ENTRY
) -> Row:
    whole = draft.facts.whole
    ids = whole.ids_of(count.statuses)
    share = ratio_of(
        f"tasks.{count.code}.share",
        f"Tỷ lệ trên tổng số: {count.label}",
        "tasks.share",
        Rate(len(ids), whole.counts.total),
        ids,
    )
    return row(
        marker,
        name,
        (draft.count(count),),
        (draft.book.put(share),),
        kind=kind,
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


def _plan_type(plan: str) -> str:
    """What the heading calls the plan: "kế hoạch", or what its citation begins with."""
    return plan.split(" số ")[0] if " số " in plan else "kế hoạch"
