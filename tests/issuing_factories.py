"""Outgoing papers at every step; made through the actions."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer as writer_of

from tests.certificate_factories import SIGNER, authority, signed_by
from tests.factories import World, actor
from tests.report_factories import AS_OF, Plan, approve_plan_report, compile_plan, make_plan
from tiendo.composer.model import Figure, Letterhead, OfficialDocument, Paragraph, content
from tiendo.composer.signing import sign_as_head
from tiendo.composer.typst import write_pdf
from tiendo.domain import clock
from tiendo.issuing import actions
from tiendo.issuing.issue import issue_paper
from tiendo.issuing.models import FileKind, OutgoingPaper
from tiendo.issuing.rendering import bytes_of, newest
from tiendo.issuing.returning import take_signed
from tiendo.reporting.models import Report

SIGNED_ON = AS_OF + dt.timedelta(days=1)
SITE = "https://tiendo.daklak.gov.vn"


def at(days: int = 1, hour: int = 3) -> dt.datetime:
    """A moment of the days after the report."""
    return clock.local_noon(AS_OF) + dt.timedelta(days=days, hours=hour)


def approved_report(world: World, plan: Plan | None = None) -> Report:
    """A report as approved by the leader."""
    made = compile_plan(world, plan or make_plan(world))
    return approve_plan_report(made, actor(world.leader))


def waiting_report(world: World) -> Report:
    """An approved report that nobody took up yet."""
    return approved_report(world)


def paper_in(
    world: World, state: str, report: Report | None = None, *, is_public: bool = False
) -> OutgoingPaper:
    """A paper brought to a state by the people whose step it is; sealed ones are signed here."""
    held = report or approved_report(world)
    by, leader, clerk = actor(world.coordinator), actor(world.leader), actor(world.clerk)
    with clock.at(at()):
        paper = actions.open_paper(by=by, report=held)
        steps = {
            "reviewed": lambda: actions.review_paper(by=by, paper=paper, opinion="Đủ thể thức"),
            "submitted": lambda: actions.submit_paper(
                by=by, paper=paper, signer_name=SIGNER, is_public=is_public
            ),
            "signed": lambda: actions.sign_paper(by=leader, paper=paper),
            "numbered": lambda: actions.number_paper(
                by=clerk, paper=paper, number=12, day=SIGNED_ON, site=SITE
            ),
        }
        for name, step in steps.items():
            if paper.state == state:
                break
            paper = step()
            if name == state:
                break
    return paper


def final_pdf(paper: OutgoingPaper) -> bytes:
    """The numbered PDF that goes to be signed."""
    held = newest(paper, FileKind.FINAL_PDF)
    assert held is not None
    return bytes_of(held)


# Papers that were signed


def upload_of(source: bytes, name: str = "da-ky.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, source, "application/pdf")


def take_back(world: World, paper: OutgoingPaper, source: bytes, **given: object) -> OutgoingPaper:
    """A file handed in as the signed one, by the clerk."""
    name = str(given.pop("name", "da-ky.pdf"))
    with clock.at(at()):
        return take_signed(
            by=actor(world.clerk),
            paper=paper,
            file=upload_of(source, name),
            name=name,
            **given,  # type: ignore[arg-type]
        )


def twice_signed(paper: OutgoingPaper) -> bytes:
    """The numbered PDF signed by the person, then by the body."""
    keys = authority()
    return signed_by(keys.body, signed_by(keys.person, final_pdf(paper)), "CoQuan")


def issued_paper(world: World, report: Report | None = None, **given: object) -> OutgoingPaper:
    """A paper all the way out; the trust in ``authority`` is laid by the test."""
    is_public = bool(given.pop("is_public", True))
    paper = paper_in(world, "numbered", report, is_public=is_public)
    sealed = take_back(world, paper, twice_signed(paper))
    terms: dict[str, object] = {"recipients": ["Đảng ủy UBND tỉnh"]}
    with clock.at(at()):
        return issue_paper(by=actor(world.clerk), paper=sealed, **(terms | given))  # type: ignore[arg-type]


# Files that are not what they should be


def replaced(document: OfficialDocument, figures: tuple[Figure, ...]) -> OfficialDocument:
    """The document with other figures."""
    return replace(document, figures=figures)


def other_pdf() -> bytes:
    """A document with words of its own."""
    words = " ".join(f"Câu thứ {n} nói về việc khác." for n in range(40))
    document = OfficialDocument(
        letterhead=Letterhead("Ủy ban nhân dân", "TB-UBND", "Đắk Lắk", draft_month=AS_OF),
        type_name="Thông báo",
        title="Việc khác",
        blocks=(Paragraph(content(words)),),
        closing=(Paragraph(content("Thông báo để biết.")),),
        signature=sign_as_head("Chủ tịch"),
    )
    return write_pdf(document, at())


def encrypted(source: bytes) -> bytes:
    """A PDF that asks for a password."""
    reader = PdfFileReader(io.BytesIO(source))
    writer = writer_of(reader)
    writer.encrypt("chu", "khach")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
