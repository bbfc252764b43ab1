"""An urging letter as an official document: its words, its tables, its figures.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I and III (model of a công văn).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    Figure,
    FigureRef,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    Signature,
    Table,
    content,
)
from tiendo.composer.signing import (
    sign_as_head,
    sign_by_authority,
    sign_by_order,
    sign_for_collective,
    sign_for_head,
)
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.reporting import letterhead
from tiendo.reporting.blocks import list_table, numbered, paragraph, sentence
from tiendo.reporting.models import SigningForm, UrgingRound
from tiendo.reporting.urging.selection import LateBody, LateTask
from vanban.dates import format_date

COLUMNS = (
    ("STT", 11, Align.CENTER),
    ("Nhiệm vụ", 54, Align.LEFT),
    ("Thời hạn", 23, Align.CENTER),
    ("Quá hạn (ngày)", 17, Align.CENTER),
    ("Tình trạng", 45, Align.LEFT),
    ("Ghi chú", 20, Align.LEFT),
)
NO_NOTE = "–"
_OFFICE_HEAD, _OFFICE_DEPUTY = "Chánh Văn phòng", "Phó Chánh Văn phòng"


def compose_letter(
    written: UrgingRound, urged: Sequence[LateBody], addressed: Organisation | None
) -> OfficialDocument:
    """The letter to one body, or one letter to several with a table for each."""
    tables = tuple(_tables(written, urged))
    return OfficialDocument(
        letterhead=letterhead.blank_letterhead(
            written.issuer,
            letterhead.letter_symbol(written.issuer, written.unit_symbol),
            clock.local_day(written.created_at),
        ),
        type_name=None,
        title=subject_of(written),
        addressees=tuple(row.body.name for row in urged),
        blocks=(*_opening(written, urged), *tables, *_requests(written, urged)),
        closing=(Paragraph(content(_closing(written, addressed))),),
        signature=signature_for(written.issuer, SigningForm(written.signing)),
        recipients=_recipients(written),
        figures=tuple(_figures(written, urged)),
    )


def subject_of(written: UrgingRound) -> str:
    """What the letter is about, as it stands after "V/v"."""
    plan = f" {letterhead.short_citation(written.programme)}" if written.programme else ""
    return f"đôn đốc thực hiện các nhiệm vụ quá hạn{' của' if plan else ''}{plan}"


def note_of(task: LateTask, body: Organisation) -> str:
    """What the last column says: from which body the task came, how often it was urged."""
    parts = []
    if task.lead.pk != body.pk:
        parts.append(f"Tiếp nhận từ {task.lead.name}")
    if task.earlier:
        day = f", gần nhất {format_date(task.last_urged)}" if task.last_urged else ""
        parts.append(f"Đã đôn đốc {task.earlier:02d} lần{day}")
    return "; ".join(parts) or NO_NOTE


def signature_for(issuer: Organisation, form: SigningForm) -> Signature:
    """Who signs for the issuing body in a form; the name is left to be typed."""
    head, deputy = letterhead.head_title(issuer), letterhead.deputy_title(issuer)
    if form is SigningForm.BY_ORDER:
        return sign_by_order(head, _OFFICE_HEAD)
    if form is SigningForm.BY_ORDER_DEPUTY:
        return sign_by_order(head, _OFFICE_DEPUTY, for_head=_OFFICE_HEAD)
    if form is SigningForm.BY_AUTHORITY:
        return sign_by_authority(head, deputy)
    if issuer.kind in letterhead.COMMITTEES:
        for_head = head if form is SigningForm.DEPUTY else None
        position = deputy if form is SigningForm.DEPUTY else head
        return sign_for_collective("Ủy ban nhân dân", position, for_head=for_head)
    return sign_for_head(head, deputy) if form is SigningForm.DEPUTY else sign_as_head(head)


def _opening(written: UrgingRound, urged: Sequence[LateBody]) -> Iterator[Block]:
    plan = (
        f"Thực hiện {letterhead.full_citation(written.programme)}, qua"
        if written.programme
        else "Qua"
    )
    yield paragraph(
        "{plan} theo dõi trên hệ thống, tính đến hết ngày {day}, {bodies} còn {count} nhiệm vụ "
        "chủ trì đã quá thời hạn mà chưa báo cáo hoàn thành, cụ thể như sau:",
        plan=plan,
        day=format_date(written.as_of),
        bodies=_named(urged),
        count=FigureRef("urged.total"),
    )
    if len(urged) == 1 and (before := urged[0].last_letter) is not None:
        yield paragraph(
            "Việc chậm tiến độ đã được nhắc tại Công văn số {number} ngày {day}; đây là văn bản "
            "đôn đốc lần thứ {times}.",
            number=before.number,
            day=format_date(before.issued_on or written.as_of),
            times=str(urged[0].earlier + 1),
        )


def _named(urged: Sequence[LateBody]) -> str:
    if len(urged) == 1:
        return letterhead.in_sentence(urged[0].body.name)
    return "các cơ quan, địa phương nhận văn bản này"


def _tables(written: UrgingRound, urged: Sequence[LateBody]) -> Iterator[Block]:
    for at, row in enumerate(urged, start=1):
        if len(urged) > 1:
            yield Heading(2, str(at), letterhead.in_sentence(row.body.name))
            yield _counted(row)
        yield _table(row)


def _counted(row: LateBody) -> Paragraph:
    parts = {"count": FigureRef(f"urged.body{row.body.pk}")}
    words = "Quá hạn {count} nhiệm vụ."
    if row.last_letter is not None:
        words += f" Đây là lần đôn đốc thứ {row.earlier + 1}; lần trước tại Công văn số "
        words += f"{row.last_letter.number}."
    return Paragraph(sentence(words, **parts))


def _table(row: LateBody) -> Table:
    return list_table(COLUMNS, _rows(row))


def _rows(row: LateBody) -> Iterator[Row]:
    for at, task in enumerate(row.tasks, start=1):
        yield numbered(
            at,
            task.title,
            format_date(task.last_day),
            (FigureRef(_days_key(row, task)),),
            task.standing,
            note_of(task, row.body),
        )


def _requests(written: UrgingRound, urged: Sequence[LateBody]) -> Iterator[Block]:
    issuer = letterhead.in_sentence(written.issuer.name)
    whom = _named(urged) if len(urged) == 1 else "các cơ quan, địa phương"
    yield paragraph("Để bảo đảm tiến độ chung, {issuer} đề nghị {whom}:", issuer=issuer, whom=whom)
    yield Bullet(
        content(
            "Tập trung chỉ đạo hoàn thành các nhiệm vụ nêu trên; cập nhật kết quả, sản phẩm và "
            "minh chứng lên hệ thống ngay khi có."
        )
    )
    by = f" trước ngày {format_date(written.answer_by)}" if written.answer_by else ""
    yield Bullet(
        content(
            "Báo cáo bằng văn bản nguyên nhân chậm, khó khăn, vướng mắc, trách nhiệm và thời điểm "
            f"cam kết hoàn thành từng nhiệm vụ, gửi {issuer}{by} để tổng hợp."
        )
    )


def _closing(written: UrgingRound, addressed: Organisation | None) -> str:
    issuer = letterhead.in_sentence(written.issuer.name)
    whom = letterhead.in_sentence(addressed.name) if addressed else "các cơ quan, địa phương"
    return f"{issuer} đề nghị {whom} quan tâm, khẩn trương thực hiện."


def _recipients(written: UrgingRound) -> tuple[str, ...]:
    parent = written.issuer.parent
    up = [f"{parent.short_name or parent.name} (để b/c)"] if parent else []
    if written.programme and written.programme.coordinator_id != written.issuer_id:
        up.append(written.programme.coordinator.name)
    return ("Như trên", *up, f"Lưu: VT, {written.unit_symbol.upper()}")


def _figures(written: UrgingRound, urged: Sequence[LateBody]) -> Iterator[Figure]:
    every = sorted({task.task_id for row in urged for task in row.tasks})
    yield _figure(written, "urged.total", len(every), "nhiệm vụ", "urging.count", every)
    for row in urged:
        if len(urged) > 1:
            ids = [task.task_id for task in row.tasks]
            key = f"urged.body{row.body.pk}"
            yield _figure(written, key, len(ids), "nhiệm vụ", "urging.count", ids)
        for task in row.tasks:
            key = _days_key(row, task)
            ids = [task.task_id]
            yield _figure(written, key, task.days_late, "ngày", "urging.days_late", ids)


def _days_key(row: LateBody, task: LateTask) -> str:
    return f"days.body{row.body.pk}.task{task.task_id}"


def _figure(
    written: UrgingRound, key: str, value: int, unit: str, formula: str, ids: Sequence[int]
) -> Figure:
    source = f"{written.pk}/{written.version}/{written.as_of}/tasks.task/{','.join(map(str, ids))}"
    return Figure(
        key=key,
        text=f"{value:02d}",
        value=Decimal(value),
        unit=unit,
        formula=formula,
        as_of=written.as_of,
        record_count=len(ids),
        record_hash=hashlib.sha256(source.encode()).hexdigest(),
    )
