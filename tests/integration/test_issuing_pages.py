"""The pages of outgoing papers, their register and the page of verification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

import vanban
from tests.certificate_factories import SIGNER, authority, lay_trust, signed_by
from tests.factories import World, actor, make_world
from tests.issuing_factories import (
    SIGNED_ON,
    SITE,
    approved_report,
    at,
    final_pdf,
    issued_paper,
    paper_in,
    twice_signed,
    upload_of,
)
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.issuing.models import FileKind, OutgoingPaper
from tiendo.issuing.rendering import bytes_of, newest
from tiendo.overview.asking import Asked
from tiendo.overview.sheets import VIEWS
from tiendo.reporting.models import Report
from tiendo.reporting.queries import file_of as report_file
from tiendo.workspace.views.verification import LOOKS_A_MINUTE

TOKEN = re.compile(rb'<meta name="csrf-token"[^>]*>')


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Report]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    return world, approved_report(world)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: tuple[World, Report]) -> World:
    return made[0]


@pytest.fixture
def report(db: None, made: tuple[World, Report]) -> Report:
    return Report.objects.get(pk=made[1].pk)


@pytest.fixture(autouse=True)
def trust(settings: object, tmp_path: Path) -> None:
    """The root of the tests is believed; its list names the one key that was taken back."""
    lay_trust(tmp_path, authority().revoked)
    settings.SIGNING_ROOT = tmp_path  # type: ignore[attr-defined]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_report_goes_out_through_the_pages(world: World, report: Report) -> None:
    compiling, leading = signed_in(world.coordinator), signed_in(world.leader)
    numbering = signed_in(world.clerk)
    with clock.at(at()):
        page = compiling.get(f"/bao-cao/{report.pk}/").content.decode()
        assert f"/van-ban-di/bao-cao/{report.pk}/" in page
        compiling.post(f"/van-ban-di/bao-cao/{report.pk}/")
        paper = OutgoingPaper.objects.get(report=report)
        base = f"/van-ban-di/{paper.pk}/"
        compiling.post(f"{base}soat-xet/", {"opinion": "Nhất trí"})
        put = {"signer_name": SIGNER, "signing": "head", "is_public": "on"}
        compiling.post(f"{base}trinh-ky/", put)
        leading.post(f"{base}ky/")
        offered = numbering.get(f"{base}cap-so/")
        assert offered.context["form"].initial["number"] == 1
        assert offered.context["form"].initial["is_public"] is True
        data = {"number": "12", "day": f"{SIGNED_ON:%d/%m/%Y}", "is_public": "on"}
        numbering.post(f"{base}cap-so/", data)
        paper.refresh_from_db()
        numbering.post(f"{base}tep-da-ky/", {"file": upload_of(twice_signed(paper))})
        data = {"recipients": "Đảng ủy UBND tỉnh", "channel": "exchange", "copies": "1"}
        answer = numbering.post(f"{base}phat-hanh/", data, follow=True)
    paper.refresh_from_db()
    assert paper.state == "issued"
    words = answer.content.decode()
    assert "Đã phát hành" in words
    assert "Không chữ ký nào mang tên" not in words
    assert f"/xac-minh/{paper.code}/" in words


def test_a_file_that_is_refused_shows_why_and_where(world: World, report: Report) -> None:
    paper = paper_in(world, "numbered", report)
    source = signed_by(authority().revoked, final_pdf(paper))
    with clock.at(at()):
        answer = signed_in(world.clerk).post(
            f"/van-ban-di/{paper.pk}/tep-da-ky/", {"file": upload_of(source)}
        )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chứng thư số đã bị thu hồi" in page
    assert "chứng thư đã bị thu hồi" in page


def test_a_file_that_the_named_signer_did_not_sign_says_so(world: World, report: Report) -> None:
    """What was refused before is folded away under it."""
    paper = paper_in(world, "numbered", report)
    url = f"/van-ban-di/{paper.pk}/"
    with clock.at(at()):
        numbering = signed_in(world.clerk)
        for key in (authority().stranger, authority().body):
            file = upload_of(signed_by(key, final_pdf(paper)))
            numbering.post(f"{url}tep-da-ky/", {"file": file})
        shown = numbering.get(url).content.decode()
    assert f"Không chữ ký nào mang tên {SIGNER}" in shown
    assert shown.count("Lần kiểm tra trước") == 1


def test_a_used_number_is_refused_beside_the_field(world: World, report: Report) -> None:
    issued = paper_in(world, "numbered", report)
    assert issued.entry is not None
    with clock.at(at()):
        book = issued.entry.book
        book.entries.create(
            number=13,
            printed="13/BC-UBND",
            day=SIGNED_ON,
            subject="Văn bản khác",
            given_by=world.clerk,
            given_at=at(),
        )
        client = signed_in(world.clerk)
        client.post(f"/van-ban-di/{issued.pk}/thu-lai-so/", {"reason": "Gõ nhầm"})
        data = {"number": "13", "day": f"{SIGNED_ON:%d/%m/%Y}"}
        answer = client.post(f"/van-ban-di/{issued.pk}/cap-so/", data)
    assert answer.status_code == 409
    assert "Văn bản khác" in answer.context["form"].errors["number"][0]


def test_a_step_taken_meanwhile_is_a_conflict(world: World, report: Report) -> None:
    paper = paper_in(world, "submitted", report)
    client = signed_in(world.leader)
    with clock.at(at()):
        assert client.post(f"/van-ban-di/{paper.pk}/ky/").status_code == 302
        late = client.post(f"/van-ban-di/{paper.pk}/ky/")
    assert late.status_code == 409
    assert "có thể người khác vừa chuyển" in late.content.decode()


def test_the_register_lists_what_was_issued_in_ten_columns(world: World, report: Report) -> None:
    issued_paper(world, report)
    with clock.at(at()):
        page = signed_in(world.clerk).get("/van-ban-di/so-dang-ky/", {"nam": "2025"})
    assert [row.entry.printed for row in page.context["page"]] == ["12/BC-UBND"]
    assert page.content.decode().count('<th scope="col"') == 10


def test_the_clerk_lays_down_a_book(world: World) -> None:
    data = {
        "body": str(world.ubnd.pk),
        "series": "BC",
        "since": "01/01/2025",
        "until": "01/01/2026",
        "padding": "3",
    }
    client = signed_in(world.clerk)
    assert client.post("/van-ban-di/so/", data).status_code == 302
    assert client.post("/van-ban-di/so/", data | {"until": "01/01/2024"}).status_code == 422
    foreign = client.post("/van-ban-di/so/", data | {"body": str(world.stc.pk)})
    assert foreign.status_code == 422


def test_a_paper_of_another_body_is_not_seen(world: World, report: Report) -> None:
    paper = paper_in(world, "draft", report)
    client = signed_in(world.stc_head)
    assert client.get(f"/van-ban-di/{paper.pk}/").status_code == 403
    assert not client.get("/van-ban-di/").context["page"].object_list
    assert client.get("/van-ban-di/999999/").status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("", 6), ("{pk}/", 8), ("so-dang-ky/", 6)])
def test_a_page_takes_the_same_number_of_queries_however_many_rows(
    world: World, report: Report, path: str, queries: int, django_assert_num_queries: object
) -> None:
    paper = issued_paper(world, report)
    client = signed_in(world.leader)
    with clock.at(at()), django_assert_num_queries(queries):  # type: ignore[operator]
        answer = client.get(f"/van-ban-di/{path.format(pk=paper.pk)}")
    assert answer.status_code == 200


def test_papers_wait_for_who_signs_and_who_numbers(world: World, report: Report) -> None:
    paper = paper_in(world, "submitted", report)
    with clock.at(at()):
        leading = signed_in(world.leader).get("/viec-cua-toi/").content.decode()
        numbering = signed_in(world.clerk).get("/viec-cua-toi/").content.decode()
        assert "Văn bản chờ ký" in leading
        assert "Văn bản chờ cấp số" not in numbering
        signed_in(world.leader).post(f"/van-ban-di/{paper.pk}/ky/")
        numbering = signed_in(world.clerk).get("/viec-cua-toi/").content.decode()
    assert "Văn bản chờ cấp số" in numbering


def test_the_register_leaves_as_a_file(world: World, report: Report) -> None:
    issued_paper(world, report)
    sheet = VIEWS["so-van-ban-di"].build(
        Asked(actor(world.clerk), SIGNED_ON, values={"nam": "2025"})
    )
    (row,) = sheet.rows
    assert len(sheet.columns) == 10
    assert row[0] == "12/BC-UBND"
    assert row[4] == "Đảng ủy UBND tỉnh"


def test_the_docx_of_an_issued_report_is_still_the_one_that_was_approved(
    world: World, report: Report
) -> None:
    before = report_file(report)
    issued_paper(world, report)
    assert report_file(Report.objects.get(pk=report.pk)) == before


# Verification


@pytest.fixture
def calm(db: None) -> None:
    """Nobody has looked in the last minute."""
    cache.clear()


def test_anybody_verifies_a_public_paper(world: World, report: Report, calm: None) -> None:
    paper = issued_paper(world, report)
    signed = newest(paper, FileKind.SIGNED)
    assert signed is not None
    answer = Client().get(f"/xac-minh/{paper.code}/")
    page = answer.content.decode()
    for said in ("12/BC-UBND", report.title, signed.stored_file.sha256, SIGNER, "data:image/svg"):
        assert said in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_public_paper_is_signed_with_the_mark_that_leads_to_its_page(
    world: World, report: Report, calm: None
) -> None:
    """The code is printed before anybody signs: a signed file cannot be given one."""
    paper = paper_in(world, "numbered", report, is_public=True)
    file = newest(paper, FileKind.FINAL_DOCX)
    assert file is not None
    assert paper.address == f"{SITE}/xac-minh/{paper.code}/"
    for source, name in ((final_pdf(paper), "a.pdf"), (bytes_of(file), "a.docx")):
        assert paper.address in "".join(vanban.read(source, name).content.split())
    answer = Client().get(f"/xac-minh/{paper.code}/")
    assert answer.status_code == 200
    assert "Văn bản chưa phát hành" in answer.content.decode()
    assert report.title not in answer.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        OutgoingPaper.objects.filter(pk=paper.pk).update(is_public=False)


def test_a_paper_that_is_not_public_carries_no_mark(world: World, report: Report) -> None:
    paper = paper_in(world, "numbered", report)
    assert paper.address == ""
    assert "Xác minh" not in vanban.read(final_pdf(paper), "a.pdf").content
    assert Client().get(f"/xac-minh/{paper.code}/").status_code == 404


def test_the_clerk_may_close_what_was_meant_to_be_public(world: World, report: Report) -> None:
    paper = paper_in(world, "signed", report, is_public=True)
    data = {"number": "12", "day": f"{SIGNED_ON:%d/%m/%Y}"}
    with clock.at(at()):
        signed_in(world.clerk).post(f"/van-ban-di/{paper.pk}/cap-so/", data)
    paper.refresh_from_db()
    assert (paper.state, paper.is_public, paper.address) == ("numbered", False, "")


def test_a_file_is_compared_and_not_kept(world: World, report: Report, calm: None) -> None:
    paper = issued_paper(world, report)
    signed = newest(paper, FileKind.SIGNED)
    assert signed is not None
    before = type(signed.stored_file).objects.count()
    url = f"/xac-minh/{paper.code}/"
    right = Client().post(url, {"file": upload_of(bytes_of(signed))}).content.decode()
    wrong = Client().post(url, {"file": upload_of(final_pdf(paper))}).content.decode()
    assert "đúng là văn bản đã phát hành" in right
    assert "không phải văn bản đã phát hành" in wrong
    assert Client().post(url).status_code == 422
    assert type(signed.stored_file).objects.count() == before


def test_a_large_file_is_refused_in_words(
    world: World, report: Report, calm: None, settings: object
) -> None:
    paper = issued_paper(world, report)
    settings.UPLOAD_MAX_BYTES = 100  # type: ignore[attr-defined]
    answer = Client().post(f"/xac-minh/{paper.code}/", {"file": upload_of(b"%PDF" + b"x" * 500)})
    assert answer.status_code == 422
    assert "không phải văn bản này" in answer.content.decode()


def test_a_paper_that_is_not_public_is_as_unknown(world: World, report: Report, calm: None) -> None:
    paper = issued_paper(world, report, is_public=False)
    closed, unknown = (
        Client().get(f"/xac-minh/{code}/") for code in (paper.code, "bcdfghjkmnpqrstv")
    )
    assert closed.status_code == unknown.status_code == 404
    tokens = [TOKEN.sub(b"", answer.content) for answer in (closed, unknown)]
    assert tokens[0] == tokens[1]


def test_codes_cannot_be_tried_through(db: None, calm: None) -> None:
    answers = [
        Client().get("/xac-minh/bcdfghjkmnpqrstv/").status_code for _ in range(LOOKS_A_MINUTE + 1)
    ]
    assert set(answers[:-1]) == {404}
    assert answers[-1] == 429
