"""A plan sent on within 5 working days of its issue: laid down by a file alone."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import World, actor, make_world
from tests.task_factories import make_programme, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.documents.models import Document, Rendition, StoredFile
from tiendo.domain import clock
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.models import Programme
from tiendo.regimes.actions import begin_event_cycle
from tiendo.regimes.configuring.actions import bring_in_regime
from tiendo.regimes.models import PackageOffer, Regime, ReportDuty, Submission
from tiendo.regimes.packages.actions import (
    compose_letter,
    mark_package_sent,
    package_of,
    write_package,
)
from tiendo.regimes.packages.errors import PackageError
from tiendo.regimes.packages.offers import confirm_offer, offer_packages, open_offers
from tiendo.regimes.starters import regime_starters
from tiendo.reporting.actions import approve_report

# Friday; five working days later is Friday again.
ISSUED = dt.date(2027, 1, 8)
LAST_DAY = dt.date(2027, 1, 15)


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Programme, Regime]:
    world = make_world()
    programme = make_programme(world)
    with noon(dt.date(2026, 12, 1)):
        text = regime_starters()["goi-ke-hoach-chuyen-doi-so"].text
        by = actor(world.coordinator)
        regime = bring_in_regime(by=by, programme=programme, text=text)
    return world, programme, regime


@pytest.fixture
def db(made: object) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: tuple[World, Programme, Regime]) -> World:
    return made[0]


@pytest.fixture
def duty(db: None, made: tuple[World, Programme, Regime]) -> ReportDuty:
    """What UBND tỉnh owes since its plan was issued."""
    world, _programme, regime = made
    with noon(ISSUED):
        begin_event_cycle(by=actor(world.coordinator), regime=regime, trigger=make_plan(world))
    return ReportDuty.objects.get(cycle__version__regime=regime)


def make_plan(world: World) -> Document:
    """The plan for a year as it was issued, with an appendix of its own file."""
    plan = Document.objects.create(
        type_name="Kế hoạch",
        title="chuyển đổi số năm 2027",
        number="05/KH-UBND",
        number_raw="05/KH-UBND",
        issuer=world.ubnd,
        issuer_text=world.ubnd.name,
        issued_on=ISSUED,
        folded="05/kh-ubnd",
        created_by=world.clerk,
        created_at=clock.local_noon(ISSUED),
    )
    for part, name in (("body", "ke-hoach.pdf"), ("appendix-1", "phu luc/I.xlsx")):
        stored = StoredFile(
            sha256=f"{part:x<64}", size=4, media_type="x", created_at=clock.local_noon(ISSUED)
        )
        stored.file.save(part, ContentFile(name.encode()), save=True)
        Rendition.objects.create(
            document=plan,
            kind="pdf",
            stored_file=stored,
            original_name=name,
            part=part,
            added_by=world.clerk,
            added_at=clock.local_noon(ISSUED),
        )
    return plan


def compose(world: World, duty: ReportDuty, on: dt.date = ISSUED) -> Submission:
    with noon(on):
        return compose_letter(by=actor(world.coordinator), duty=duty)


def approve(world: World, submission: Submission, on: dt.date = ISSUED) -> None:
    with noon(on):
        report = submission.report
        version, reason = report.version, "Đã đối chiếu với bản gốc"
        approve_report(by=actor(world.leader), report=report, version=version, reason=reason)


def send(world: World, duty: ReportDuty, on: dt.date, number: str = "9/UBND-KGVX") -> Submission:
    with noon(on):
        by = actor(world.coordinator)
        return mark_package_sent(by=by, duty=duty, number=number, sent_on=on)


def test_the_duty_is_due_five_working_days_after_the_issue(duty: ReportDuty, world: World) -> None:
    assert duty.body == world.ubnd
    assert duty.addressee_text == "Bộ Khoa học và Công nghệ"
    assert duty.last_day == LAST_DAY
    assert "05 ngày làm việc" in duty.due_words


def test_the_letter_is_an_official_letter_that_lists_what_goes_along(
    world: World, duty: ReportDuty
) -> None:
    letter = compose(world, duty).report
    content = letter.content
    assert content["type_name"] is None
    assert content["title"] == "gửi Kế hoạch số 05/KH-UBND ngày 08/01/2027"
    assert content["letterhead"]["symbol"] == "UBND-KGVX"
    assert letter.document is not None
    assert letter.document.type_name == "Công văn"
    words = str(content["blocks"])
    assert "Kế hoạch số 05/KH-UBND ngày 08/01/2027 chuyển đổi số năm 2027" in words
    assert "phu luc/I.xlsx" in words
    assert "Heading" not in words
    assert letter.checks["is_clean"]


def test_the_letter_is_composed_once(world: World, duty: ReportDuty) -> None:
    assert compose(world, duty) == compose(world, duty)


def test_the_package_holds_the_letter_the_plan_and_its_appendices(
    world: World, duty: ReportDuty
) -> None:
    compose(world, duty)
    target = io.BytesIO()
    write_package(package_of(ReportDuty.objects.get(pk=duty.pk)), target)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        contents = archive.read("99-danh-muc.txt").decode()
        assert archive.read("01-ke-hoach.pdf") == b"ke-hoach.pdf"
    assert names == ["00-cong-van.docx", "01-ke-hoach.pdf", "02-phu luc_I.xlsx", "99-danh-muc.txt"]
    assert contents.count("\n") == 3


@pytest.mark.parametrize(("on", "is_late"), [(LAST_DAY, False), (dt.date(2027, 1, 16), True)])
def test_what_goes_out_after_the_last_day_is_late(
    world: World, duty: ReportDuty, on: dt.date, is_late: bool
) -> None:
    approve(world, compose(world, duty))
    sent = send(world, duty, on)
    assert (sent.state, sent.is_late) == ("sent", is_late)
    assert clock.local_day(sent.sent_at) == on
    assert package_of(duty).letter_number == "9/UBND-KGVX"


def test_a_package_is_not_sent_before_its_letter_is_approved(
    world: World, duty: ReportDuty
) -> None:
    with pytest.raises(PackageError) as missing:
        send(world, duty, LAST_DAY)
    assert missing.value.code == "letter_missing"
    compose(world, duty)
    with pytest.raises(PackageError) as draft:
        send(world, duty, LAST_DAY)
    assert draft.value.code == "letter_not_approved"


def test_a_package_is_sent_once_with_a_number_and_a_day_that_can_be(
    world: World, duty: ReportDuty
) -> None:
    approve(world, compose(world, duty))
    by = actor(world.coordinator)
    for number, day, code in (
        ("", LAST_DAY, "number_missing"),
        ("9/UBND", dt.date(2027, 1, 7), "sent_before_issue"),
        ("9/UBND", dt.date(2027, 2, 1), "sent_in_future"),
    ):
        with noon(LAST_DAY), pytest.raises(PackageError) as refused:
            mark_package_sent(by=by, duty=duty, number=number, sent_on=day)
        assert refused.value.code == code
    send(world, duty, LAST_DAY)
    with pytest.raises(PackageError) as again:
        send(world, duty, LAST_DAY)
    assert again.value.code == "package_sent"


def test_a_number_that_was_given_stands(world: World, duty: ReportDuty) -> None:
    letter = compose(world, duty)
    approve(world, letter)
    Document.objects.filter(pk=letter.report.document_id).update(number_raw="7/UBND-KGVX")
    with pytest.raises(PackageError) as differs:
        send(world, duty, LAST_DAY)
    assert differs.value.code == "number_differs"
    assert send(world, duty, LAST_DAY, number="").state == "sent"


def test_who_compiles_no_reports_sends_no_packages(world: World, duty: ReportDuty) -> None:
    with pytest.raises(PermissionRefused):
        compose_letter(by=actor(world.snv_head), duty=duty)


def test_the_page_leads_from_the_plan_to_the_sent_package(
    world: World, duty: ReportDuty, client: Client
) -> None:
    url = f"/che-do/goi/{duty.pk}/"
    with noon(ISSUED):
        client.force_login(world.coordinator)
        assert "Lập công văn" in client.get(url).content.decode()
        assert client.post(f"{url}lap-cong-van/").status_code == 302
    submission = Submission.objects.get(duty=duty)
    approve(world, submission)
    late = dt.date(2027, 1, 18)
    with noon(late):
        client.force_login(world.coordinator)
        wrong = client.post(f"{url}da-gui/", {"number": "", "sent_on": "18/01/2027"})
        assert wrong.status_code == 422
        assert "Chưa nhập số" in wrong.content.decode()
        assert (
            client.post(
                f"{url}da-gui/", {"number": "9/UBND-KGVX", "sent_on": "18/01/2027"}
            ).status_code
            == 302
        )
        page = client.get(url).content.decode()
        file = client.get(f"{url}tai-ve/")
        assert b"".join(file).startswith(b"PK")
    assert "gửi muộn" in page and "9/UBND-KGVX" in page
    assert file["Content-Type"] == "application/zip"


def test_a_cycle_begins_with_a_document_picked_from_those_that_fit(
    world: World, made: tuple[World, Programme, Regime], client: Client
) -> None:
    plan, regime = make_plan(world), made[2]
    url = f"/che-do/goi/mo/{regime.pk}/"
    with noon(ISSUED):
        client.force_login(world.coordinator)
        assert "05/KH-UBND" in client.get(url).content.decode()
        assert "05/KH-UBND" in client.get(url, {"q": "05 kh"}).content.decode()
        nothing = client.get(url, {"q": "99/KH-UBND"}).content.decode()
        assert "Kho chưa có văn bản ban hành nào như vậy" in nothing
        unknown = client.post(url, {"document": 0})
        assert unknown.status_code == 422
        assert "Chọn văn bản khác." in unknown.content.decode()
        assert client.post(url, {"document": plan.pk}).status_code == 302
        again = client.post(url, {"document": plan.pk})
    assert again.status_code in {409, 422}
    assert "đã có một kỳ" in again.content.decode()
    duty = ReportDuty.objects.get(cycle__version__regime=regime)
    assert duty.cycle.trigger == plan
    assert duty.last_day == LAST_DAY


def test_a_document_that_fits_is_offered_once_and_begun_by_who_confirms(
    world: World, made: tuple[World, Programme, Regime], client: Client
) -> None:
    plan = make_plan(world)
    with noon(ISSUED):
        assert offer_packages() == 1
        assert offer_packages() == 0
        event = OutboxEvent.objects.get(name="package.found")
        assert event.payload["bodies"] == [made[1].coordinator_id]
        client.force_login(world.coordinator)
        assert "1 văn bản mới có thể phải gửi" in client.get("/che-do/").content.decode()
        page = client.get("/che-do/goi/cho-xac-nhan/").content.decode()
        assert "05/KH-UBND" in page
        offer = PackageOffer.objects.get()
        client.post(f"/che-do/goi/cho-xac-nhan/{offer.pk}/mo/")
        with pytest.raises(PackageError) as refused:
            confirm_offer(by=actor(world.coordinator), offer=offer)
    offer.refresh_from_db()
    assert offer.cycle is not None
    assert (offer.cycle.trigger, offer.decided_by) == (plan, world.coordinator)
    assert refused.value.code == "offer_decided"
    assert not open_offers().exists()


def test_an_offer_is_set_aside_with_a_reason_and_not_made_again(
    world: World, client: Client
) -> None:
    make_plan(world)
    with noon(ISSUED):
        offer_packages()
        offer = PackageOffer.objects.get()
        client.force_login(world.coordinator)
        url = f"/che-do/goi/cho-xac-nhan/{offer.pk}/khong-gui/"
        assert client.post(url, {"reason": " "}).status_code == 422
        assert client.post(url, {"reason": "Kế hoạch nội bộ"}).status_code == 302
        assert offer_packages() == 0
    assert not open_offers().exists()
    event = AuditEvent.objects.get(action="package.set_aside")
    assert event.reason == "Kế hoạch nội bộ"


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"title": "CHUYỂN ĐỔI SỐ tỉnh"}, 1),
        ({"title": "phòng chống thiên tai"}, 0),
        ({"type_name": "Quyết định"}, 0),
        ({"number_raw": ""}, 0),
        ({"issued_on": dt.date(2026, 10, 1)}, 0),
        ({"issuer": None, "issuer_text": "Văn phòng Ủy ban nhân dân tỉnh"}, 0),
    ],
)
def test_only_documents_of_the_rule_issued_lately_are_offered(
    world: World, fields: dict[str, object], count: int
) -> None:
    Document.objects.filter(pk=make_plan(world).pk).update(**fields)
    with noon(ISSUED):
        assert offer_packages() == count


@pytest.mark.parametrize("page", ["cho-xac-nhan/", "mo/"])
def test_more_documents_cost_no_more_queries(
    world: World, made: tuple[World, Programme, Regime], client: Client, page: str
) -> None:
    plan, url = make_plan(world), f"/che-do/goi/{page}"
    if page == "mo/":
        url += f"{made[2].pk}/"

    def asked() -> int:
        offer_packages()
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    with noon(ISSUED):
        client.force_login(world.coordinator)
        first = asked()
        for number in range(6, 10):
            plan.pk, plan.number_raw = None, f"0{number}/KH-UBND"
            plan.save(force_insert=True)
        assert asked() == first
        assert "09/KH-UBND" in client.get(url).content.decode()
