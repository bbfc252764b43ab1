"""The report of a month that is over goes out: signed with keys of the demo, public, verified."""

from __future__ import annotations

import datetime as dt
import io

from django.conf import settings
from django.core.files.base import File

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.demo.certificates import DemoAuthority, sign_as_person
from tiendo.demo.people import Crew
from tiendo.domain import clock
from tiendo.issuing.actions import number_paper, open_paper, review_paper, sign_paper, submit_paper
from tiendo.issuing.issue import issue_paper
from tiendo.issuing.models import FileKind, OutgoingPaper, TrustFile
from tiendo.issuing.numbering import book_for, suggest_number, symbol_for
from tiendo.issuing.rendering import bytes_of, newest
from tiendo.issuing.returning import take_signed
from tiendo.issuing.sealing import seal_pdf
from tiendo.issuing.trusting import add_trust
from tiendo.programmes.models import Programme
from tiendo.reporting.actions import approve_report, compile_report
from tiendo.reporting.checking import find_findings, fingerprint
from tiendo.reporting.letterhead import short_citation
from tiendo.reporting.models import Report, SigningForm
from tiendo.reporting.outlines.models import OutlineVersion
from tiendo.tasks.models import Lifecycle, LifecycleEvent

# The short one of months, where the reports by duty have brought it in.
_OUTLINE = "nhiem-vu-thang"
SITE = "http://127.0.0.1:8000"
# How old a plan must be to have a month to report on.
_OLD_ENOUGH = dt.timedelta(days=45)
_SOURCE = "Tạo cho bản trình diễn, không phải chứng thư thật"
_OPINION = "Số liệu khớp với hồ sơ, thể thức đúng quy định."
_REASON = "Các điểm còn lại đã xem, không làm thay đổi số liệu."
_RECIPIENTS = ("Đảng ủy UBND tỉnh", "Các sở, ban, ngành", "UBND các xã, phường")


def issue_report(crew: Crew, programme: Programme) -> None:
    """Send out the report of the last month that is over; a young plan has none."""
    as_of = clock.today().replace(day=1) - dt.timedelta(days=1)
    given = LifecycleEvent.objects.filter(task__programme=programme, to_state=Lifecycle.LIVE)
    began = given.order_by("day").values_list("day", flat=True).first()
    if began is None or as_of - began < _OLD_ENOUGH:
        return
    if OutgoingPaper.objects.exists() or TrustFile.objects.exists():
        return
    # Today, as signatures carry the time of the machine.
    report = _approved(crew, programme, as_of)
    if report is not None:
        _send_out(crew, report)


def _approved(crew: Crew, programme: Programme, as_of: dt.date) -> Report | None:
    leader = crew.named("lanhdao")
    report = compile_report(
        by=crew.named("dieuphoi"),
        programme=programme,
        period_start=as_of.replace(day=1),
        period_end=as_of,
        title=f"Báo cáo tình hình thực hiện {short_citation(programme)} tháng {as_of:%-m/%Y}",
        addressee="Đảng ủy UBND tỉnh",
        outline=OutlineVersion.objects.filter(outline__code=_OUTLINE).last(),
    )
    findings = find_findings(leader, report)
    if any(each.is_blocking for each in findings):
        return None
    return approve_report(
        by=leader,
        report=report,
        version=report.version,
        reason=_REASON,
        seen=fingerprint(findings),
    )


def _send_out(crew: Crew, report: Report) -> None:
    day = clock.today()
    by, leader, clerk = crew.named("dieuphoi"), crew.named("lanhdao"), crew.named("vanthu")
    person = _name_of(leader)
    paper = open_paper(by=by, report=report)
    paper = review_paper(by=by, paper=paper, opinion=_OPINION)
    paper = submit_paper(
        by=by, paper=paper, signer_name=person, signing=SigningForm.DEPUTY, is_public=True
    )
    paper = sign_paper(by=leader, paper=paper)
    offered = suggest_number(book_for(paper.issuer, day), symbol_for(paper.issuer))
    site = settings.PUBLIC_URL or SITE
    paper = number_paper(by=clerk, paper=paper, number=offered.number, day=day, site=site)
    signed = _signed(crew.named("quantri"), paper, person)
    file = File(io.BytesIO(signed), name="da-ky.pdf")
    paper = take_signed(by=clerk, paper=paper, file=file, name="da-ky.pdf")
    issue_paper(by=clerk, paper=paper, recipients=_RECIPIENTS)


def _signed(administrator: Actor, paper: OutgoingPaper, person: str) -> bytes:
    """The numbered PDF signed by person and body, whose authority is believed from now on."""
    moment = clock.now()
    authority = DemoAuthority(moment - dt.timedelta(days=365))
    for content in authority.trust_files(moment):
        add_trust(by=administrator, content=content, source=_SOURCE)
    final = newest(paper, FileKind.FINAL_PDF)
    source = bytes_of(final) if final is not None else b""
    body = paper.issuer.name
    by_person = sign_as_person(source, authority.give(person, body))
    return seal_pdf(by_person, authority.give(body, body), body, moment)


def _name_of(actor: Actor) -> str:
    return User.objects.get(pk=actor.user_id).full_name
