"""Reading in the background: progress, refusal, declaration, stopping, failures, reading again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.document_factories import (
    PDF_LINES,
    PNG,
    lost_passage,
    make_pdf,
    newer_text,
    plan_docx,
    register_pdf,
    register_plan,
    run_readings,
    text_of,
    upload,
    waiting_pdf,
    waiting_rereading,
)
from tests.factories import World, actor, make_world
from tests.files import PrivateFiles
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.documents import reading_queue
from tiendo.documents.actions import (
    ask_all_readings,
    declare_upload,
    reanchor_by_hand,
    receive_upload,
    stop_reading,
)
from tiendo.documents.errors import DocumentError
from tiendo.documents.models import Document, Passage, QuarantineState, Reading, ReadingState
from tiendo.documents.moves import MoveKind, last_rereading
from tiendo.documents.reading_queue import resume_silent
from tiendo.documents.reading_work import run_reading
from tiendo.documents.rereading import stale_renditions
from tiendo.domain import clock
from tiendo.intake.actions import start_extraction
from vanban.errors import UnreadableFile
from vanban.models import Block, Page, Place, Span, Text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]
Reader = Callable[..., Text]


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read_as(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    """Whatever file is read, ``reader`` reads it."""
    monkeypatch.setattr("tiendo.documents.screening.vanban.read", reader)


def text_on_pages(*pages: str, confidence: float | None = None) -> Text:
    """A text with one block and one place for each page."""
    content = "\n".join(pages)
    spans, start = [], 0
    for words in pages:
        spans.append(Span(start, start + len(words)))
        start += len(words) + 1
    return Text(
        content,
        tuple(Block(span) for span in spans),
        places=tuple(
            Place(span, page=number, confidence=confidence)
            for number, span in enumerate(spans, start=1)
        ),
        pages=tuple(
            Page(number, 595, 842, is_scanned=confidence is not None)
            for number in range(1, len(pages) + 1)
        ),
        reader="pages/1",
    )


def jobs() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name='documents.read'")
        return [row[0] for row in cursor.fetchall()]


# Uploads


def test_a_pdf_is_read_by_the_worker_and_its_page_leads_on(world: World) -> None:
    client = signed_in(world.clerk)
    file = upload(make_pdf(*PDF_LINES), "ke-hoach.pdf")
    sent = client.post(reverse("document-upload"), {"file": file, "part": "body"})
    reading = Reading.objects.get()
    assert sent.headers["Location"] == reverse("document-reading", args=[reading.pk])
    assert not Document.objects.exists()
    waiting = client.get(sent.headers["Location"]).content.decode()
    assert "Đang chờ đến lượt đọc." in waiting
    assert 'hx-trigger="every 2s"' in waiting
    run_readings()
    done = client.get(reverse("document-reading-progress", args=[reading.pk]))
    rendition = Document.objects.get().renditions.get()
    address = reverse("document", args=[rendition.document_id])
    assert done.headers["HX-Redirect"] == f"{address}?ban={rendition.pk}"


def test_the_job_is_queued_with_the_row_or_not_at_all(world: World) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        waiting_pdf(world)
        raise RuntimeError("the power is gone")
    assert jobs() == []
    waiting_pdf(world)
    assert len(jobs()) == 1


def test_a_word_file_is_still_read_at_once(world: World) -> None:
    register_plan(world)
    assert not Reading.objects.exists()


def test_progress_is_stored_page_by_page_and_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = waiting_pdf(world)
    seen: list[str] = []

    def read(raw: bytes, name: str, *, progress: Any = None) -> Text:
        progress(3, 12)
        shown = signed_in(world.clerk).get(reverse("document-reading", args=[reading.pk]))
        seen.append(shown.content.decode())
        return text_on_pages("\n".join(PDF_LINES))

    read_as(monkeypatch, read)
    run_reading(reading.pk)
    assert "xong 3/12 trang" in seen[0]
    reading.refresh_from_db()
    assert (reading.state, reading.pages_done, reading.pages_total) == ("done", 12, 12)


def test_a_marked_pdf_is_refused_by_the_worker(
    world: World, private_files: PrivateFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it was too large to look through while the person waited."""
    monkeypatch.setattr("tiendo.documents.uploads.SCREENED_AT_ONCE", 0)
    reading = waiting_pdf(world, "TỐI MẬT", *PDF_LINES)
    run_reading(reading.pk)
    reading.refresh_from_db()
    assert reading.upload is not None
    assert (reading.state, reading.error_code) == (ReadingState.FAILED, "secrecy_mark")
    assert reading.upload.state == QuarantineState.REFUSED
    assert reading.upload.original_name == ""
    assert private_files.kept == private_files.quarantined == []
    shown = signed_in(world.clerk).get(reverse("document-reading", args=[reading.pk]))
    assert "dấu chỉ độ mật “TỐI MẬT”" in shown.content.decode()


def test_a_mark_recognised_on_a_scan_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, private_files: PrivateFiles
) -> None:
    read_as(monkeypatch, lambda *a, **k: text_on_pages("MẬT", "KẾ HOẠCH", confidence=0.9))
    file = upload(PNG, "anh.png")
    receive_upload(by=actor(world.clerk), file=file, name="anh.png")
    run_readings()
    assert Reading.objects.get().error_code == "secrecy_mark"
    assert private_files.kept == private_files.quarantined == []


def test_what_recognition_cannot_read_waits_for_a_declaration(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(*_args: object, **_named: object) -> Text:
        raise UnreadableFile("unsupported_format", {"found": "png"})

    read_as(monkeypatch, unread)
    received = receive_upload(by=actor(world.clerk), file=upload(PNG, "a.png"), name="a.png")
    run_readings()
    received.upload.refresh_from_db()
    assert received.upload.state == QuarantineState.DECLARATION
    asked = signed_in(world.clerk).get(reverse("document-declare", args=[received.upload.pk]))
    assert "chưa dùng làm văn bản được" in asked.content.decode()
    declare_upload(by=actor(world.clerk), upload=received.upload)
    run_readings()
    received.upload.refresh_from_db()
    assert received.upload.state == QuarantineState.CLEARED
    assert received.upload.declared_by == world.clerk
    assert Document.objects.get().renditions.get().kind == "scan"


def test_a_reading_that_comes_twice_does_no_harm(world: World) -> None:
    reading = waiting_pdf(world)
    run_reading(reading.pk)
    events = AuditEvent.objects.count()
    run_reading(reading.pk)
    assert AuditEvent.objects.count() == events
    assert Document.objects.count() == 1


def test_a_stopped_upload_is_deleted_and_its_job_does_nothing(
    world: World,
    private_files: PrivateFiles,
    django_capture_on_commit_callbacks: Any,
) -> None:
    reading = waiting_pdf(world)
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(world.clerk).post(reverse("document-reading-stop", args=[reading.pk]))
    assert response.status_code == 302
    assert private_files.quarantined == []
    run_reading(reading.pk)
    assert not Document.objects.exists()
    assert AuditEvent.objects.filter(action="document.reading_stopped").count() == 1


def test_a_reading_stopped_half_way_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = waiting_pdf(world)

    def read(raw: bytes, name: str, *, progress: Any = None) -> Text:
        progress(1, 2)
        stop_reading(by=actor(world.clerk), reading=reading)
        progress(2, 2)
        return text_on_pages("x")

    read_as(monkeypatch, read)
    run_reading(reading.pk)
    reading.refresh_from_db()
    assert reading.state == ReadingState.STOPPED
    assert not Document.objects.exists()


def test_an_unforeseen_failure_is_shown_and_can_be_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = waiting_pdf(world)
    with monkeypatch.context() as patch:
        patch.setattr(
            "tiendo.documents.screening.vanban.read",
            lambda *a, **k: (_ for _ in ()).throw(MemoryError()),
        )
        with pytest.raises(MemoryError):
            run_reading(reading.pk)
    client = signed_in(world.clerk)
    shown = client.get(reverse("document-reading", args=[reading.pk])).content.decode()
    assert "Đang đọc thì máy chủ gặp lỗi" in shown
    again = client.post(reverse("document-reading-retry", args=[reading.pk]))
    second = Reading.objects.get(ended_at=None)
    assert again.headers["Location"] == reverse("document-reading", args=[second.pk])
    run_readings()
    assert Document.objects.exists()


def test_a_reading_whose_worker_died_is_queued_again(world: World) -> None:
    reading = waiting_pdf(world)
    reading_queue.begin(reading.pk)
    assert resume_silent() == 0
    assert resume_silent(clock.now() + dt.timedelta(hours=1)) == 1
    assert len(jobs()) == 2
    run_readings()
    assert Document.objects.exists()


def test_nobody_else_follows_a_waiting_upload(world: World) -> None:
    reading = waiting_pdf(world)
    for name in ("document-reading", "document-reading-progress"):
        address = reverse(name, args=[reading.pk])
        assert signed_in(world.clerk).get(address).status_code == 200
        assert signed_in(world.coordinator).get(address).status_code == 403
        assert signed_in(world.stc_officer).get(address).status_code == 403


def test_own_uploads_under_way_stand_on_the_list(world: World) -> None:
    reading = waiting_pdf(world)
    address = reverse("document-reading", args=[reading.pk])
    assert address in signed_in(world.clerk).get(reverse("document-list")).content.decode()
    other = signed_in(world.coordinator).get(reverse("document-list")).content.decode()
    assert address not in other


def test_a_pdf_attaches_as_an_appendix_of_its_document(world: World) -> None:
    document = register_plan(world)
    signed_in(world.clerk).post(
        reverse("document-upload") + f"?gan-vao={document.pk}",
        {"file": upload(make_pdf("Phụ lục III", *PDF_LINES), "pl3.pdf"), "part": "appendix-3"},
    )
    run_readings()
    assert set(document.renditions.values_list("part", flat=True)) == {"body", "appendix-3"}


# Reading again


def test_a_file_is_read_again_in_the_background(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = waiting_rereading(world)
    rendition = reading.rendition
    assert rendition is not None
    monkeypatch.setattr("tiendo.documents.readings.PARSER", "vanban/next")
    client = signed_in(world.coordinator)
    shown = client.get(reverse("document", args=[rendition.document_id])).content.decode()
    assert "Đang đọc lại tệp" in shown
    run_readings()
    assert rendition.texts.count() == 2
    done = client.get(reverse("document-reading-progress", args=[reading.pk]))
    assert done.headers["HX-Redirect"] == reverse("document-moves", args=[rendition.pk])
    moves = client.get(done.headers["HX-Redirect"]).content.decode()
    assert "Giữ nguyên" in moves


def test_a_second_request_joins_the_reading_under_way(world: World) -> None:
    reading = waiting_rereading(world)
    assert reading.rendition is not None
    address = reverse("document-read-again", args=[reading.rendition.pk])
    signed_in(world.clerk).post(address)
    assert Reading.objects.count() == 1


def test_only_files_of_an_older_parser_are_read_again_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_plan(world)
    register_plan(world, plan_docx("78"), "b.docx")
    assert not stale_renditions().exists()
    monkeypatch.setattr("tiendo.documents.rereading.PARSER", "vanban/next")
    monkeypatch.setattr("tiendo.documents.readings.PARSER", "vanban/next")
    client = signed_in(world.coordinator)
    assert "(2 tệp)" in client.get(reverse("document-read-all")).content.decode()
    assert ask_all_readings(by=actor(world.coordinator)) == 2
    assert ask_all_readings(by=actor(world.coordinator)) == 0
    run_readings()
    assert not stale_renditions().exists()


def test_a_failed_rereading_keeps_the_old_text_and_says_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = waiting_rereading(world)
    assert reading.rendition is not None

    def unread(*_args: object, **_named: object) -> Text:
        raise UnreadableFile("broken_docx", {"part": "word/document.xml"})

    monkeypatch.setattr("tiendo.documents.rereading.vanban.read", unread)
    run_reading(reading.pk)
    assert reading.rendition.texts.count() == 1
    client = signed_in(world.coordinator)
    shown = client.get(reverse("document-reading", args=[reading.pk])).content.decode()
    assert "bị hỏng, không đọc được phần bên trong" in shown
    page = client.get(reverse("document", args=[reading.rendition.document_id])).content.decode()
    assert "không thành" in page


# What moved


def test_words_changed_lost_and_kept_are_told_apart(world: World) -> None:
    old = text_of(register_plan(world))
    kept = "Xây dựng kho dữ liệu mở của tỉnh."
    changed = "Tổ chức tuần lễ sáng tạo số tại các trường trung học."
    for words in (kept, changed, "Hạ tầng và dữ liệu"):
        start = old.content.index(words)
        Passage.objects.create(text=old, start=start, end=start + len(words), quote=words)
    newer_text(old, f"Mở đầu.\n{kept}\nTổ chức hai tuần lễ sáng tạo số tại các trường trung học.")
    rereading = last_rereading(old.rendition)
    assert rereading is not None
    kinds = {move.root.quote: move.kind for move in rereading.moves}
    assert kinds[kept] in {MoveKind.SAME, MoveKind.MOVED}
    assert kinds[changed] is MoveKind.CHANGED
    assert kinds["Hạ tầng và dữ liệu"] is MoveKind.LOST


def test_a_lost_passage_is_placed_by_a_person(world: World) -> None:
    passage = lost_passage(world)
    rendition = passage.text.rendition
    client = signed_in(world.coordinator)
    address = reverse("document-place", args=[rendition.pk, passage.pk])
    found = client.get(address, {"chu": "bản đọc KHÁC"}).content.decode()
    assert "<mark>bản đọc khác</mark>" in found
    new = rendition.texts.order_by("-created_at")[0]
    start = new.content.index("bản đọc khác")
    sent = client.post(address, {"cho": f"{start}-{start + 12}"})
    assert sent.headers["Location"] == reverse("document-moves", args=[rendition.pk])
    placed = new.passages.get(reanchored_from=passage)
    assert placed.quote == "bản đọc khác"
    assert AuditEvent.objects.filter(action="document.passage_placed").count() == 1


def test_a_place_outside_the_text_is_refused(world: World) -> None:
    passage = lost_passage(world)
    new = passage.text.rendition.texts.order_by("-created_at")[0]
    with pytest.raises(DocumentError) as error:
        reanchor_by_hand(
            by=actor(world.coordinator), passage=passage, text=new, start=0, end=10_000
        )
    assert error.value.code == "not_in_text"
    client = signed_in(world.coordinator)
    address = reverse("document-place", args=[new.rendition_id, passage.pk])
    assert client.post(address, {"cho": "rác"}).status_code == 409


def test_two_readings_on_a_passage_still_leads_to_what_records_cite(world: World) -> None:
    old = text_of(register_plan(world))
    root = old.passages.get()
    second = newer_text(old, "x " + old.content)
    assert second.passages.get().reanchored_from == root
    third = newer_text(second, "xx " + old.content, "best/10")
    again = third.passages.get()
    assert (again.reanchored_from, again.start) == (root, root.start + 3)


# Pages as pictures


def test_a_page_is_drawn_once_and_never_guessed_at(world: World, private_files: Any) -> None:
    rendition = register_pdf(world)
    client = signed_in(world.stc_officer)
    address = reverse("document-page-image", args=[rendition.pk, 1, 480])
    first = client.get(address)
    assert first.content.startswith(b"\xff\xd8\xff")
    assert first.headers["Content-Type"] == "image/jpeg"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in first.headers["Cache-Control"]
    (private_files.kept_folder / rendition.stored_file.file.name).unlink()
    assert client.get(address).content == first.content


@pytest.mark.parametrize(("number", "width"), [(2, 480), (0, 480), (1, 481), (10**12, 480)])
def test_pages_and_widths_that_are_none_are_not_found(
    number: int, width: int, world: World
) -> None:
    rendition = register_pdf(world)
    address = reverse("document-page-image", args=[rendition.pk, number, width])
    assert signed_in(world.stc_officer).get(address).status_code == 404


def test_a_word_file_has_no_pages(world: World) -> None:
    rendition = register_plan(world).renditions.get()
    client = signed_in(world.stc_officer)
    assert client.get(reverse("document-page", args=[rendition.pk, 1])).status_code == 404
    assert (
        client.get(reverse("document-page-image", args=[rendition.pk, 1, 480])).status_code == 404
    )


def test_the_page_stands_beside_its_text_with_the_asked_words_lit(world: World) -> None:
    rendition = register_pdf(world)
    client = signed_in(world.stc_officer)
    text = rendition.texts.get()
    start = text.content.index("xây dựng kho dữ liệu mở")
    address = reverse("document", args=[rendition.document_id])
    page = client.get(address, {"o": f"{start}-{start + 14}"}).content.decode()
    assert 'id="page-viewer"' in page
    assert reverse("document-page-image", args=[rendition.pk, 1, 960]) in page
    assert "<rect " in page
    assert "style=" not in page


def test_the_review_shows_the_text_or_the_pages_and_cards_turn_them(world: World) -> None:
    text = register_pdf(world).texts.get()
    run = start_extraction(text=text, by=actor(world.coordinator))
    client = signed_in(world.coordinator)
    address = reverse("intake-review", args=[run.pk])
    words = client.get(address).content.decode()
    pages = client.get(address, {"xem": "trang"}).content.decode()
    turning = f'hx-get="{reverse("document-page-of", args=[text.rendition_id])}?o='
    assert 'id="page-viewer"' not in words
    assert turning not in words
    assert 'id="page-viewer"' in pages
    assert turning in pages
    assert "style=" not in pages
