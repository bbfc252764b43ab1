"""The slip a report is put before its signer with (phiếu trình), as an official document.

It says what is put forward, who drafted and reviewed it, which findings are open and who gave
which opinion; there is room for the signer's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    content,
)
from tiendo.domain import clock
from tiendo.issuing.models import FileKind, OutgoingPaper, PaperFile
from tiendo.issuing.rendering import keep_file
from tiendo.reporting import letterhead
from tiendo.reporting.blocks import list_table, numbered, paragraph, sentence
from tiendo.reporting.checking.passing import open_findings
from tiendo.reporting.house_templates.actions import write_in_house
from vanban.dates import format_date

TYPE_NAME = "Phiếu trình"
_OPINIONS = (
    ("STT", 12, Align.CENTER),
    ("Người cho ý kiến", 50, Align.LEFT),
    ("Ý kiến", 78, Align.LEFT),
    ("Ngày", 28, Align.CENTER),
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said of the draft on its way."""

    who: str
    words: str
    day: str


def write_slip(paper: OutgoingPaper, note: str, user_id: int) -> PaperFile:
    """Write and keep the slip of a paper. Cost: two queries besides the file."""
    document = compose_slip(paper, note, tuple(_opinions(paper)))
    name = f"phieu-trinh-{paper.pk}-{clock.today().isoformat()}.docx"
    source = write_in_house(document, paper.issuer, clock.today())
    return keep_file(paper, FileKind.SLIP, source, name, user_id)


def compose_slip(paper: OutgoingPaper, note: str, opinions: Sequence[Opinion]) -> OfficialDocument:
    """The slip as a document; its number and day stay blank."""
    report = paper.report
    head = letterhead.blank_letterhead(
        paper.issuer, f"PTr-{letterhead.symbol_of(paper.issuer).partition('-')[2]}", clock.today()
    )
    findings = tuple(_findings(paper))
    return OfficialDocument(
        letterhead=head,
        type_name=TYPE_NAME,
        title=f"Về việc ký ban hành {report.title[:1].lower()}{report.title[1:]}",
        addressees=(paper.signer_name or letterhead.in_sentence(paper.issuer.name),),
        blocks=tuple(_body(paper, note, findings, opinions)),
        closing=(Paragraph(content("Kính trình người có thẩm quyền xem xét, ký ban hành.")),),
        signature=letterhead.signature_of(paper.issuer),
        recipients=("Như trên", "Lưu: hồ sơ báo cáo"),
        figures=tuple(_figures(paper, findings)),
    )


def _body(
    paper: OutgoingPaper, note: str, findings: Sequence[str], opinions: Sequence[Opinion]
) -> Iterator[Block]:
    report = paper.report
    yield Heading(1, "I", "Nội dung trình")
    yield paragraph(
        "Trình ký: {title}; kỳ từ ngày {start} đến ngày {end}, số liệu tính đến ngày {day}, có "
        "{count} số liệu dẫn được về hồ sơ.",
        title=report.title,
        start=format_date(report.period_start),
        end=format_date(report.period_end),
        day=format_date(report.as_of),
        count=FigureRef("slip.figures"),
    )
    yield paragraph("Người lập báo cáo: {who}.", who=_person(report.created_by))
    if report.approved_at is not None:
        yield paragraph(
            "Người duyệt nội dung: {who}, ngày {day}.",
            who=_person(report.approved_by),
            day=format_date(clock.local_day(report.approved_at)),
        )
    if paper.is_public:
        yield paragraph("Văn bản được công khai, có mã xác minh ở chân văn bản.")
    yield from (Paragraph(content(line)) for line in note.splitlines() if line.strip())
    yield Heading(1, "II", "Điểm cần lưu ý")
    yield paragraph("Kiểm tra tự động còn {count} điểm.", count=FigureRef("slip.findings"))
    yield from (Bullet(sentence("{words}.", words=each.rstrip("."))) for each in findings)
    yield Heading(1, "III", "Ý kiến")
    rows = (
        numbered(at, each.who, each.words or "Nhất trí", each.day)
        for at, each in enumerate((*opinions, Opinion("Người ký", "…", "…")), start=1)
    )
    yield list_table(_OPINIONS, rows)


def _opinions(paper: OutgoingPaper) -> Iterator[Opinion]:
    for step in paper.steps.select_related("by").order_by("pk"):
        if step.action in ("review", "send_back"):
            day = format_date(clock.local_day(step.at))
            yield Opinion(_person(step.by), step.reason, day)


def _findings(paper: OutgoingPaper) -> Iterator[str]:
    """What was open when the report was approved, each with why it was approved all the same."""
    for found in open_findings(paper.report):
        why = " ".join(found.reason.split()).rstrip(".")
        for words in found.words:
            yield f"{words.rstrip('.')}. Lý do vẫn duyệt: {why}" if why else words


def _figures(paper: OutgoingPaper, findings: Sequence[str]) -> Iterator[Figure]:
    checks = paper.report.checks
    yield _figure(paper, "slip.figures", int(checks.get("figures", 0)), "số liệu")
    yield _figure(paper, "slip.findings", len(findings), "điểm")


def _figure(paper: OutgoingPaper, key: str, value: int, unit: str) -> Figure:
    source = f"{paper.report_id}/{paper.report.version}/{key}"
    return Figure(
        key=key,
        text=f"{value:02d}",
        value=Decimal(value),
        unit=unit,
        formula=key,
        as_of=paper.report.as_of,
        record_count=value,
        record_hash=hashlib.sha256(source.encode()).hexdigest(),
    )


def _person(user: object) -> str:
    return str(user) if user is not None else "–"
