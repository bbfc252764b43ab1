"""The matrix of tasks and bodies: a row for each task, a column for each of some bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import Sheet, SheetColumn, Values
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.task_pages import code_and_title, count_tasks, in_batches, selected
from tiendo.tasks.models import Part
from tiendo.tasks.queries.held_parts import HeldPart, held_parts, parts_by_body

# More columns than these fit on no page; the other bodies stand by name in the last column.
MOST_BODIES = 14


@dataclass(frozen=True, slots=True)
class BodyPage:
    """Some of the bodies with a part in the tasks, who has the most tasks first.

    ``first`` counts from 1; ``total`` is how many bodies there are.
    """

    bodies: tuple[Organisation, ...]
    number: int
    first: int
    total: int

    @property
    def last(self) -> int:
        """The place of the last of them."""
        return self.first + len(self.bodies) - 1

    @property
    def pages(self) -> int:
        """How many such pages there are."""
        return max(1, -(-self.total // MOST_BODIES))


def build(asked: Asked) -> Sheet:
    """The tasks of a filter against the bodies with the most of them. Cost: four queries, and one
    for each thousand tasks."""
    return page(body_page(asked), asked, None)


def body_page(asked: Asked, number: int = 1) -> BodyPage:
    """A page of the bodies; beyond the last page, the last. Cost: three queries."""
    found = [row.body for row in parts_by_body(selected(asked), asked.day)]
    pages = max(1, -(-len(found) // MOST_BODIES))
    number = min(max(1, number), pages)
    start = (number - 1) * MOST_BODIES
    return BodyPage(tuple(found[start : start + MOST_BODIES]), number, start + 1, len(found))


def page(shown: BodyPage, asked: Asked, part: slice | None) -> Sheet:
    """The rows of a page, or all, against some bodies. Cost: two queries."""
    bodies = shown.bodies
    columns = (
        SheetColumn("code", _g("Mã"), width=12),
        SheetColumn("title", _g("Nhiệm vụ"), width=44),
        *(
            SheetColumn(f"body-{body.pk}", body.short_name or body.name, width=8, formula=body.name)
            for body in bodies
        ),
        SheetColumn("others", _g("Cơ quan khác"), width=30),
    )
    stated = ((_g("Ký hiệu"), legend()), *asked.stated())
    rows = _rows(asked, bodies, part)
    return Sheet("ma-tran", str(VIEW.title), columns, rows, stated=stated)


VIEW = View("ma-tran", _("Ma trận nhiệm vụ và cơ quan"), "task.view", build, count_tasks)


def marks() -> Mapping[str, str]:
    """The mark of each part, in the order in which they are shown."""
    return {
        Part.LEAD: _g("C"),
        Part.COORDINATE: _g("P"),
        Part.DECIDE: _g("Q"),
        Part.CONFIRM: _g("X"),
    }


def legend() -> str:
    """What the marks mean."""
    return "; ".join(f"{mark}: {Part(part).label}" for part, mark in marks().items())


def _rows(asked: Asked, bodies: Sequence[Organisation], part: slice | None) -> Iterator[Values]:
    ids = [body.pk for body in bodies]
    for batch in in_batches(asked, part=part):
        held = held_parts([task["pk"] for task in batch], asked.day)
        for task in batch:
            yield (*code_and_title(task), *_cells(held.get(task["pk"], ()), ids))


def _cells(held: Sequence[HeldPart], ids: Sequence[int]) -> tuple[str, ...]:
    shown = marks()
    by_body: defaultdict[int, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = {}
    for row in held:
        if row.body in ids:
            by_body[row.body or 0].add(row.part)
        else:
            others.setdefault(row.name, set()).add(row.part)

    def said(parts: set[str]) -> str:
        return ", ".join(mark for part, mark in shown.items() if part in parts)

    rest = "; ".join(f"{name} ({said(parts)})" for name, parts in others.items())
    return (*(said(by_body[pk]) for pk in ids), rest)
