"""Sections II and III of a report: what stands in the way, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    Heading,
    Row,
    content,
)
from tiendo.composer.wording import clause_reference
from tiendo.reporting.activity import Note
from tiendo.reporting.blocks import (
    day_or_missing,
    list_table,
    numbered,
    paragraph,
)
from tiendo.reporting.drafting import (
    Draft,
    deadline_words,
    enumerated,
    grouped_tasks,
    period_count,
)
from tiendo.reporting.facts import TaskFact
from tiendo.reporting.formulas import (
    OVERDUE,
)
from tiendo.reporting.measures import (
    UPDATE,
    count_of,
)
from vanban.dates import format_date

DUE_NEXT = "Nhiệm vụ đến hạn trong kỳ tiếp theo"
DUE_COLUMNS = (
    ("STT", 13, Align.CENTER),
    ("Nhiệm vụ", 80, Align.LEFT),
    ("Cơ quan chủ trì", 46, Align.LEFT),
    ("Thời hạn", 26, Align.CENTER),
)


def difficulties(draft: Draft) -> Iterator[Block]:
    """II: what stands in the way, and what bodies propose."""
    yield Heading(1, "II", "Khó khăn, vướng mắc; kiến nghị")
    yield Heading(2, "1", "Khó khăn, vướng mắc")
    yield from _notes(
        draft,
        draft.facts.difficulties,
        ("updates.difficulties", "Cập nhật nêu khó khăn, vướng mắc trong kỳ"),
        "Số lượt khó khăn, vướng mắc các cơ quan nêu trong kỳ: {n}.",
    )
    yield from draft.words("causes")
    yield Heading(2, "2", "Kiến nghị, đề xuất")
    yield from _notes(
        draft,
        draft.facts.proposals,
        ("updates.proposals", "Cập nhật nêu kiến nghị, đề xuất trong kỳ"),
        "Số lượt kiến nghị, đề xuất các cơ quan nêu trong kỳ: {n}.",
    )
    yield from draft.words("proposals")


def directions(draft: Draft) -> Iterator[Block]:
    """III: what comes next."""
    upcoming, due_next = draft.subject.next_period, draft.facts.due_next
    yield Heading(1, "III", "Phương hướng, nhiệm vụ thời gian tới")
    yield from draft.words("directions")
    if draft.facts.whole.counts.overdue:
        yield paragraph(
            "Các cơ quan chủ trì tập trung hoàn thành {n} nhiệm vụ quá hạn nêu tại {place}.",
            n=draft.count(OVERDUE),
            place=clause_reference(muc="I", khoan="5"),
        )
    yield paragraph(
        "Số nhiệm vụ đến hạn từ ngày {start} đến ngày {end}: {n}.{appendix}",
        start=format_date(upcoming.start),
        end=format_date(upcoming.end),
        n=draft.book.put(count_of("tasks.due_next", DUE_NEXT, "tasks.due_next", due_next)),
        appendix=" Tiến độ từng nhiệm vụ tại Phụ lục kèm theo." if draft.facts.tasks else "",
    )
    if due_next:
        tasks = [draft.facts.tasks[pk] for pk in due_next]
        yield list_table(DUE_COLUMNS, (_due_row(draft, at, task) for at, task in enumerated(tasks)))


def _due_row(draft: Draft, at: int, task: TaskFact) -> Row:
    day = day_or_missing(task.due_on, deadline_words(task))
    return numbered(at, task.title, draft.facts.parties.lead(task.pk), day)


def _notes(
    draft: Draft, notes: Sequence[Note], name: tuple[str, str], template: str
) -> Iterator[Block]:
    """The number of notes and, for each body and task, its notes, the same words once."""
    key, label = name
    ids = [note.update_id for note in notes]
    yield paragraph(template, n=period_count(draft, key, label, key, ids, "cập nhật", UPDATE))
    numbers = {task.pk: at for _, tasks in grouped_tasks(draft.facts) for at, task in tasks}
    said: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)
    for note in notes:
        said[note.body, numbers[note.task_id]][note.text.rstrip(" .;")] = None
    for (body, number), texts in said.items():
        yield Bullet(content(f"{body} (nhiệm vụ {number} tại Phụ lục): {'; '.join(texts)}."))
