"""The pipeline: a text becomes a parsed document, one pass per kind of finding."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from vanban.attachments import find_attachments
from vanban.bodies import find_bodies
from vanban.checks import check
from vanban.citations import find_citations
from vanban.deadlines import find_deadlines
from vanban.garbage import collection_paused
from vanban.header import read_header
from vanban.layout import Layout, Part, find_layout
from vanban.markers import read_marker
from vanban.models import (
    Block,
    BlockKind,
    Citation,
    Deadline,
    DraftTarget,
    DraftTask,
    Found,
    Header,
    KnownDocument,
    Money,
    Observation,
    ParsedDocument,
    Recipient,
    Signer,
    Text,
    Unit,
)
from vanban.money import find_money, find_percentages
from vanban.money_tables import find_table_money
from vanban.observations import find_observations
from vanban.orders import opening_paragraphs
from vanban.register import Register
from vanban.resolution import resolve
from vanban.rows import find_rows
from vanban.signing import read_recipients, read_signer
from vanban.structure import find_units
from vanban.targets import find_targets
from vanban.tasks import find_tasks

_F = TypeVar("_F", bound=Found)


def parse(text: Text, register: Sequence[KnownDocument] = ()) -> ParsedDocument:
    """Everything found in a text: header, outline, citations, amounts, drafts, and its problems.

    ``register`` holds the documents known beforehand, to which citations are resolved.
    Missing: what the text does not state is None or absent; odd input gives issues, no exception.
    Cost: linear in the length of the text.
    """
    with collection_paused():
        return _parse(text, Register(register))


def _parse(text: Text, documents: Register) -> ParsedDocument:
    layout = find_layout(text)
    header = read_header(text, layout)
    attached = find_attachments(text, layout)
    outline = _outline(text, layout, attached)
    row_tasks, row_targets = find_rows(text, layout.part_at, issue_date(header))
    place = _Placer(layout)
    deadlines = _deadlines(text, header, layout)
    targets = _targets(text, header, layout, outline, row_targets)
    parsed = ParsedDocument(
        text=text,
        header=header,
        attached=attached,
        outline=outline,
        citations=_citations(text, header, place, documents),
        deadlines=_with_rows(deadlines, row_tasks),
        money=_money(text, place),
        percentages=tuple(map(place, find_percentages(text.content))),
        bodies=tuple(map(place, find_bodies(text.content))),
        tasks=_tasks(text, header, layout, outline, row_tasks, deadlines),
        targets=targets,
        observations=_observations(text, header, layout, outline, targets),
        recipients=_recipients(text, layout),
        signer=_signer(text, layout),
    )
    return replace(parsed, issues=(*text.issues, *check(parsed, documents)))


class _Placer:
    """Puts the name of its part on a found item."""

    def __init__(self, layout: Layout) -> None:
        self._starts = [part.start for part in layout.parts]
        self._names = [part.name for part in layout.parts]

    def name_at(self, offset: int) -> str:
        return self._names[max(0, bisect_right(self._starts, offset) - 1)]

    def __call__(self, found: _F) -> _F:
        name = self.name_at(found.span.start)
        return found if name == found.part else replace(found, part=name)


def _outline(text: Text, layout: Layout, attached: Sequence[Header]) -> tuple[Unit, ...]:
    """The units of each part; an attached document begins a numbering of its own."""
    starts = [header.span.start for header in attached]
    ends = [header.span.end for header in attached]
    units: list[Unit] = []
    for part in layout.parts:
        runs: dict[int, list[Block]] = {}
        for block in part.blocks:
            run = bisect_right(starts, block.span.start)
            is_title = run and block.span.start < ends[run - 1]
            if block.kind is BlockKind.PARAGRAPH and not is_title:
                runs.setdefault(run, []).append(block)
        for blocks in runs.values():
            units.extend(find_units(text.content, blocks, part.name))
    return tuple(units)


def _citations(
    text: Text, header: Header, place: _Placer, register: Register
) -> tuple[Citation, ...]:
    """Citations without the document's own symbol, matched with each other and the register."""
    found = list(find_citations(text.content))
    return tuple(place(citation) for citation in resolve(text.content, found, (header,), register))


def issue_date(header: Header) -> dt.date | None:
    """The day a document was issued; the first of its month where a draft leaves the day blank."""
    if header.date:
        return header.date
    month = re.search(r"tháng\s+(\d{1,2})\s+năm\s+(\d{4})", header.date_raw or "")
    if month and 1 <= int(month[1]) <= 12:
        return dt.date(int(month[2]), int(month[1]), 1)
    return None


_BASIS = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị|Trên cơ sở)(?!\w)")


def _sentences(text: Text, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where the words of the paragraphs begin and end, cells and the legal bases at the top left
    out: bases tell of other documents."""
    is_top = True
    for block in blocks:
        if block.kind is BlockKind.CELL:
            continue
        heading = read_marker(text.content, block)
        is_top = is_top and heading is None
        if heading:
            yield heading.words_start, block.span.end
        elif not (is_top and _BASIS.match(text.content, block.span.start)):
            yield block.span.start, block.span.end


def _deadlines(text: Text, header: Header, layout: Layout) -> tuple[Deadline, ...]:
    """The deadlines of sentences, in order; a paragraph's marker is none of its words."""
    issued = issue_date(header)
    return tuple(
        deadline
        for part in layout.parts
        for start, end in _sentences(text, part.blocks)
        for deadline in find_deadlines(text.content, start, end, part.name, issued)
    )


def _with_rows(
    deadlines: Sequence[Deadline], row_tasks: Iterable[DraftTask]
) -> tuple[Deadline, ...]:
    # A merged cell sets the deadline of several rows but is printed once.
    rows = {(d.span, d.key): d for task in row_tasks for d in task.deadlines}
    return tuple(sorted((*deadlines, *rows.values()), key=lambda deadline: deadline.span))


def _money(text: Text, place: _Placer) -> tuple[Money, ...]:
    found = list(find_money(text.content))
    taken = {money.span for money in found}
    for table in text.tables:
        if not table.is_layout:
            part = place.name_at(table.span.start)
            amounts = find_table_money(text, table, part)
            found.extend(money for money in amounts if money.span not in taken)
    return tuple(sorted(map(place, found), key=lambda money: money.span))


def _by_part(outline: Iterable[Unit]) -> Iterator[tuple[str, list[Unit]]]:
    parts: dict[str, list[Unit]] = {}
    for unit in outline:
        parts.setdefault(unit.part, []).append(unit)
    yield from parts.items()


def _tasks(
    text: Text,
    header: Header,
    layout: Layout,
    outline: tuple[Unit, ...],
    row_tasks: tuple[DraftTask, ...],
    deadlines: Sequence[Deadline],
) -> tuple[DraftTask, ...]:
    units = dict(_by_part(outline))
    found = [
        task
        for part in layout.parts
        for task in find_tasks(
            text.content,
            units.get(part.name, ()),
            header,
            deadlines,
            issue_date(header),
            opening_paragraphs(
                text.content, part.blocks, units.get(part.name, ()), _preamble(header, part)
            ),
        )
    ]
    return tuple(sorted([*found, *row_tasks], key=lambda task: task.span))


def _targets(
    text: Text,
    header: Header,
    layout: Layout,
    outline: tuple[Unit, ...],
    row_targets: tuple[DraftTarget, ...],
) -> tuple[DraftTarget, ...]:
    units = dict(_by_part(outline))
    found = [
        target
        for part in layout.parts
        for target in find_targets(
            text.content, units.get(part.name, ()), part.blocks, _preamble(header, part)
        )
    ]
    return tuple(sorted([*found, *row_targets], key=lambda target: target.span))


def _observations(
    text: Text,
    header: Header,
    layout: Layout,
    outline: tuple[Unit, ...],
    targets: Sequence[DraftTarget],
) -> tuple[Observation, ...]:
    units = dict(_by_part(outline))
    return tuple(
        observation
        for part in layout.parts
        for observation in find_observations(
            text.content,
            units.get(part.name, ()),
            part.blocks,
            header,
            targets,
            _preamble(header, part),
        )
    )


def _preamble(header: Header, part: Part) -> int | None:
    """Where the words before the first unit of the body begin: after letterhead and title."""
    if part.name != "body" or not part.blocks:
        return None
    title = header.field_spans.get("title")
    return max(part.blocks[0].span.start, title.end if title else 0)


def _recipients(text: Text, layout: Layout) -> tuple[Recipient, ...]:
    for tail in layout.tails:
        found = read_recipients(text.content, tail)
        if found:
            return found
    return ()


def _signer(text: Text, layout: Layout) -> Signer | None:
    """The first signature of the text: an attached document has none of its own."""
    signers = (read_signer(text.content, tail) for tail in layout.tails)
    return next((signer for signer in signers if signer), None)
