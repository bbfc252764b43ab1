"""Blocks of counts of tasks, in words and in tables.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục III (model of a báo cáo).
"""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.composer.model import (
    Align,
    Block,
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
from tiendo.tasks.queries import Rate
from vanban.dates import format_date


def counts(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """The official counts in words."""
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
    yield from _other_columns(draft)
    yield paragraph(
        "Tỷ lệ hoàn thành đúng hạn trên số nhiệm vụ đã hoàn thành và quá hạn: {rate}. Số nhiệm vụ "
        "đã báo cáo hoàn thành, đang chờ xác nhận: {awaiting}.",
        rate=rate_ref(draft.book, draft.facts.whole, bold=True),
        awaiting=draft.count(AWAITING_ALL),
    )
    yield from _not_given(draft)


def counts_by_status(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """A table of the counts by status, with their shares."""
    yield _status_table(draft)


def _other_columns(draft: Draft) -> Iterator[Block]:
    if others := [count for count in OWN_COLUMNS if draft.facts.whole.counts.of(*count.statuses)]:
        listed = [sentence("{n} " + count.label.lower(), n=draft.count(count)) for count in others]
        yield Paragraph((*content("Các nhiệm vụ khác gồm: "), *joined(listed), *content(".")))


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
