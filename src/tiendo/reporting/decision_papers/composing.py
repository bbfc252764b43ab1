"""A draft decision paper (tờ trình) as an official document, with the revised appendix of the plan.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I and III (boxes, appendices).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tiendo.composer.model import (
    Align,
    Appendix,
    Block,
    Bullet,
    Content,
    Figure,
    FigureRef,
    OfficialDocument,
    Paragraph,
    Row,
    Run,
    content,
    group_row,
)
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.reporting import letterhead
from tiendo.reporting.blocks import list_table, numbered, paragraph, sentence
from tiendo.reporting.decision_papers.models import DecisionPaper
from tiendo.reporting.parties import NOBODY, PartyNames, party_names
from tiendo.tasks.change_errors import TERMS
from tiendo.tasks.change_terms import Terms, load_terms
from tiendo.tasks.models import ChangeKind, ChangeRequest, Lifecycle, Task
from vanban.dates import format_date

TYPE_NAME = "Tờ trình"
NONE = "–"
ADDED = "Nhiệm vụ bổ sung"
_KINDS = {
    ChangeKind.EXTENSION: ("extensions", "Gia hạn thời gian thực hiện: {n} nhiệm vụ"),
    ChangeKind.ADJUSTMENT: ("adjustments", "Điều chỉnh nội dung, cơ quan thực hiện: {n} nhiệm vụ"),
    ChangeKind.NEW_TASK: ("additions", "Bổ sung vào kế hoạch: {n} nhiệm vụ"),
}
_PROPOSALS = (
    ("STT", 12, Align.CENTER),
    ("Nhiệm vụ", 62, Align.LEFT),
    ("Nội dung hiện hành", 52, Align.LEFT),
    ("Đề nghị điều chỉnh", 52, Align.LEFT),
    ("Lý do", 42, Align.LEFT),
    ("Cơ quan đề nghị", 32, Align.LEFT),
)
_REVISED = (
    ("STT", 12, Align.CENTER),
    ("Nhiệm vụ", 78, Align.LEFT),
    ("Cơ quan chủ trì", 36, Align.LEFT),
    ("Cơ quan phối hợp", 42, Align.LEFT),
    ("Thời hạn", 28, Align.CENTER),
    ("Sản phẩm", 34, Align.LEFT),
    ("Ghi chú", 22, Align.LEFT),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a decision paper is written from: its requests, the tasks of the plan, bodies' names."""

    paper: DecisionPaper
    changes: Sequence[ChangeRequest]
    tasks: Sequence[Task]
    parties: PartyNames
    names: Mapping[int, str]
    by_task: Mapping[int, list[ChangeRequest]] = field(default_factory=dict)


def gather_matter(paper: DecisionPaper, changes: Sequence[ChangeRequest]) -> Matter:
    """Everything the document says. Cost: three queries."""
    tasks = Task.objects.filter(programme=paper.programme).exclude(
        lifecycle__in=(Lifecycle.DRAFT, Lifecycle.CANCELLED, Lifecycle.SUPERSEDED)
    )
    listed = list(tasks.select_related("section").order_by("section__order", "order", "pk"))
    ids = {body for row in changes for body in _bodies(row)}
    by_task: dict[int, list[ChangeRequest]] = {}
    for row in changes:
        if row.task_id is not None:
            by_task.setdefault(row.task_id, []).append(row)
    return Matter(
        paper,
        changes,
        listed,
        party_names([task.pk for task in listed], clock.today()),
        dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name")),
        by_task,
    )


def compose_decision_paper(matter: Matter) -> OfficialDocument:
    """The decision paper with its two appendices; number and day stay blank."""
    written = matter.paper
    subject = f"điều chỉnh, bổ sung nhiệm vụ của {letterhead.short_citation(written.programme)}"
    issuer = letterhead.in_sentence(written.issuer.name)
    return OfficialDocument(
        letterhead=letterhead.blank_letterhead(
            written.issuer,
            f"TTr-{letterhead.symbol_of(written.issuer).partition('-')[2]}",
            clock.today(),
        ),
        type_name=TYPE_NAME,
        title=f"Về việc {subject}",
        addressees=(written.addressee,),
        bases=tuple(_bases(written)),
        blocks=tuple(_body(matter, issuer)),
        closing=(
            Paragraph(
                content(
                    f"{issuer} kính trình {letterhead.in_sentence(written.addressee)} xem xét, "
                    "quyết định."
                )
            ),
        ),
        signature=letterhead.signature_of(written.issuer),
        recipients=("Như trên", "Lưu: VT"),
        appendices=(
            Appendix("Tổng hợp đề nghị điều chỉnh, bổ sung", (_proposals(matter),), "I", True),
            Appendix(
                f"Danh mục nhiệm vụ của {letterhead.short_citation(written.programme)} sau khi "
                "điều chỉnh",
                (_mark_note(), _revised(matter)),
                "II",
                True,
            ),
        ),
        figures=tuple(_figures(matter)),
    )


def _bases(written: DecisionPaper) -> Iterator[str]:
    yield f"Căn cứ {letterhead.full_citation(written.programme)}"
    for line in written.grounds.splitlines():
        words = line.strip().rstrip(";.")
        if words:
            yield words if words.startswith("Căn cứ") else f"Căn cứ {words}"


def _body(matter: Matter, issuer: str) -> Iterator[Block]:
    yield paragraph(
        "Qua thẩm tra đề nghị của các cơ quan, địa phương, {issuer} trình xem xét {n} đề nghị, "
        "gồm:",
        issuer=issuer,
        n=FigureRef("changes.total"),
    )
    for kind, (key, words) in _KINDS.items():
        if any(row.kind == kind for row in matter.changes):
            yield Bullet(sentence(f"{words}.", n=FigureRef(f"changes.{key}")))
    late = [row for row in matter.changes if row.was_late]
    if late:
        yield paragraph(
            "Trong đó có {n} đề nghị gia hạn gửi sau khi nhiệm vụ đã quá thời hạn.",
            n=FigureRef("changes.late"),
        )
    yield paragraph(
        "Nội dung từng đề nghị tại Phụ lục I; danh mục nhiệm vụ sau khi điều chỉnh tại Phụ lục II "
        "kèm theo Tờ trình này."
    )


def _proposals(matter: Matter) -> Block:
    rows = (_proposal(matter, at, row) for at, row in enumerate(matter.changes, start=1))
    return list_table(_PROPOSALS, rows)


def _proposal(matter: Matter, at: int, row: ChangeRequest) -> Row:
    held, proposed = load_terms(row.held), load_terms(row.proposed)
    title = row.task.title if row.task else (proposed.title or "")
    return numbered(
        at,
        _line(title),
        _terms(held, proposed, matter.names) if row.task else ADDED,
        _terms(proposed, proposed, matter.names),
        _line(row.reason),
        row.organisation.name,
    )


def _terms(shown: Terms, asked: Terms, names: Mapping[int, str]) -> str:
    parts = [
        f"{str(TERMS[name]).capitalize()}: {_term(shown, name, names)}"
        for name in TERMS
        if name != "section" and getattr(asked, name) is not None
    ]
    return "; ".join(parts) or NONE


def _term(terms: Terms, name: str, names: Mapping[int, str]) -> str:
    if name == "last_day":
        return format_date(terms.last_day) if terms.last_day else NONE
    if name == "lead":
        return names.get(terms.lead or 0, NONE)
    if name == "coordinating":
        return "; ".join(names.get(pk, NONE) for pk in terms.coordinating or ()) or NONE
    return _line(getattr(terms, name) or "") or NONE


def _mark_note() -> Paragraph:
    return Paragraph(
        content("Ghi chú: ", Run("nội dung in đậm", bold=True), " là nội dung đề nghị thay đổi.")
    )


def _revised(matter: Matter) -> Block:
    return list_table(_REVISED, _revised_rows(matter))


def _revised_rows(matter: Matter) -> Iterator[Row]:
    """Every task in the order of the plan with the changes in place, then those to be added."""
    at, shown = 0, object()
    for task in matter.tasks:
        if task.section_id != shown:
            shown = task.section_id
            name = task.section.title if task.section else "Nhiệm vụ ngoài các nhóm của kế hoạch"
            yield group_row("", name, len(_REVISED))
        at += 1
        yield _revised_row(matter, at, task)
    added = [row for row in matter.changes if row.task is None]
    if added:
        yield group_row("", ADDED, len(_REVISED))
    for number, row in enumerate(added, start=at + 1):
        yield _added_row(matter, number, row)


def _revised_row(matter: Matter, at: int, task: Task) -> Row:
    changes = matter.by_task.get(task.pk, [])
    asked = load_terms({key: value for row in changes for key, value in row.proposed.items()})
    names = matter.names
    # Printed when nothing else is asked for.
    held = {
        "title": _line(task.title),
        "lead": matter.parties.lead(task.pk) or NOBODY,
        "coordinating": matter.parties.coordinating(task.pk) or NONE,
        "last_day": format_date(task.last_day) if task.last_day else (task.deadline_raw or NONE),
        "product": _line(task.product) or NONE,
    }
    cells = [
        _changed(_term(asked, name, names)) if getattr(asked, name) is not None else content(words)
        for name, words in held.items()
    ]
    codes = ", ".join(row.code for row in changes)
    return numbered(at, *cells, content(codes or NONE))


def _added_row(matter: Matter, at: int, row: ChangeRequest) -> Row:
    asked = load_terms(row.proposed)
    order = ("title", "lead", "coordinating", "last_day", "product")
    cells = [_changed(_term(asked, name, matter.names)) for name in order]
    return numbered(at, *cells, content(row.code))


def _changed(words: str) -> Content:
    return content(Run(words, bold=True))


def _figures(matter: Matter) -> Iterator[Figure]:
    yield _figure(matter, "changes.total", matter.changes)
    for kind, (key, _words) in _KINDS.items():
        rows = [row for row in matter.changes if row.kind == kind]
        if rows:
            yield _figure(matter, f"changes.{key}", rows)
    late = [row for row in matter.changes if row.was_late]
    if late:
        yield _figure(matter, "changes.late", late)


def _figure(matter: Matter, key: str, rows: Sequence[ChangeRequest]) -> Figure:
    written = matter.paper
    ids = ",".join(str(row.pk) for row in rows)
    source = f"{written.pk}/{written.version}/tasks.changerequest/{ids}"
    return Figure(
        key=key,
        text=f"{len(rows):02d}",
        value=Decimal(len(rows)),
        unit="đề nghị",
        formula=key,
        as_of=clock.today(),
        record_count=len(rows),
        record_hash=hashlib.sha256(source.encode()).hexdigest(),
    )


def _bodies(row: ChangeRequest) -> Iterator[int]:
    for kept in (row.held, row.proposed):
        terms = load_terms(kept)
        if terms.lead is not None:
            yield terms.lead
        yield from terms.coordinating or ()


def _line(words: str) -> str:
    return " ".join(words.split())


def file_name_of(written: DecisionPaper, on: dt.date) -> str:
    """ "to-trinh-12-ban-2-2025-11-10.docx": plain letters for every system."""
    return f"to-trinh-{written.pk}-ban-{written.version}-{on.isoformat()}.docx"
