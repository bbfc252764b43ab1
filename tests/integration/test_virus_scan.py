"""No upload is taken in before the scanner cleared it; without an answer it waits."""

from __future__ import annotations

import datetime as dt
import io
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.clamd import EICAR, VERSION, fake_clamd
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.audit.models import AuditEvent
from tiendo.cli import doctor
from tiendo.config.environment import BadEnvironment, read_virus_scan
from tiendo.documents.errors import DocumentError, ScannerDown
from tiendo.documents.evidence_uploads import receive_evidence, receive_held
from tiendo.documents.models import (
    Document,
    QuarantinedUpload,
    Reading,
    StoredFile,
    VirusScan,
)
from tiendo.documents.reading_work import run_reading
from tiendo.documents.uploads import receive_upload
from tiendo.documents.virus_scan import NoAnswer, scan, version_at
from tiendo.domain.lifecycle import State
from tiendo.tasks.models import Evidence, ProgressUpdate, Task

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEXT = "Biên bản họp tổ công tác ngày 10/9/2025\n".encode()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def clamd(settings: Any) -> Iterator[Any]:
    with fake_clamd() as server:
        settings.VIRUS_SCAN = server.address
        yield server


def nobody() -> str:
    """An address where nothing answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def refused_as(code: str) -> Iterator[Any]:
    with pytest.raises(DocumentError) as refused:
        yield refused
    assert refused.value.code == code


def give(world: World, content: bytes = TEXT, name: str = "bien-ban.txt") -> StoredFile:
    return receive_evidence(by=actor(world.snv_officer), file=ContentFile(content), name=name)


# The protocol


def test_a_clean_file_is_clean_and_the_scanner_names_itself(clamd):
    verdict = scan(io.BytesIO(TEXT), clamd.address)
    assert (verdict.threat, verdict.scanner) == ("", "ClamAV 1.0.7")
    assert verdict.signatures == "27450/Mon Nov 10 09:30:00 2025"
    assert version_at(clamd.address) == VERSION.decode().replace("/", " ", 1)


def test_a_threat_across_two_pieces_is_found(clamd):
    content = b"x" * (64 * 1024 - 20) + EICAR + b"x" * 100_000
    assert scan(io.BytesIO(content), clamd.address).threat == "Eicar-Signature"


@pytest.mark.parametrize("answer", [b"", b"INSTREAM: Can't allocate memory ERROR", b"hello"])
def test_an_answer_that_says_neither_is_no_answer(clamd, answer):
    clamd.answer = answer
    with pytest.raises(NoAnswer):
        scan(io.BytesIO(TEXT), clamd.address)


def test_a_file_over_the_limit_of_the_scanner_is_not_cleared(clamd):
    clamd.limit = 100_000
    with pytest.raises(NoAnswer):
        scan(io.BytesIO(b"x" * 5_000_000), clamd.address)


def test_a_program_is_asked_through_its_input_and_answers_by_its_exit_code(tmp_path):
    path = tmp_path / "tep.bin"
    path.write_bytes(TEXT)
    program = "import sys; found = b'EICAR' in sys.stdin.buffer.read(); "
    command = (
        f"command:{sys.executable} -c \"{program}print('stream: Bad FOUND'); sys.exit(found)\""
    )
    with path.open("rb") as file:
        assert scan(file, command).threat == ""
    path.write_bytes(TEXT + EICAR)
    with path.open("rb") as file:
        assert scan(file, command).threat == "Bad"
    broken = f'command:{sys.executable} -c "import sys; sys.exit(2)"'
    with path.open("rb") as file, pytest.raises(NoAnswer):
        scan(file, broken)


# Evidence


def test_evidence_is_taken_after_the_scan_and_the_answer_is_kept(world, clamd, private_files):
    stored = give(world)
    kept = VirusScan.objects.get()
    assert (kept.sha256, kept.verdict, kept.scanner) == (stored.sha256, "clean", "ClamAV 1.0.7")
    assert clamd.scanned == 1


def test_an_infected_file_is_refused_deleted_and_told_in_the_trail(world, clamd, private_files):
    with refused_as("infected") as refused:
        give(world, TEXT + EICAR)
    assert "mã độc “Eicar-Signature”" in str(refused.value)
    assert private_files.kept == private_files.quarantined == []
    upload = QuarantinedUpload.objects.get()
    assert (upload.state, upload.reason_code) == ("refused", "infected")
    event = AuditEvent.objects.get(action="document.upload_refused")
    assert event.after["reason"] == "infected"
    assert VirusScan.objects.get().threat == "Eicar-Signature"


def test_without_an_answer_evidence_waits_in_quarantine(world, settings, private_files):
    settings.VIRUS_SCAN = nobody()
    with pytest.raises(ScannerDown) as held:
        give(world)
    assert "Tệp đang chờ ở khu cách ly" in str(held.value)
    assert (len(private_files.kept), len(private_files.quarantined)) == (0, 1)
    assert QuarantinedUpload.objects.get().state == "waiting"
    assert AuditEvent.objects.filter(action="document.upload_held").count() == 1


def test_what_waited_is_taken_once_the_scanner_answers(world, settings, private_files):
    settings.VIRUS_SCAN = nobody()
    with pytest.raises(ScannerDown):
        give(world)
    upload = QuarantinedUpload.objects.get()
    with pytest.raises(ScannerDown):
        receive_held(by=actor(world.snv_officer), upload=upload)
    with refused_as("already_decided"):
        receive_held(by=actor(world.stc_officer), upload=upload)
    with fake_clamd() as server:
        settings.VIRUS_SCAN = server.address
        stored = receive_held(by=actor(world.snv_officer), upload=upload)
    assert (stored.size, private_files.quarantined) == (len(TEXT), [])
    with refused_as("already_decided"):
        receive_held(by=actor(world.snv_officer), upload=upload)


def test_what_its_name_hides_is_refused_though_the_scanner_is_down(world, settings, private_files):
    settings.VIRUS_SCAN = nobody()
    with refused_as("unknown_format"):
        give(world, b"MZ\x90\0" + b"\0" * 200, "bao-cao.pdf")
    assert private_files.quarantined == []


# Documents


def sending(world: World, **given: Any) -> tuple[Any, Task]:
    """The update form of a task at work, sent with what is given."""
    with noon(dt.date(2025, 9, 10)):
        task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
        return resending(world, task, **given), task


def resending(world: World, task: Task, **given: Any) -> Any:
    client = Client()
    with noon(dt.date(2025, 9, 10)):
        client.force_login(world.snv_officer, backend=BACKEND)
        typed = {"version": task.version, "done": "Đã họp tổ soạn thảo", **given}
        return client.post(reverse("task-update", args=[task.pk]), typed)


def file_of(content: bytes = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile("bien-ban.txt", content)


def test_the_form_keeps_a_file_the_scanner_did_not_answer_for(world, settings, private_files):
    """Typed words stay, the file waits and is not sent a second time; nothing is recorded yet."""
    settings.VIRUS_SCAN = nobody()
    answer, task = sending(world, proof_files=file_of())
    upload = QuarantinedUpload.objects.get()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tệp đang chờ ở khu cách ly" in page
    assert "Đã họp tổ soạn thảo" in page
    assert f'name="held" value="{upload.pk}"' in page
    assert not ProgressUpdate.objects.exists()
    assert resending(world, task, held=upload.pk).status_code == 422, "the scanner is still down"
    with fake_clamd() as server:
        settings.VIRUS_SCAN = server.address
        assert resending(world, task, held=upload.pk).status_code == 302
    proof = Evidence.objects.get()
    assert (proof.original_name, proof.update) == ("bien-ban.txt", ProgressUpdate.objects.get())
    assert private_files.quarantined == []


def test_the_form_refuses_an_infected_file_also_when_it_waited(world, settings, private_files):
    settings.VIRUS_SCAN = nobody()
    _answer, task = sending(world, proof_files=file_of(TEXT + EICAR))
    upload = QuarantinedUpload.objects.get()
    with fake_clamd() as server:
        settings.VIRUS_SCAN = server.address
        for given in ({"held": upload.pk}, {"proof_files": file_of(b"khac" + EICAR)}):
            answer = resending(world, task, **given)
            assert answer.status_code == 422
            assert "mã độc “Eicar-Signature”" in answer.content.decode().replace("&quot;", '"')
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()
    assert private_files.kept == private_files.quarantined == []


def test_the_form_names_what_was_cleared_beside_a_file_that_waits(world, clamd, private_files):
    """A browser does not attach a file again by itself: nothing is lost without a word."""
    clamd.limit = 1000
    large = SimpleUploadedFile("lon.txt", TEXT * 100)
    answer, task = sending(world, proof_files=[file_of(), large])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Khi gửi lại, chọn lại tệp đã qua kiểm tra: bien-ban.txt." in page
    upload = QuarantinedUpload.objects.get(state="waiting")
    assert upload.original_name == "lon.txt"
    clamd.limit = 10**6
    again = resending(world, task, held=upload.pk, proof_files=file_of())
    assert again.status_code == 302
    names = Evidence.objects.order_by("original_name").values_list("original_name", flat=True)
    assert list(names) == ["bien-ban.txt", "lon.txt"]


def test_a_file_that_waits_for_somebody_else_is_not_taken(world, settings, private_files):
    settings.VIRUS_SCAN = nobody()
    with pytest.raises(ScannerDown):
        receive_evidence(by=actor(world.stc_officer), file=ContentFile(TEXT), name="a.txt")
    upload = QuarantinedUpload.objects.get()
    with fake_clamd() as server:
        settings.VIRUS_SCAN = server.address
        answer, _task = sending(world, held=upload.pk)
    assert answer.status_code == 302
    assert not Evidence.objects.exists()
    assert len(private_files.quarantined) == 1


def test_a_document_is_scanned_before_it_is_read(world, clamd, private_files):
    with refused_as("infected"):
        receive_upload(
            by=actor(world.clerk), file=ContentFile(TEXT + EICAR), name="cong-van.txt", at_once=True
        )
    assert not Document.objects.exists()


def test_without_an_answer_a_document_waits_and_is_read_when_it_comes(
    world, settings, private_files
):
    settings.VIRUS_SCAN = nobody()
    received = receive_upload(by=actor(world.clerk), file=ContentFile(TEXT), name="cv.txt")
    assert received.document is None
    assert received.reading is not None
    run_reading(received.reading.pk)
    failed = Reading.objects.get()
    assert (failed.state, failed.error_code) == ("failed", "scanner_down")
    assert len(private_files.quarantined) == 1
    with pytest.raises(ScannerDown):
        receive_upload(by=actor(world.clerk), file=ContentFile(b"khac"), name="a.txt", at_once=True)


# Setting it up


@pytest.mark.parametrize(
    "value", ["tcp://127.0.0.1:3310", "unix:/run/clamav/clamd.ctl", f"command:{sys.executable} -"]
)
def test_the_setting_takes_clamd_or_a_program(value):
    assert read_virus_scan({"TIENDO_VIRUS_SCAN": value}) == value
    assert read_virus_scan({}) is None


@pytest.mark.parametrize(
    "value",
    ["127.0.0.1:3310", "tcp://127.0.0.1", "tcp://x:99999", "unix:clamd", "command:", "command:'"],
)
def test_the_setting_refuses_what_is_no_scanner(value):
    with pytest.raises(BadEnvironment, match="TIENDO_VIRUS_SCAN"):
        read_virus_scan({"TIENDO_VIRUS_SCAN": value})


def test_the_doctor_tells_of_the_scanner(monkeypatch, clamd):
    assert doctor.check_virus_scan().found == ""
    assert not doctor.check_virus_scan().is_required
    monkeypatch.setenv("TIENDO_VIRUS_SCAN", clamd.address)
    assert doctor.check_virus_scan().found.startswith("ClamAV 1.0.7")
    monkeypatch.setenv("TIENDO_VIRUS_SCAN", nobody())
    assert doctor.check_virus_scan().is_required
    assert "khởi động" in doctor.check_virus_scan().remedy
