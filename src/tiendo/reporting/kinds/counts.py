"""Blocks of counts of tasks, in words and in tables.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục III (model of a báo cáo).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tiendo.composer.model import (
    Align,
    Block,
    Content,
    FigureRef,
    Paragraph,
    Row,
    RowKind,
    Table,
    content,
    row,
)
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import (
    joined,
    list_table,
    paragraph,
    rate_ref,
    scope_table,
    sentence,
)
from tiendo.reporting.drafting import Draft, enumerated
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
    TOTAL,
    Count,
)
from tiendo.reporting.measures import (
    count_of,
    ratio_of,
)
from tiendo.reporting.phrasing import either
from tiendo.tasks.queries import Rate
from vanban.dates import format_date

# How sentences name the tasks of a column.
_NAMED: Mapping[str, str] = {
    DONE_ON_TIME.code: "hoàn thành đúng hạn",
    DONE_LATE.code: "hoàn thành quá hạn",
    IN_PROGRESS.code: "đang thực hiện trong hạn",
    OVERDUE.code: "quá hạn chưa hoàn thành",
}


def counts(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """The official counts in words: those that are not zero with their numbers, the others in a
    sentence of their own."""
    day, total = format_date(draft.subject.as_of), draft.count(TOTAL, bold=True)
    refs = {count.code: draft.count(count) for count in OFFICIAL}
    if not draft.facts.tasks:
        yield paragraph("Đến ngày {day}, chưa có nhiệm vụ nào được giao.", day=day)
    else:
        lead = sentence("Tính đến ngày {day}, có {total} nhiệm vụ đã giao", day=day, total=total)
        yield Paragraph((*lead, *_parts(draft, refs), *content(".")))
        yield from _none_of(draft)
    yield from _rate(draft)
    yield from _not_given(draft)


def _parts(draft: Draft, refs: Mapping[str, FigureRef]) -> Content:
    """How many there are of each count that is not zero; of one alone that it, or all, are."""
    parts = [*_told(draft, OFFICIAL), *_told(draft, OWN_COLUMNS)]
    if len(parts) == 1:
        is_own = parts[0] in OWN_COLUMNS
        whole = "" if len(draft.facts.tasks) == 1 else "đều "
        return content(f", {whole}{'là nhiệm vụ ' if is_own else ''}{_name(parts[0])}")
    listed = [
        sentence("{n} nhiệm vụ " + _name(count), n=refs.get(count.code) or draft.count(count))
        for count in parts
    ]
    return content(", gồm: ", *joined(listed))


def _told(draft: Draft, columns: Sequence[Count]) -> list[Count]:
    return [count for count in columns if draft.facts.whole.counts.of(*count.statuses)]


def _name(count: Count) -> str:
    return _NAMED.get(count.code, count.label.lower())


def _none_of(draft: Draft) -> Iterator[Block]:
    """Which of the counts that matter are zero."""
    told = _told(draft, OFFICIAL)
    lacking = [each for each in (DONE_ON_TIME, DONE_LATE, OVERDUE) if each not in told]
    if DONE_ON_TIME in lacking and DONE_LATE in lacking:
        late = "; không có nhiệm vụ quá hạn" if OVERDUE in lacking else ""
        yield paragraph("Chưa có nhiệm vụ hoàn thành{late}.", late=late)
    elif lacking:
        yield paragraph("Không có nhiệm vụ {named}.", named=either([_name(c) for c in lacking]))


def _rate(draft: Draft) -> Iterator[Block]:
    """The share done in time, where anything was done or is late, and what waits to be confirmed.

    The share is among the figures of the report even where it has no value.
    """
    rate = rate_ref(draft.book, draft.facts.whole, bold=True)
    awaiting = draft.count(AWAITING_ALL)
    told = _told(draft, (DONE_ON_TIME, DONE_LATE, OVERDUE))
    words = "Tỷ lệ hoàn thành đúng hạn trên số nhiệm vụ đã hoàn thành và quá hạn là {rate}."
    if told:
        yield paragraph(words, rate=rate)
    if _told(draft, (AWAITING_ALL,)):
        yield paragraph(
            "Trong số nhiệm vụ chưa hoàn thành, {n} nhiệm vụ đã báo cáo hoàn thành, đang chờ xác "
            "nhận.",
            n=awaiting,
        )


def counts_by_status(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """A table of the counts by status, with their shares."""
    yield _status_table(draft)


def _not_given(draft: Draft) -> Iterator[Block]:
    if draft.facts.not_given:
        label = "Nội dung chưa giao thành nhiệm vụ"
        n = count_of("tasks.not_given", label, "tasks.not_given", draft.facts.not_given)
        yield paragraph(
            "Ngoài ra, còn {n} nội dung của văn bản chưa giao thành nhiệm vụ do chưa đủ “6 rõ”.",
            n=draft.book.put(n),
        )


def counts_by_section(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """A table of the counts by part of the plan."""
    yield scope_table(draft.book, "Nhóm nhiệm vụ", draft.facts.sections, draft.facts.whole)
    yield paragraph(
        "Cột “Khác” gồm nhiệm vụ thường xuyên, không có thời hạn, tạm dừng, đã hủy và được thay "
        "thế. Tỷ lệ đúng hạn tính trên số nhiệm vụ đã hoàn thành và quá hạn."
    )


def counts_by_lead(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """A table of the counts by lead body, most overdue first."""
    yield scope_table(draft.book, "Cơ quan chủ trì", draft.facts.leads, draft.facts.whole)


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
