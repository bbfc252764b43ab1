"""The documents of a meeting: its papers with their appendices, and the draft of its notice.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục III (models of a báo cáo and of a thông báo).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from tiendo.composer.docx import write_appendices, write_docx
from tiendo.composer.model import (
    Appendix,
    Block,
    Bullet,
    Clause,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    content,
)
from tiendo.composer.sheet_docx import as_appendix
from tiendo.composer.sheets import Sheet, Values
from tiendo.domain import clock
from tiendo.domain.meetings import DecisionKind
from tiendo.meetings.models import Decision, Meeting
from tiendo.meetings.scope import day_of
from tiendo.reporting.house_templates.actions import write_in_house
from tiendo.reporting.letterhead import blank_letterhead, in_sentence, signature_of, symbol_of
from tiendo.reporting.written import printed_day

_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def write_papers(meeting: Meeting, papers: Sequence[Sheet]) -> bytes:
    """The papers as DOCX: what there is in the body, each list as an appendix."""
    full = [sheet for sheet in papers if number_of_rows(sheet)]
    symbol = symbol_of(meeting.body)
    return write_docx(
        OfficialDocument(
            letterhead=blank_letterhead(meeting.body, symbol, day_of(meeting)),
            type_name="Báo cáo",
            title=f"Phục vụ {_named(meeting)}",
            blocks=tuple(_paper_blocks(meeting, papers)),
            closing=(_paragraph("Trên đây là tài liệu phục vụ phiên họp."),),
            signature=Signature(("NGƯỜI LẬP",)),
            recipients=(str(meeting.chair), "Thành viên dự họp", "Lưu: VT"),
            appendices=tuple(_appendices(full)),
        )
    )


def write_paper(meeting: Meeting, sheet: Sheet) -> bytes:
    """One paper alone, as an appendix."""
    return write_appendices(
        OfficialDocument(
            letterhead=blank_letterhead(meeting.body, symbol_of(meeting.body), day_of(meeting)),
            type_name="Báo cáo",
            title=sheet.title,
            closing=(_paragraph(""),),
            signature=Signature(()),
            appendices=(as_appendix(sheet, clock.LOCAL_ZONE),),
        )
    )


def write_notice(meeting: Meeting, decisions: Sequence[Decision]) -> bytes:
    """The notice of the conclusions as DOCX, drafted from the decisions written down."""
    symbol = f"TB-{symbol_of(meeting.body).partition('-')[2]}"
    letterhead = blank_letterhead(meeting.body, symbol, meeting.notice_date or clock.today())
    return write_in_house(
        OfficialDocument(
            letterhead=letterhead,
            type_name="Thông báo",
            title=f"Kết luận của {meeting.chair} tại {_named(meeting)}",
            blocks=tuple(_notice_blocks(meeting, decisions)),
            closing=(
                _paragraph(
                    f"{in_sentence(meeting.body.name)} thông báo để các cơ quan, đơn vị biết, "
                    "thực hiện."
                ),
            ),
            signature=signature_of(meeting.body),
            recipients=(*_recipients(decisions), "Lưu: VT"),
        ),
        meeting.body,
        clock.today(),
    )


def number_of_rows(sheet: Sheet) -> int:
    """How many rows a paper has, which are all in memory."""
    return len(cast(Sequence[Values], sheet.rows))


def _paper_blocks(meeting: Meeting, papers: Iterable[Sheet]) -> Iterator[Block]:
    day = printed_day(day_of(meeting))
    yield _paragraph(
        f"Phiên họp do {meeting.chair} chủ trì, ngày {printed_day(meeting.day)}. "
        f"Số liệu tính đến ngày {day}; thay đổi so với ngày {printed_day(meeting.since)}."
    )
    if meeting.agenda:
        yield Heading(1, "I", "Chương trình họp")
        yield from _lines(meeting.agenda)
    yield Heading(1, "II" if meeting.agenda else "I", "Tình hình")
    marker = iter(_ROMAN)
    for sheet in papers:
        rows = number_of_rows(sheet)
        words = f"{sheet.title}: {rows} mục (Phụ lục {next(marker)})" if rows else _none(sheet)
        yield Bullet(content(f"{words}."))


def _none(sheet: Sheet) -> str:
    return f"{sheet.title}: không có"


def _appendices(papers: Sequence[Sheet]) -> Iterator[Appendix]:
    for marker, sheet in zip(_ROMAN, papers, strict=False):
        appendix = as_appendix(sheet, clock.LOCAL_ZONE, marker)
        yield replace(appendix, title=sheet.title)


def _notice_blocks(meeting: Meeting, decisions: Sequence[Decision]) -> Iterator[Block]:
    place = f", tại {meeting.place}" if meeting.place else ""
    yield _paragraph(
        f"Ngày {printed_day(meeting.day)}{place}, {meeting.chair} đã chủ trì "
        f"{_lower(meeting.title)}. Sau khi nghe báo cáo và ý kiến các cơ quan dự họp, người chủ "
        "trì kết luận như sau:"
    )
    for decision in decisions:
        yield Clause(str(decision.order), content(_decided(decision)))
    if not decisions:
        yield _paragraph("Không có kết luận nào được ghi.")


def _decided(decision: Decision) -> str:
    if decision.kind == DecisionKind.NOTE or decision.last_day is None:
        return f"{decision.text.rstrip('.')}."
    names = [in_sentence(row.organisation.name) for row in decision.bodies.all()]
    lead, others = names[0], ", ".join(names[1:])
    if decision.kind == DecisionKind.TASK and others:
        who = f"{lead} chủ trì, phối hợp với {others}"
    else:
        who = ", ".join(names)
    product = f" Sản phẩm: {decision.product.rstrip('.')}." if decision.product else ""
    day = printed_day(decision.last_day)
    return f"Giao {who}: {decision.text.rstrip('.')}.{product} Hoàn thành đến hết ngày {day}."


def _recipients(decisions: Iterable[Decision]) -> tuple[str, ...]:
    named = (row.organisation.name for decision in decisions for row in decision.bodies.all())
    return tuple(in_sentence(name) for name in dict.fromkeys(named))


def _lines(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        if words := line.strip().lstrip("-–").strip():
            yield Bullet(content(words))


def _named(meeting: Meeting) -> str:
    return f"{_lower(meeting.title)} ngày {printed_day(meeting.day)}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _paragraph(words: str) -> Paragraph:
    return Paragraph(content(words))
