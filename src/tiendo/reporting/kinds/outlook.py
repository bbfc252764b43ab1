"""Blocks on what stands in the way, what bodies propose, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    FigureRef,
    Row,
    content,
)
from tiendo.domain.outlines import BlockSpec
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
from tiendo.reporting.facts.tasks import TaskFact
from tiendo.reporting.formulas import (
    OVERDUE,
)
from tiendo.reporting.hindrances import Hindrance
from tiendo.reporting.measures import (
    DIFFICULTY,
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


def proposals(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What updates of the period propose."""
    yield from _notes(
        draft,
        draft.facts.proposals,
        ("updates.proposals", "Cập nhật nêu kiến nghị, đề xuất trong kỳ"),
        "Số lượt kiến nghị, đề xuất các cơ quan nêu trong kỳ: {n}.",
    )


LEVELS = {
    "commune": "cấp xã",
    "department": "sở, ban, ngành",
    "province": "UBND tỉnh, HĐND tỉnh",
    "central": "Trung ương",
    "": "chưa xác định cấp giải quyết",
}


def difficulties(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What the register carries on the day of the figures, by the level that can solve it."""
    told = draft.facts.hindrances
    yield paragraph(
        "Đến ngày {day}, sổ theo dõi còn {n} khó khăn, vướng mắc, trong đó {late} quá hạn trả lời. "
        "Trong kỳ nêu mới {raised}, kết thúc theo dõi {ended}.",
        day=format_date(draft.subject.as_of),
        n=_count(draft, "open", "Vướng mắc đang theo dõi", [h.difficulty_id for h in told.carried]),
        late=_count(draft, "late", "Vướng mắc quá hạn trả lời", told.late_ids),
        raised=_in_period(draft, "raised", "Vướng mắc nêu mới trong kỳ", told.raised_ids),
        ended=_in_period(draft, "ended", "Vướng mắc kết thúc trong kỳ", told.ended_ids),
    )
    numbers = {task.pk: at for _, tasks in grouped_tasks(draft.facts) for at, task in tasks}
    for level, name in LEVELS.items():
        rows = [row for row in told.carried if row.level == level]
        if not rows:
            continue
        label = f"Vướng mắc đang theo dõi, {name}"
        ids = [row.difficulty_id for row in rows]
        n = _count(draft, f"level.{level or 'none'}", label, ids, "difficulties.level")
        words = "Thuộc thẩm quyền" if level else "Các vướng mắc"
        yield paragraph("{words} {name}: {n}.", words=words, name=name, n=n)
        for row in rows:
            yield Bullet(content(_hindrance_words(draft, row, numbers)))


def _count(draft: Draft, key: str, label: str, ids: Sequence[int], formula: str = "") -> FigureRef:
    measure = count_of(
        f"difficulties.{key}",
        label,
        formula or f"difficulties.{key}",
        ids,
        unit="vướng mắc",
        record_type=DIFFICULTY,
    )
    return draft.book.put(measure)


def _in_period(draft: Draft, key: str, label: str, ids: Sequence[int]) -> FigureRef:
    name = f"difficulties.{key}"
    return period_count(draft, name, label, name, ids, "vướng mắc", DIFFICULTY)


def _hindrance_words(draft: Draft, row: Hindrance, numbers: Mapping[int, int]) -> str:
    """Who is hindered in which tasks by what, and who is to answer."""
    known = ", ".join(str(numbers[pk]) for pk in row.task_ids if pk in numbers)
    known = known if draft.tasks_appendix else ""
    where = f" (nhiệm vụ {known} tại {draft.tasks_appendix})" if known else ""
    answer = ""
    if row.is_answered:
        answer = f" ({row.answerer} đã trả lời)"
    elif row.answerer:
        day = f" trước hết ngày {format_date(row.answer_by)}" if row.answer_by else ""
        answer = f" ({row.answerer} trả lời{day})"
    return f"{row.body}{where}: {row.text}{answer}."


def due_next(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What comes next: the overdue to be finished, and what is due in the next period."""
    upcoming, due = draft.subject.next_period, draft.facts.due_next
    appendix = draft.tasks_appendix
    if draft.facts.whole.counts.overdue:
        place = draft.place_of("overdue")
        yield paragraph(
            "Các cơ quan chủ trì tập trung hoàn thành {n} nhiệm vụ quá hạn{place}.",
            n=draft.count(OVERDUE),
            place=f" nêu tại {place}" if place else "",
        )
    yield paragraph(
        "Số nhiệm vụ đến hạn từ ngày {start} đến ngày {end}: {n}.{appendix}",
        start=format_date(upcoming.start),
        end=format_date(upcoming.end),
        n=draft.book.put(count_of("tasks.due_next", DUE_NEXT, "tasks.due_next", due)),
        appendix=f" Tiến độ từng nhiệm vụ tại {appendix} kèm theo." if appendix else "",
    )
    if due:
        tasks = [draft.facts.tasks[pk] for pk in due]
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
    appendix = draft.tasks_appendix
    numbers = {task.pk: at for _, tasks in grouped_tasks(draft.facts) for at, task in tasks}
    said: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)
    for note in notes:
        said[note.body, numbers[note.task_id]][note.text.rstrip(" .;")] = None
    for (body, number), texts in said.items():
        where = f" (nhiệm vụ {number} tại {appendix})" if appendix else ""
        yield Bullet(content(f"{body}{where}: {'; '.join(texts)}."))
