"""What the sections of a report share: the draft they write from, and its small words.

What is printed is Vietnamese whatever the language of the screen: it is an official document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from tiendo.accounts.actor import Actor
from tiendo.composer.model import (
    Bullet,
    FigureRef,
    Paragraph,
    content,
)
from tiendo.composer.wording import clause_reference
from tiendo.domain.outlines import HeadingSpec, OutlineSpec
from tiendo.domain.status import Status
from tiendo.organisations.models import Organisation
from tiendo.reporting.blocks import (
    count_ref,
    day_or_missing,
)
from tiendo.reporting.facts.tasks import Facts, Subject, TaskFact
from tiendo.reporting.formulas import (
    STATUS_WORDS,
    Count,
)
from tiendo.reporting.letterhead import addressees_of
from tiendo.reporting.measures import (
    FigureBook,
    count_of,
    missing,
)
from tiendo.reporting.models import Report, ValueState

TYPE_NAME = "Báo cáo"

# The kind of block whose table numbers the tasks; other blocks refer to its numbers.
TASKS_KIND = "tasks"
_BULLETS = {"- ": 1, "+ ": 2}
Kept = TypeVar("Kept")


@dataclass(slots=True)
class Draft:
    """What the blocks write from: the subject, its facts, the book of figures, people's words.

    ``plan`` is the plan's short citation; ``heading`` the one under which is written just now;
    ``appendix_markers`` those of the appendices that are printed, by their places in the outline.
    """

    by: Actor
    report: Report
    subject: Subject
    facts: Facts
    book: FigureBook
    outline: OutlineSpec
    plan: str
    heading: HeadingSpec | None = None
    appendix_markers: Mapping[int, str | None] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)
    _counted: dict[str, Any] = field(default_factory=dict)

    @property
    def issuer(self) -> Organisation:
        """The body in whose name is reported."""
        return self.report.issuer

    @property
    def title(self) -> str:
        """The subject of the report, begun in lower case, as sentences name it."""
        words = subject_line(self.report.title)
        return f"{words[:1].lower()}{words[1:]}"

    @property
    def addressees(self) -> str:
        """Those addressed, in one line."""
        return ", ".join(addressees_of(self.report))

    def keep(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What several blocks need, read once: ``make`` is called at the first time."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: Kept = self._kept[name]
        return kept

    def count_on(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What changes while the text is written: numbers given, documents already cited."""
        counted: Kept = self._counted.setdefault(name, make())
        return counted

    def aside(self) -> Draft:
        """A draft of the same facts to try what a block gives; nothing of it is printed."""
        return replace(self, book=FigureBook(), _counted={})

    def words(self, name: str) -> Iterator[Paragraph | Bullet]:
        """The paragraphs people wrote in a place of the outline."""
        lines = (line.strip() for line in self.report.narrative.get(name, "").splitlines())
        return (_said(line) for line in lines if line)

    def count(self, count: Count, *, bold: bool = False) -> FigureRef:
        """A count over all tasks."""
        return count_ref(self.book, self.facts.whole, count, bold=bold)

    def place_of(self, kind: str) -> str:
        """Where the first block of a kind stands ("khoản 5 Mục I"); "" where there is none."""
        for _, marker, heading in self.outline.walk():
            if any(block.kind == kind for block in heading.blocks):
                parts = dict(zip(("muc", "khoan", "diem"), marker.split("."), strict=False))
                return clause_reference(**parts)
        return ""

    @property
    def tasks_appendix(self) -> str:
        """What the appendix with the numbers of tasks is called; "" where there is none."""
        for at, marker in self.appendix_markers.items():
            if any(block.kind == TASKS_KIND for block in self.outline.appendices[at].blocks):
                return f"Phụ lục {marker}" if marker else "Phụ lục"
        return ""


def subject_line(title: str) -> str:
    """The subject under the name of the type: the title without "Báo cáo"."""
    words = " ".join(title.split())
    if words.casefold().startswith(f"{TYPE_NAME} ".casefold()):
        words = words[len(TYPE_NAME) + 1 :]
    return words[:1].upper() + words[1:]


def _said(line: str) -> Paragraph | Bullet:
    level = _BULLETS.get(line[:2])
    return Paragraph(content(line)) if level is None else Bullet(content(line[2:].strip()), level)


Item = TypeVar("Item")


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
