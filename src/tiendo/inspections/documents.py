"""The documents of an inspection, ready to sign: the record of a visit, the draft conclusion.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục III (models of a biên bản and of a thông báo).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.composer.model import (
    Align,
    Block,
    Bullet,
    Clause,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    Signature,
    Table,
    cell,
    content,
    row,
)
from tiendo.domain import clock
from tiendo.domain.inspections import SEVERITIES
from tiendo.domain.lists import word_of
from tiendo.inspections.models import (
    Finding,
    InspectedBody,
    Inspection,
    Recommendation,
    TeamRole,
    Visit,
)
from tiendo.organisations.models import Organisation
from tiendo.reporting.house_templates.actions import write_in_house
from tiendo.reporting.letterhead import blank_letterhead, in_sentence, signature_of, symbol_of
from tiendo.reporting.written import printed_day

_FINDING_COLUMNS = (("STT", 12), ("Kết quả kiểm tra", 70), ("Mức độ", 24), ("Giải trình", 59))
_NONE = "–"


def write_visit(visit: Visit) -> bytes:
    """The record of a visit as DOCX, signed by both sides."""
    inspection = visit.inspection
    head = _head_of_team(inspection)
    return write_in_house(
        OfficialDocument(
            letterhead=blank_letterhead(
                inspection.issuer, symbol_as(inspection.issuer, "BB"), visit.day
            ),
            type_name="Biên bản",
            title=f"Làm việc với {in_sentence(visit.organisation.name)}",
            blocks=tuple(_visit_blocks(visit)),
            closing=(
                _paragraph(
                    "Biên bản được đọc lại cho những người có mặt cùng nghe, thống nhất nội dung "
                    "và cùng ký tên."
                ),
            ),
            signature=Signature(("ĐẠI DIỆN ĐOÀN KIỂM TRA",), "TRƯỞNG ĐOÀN", head),
            countersignature=Signature(("ĐẠI DIỆN CƠ QUAN",), "ĐƯỢC KIỂM TRA"),
        ),
        inspection.issuer,
        clock.today(),
    )


def write_conclusion(
    inspection: Inspection,
    findings: Sequence[Finding],
    recommendations: Sequence[Recommendation],
) -> bytes:
    """The conclusion as DOCX, drafted from findings and recommendations, or as it was given."""
    return write_in_house(
        OfficialDocument(
            letterhead=blank_letterhead(
                inspection.issuer,
                symbol_as(inspection.issuer, "TB"),
                inspection.conclusion_date or clock.today(),
            ),
            type_name="Thông báo",
            title=f"Kết luận kiểm tra {_lower(inspection.title)}",
            blocks=tuple(_conclusion_blocks(inspection, findings, recommendations)),
            closing=(
                _paragraph(
                    f"Trên đây là kết luận kiểm tra của {in_sentence(inspection.issuer.name)}; "
                    "đề nghị các cơ quan được kiểm tra nghiêm túc thực hiện."
                ),
            ),
            signature=signature_of(inspection.issuer),
            recipients=(
                *(in_sentence(body.organisation.name) for body in _bodies(inspection)),
                "Lưu: VT, ĐKT",
            ),
        ),
        inspection.issuer,
        clock.today(),
    )


def _visit_blocks(visit: Visit) -> Iterator[Block]:
    inspection = visit.inspection
    if inspection.decision_number and inspection.decision_date:
        yield _paragraph(
            f"Thực hiện Quyết định số {inspection.decision_number} ngày "
            f"{printed_day(inspection.decision_date)} {_about(inspection.title)}, ngày "
            f"{printed_day(visit.day)}, tại {visit.place}, Đoàn kiểm tra làm việc với "
            f"{in_sentence(visit.organisation.name)}."
        )
    yield Heading(1, "I", "Thành phần")
    yield from lines_of(visit.present)
    yield Heading(1, "II", "Nội dung làm việc")
    yield from lines_of(visit.content)


def _conclusion_blocks(
    inspection: Inspection,
    findings: Sequence[Finding],
    recommendations: Sequence[Recommendation],
) -> Iterator[Block]:
    yield _paragraph(_opening(inspection))
    yield Heading(1, "I", "Kết quả kiểm tra")
    if inspection.conclusion:
        yield from lines_of(inspection.conclusion)
    for at, body in enumerate(_bodies(inspection), start=1):
        own = [row for row in findings if row.organisation_id == body.organisation_id]
        yield Heading(2, str(at), in_sentence(body.organisation.name))
        if own:
            yield _findings_table(own)
        else:
            yield _paragraph("Không ghi nhận tồn tại, hạn chế.")
    yield Heading(1, "II", "Kiến nghị")
    for at, wanted in enumerate(recommendations, start=1):
        words = (
            f"{in_sentence(wanted.organisation.name)}: {wanted.text.rstrip('.')}. Sản phẩm: "
            f"{wanted.product.rstrip('.')}. Hoàn thành đến hết ngày {printed_day(wanted.last_day)}."
        )
        yield Clause(str(at), content(words))
    if not recommendations:
        yield _paragraph("Không có kiến nghị.")


def _opening(inspection: Inspection) -> str:
    decision = ""
    if inspection.decision_number and inspection.decision_date:
        decision = (
            f"Thực hiện Quyết định số {inspection.decision_number} ngày "
            f"{printed_day(inspection.decision_date)}, "
        )
    took = ""
    if inspection.begins_on:
        until = inspection.ends_on or clock.today()
        took = f" từ ngày {printed_day(inspection.begins_on)} đến ngày {printed_day(until)}"
    start, end = printed_day(inspection.period_start), printed_day(inspection.period_end)
    return (
        f"{decision}Đoàn kiểm tra đã kiểm tra {_lower(inspection.title)}{took}; thời kỳ được kiểm "
        f"tra từ ngày {start} đến ngày {end}. Kết luận như sau:"
    )


def _findings_table(findings: Sequence[Finding]) -> Table:
    return Table(
        columns=tuple(
            Column(width, Align.CENTER if name == "STT" else Align.LEFT)
            for name, width in _FINDING_COLUMNS
        ),
        header=(tuple(cell(name) for name, _width in _FINDING_COLUMNS),),
        rows=tuple(_finding_row(at, finding) for at, finding in enumerate(findings, start=1)),
    )


def _finding_row(at: int, finding: Finding) -> Row:
    explanation = finding.explanation or _NONE
    if finding.explanation and finding.is_accepted is not None:
        judged = "đoàn chấp nhận" if finding.is_accepted else "đoàn không chấp nhận"
        explanation = f"{explanation.rstrip('.')} ({judged})"
    return row(str(at), finding.text, word_of(SEVERITIES, finding.severity), explanation)


def _bodies(inspection: Inspection) -> list[InspectedBody]:
    return list(inspection.bodies.select_related("organisation"))


def _head_of_team(inspection: Inspection) -> str | None:
    head = inspection.team.select_related("user").filter(role=TeamRole.HEAD).first()
    return str(head.user) if head else None


def symbol_as(issuer: Organisation, kind: str) -> str:
    """The symbol of a kind of document of a body: "QĐ-UBND"."""
    return f"{kind}-{symbol_of(issuer).partition('-')[2]}"


def lines_of(text: str) -> Iterator[Block]:
    """The lines typed as paragraphs; those that begin with a dash as dashes."""
    for line in text.splitlines():
        words = line.strip()
        if words.startswith("- "):
            yield Bullet(content(words[2:].strip()))
        elif words:
            yield _paragraph(words)


def _paragraph(words: str) -> Paragraph:
    return Paragraph(content(words))


def title_in_sentence(inspection: Inspection) -> str:
    """The title of an inspection after other words."""
    return _lower(inspection.title)


def in_a_row(bodies: Sequence[Organisation]) -> str:
    """The names of bodies in a sentence."""
    return ", ".join(in_sentence(body.name) for body in bodies)


def _about(title: str) -> str:
    """The title after "về": one that begins with "Việc" brings that word along."""
    words = _lower(title)
    return f"về {words}" if words.startswith("việc ") else f"về việc {words}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
