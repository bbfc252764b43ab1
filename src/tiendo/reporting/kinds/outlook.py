"""Blocks on what stands in the way, what bodies propose, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    FigureRef,
    Row,
    content,
)
from tiendo.domain.outlines import BlockSpec
from tiendo.organisations.province import in_own_words
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
from tiendo.reporting.phrasing import said_once, sayers_line
from vanban.dates import format_date

PROPOSALS = "Cập nhật nêu kiến nghị, đề xuất trong kỳ"
DUE_NEXT = "Nhiệm vụ đến hạn trong kỳ tiếp theo"
DUE_COLUMNS = (
    ("STT", 13, Align.CENTER),
    ("Nhiệm vụ", 80, Align.LEFT),
    ("Cơ quan chủ trì", 46, Align.LEFT),
    ("Thời hạn", 26, Align.CENTER),
)


def proposals(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What updates of the period propose, the same words once with all who say them."""
    notes, key, label = draft.facts.proposals, "updates.proposals", PROPOSALS
    ids = [note.update_id for note in notes]
    n = period_count(draft, key, label, key, ids, "cập nhật", UPDATE)
    if not notes:
        yield paragraph("Cập nhật tiến độ trong kỳ không nêu kiến nghị, đề xuất.")
        return
    yield paragraph("Trong kỳ, có {n} lượt kiến nghị, đề xuất{place}:", n=n, place=_place(draft))
    numbers = _numbers(draft)
    said = said_once((note.text, (note.body, numbers.get(note.task_id))) for note in notes)
    for text, sayers in said.items():
        yield Bullet(content(_said_by(draft, text, sayers)))


LEVELS = {
    "commune": "cấp xã",
    "department": "sở, ban, ngành",
    "province": "UBND tỉnh, HĐND tỉnh",
    "central": "Trung ương",
    "": "chưa xác định cấp giải quyết",
}


def difficulties(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What the register carries on the day of the figures, by the level that can solve it."""
    carried = draft.facts.hindrances.carried
    yield _carried(draft)
    if (moved := _moved(draft)) is not None:
        yield moved
    for level, words in LEVELS.items():
        name = in_own_words(words)
        rows = [row for row in carried if row.level == level]
        if rows:
            yield from _of_level(draft, level, name, rows)


def _carried(draft: Draft) -> Block:
    told, day = draft.facts.hindrances, format_date(draft.subject.as_of)
    n = _count(draft, "open", "Vướng mắc đang theo dõi", [h.difficulty_id for h in told.carried])
    late = _count(draft, "late", "Vướng mắc quá hạn trả lời", told.late_ids)
    if not told.carried:
        return paragraph("Đến ngày {day}, không có khó khăn, vướng mắc đang theo dõi.", day=day)
    words = "Đến ngày {day}, còn {n} khó khăn, vướng mắc đang theo dõi"
    words += ", trong đó {late} vướng mắc quá hạn trả lời." if told.late_ids else "."
    return paragraph(words, day=day, n=n, late=late)


def _moved(draft: Draft) -> Block | None:
    """What came and what ended in the period; nothing before it has begun."""
    told = draft.facts.hindrances
    raised = _in_period(draft, "raised", "Vướng mắc nêu mới trong kỳ", told.raised_ids)
    ended = _in_period(draft, "ended", "Vướng mắc kết thúc trong kỳ", told.ended_ids)
    if draft.subject.observed is None:
        return None
    came = "phát sinh {raised} vướng mắc" if told.raised_ids else "không phát sinh vướng mắc mới"
    went = "{ended} vướng mắc" if told.ended_ids else "chưa có vướng mắc nào"
    words = f"Trong kỳ, {came}; {went} kết thúc theo dõi."
    return paragraph(words, raised=raised, ended=ended)


def _of_level(draft: Draft, level: str, name: str, rows: Sequence[Hindrance]) -> Iterator[Block]:
    """The difficulties that one level can solve, the same words once with all who raise them."""
    label, ids = f"Vướng mắc đang theo dõi, {name}", [row.difficulty_id for row in rows]
    n = _count(draft, f"level.{level or 'none'}", label, ids, "difficulties.level")
    lead = f"Thuộc thẩm quyền của {name}" if level else "Chưa xác định cấp giải quyết"
    yield paragraph("{lead}, có {n} vướng mắc{place}:", lead=lead, n=n, place=_place(draft))
    numbers = _numbers(draft)
    said = said_once(
        (f"{row.text}{_answer(row)}", (row.body, numbers.get(pk)))
        for row in rows
        for pk in row.task_ids or (0,)
    )
    for text, sayers in said.items():
        yield Bullet(content(_said_by(draft, text, sayers)))


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


def _answer(row: Hindrance) -> str:
    """Who is to answer, and by when; or that they did."""
    if row.is_answered:
        return f" ({row.answerer} đã trả lời)"
    day = f" trước hết ngày {format_date(row.answer_by)}" if row.answer_by else ""
    return f" ({row.answerer} trả lời{day})" if row.answerer else ""


def _said_by(draft: Draft, text: str, sayers: dict[str, list[int]]) -> str:
    """The words behind those who say them; in its own report a body need not be named."""
    is_numbered = bool(draft.tasks_appendix)
    if draft.report.body is not None and set(sayers) == {draft.report.body.name}:
        numbers = next(iter(sayers.values()))
        listed = f" (nhiệm vụ {', '.join(map(str, numbers))})" if numbers and is_numbered else ""
        return f"{text}{listed}."
    return f"{sayers_line(sayers, is_numbered=is_numbered)}: {text}."


def _numbers(draft: Draft) -> dict[int, int]:
    """The numbers of the tasks as in the appendix."""
    return {task.pk: at for _, tasks in grouped_tasks(draft.facts) for at, task in tasks}


def _place(draft: Draft) -> str:
    """Where the numbers of tasks are to be found; "" where no appendix has them."""
    appendix = draft.tasks_appendix
    return f" (số thứ tự nhiệm vụ theo {appendix})" if appendix else ""


def due_next(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """What comes next: the overdue to be finished, and what is due in the next period."""
    upcoming, due = draft.subject.next_period, draft.facts.due_next
    appendix = draft.tasks_appendix
    if draft.facts.whole.counts.overdue:
        place = draft.place_of("overdue")
        yield paragraph(
            "{who} hoàn thành {n} nhiệm vụ quá hạn{place}.",
            who="Tập trung" if draft.report.body else "Các cơ quan chủ trì tập trung",
            n=draft.count(OVERDUE),
            place=f" nêu tại {place}" if place else "",
        )
    n = draft.book.put(count_of("tasks.due_next", DUE_NEXT, "tasks.due_next", due))
    told = "có {n} nhiệm vụ đến hạn" if due else "không có nhiệm vụ đến hạn"
    detail = f" (tiến độ từng nhiệm vụ tại {appendix} kèm theo)" if appendix else ""
    yield paragraph(
        "Từ ngày {start} đến ngày {end}, " + told + "{detail}{end_mark}",
        start=format_date(upcoming.start),
        end=format_date(upcoming.end),
        n=n,
        detail=detail,
        end_mark=":" if due else ".",
    )
    if due:
        tasks = [draft.facts.tasks[pk] for pk in due]
        yield list_table(DUE_COLUMNS, (_due_row(draft, at, task) for at, task in enumerated(tasks)))


def _due_row(draft: Draft, at: int, task: TaskFact) -> Row:
    day = day_or_missing(task.due_on, deadline_words(task))
    return numbered(at, task.title, draft.facts.parties.lead(task.pk), day)
