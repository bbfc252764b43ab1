"""Each bad input of documents: the right status, Vietnamese words, and nothing half-stored."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.document_factories import (
    PNG,
    as_nfd,
    bomb,
    make_docx,
    make_pdf,
    plan_docx,
    plan_txt,
    register_plan,
    run_readings,
    upload,
    with_text_box,
    without_part,
)
from tests.factories import World, actor, make_world
from tests.files import PrivateFiles
from tiendo.audit.models import AuditEvent
from tiendo.documents.errors import UploadRefused
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.documents.models import (
    Document,
    QuarantinedUpload,
    QuarantineState,
    Rendition,
    StoredFile,
    TextVersion,
)
from tiendo.workspace.upload_limit import drain

pytestmark = pytest.mark.django_db

LEGACY_WORDS = (
    "céng hßa x· héi chñ nghÜa viÖt nam\n®éc lËp - tù do - h¹nh phóc\n"
    "kÕ ho¹ch cña tØnh vµ c¸c ngµy th¸ng n¨m nh©n d©n ®­îc giao\n"
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def clerk(world: World) -> Client:
    client = Client()
    client.force_login(world.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Client, raw: bytes, name: str, **data: str) -> tuple[int, str]:
    """The status and the page after an upload."""
    address = reverse("document-upload")
    response = client.post(address, {"file": upload(raw, name), "part": "body", **data})
    return response.status_code, response.content.decode()


def assert_nothing_kept(files: PrivateFiles) -> None:
    assert files.kept == []
    assert files.quarantined == []
    for model in (Document, Rendition, TextVersion, StoredFile):
        assert not model._default_manager.exists()


REFUSED = {
    "an empty file": (b"", "rong.docx", "trống"),
    "a PDF called DOCX": (b"%PDF-1.7\n%...", "ke-hoach.docx", "nội dung là PDF"),
    "a DOCX called PDF": (plan_docx(), "ke-hoach.pdf", "nội dung là DOCX"),
    "text called DOCX": (plan_txt(), "ke-hoach.docx", "nội dung là TXT"),
    "an unknown ending": (plan_docx(), "ke-hoach.exe", "đuôi tệp"),
    "bytes of no known kind": (b"\x00\x01\x02\x03" * 40, "ke-hoach.docx", "Không nhận ra"),
    "a DOCX with a spoiled part": (
        without_part(plan_docx(), "word/document.xml"),
        "ke-hoach.docx",
        "word/document.xml",
    ),
    "a DOCX cut in half": (plan_docx()[:4000], "ke-hoach.docx", "bị hỏng"),
    "a zip bomb": (bomb(), "ke-hoach.docx", "nở ra quá lớn"),
    "a locked Office file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "ke-hoach.docx",
        "mật khẩu",
    ),
    "a line MẬT": (make_docx(["MẬT", "I. MỤC TIÊU"]), "ke-hoach.docx", "“MẬT”"),
    "a spaced TỐI MẬT": (make_docx(["T Ố I  M Ậ T"]), "ke-hoach.docx", "“TỐI MẬT”"),
    "a cell TUYỆT MẬT": (
        make_docx(["I. MỤC TIÊU"], [("Bảng", (("TUYỆT MẬT", "x"),))]),
        "ke-hoach.docx",
        "“TUYỆT MẬT”",
    ),
    "a text box MẬT": (with_text_box(plan_docx(), "MẬT"), "ke-hoach.docx", "“MẬT”"),
    "a PDF with a line MẬT": (make_pdf("Kế hoạch", "MẬT", "Mục tiêu"), "a.pdf", "“MẬT”"),
    "a damaged PDF": (b"%PDF-1.7\nnothing more", "a.pdf", "bị hỏng"),
    "a text file with a line MẬT": (b"M\xe1\xba\xacT\n\n" + plan_txt(), "ke-hoach.txt", "“MẬT”"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_bad_file_is_refused_with_words_and_leaves_nothing(
    case: str, clerk: Client, private_files: PrivateFiles
) -> None:
    raw, name, words = REFUSED[case]
    status, page = send(clerk, raw, name)
    assert status == 422
    assert words in page
    assert_nothing_kept(private_files)
    refused = QuarantinedUpload.objects.get()
    assert refused.state == QuarantineState.REFUSED
    assert AuditEvent.objects.filter(action="document.upload_refused").count() == 1


def test_a_legacy_encoding_is_converted_and_said_so(
    clerk: Client, private_files: PrivateFiles
) -> None:
    status, _page = send(clerk, LEGACY_WORDS.encode() * 5, "ke-hoach.txt")
    assert status == 302
    document = Document.objects.get()
    page = clerk.get(reverse("document", args=[document.pk])).content.decode()
    assert "bảng mã cũ TCVN3" in page


def test_the_trail_of_a_marked_file_holds_neither_name_nor_words(
    clerk: Client, private_files: PrivateFiles
) -> None:
    send(clerk, make_docx(["MẬT", "Chuyện không ai được biết"]), "chuyen-rieng.docx")
    event = AuditEvent.objects.get(action="document.upload_refused")
    trace = bytes(event.canonical).decode()
    assert "chuyen-rieng" not in trace
    assert "không ai" not in trace
    assert QuarantinedUpload.objects.get().original_name == ""


def test_the_word_bao_mat_in_a_sentence_is_no_mark(
    clerk: Client, private_files: PrivateFiles
) -> None:
    status, _page = send(clerk, make_docx(["Bảo đảm bảo mật và an toàn dữ liệu."]), "a.docx")
    assert status == 302
    assert Document.objects.count() == 1


def test_a_file_over_the_limit_is_refused_without_being_parsed(
    clerk: Client, private_files: PrivateFiles
) -> None:
    response = clerk.generic(
        "POST",
        reverse("document-upload"),
        b"x" * (52 * 1024 * 1024),
        content_type="multipart/form-data; boundary=abc",
    )
    assert response.status_code == 413
    assert "lớn hơn mức cho phép (50 MB)" in response.content.decode()
    assert_nothing_kept(private_files)
    assert not QuarantinedUpload.objects.exists()


def test_what_is_refused_is_taken_to_its_end_so_that_the_browser_shows_why() -> None:
    body = b"x" * 3_000_000
    request = RequestFactory().generic("POST", "/", body, content_type="text/plain")
    drain(request)
    assert request.read(1) == b""


def test_a_file_over_the_limit_stops_while_it_is_copied(
    clerk: Client, private_files: PrivateFiles, settings: object
) -> None:
    settings.UPLOAD_MAX_BYTES = 2_000  # type: ignore[attr-defined]
    status, page = send(clerk, plan_docx(), "ke-hoach.docx")
    assert status == 413
    assert "lớn hơn mức cho phép" in page
    assert_nothing_kept(private_files)


def test_text_with_marks_apart_is_normalised_and_said(
    clerk: Client, private_files: PrivateFiles
) -> None:
    status, _page = send(clerk, as_nfd(plan_txt()), "ke-hoach.txt")
    assert status == 302
    text = TextVersion.objects.get()
    assert "NHIỆM VỤ VÀ GIẢI PHÁP" in text.content
    assert "normalised_to_nfc" in {issue["code"] for issue in text.parsed["issues"]}


def test_the_same_file_twice_leads_to_the_document_in_stock(
    clerk: Client, private_files: PrivateFiles
) -> None:
    raw = plan_docx()
    send(clerk, raw, "ke-hoach.docx")
    document = Document.objects.get()
    status, page = send(clerk, raw, "ban-khac-ten.docx")
    assert status == 409
    assert reverse("document", args=[document.pk]) in page
    assert Rendition.objects.count() == 1
    assert private_files.quarantined == []


def test_a_scan_waits_for_its_uploaders_declaration(
    world: World, clerk: Client, private_files: PrivateFiles
) -> None:
    response = clerk.post(reverse("document-upload"), {"file": upload(PNG, "quet.png")})
    waiting = QuarantinedUpload.objects.get()
    reading = reverse("document-reading", args=[waiting.readings.get().pk])
    assert response.headers["Location"] == reading
    run_readings()
    address = reverse("document-declare", args=[waiting.pk])
    assert clerk.get(reading).headers["Location"] == address
    assert private_files.kept == []
    assert clerk.post(address).status_code == 422
    assert not Document.objects.exists()
    assert clerk.post(address, {"declared": "on"}).status_code == 302
    run_readings()
    waiting.refresh_from_db()
    assert waiting.declared_by == world.clerk
    assert private_files.quarantined == []
    assert clerk.post(address, {"declared": "on"}).status_code == 409


def test_a_pdf_with_words_needs_no_declaration(world: World, private_files: PrivateFiles) -> None:
    raw = make_pdf("Báo cáo kết quả bảo đảm bảo mật dữ liệu", "Trạm phát sóng đã hoạt động")
    stored = receive_evidence(by=actor(world.snv_officer), file=upload(raw), name="bao-cao.pdf")
    assert stored.media_type == "application/pdf"


def test_only_the_uploader_declares(world: World, clerk: Client, private_files: object) -> None:
    clerk.post(reverse("document-upload"), {"file": upload(PNG, "quet.png")})
    address = reverse("document-declare", args=[QuarantinedUpload.objects.get().pk])
    other = Client()
    other.force_login(
        world.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert other.post(address, {"declared": "on"}).status_code == 404


def test_an_impossible_date_in_the_header_is_refused(
    world: World, clerk: Client, private_files: object
) -> None:
    document = register_plan(world)
    data = {"version": "1", "title": "Kế hoạch", "number": "1/KH-UBND", "issued_on": "08/6/20210"}
    response = clerk.post(reverse("document-edit", args=[document.pk]), data)
    assert response.status_code == 422
    assert "08/6/20210" in response.content.decode()
    document.refresh_from_db()
    assert document.version == 1


def test_a_form_without_a_file_says_so(clerk: Client, private_files: PrivateFiles) -> None:
    response = clerk.post(reverse("document-upload"), {"part": "body"})
    assert response.status_code == 422
    assert_nothing_kept(private_files)


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (b"", "a.pdf", "empty_file"),
        (PNG, "a.pdf", "not_what_its_name_says"),
        (make_docx(["TỐI MẬT"]), "a.docx", "secrecy_mark"),
        (PNG, "a.png", "needs_declaration"),
        (b"MZ" + b"\0" * 99, "a.exe", "unknown_extension"),
    ],
)
def test_bad_evidence_is_refused_and_leaves_nothing(
    raw: bytes, name: str, code: str, world: World, private_files: PrivateFiles
) -> None:
    with pytest.raises(UploadRefused) as refused:
        receive_evidence(by=actor(world.snv_officer), file=upload(raw, name), name=name)
    assert refused.value.code == code
    assert_nothing_kept(private_files)


def test_declared_evidence_is_kept_with_who_declared_it(
    world: World, private_files: PrivateFiles
) -> None:
    stored = receive_evidence(
        by=actor(world.snv_officer), file=upload(PNG, "a.png"), name="a.png", declared=True
    )
    assert [path.name for path in private_files.kept] == [stored.sha256]
    assert private_files.quarantined == []
    assert QuarantinedUpload.objects.get().declared_by == world.snv_officer
