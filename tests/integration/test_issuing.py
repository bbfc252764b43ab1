"""A report on its way out: steps, numbers, issue, and what the database keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

import vanban
from tests.certificate_factories import SIGNER, lay_trust
from tests.factories import World, actor, make_body, make_world
from tests.issuing_factories import (
    SIGNED_ON,
    approved_report,
    at,
    final_pdf,
    issued_paper,
    paper_in,
)
from tests.report_factories import Plan, compile_plan, make_plan
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.composer.figures import find_figures
from tiendo.documents.models import Document, Rendition
from tiendo.domain import clock
from tiendo.domain.issuing import STEPS
from tiendo.issuing import actions
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import FileKind, NumberBook, OutgoingPaper, PaperStep
from tiendo.issuing.numbering import book_for, set_book, suggest_number, symbol_for, take_number
from tiendo.issuing.rendering import bytes_of, newest
from tiendo.organisations.models import Branch, Kind
from tiendo.outbox.models import OutboxEvent
from tiendo.reporting.actions import correct_report
from tiendo.reporting.models import Report, ReportState
from tiendo.reporting.queries import figures_of


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Report, Plan]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    plan = make_plan(world)
    return world, approved_report(world, plan), plan


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: tuple[World, Report, Plan]) -> World:
    return made[0]


@pytest.fixture
def report(db: None, made: tuple[World, Report, Plan]) -> Report:
    return Report.objects.get(pk=made[1].pk)


@pytest.fixture
def plan(db: None, made: tuple[World, Report, Plan]) -> Plan:
    return made[2]


# Steps


def test_a_paper_goes_all_the_way_and_every_step_is_kept(
    world: World, report: Report, trusted: None
) -> None:
    paper = issued_paper(world, report)
    taken = list(PaperStep.objects.filter(paper=paper).values_list("action", "state"))
    assert taken == [
        ("open", "draft"),
        ("review", "reviewed"),
        ("submit", "submitted"),
        ("sign", "signed"),
        ("number", "numbered"),
        ("seal", "sealed"),
        ("issue", "issued"),
    ]
    assert [state for _action, state in taken] == [str(step) for step in STEPS]
    events = AuditEvent.objects.filter(object_type="issuing.outgoingpaper")
    assert events.filter(object_id=str(paper.pk)).count() == len(taken)


def test_only_an_approved_report_is_put_before_its_signer(world: World, plan: Plan) -> None:
    draft = compile_plan(world, plan)
    paper = paper_in(world, "reviewed", draft)
    with pytest.raises(IssuingError) as refused:
        actions.submit_paper(by=actor(world.coordinator), paper=paper, signer_name=SIGNER)
    assert refused.value.code == "report_not_approved"
    with pytest.raises(DatabaseError), transaction.atomic():
        OutgoingPaper.objects.filter(pk=paper.pk).update(state="submitted")


def test_a_report_is_taken_up_once(world: World, report: Report) -> None:
    actions.open_paper(by=actor(world.coordinator), report=report)
    with pytest.raises(IssuingError) as refused:
        actions.open_paper(by=actor(world.coordinator), report=report)
    assert refused.value.code == "already_opened"


@pytest.mark.parametrize("state", ["reviewed", "submitted"])
def test_a_paper_is_sent_back_with_a_reason(world: World, report: Report, state: str) -> None:
    paper = paper_in(world, state, report)
    by = actor(world.coordinator if state == "reviewed" else world.leader)
    with pytest.raises(IssuingError) as refused:
        actions.send_back(by=by, paper=paper, reason=" ")
    assert refused.value.code == "reason_missing"
    back = actions.send_back(by=by, paper=paper, reason="Thiếu nơi nhận")
    assert (back.state, back.steps.last().reason) == ("draft", "Thiếu nơi nhận")  # type: ignore[union-attr]


def test_a_signed_paper_is_not_sent_back(world: World, report: Report) -> None:
    paper = paper_in(world, "signed", report)
    with pytest.raises(IssuingError) as refused:
        actions.send_back(by=actor(world.leader), paper=paper, reason="Muộn")
    assert refused.value.code == "moved_meanwhile"
    assert "Đã ký, chờ cấp số" in str(refused.value)


def test_steps_belong_to_those_who_hold_them(world: World, report: Report) -> None:
    paper = paper_in(world, "submitted", report)
    for stranger in (world.stc_head, world.clerk, world.coordinator):
        with pytest.raises(PermissionRefused):
            actions.sign_paper(by=actor(stranger), paper=paper)
    with clock.at(at()):
        signed = actions.sign_paper(by=actor(world.leader), paper=paper)
    with pytest.raises(PermissionRefused):
        actions.number_paper(by=actor(world.leader), paper=signed, number=1, day=SIGNED_ON)


def test_a_corrected_report_goes_no_further(world: World, report: Report) -> None:
    paper = paper_in(world, "submitted", report)
    with clock.at(at()):
        correct_report(by=actor(world.coordinator), report=report, reason="Sai một số")
    with pytest.raises(IssuingError) as refused:
        actions.sign_paper(by=actor(world.leader), paper=paper)
    assert refused.value.code == "report_corrected"


def test_the_slip_says_who_drafted_what_is_open_and_who_said_what(
    world: World, report: Report
) -> None:
    paper = paper_in(world, "submitted", report)
    slip = newest(paper, FileKind.SLIP)
    assert slip is not None
    words = vanban.read(bytes_of(slip), slip.file_name).content
    for said in ("PHIẾU TRÌNH", "Trần Điều Phối", "Nguyễn Lãnh Đạo", "Đủ thể thức"):
        assert said in words
    assert f"có {report.figures.count():02d} số liệu" in words.replace("\u00a0", " ")


# Numbers


def test_number_and_day_stand_in_the_files_and_figures_are_those_approved(
    world: World, report: Report
) -> None:
    paper = paper_in(world, "numbered", report)
    final = newest(paper, FileKind.FINAL_DOCX)
    assert final is not None
    source = bytes_of(final)
    words = vanban.read(source, "bao-cao.docx").content
    assert "12/BC-UBND" in words
    assert "ngày 11 tháng 11 năm 2025" in words
    assert SIGNER in words
    kept = {row.key: row.printed for row in figures_of(report)}
    found = find_figures(source)
    assert len(found) > 50
    assert all(kept[figure.key] == figure.text for figure in found)
    assert "12/BC-UBND" in vanban.read(final_pdf(paper), "bao-cao.pdf").content


def test_a_number_already_used_is_refused_with_what_it_was_used_for(
    world: World, report: Report, plan: Plan
) -> None:
    paper_in(world, "numbered", report)
    other = paper_in(world, "signed", approved_report(world, plan))
    with clock.at(at()), pytest.raises(IssuingError) as refused:
        actions.number_paper(by=actor(world.clerk), paper=other, number=12, day=SIGNED_ON)
    assert refused.value.code == "number_taken"
    assert report.title in str(refused.value)
    assert "13/BC-UBND" in str(refused.value)


def test_a_number_in_the_register_is_refused(world: World, report: Report) -> None:
    Document.objects.create(
        type_name="Báo cáo",
        title="Báo cáo đã đăng ký từ trước",
        number="012/BC-UBND",
        number_raw="012/BC-UBND",
        issuer=world.ubnd,
        issuer_text=world.ubnd.name,
        issued_on=dt.date(2025, 3, 5),
        folded="012/bc-ubnd",
        created_by=world.clerk,
        created_at=at(),
    )
    paper = paper_in(world, "signed", report)
    with clock.at(at()), pytest.raises(IssuingError) as refused:
        actions.number_paper(by=actor(world.clerk), paper=paper, number=12, day=SIGNED_ON)
    assert refused.value.code == "number_in_register"
    assert suggest_number(book_for(world.ubnd, SIGNED_ON), "BC-UBND").number == 13


def test_the_same_number_is_free_in_another_year(world: World, report: Report) -> None:
    paper_in(world, "numbered", report)
    book = book_for(world.ubnd, dt.date(2026, 1, 5))
    assert suggest_number(book, "BC-UBND").printed == "01/BC-UBND"


def test_gaps_are_allowed_and_told(world: World, report: Report) -> None:
    paper_in(world, "numbered", report)
    suggestion = suggest_number(book_for(world.ubnd, SIGNED_ON), "BC-UBND")
    assert (suggestion.number, suggestion.gaps) == (13, tuple(range(1, 12)))


def test_a_dropped_number_may_be_given_again(world: World, report: Report) -> None:
    paper = paper_in(world, "numbered", report)
    with clock.at(at()):
        back = actions.drop_paper_number(by=actor(world.clerk), paper=paper, reason="Gõ nhầm số")
        assert (back.state, back.entry) == ("signed", None)
        again = actions.number_paper(by=actor(world.clerk), paper=back, number=12, day=SIGNED_ON)
    assert again.entry is not None
    assert again.entry.printed == "12/BC-UBND"


@pytest.mark.parametrize(
    ("number", "day", "code"),
    [
        (0, SIGNED_ON, "number_out_of_range"),
        (5, SIGNED_ON + dt.timedelta(days=30), "day_in_future"),
        (5, SIGNED_ON - dt.timedelta(days=1), "day_before_signing"),
    ],
)
def test_a_number_or_day_that_cannot_be_is_refused(
    world: World, report: Report, number: int, day: dt.date, code: str
) -> None:
    paper = paper_in(world, "signed", report)
    with clock.at(at()), pytest.raises(IssuingError) as refused:
        actions.number_paper(by=actor(world.clerk), paper=paper, number=number, day=day)
    assert refused.value.code == code


def test_a_body_pads_its_numbers_as_it_likes(world: World, report: Report) -> None:
    since = dt.date(2025, 1, 1)
    set_book(
        by=actor(world.clerk),
        body=world.ubnd,
        series="BC",
        since=since,
        until=dt.date(2026, 1, 1),
        padding=4,
    )
    paper = paper_in(world, "numbered", report)
    assert paper.entry is not None
    assert paper.entry.printed == "0012/BC-UBND"


def test_a_party_body_numbers_in_its_own_form(world: World) -> None:
    """Hyphen, type, slash, issuer; its book runs on over the years of a term."""
    party = make_body("Tỉnh ủy Đắk Lắk", kind=Kind.PARTY_COMMITTEE)
    party.branch, party.symbol_code = Branch.PARTY, "TU"
    party.save()
    book = book_for(party, SIGNED_ON)
    with clock.at(at()):
        entry = take_number(book, 4, SIGNED_ON, "Báo cáo", world.clerk.pk, symbol_for(party))
    assert entry.printed == "04-BC/TU"
    later = book_for(party, dt.date(2027, 3, 1))
    assert suggest_number(later, symbol_for(party)).printed == "05-BC/TU"


def test_numbers_of_two_bodies_and_of_two_years_do_not_meet(world: World) -> None:
    """Number and symbol are used once in a body's year; another body, another year begin anew."""
    days = (dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    printed = [
        take_number(
            book_for(body, day), 1, day, "Báo cáo", world.clerk.pk, symbol_for(body)
        ).printed
        for body in (world.ubnd, world.snv)
        for day in days
    ]
    assert len(set(printed)) == 2
    with pytest.raises(IssuingError) as refused:
        take_number(book_for(world.ubnd, days[0]), 1, days[0], "Lần nữa", world.clerk.pk, "BC-UBND")
    assert refused.value.code == "number_taken"
    with pytest.raises(IssuingError) as outside:
        take_number(
            book_for(world.ubnd, days[0]), 2, days[1], "Sang năm", world.clerk.pk, "BC-UBND"
        )
    assert outside.value.code == "outside_book"


def test_a_book_of_a_term_runs_over_years(world: World) -> None:
    with clock.at(at()):
        book = set_book(
            by=actor(world.clerk),
            body=world.ubnd,
            series="NK",
            since=dt.date(2025, 7, 1),
            until=None,
            padding=2,
        )
    assert book_for(world.ubnd, dt.date(2027, 3, 1), "NK") == book
    assert NumberBook.objects.filter(body=world.ubnd, series="NK").count() == 1


# Issue


def test_an_issued_report_stands_in_the_register_with_its_signed_file(
    world: World, report: Report, trusted: None
) -> None:
    paper = issued_paper(world, report)
    document = Document.objects.get(pk=report.document_id)
    assert (document.number, document.issued_on) == ("12/BC-UBND", SIGNED_ON)
    assert Report.objects.get(pk=report.pk).state == ReportState.ISSUED
    assert Rendition.objects.filter(document=document, kind="pdf").count() == 1
    event = OutboxEvent.objects.get(name="report.issued")
    assert event.payload["number"] == "12/BC-UBND"
    assert len(paper.code) == 16


def test_what_is_issued_stays_though_its_data_change(
    world: World, report: Report, trusted: None
) -> None:
    paper = issued_paper(world, report)
    signed = newest(paper, FileKind.SIGNED)
    assert signed is not None
    before = bytes_of(signed), list(figures_of(report).values())
    task = report.programme.tasks.first()
    assert task is not None
    type(task).objects.filter(pk=task.pk).update(title="Tên khác hẳn", product="Khác")
    assert (bytes_of(signed), list(figures_of(report).values())) == before
    for change in ({"state": "sealed"}, {"is_public": True}, {"recipients": []}):
        with pytest.raises(DatabaseError), transaction.atomic():
            OutgoingPaper.objects.filter(pk=paper.pk).update(**change)


@pytest.mark.parametrize("table", ["paperstep", "paperfile", "signaturecheck", "numberentry"])
def test_what_was_written_on_the_way_is_never_changed(
    world: World, report: Report, trusted: None, table: str
) -> None:
    issued_paper(world, report)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM issuing_{table}")  # noqa: S608 - names of this test


def test_a_paper_needs_somebody_to_go_to(world: World, report: Report, trusted: None) -> None:
    with pytest.raises(IssuingError) as refused:
        issued_paper(world, report, recipients=[" "])
    assert refused.value.code == "no_recipients"


@pytest.fixture
def trusted(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The root of the tests, with its list."""
    folder = tmp_path_factory.mktemp("signing")
    lay_trust(folder)
    settings.SIGNING_ROOT = folder  # type: ignore[attr-defined]
