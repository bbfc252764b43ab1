"""The decision to inspect, ready to sign, with the plan and the outline as its appendices.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục III (model of a quyết định, of an appendix).
"""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.composer.model import (
    Appendix,
    Block,
    Clause,
    Heading,
    OfficialDocument,
    Paragraph,
    Run,
    content,
)
from tiendo.domain import clock
from tiendo.inspections.documents import in_a_row, lines_of, symbol_as, title_in_sentence
from tiendo.inspections.models import Inspection, TeamMember
from tiendo.organisations.models import Organisation
from tiendo.reporting.house_templates.actions import write_in_house
from tiendo.reporting.letterhead import blank_letterhead, full_citation, in_sentence, signature_of
from tiendo.reporting.written import printed_day


def write_decision(inspection: Inspection) -> bytes:
    """The decision as DOCX: the team, whom it inspects, from when to when; plan and outline.

    Number and day stay blank, as the records system of the body gives them. Cost: four queries.
    """
    bodies = [row.organisation for row in inspection.bodies.select_related("organisation")]
    team = list(inspection.team.select_related("user").order_by("pk"))
    issuer = inspection.issuer
    return write_in_house(
        OfficialDocument(
            letterhead=blank_letterhead(issuer, symbol_as(issuer, "QĐ"), clock.today()),
            type_name="Quyết định",
            title=f"Về việc thành lập Đoàn kiểm tra {title_in_sentence(inspection)}",
            bases=tuple(_bases(inspection)),
            blocks=tuple(_articles(inspection, bodies, team)),
            closing=(
                _article(
                    4,
                    f"Đoàn kiểm tra, {in_a_row(bodies)} và các cơ quan, cá nhân liên quan "
                    "chịu trách nhiệm thi hành Quyết định này",
                ),
            ),
            signature=signature_of(issuer),
            recipients=("Như Điều 4", "Lưu: VT, ĐKT"),
            appendices=tuple(_appendices(inspection, bodies)),
        ),
        issuer,
        clock.today(),
    )


def _bases(inspection: Inspection) -> Iterator[str]:
    if inspection.programme is not None:
        yield f"Căn cứ {full_citation(inspection.programme)}"


def _articles(
    inspection: Inspection, bodies: list[Organisation], team: list[TeamMember]
) -> Iterator[Block]:
    about = title_in_sentence(inspection)
    yield _article(1, f"Thành lập Đoàn kiểm tra {about} tại {in_a_row(bodies)}, gồm", ":")
    for at, member in enumerate(team, start=1):
        yield Clause(str(at), content(f"{member.user}, {member.get_role_display()}."))
    yield _article(
        2,
        "Đoàn kiểm tra làm việc theo Kế hoạch kiểm tra và Đề cương kèm theo Quyết định này, từ "
        f"ngày {printed_day(inspection.planned_start)} đến ngày "
        f"{printed_day(inspection.planned_end)}",
    )
    yield _article(
        3,
        "Trưởng đoàn phân công các thành viên, tổ chức kiểm tra, lập biên bản và trình kết luận "
        "kiểm tra; Đoàn kiểm tra tự giải thể sau khi kết luận được ban hành",
    )


def _appendices(inspection: Inspection, bodies: list[Organisation]) -> Iterator[Appendix]:
    """The plan, and the outline where there is one."""
    items = list(inspection.outline.order_by("order").values_list("text", flat=True))
    is_pair = bool(items)
    yield Appendix(
        title=f"Kế hoạch kiểm tra {title_in_sentence(inspection)}",
        blocks=tuple(_plan(inspection, bodies)),
        marker="I" if is_pair else None,
    )
    if items:
        yield Appendix(
            title="Đề cương báo cáo phục vụ kiểm tra",
            blocks=tuple(Clause(str(at), content(item)) for at, item in enumerate(items, start=1)),
            marker="II",
        )


def _plan(inspection: Inspection, bodies: list[Organisation]) -> Iterator[Block]:
    yield Heading(1, "I", "Nội dung, phạm vi")
    yield from lines_of(inspection.scope or inspection.title)
    yield Heading(1, "II", "Cơ quan được kiểm tra")
    for at, body in enumerate(bodies, start=1):
        yield Clause(str(at), content(f"{in_sentence(body.name)}."))
    yield Heading(1, "III", "Thời kỳ và thời gian kiểm tra")
    start, end = printed_day(inspection.period_start), printed_day(inspection.period_end)
    begin, done = printed_day(inspection.planned_start), printed_day(inspection.planned_end)
    yield Clause("1", content(f"Thời kỳ được kiểm tra: từ ngày {start} đến ngày {end}."))
    yield Clause("2", content(f"Thời gian kiểm tra: từ ngày {begin} đến ngày {done}."))


def _article(number: int, words: str, end: str = ".") -> Paragraph:
    return Paragraph((Run(f"Điều {number}. ", bold=True), Run(f"{words}{end}")))
