"""The parts of a report that name bodies: letterhead, symbol, signature, recipients, citation."""

from __future__ import annotations

import datetime as dt
import re

from tiendo.composer.model import Letterhead, Signature
from tiendo.composer.signing import sign_as_head, sign_for_collective
from tiendo.composer.wording import party_symbol
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.organisations.models import Branch, Kind, Level, Organisation
from tiendo.organisations.province import current_province
from tiendo.organisations.queries import successors
from tiendo.programmes.models import Programme
from tiendo.reporting.models import Report
from vanban.dates import format_date

COMMITTEES = frozenset({Kind.PEOPLES_COMMITTEE, Kind.COMMUNE, Kind.WARD})
# Departments stand under the committee they advise, with its name above theirs.
SUBORDINATE = frozenset(
    {Kind.DEPARTMENT, Kind.COMMITTEE_OFFICE, Kind.DIVISION, Kind.PUBLIC_SERVICE}
)
_TERRITORY = re.compile(r"\s+(?=(?:tỉnh|thành phố|xã|phường|đặc khu)\s+\S)")
_COMMUNE = re.compile(r"(?:xã|phường|đặc khu)\s+(?P<name>.+)")
_HEADS = {
    Kind.DEPARTMENT: "Giám đốc",
    Kind.COMMITTEE_OFFICE: "Chánh Văn phòng",
    Kind.POLICE: "Giám đốc",
    Kind.MILITARY: "Chỉ huy trưởng",
    Kind.DIVISION: "Trưởng phòng",
    Kind.PUBLIC_SERVICE: "Giám đốc",
}


def default_issuer(programme: Programme, on: dt.date) -> Organisation:
    """The body that reports on a programme: its owner, or the one body that carries it on."""
    heirs = successors([programme.owner_id], on).get(programme.owner_id, ())
    return heirs[0] if len(heirs) == 1 else programme.owner


def default_title(programme: Programme) -> str:
    """ "Báo cáo kết quả thực hiện Kế hoạch số 146/KH-UBND ngày 25/6/2025"."""
    return f"Báo cáo kết quả thực hiện {short_citation(programme)}"


def short_citation(programme: Programme) -> str:
    """The plan by type, number and day; by its own title where it has no document or number."""
    plan = programme.document
    if plan is None or not plan.number_raw:
        return programme.title
    issued = f" ngày {format_date(plan.issued_on)}" if plan.issued_on else ""
    return f"{plan.type_name or 'Văn bản'} số {plan.number_raw}{issued}"


def full_citation(programme: Programme) -> str:
    """The plan as a document cites it first: type, number, day, issuer and subject."""
    plan = programme.document
    if plan is None or not plan.number_raw:
        return programme.title
    issuer = _issuer_name(plan)
    subject = plan.title.strip().rstrip(".")
    if subject[:3].lower() != "về ":
        subject = f"về {_lower_first(subject)}" if subject else ""
    parts = (short_citation(programme), f"của {issuer}" if issuer else "", _lower_first(subject))
    return " ".join(part for part in parts if part)


def letterhead_of(report: Report) -> Letterhead:
    """Boxes 1 to 4. The number and the day stay blank until a clerk gives them."""
    symbol, day = symbol_of(report.issuer), clock.local_day(report.known_at)
    return blank_letterhead(report.issuer, symbol, day)


def blank_letterhead(issuer: Organisation, symbol: str, on: dt.date) -> Letterhead:
    """The head of a draft written on a day: number and day blank, the month printed."""
    is_subordinate = issuer.kind in SUBORDINATE and issuer.parent is not None
    return Letterhead(
        issuer=_broken(issuer.name),
        symbol=symbol,
        place=place_of(issuer),
        parent=_broken(issuer.parent.name) if is_subordinate and issuer.parent else None,
        draft_month=on,
        is_party=is_party(issuer),
    )


def is_party(issuer: Organisation) -> bool:
    """Whether a body writes its papers as the Party does."""
    return issuer.branch == Branch.PARTY


def letter_symbol(issuer: Organisation, unit: str) -> str:
    """The symbol of an official letter, which names no type: "SKHCN-TH"; the Party's says "CV"."""
    own = symbol_of(issuer).partition("-")[2]
    return f"CV-{own}" if is_party(issuer) else f"{own}-{unit.upper()}"


def head_title(issuer: Organisation) -> str:
    """What the head of a body is called."""
    if issuer.kind in COMMITTEES:
        return "Chủ tịch"
    return _HEADS.get(Kind(issuer.kind), "Thủ trưởng đơn vị")


def deputy_title(issuer: Organisation) -> str:
    """What a deputy of the head is called."""
    head = head_title(issuer)
    return f"Phó {head}" if issuer.kind != Kind.POLICE else "Phó Giám đốc"


def symbol_of(issuer: Organisation) -> str:
    """ "BC-UBND"; a body without a code in the list gives the initials of its name."""
    if issuer.kind in COMMITTEES:
        return "BC-UBND"
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", issuer.name)).upper()
    return f"BC-{issuer.symbol_code or initials}"


def printed_symbol(issuer: Organisation) -> str:
    """The symbol of a body's reports as it is printed behind the number: "BC-UBND", "BC/TU"."""
    symbol = symbol_of(issuer)
    return party_symbol(symbol) if is_party(issuer) else symbol


def place_of(issuer: Organisation) -> str:
    """The place of box 4: the commune of a commune's body, else the province."""
    commune = _COMMUNE.search(issuer.name) if issuer.level == Level.COMMUNE else None
    return commune["name"] if commune else current_province().name


def signature_of(issuer: Organisation) -> Signature:
    """Who signs: the committee's chair on its behalf, or the head of the body."""
    if issuer.kind in COMMITTEES:
        return sign_for_collective("Ủy ban nhân dân", "Chủ tịch")
    return sign_as_head(_HEADS.get(Kind(issuer.kind), "Thủ trưởng đơn vị"))


def addressees_of(report: Report) -> tuple[str, ...]:
    """The addressees, which people part by a semicolon."""
    names = (name.strip(" .") for name in report.addressee.split(";"))
    return tuple(name for name in names if name)


def recipients_of(report: Report) -> tuple[str, ...]:
    """Who gets the report: those addressed, the coordinating body, the archive; each once."""
    coordinator, addressed = report.programme.coordinator, addressees_of(report)
    is_told = coordinator.pk == report.issuer_id or coordinator.name in addressed
    lines = ["Như trên"] if addressed else []
    lines += [] if is_told else [coordinator.name]
    return (*lines, "Lưu: VT")


def approved_day(report: Report) -> dt.date:
    """The day on which a report was approved. Errors: ValueError for a draft."""
    if report.approved_at is None:
        raise ValueError("a draft has no day of approval")
    return clock.local_day(report.approved_at)


def in_sentence(name: str) -> str:
    """A body's name inside a sentence, on one line."""
    return " ".join(name.split())


def _issuer_name(plan: Document) -> str:
    return in_sentence(plan.issuer.name if plan.issuer else plan.issuer_text)


def _broken(name: str) -> str:
    """The name with a line feed before its territory, as letterheads break it."""
    return _TERRITORY.sub("\n", name, count=1)


def _lower_first(words: str) -> str:
    """The words begun in lower case, unless they begin with an abbreviation."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
