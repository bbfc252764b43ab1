"""What the sections of a report share: the draft they write from, and its small words.

What is printed is Vietnamese whatever the language of the screen: it is an official document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tiendo.composer.model import (
    Block,
    FigureRef,
    Paragraph,
    content,
)
from tiendo.domain.status import Status
from tiendo.reporting.blocks import (
    count_ref,
    day_or_missing,
)
from tiendo.reporting.facts import Facts, Subject, TaskFact
from tiendo.reporting.formulas import (
    STATUS_WORDS,
    Count,
)
from tiendo.reporting.measures import (
    FigureBook,
    count_of,
    missing,
)
from tiendo.reporting.models import ValueState

# Where people write their own words, by section.
NARRATIVES = ("assessment", "causes", "proposals", "directions")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the sections write from: the subject, its facts, the book of figures, people's words.

    ``plan`` is the plan's short citation.
    """

    subject: Subject
    facts: Facts
    book: FigureBook
    narrative: Mapping[str, str]
    plan: str

    def words(self, section: str) -> Iterator[Paragraph]:
        """The paragraphs people wrote for a section."""
        lines = self.narrative.get(section, "").splitlines()
        return (Paragraph(content(line.strip())) for line in lines if line.strip())

    def count(self, count: Count, *, bold: bool = False) -> FigureRef:
        """A count over all tasks."""
        return count_ref(self.book, self.facts.whole, count, bold=bold)


Item = TypeVar("Item")
Section = Callable[[Draft], Iterator[Block]]


def deadline_words(task: TaskFact) -> str:
    """The last day of a task; the printed words where it recurs or has no day."""
    day = day_or_missing(task.due_on, "")
    if task.recurrence and task.deadline_raw:
        return f"{task.deadline_raw} (kỳ này: {day})" if day else task.deadline_raw
    return day or task.deadline_raw or "Không có thời hạn"


def progress_words(draft: Draft, task: TaskFact) -> str:
    """The status of a task, and how far it is said to be while it is open."""
    percent = draft.facts.percents.get(task.pk)
    is_done = task.status in {Status.DONE_ON_TIME, Status.DONE_LATE}
    words = STATUS_WORDS[task.status]
    return f"{words} ({percent})" if percent and not is_done else words


def period_count(
    draft: Draft,
    key: str,
    label: str,
    formula: str,
    ids: Sequence[int],
    unit: str = "nhiệm vụ",
    record_type: str = "tasks.task",
) -> FigureRef:
    """A count over the period; not yet due where none of the period has passed."""
    if draft.subject.observed is None:
        state = ValueState.NOT_DUE
        return draft.book.put(
            missing(key, label, formula, state, unit=unit, record_type=record_type)
        )
    return draft.book.put(count_of(key, label, formula, ids, unit=unit, record_type=record_type))


def grouped_tasks(facts: Facts) -> Iterator[tuple[str, list[tuple[int, TaskFact]]]]:
    """The parts of the plan in its order with their tasks, numbered through as in the appendix."""
    groups: defaultdict[int | None, list[TaskFact]] = defaultdict(list)
    for task in facts.tasks.values():
        groups[task.section_id].append(task)
    first = 1
    for section, name in facts.section_names.items():
        yield name, list(enumerate(groups[section], start=first))
        first += len(groups[section])


def enumerated(items: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    """The items with their numbers from 1."""
    return enumerate(items, start=1)
