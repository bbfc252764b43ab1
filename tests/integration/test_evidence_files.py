"""What is taken as evidence, and what is refused: by content, by size, by mark."""

from __future__ import annotations

import io
import tracemalloc
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.audit.models import AuditEvent
from tiendo.documents.errors import UploadRefused
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.documents.models import StoredFile
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions import NewEvidence, add_evidence

GIGABYTE = 1024**3


class Endless(io.RawIOBase):
    """A file of any length that holds nothing: its bytes are made as they are read."""

    def __init__(self, size: int) -> None:
        self._size, self._place, self.was_read = size, 0, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._place = offset if whence == 0 else self._size + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def read(self, count: int = -1) -> bytes:
        left = self._size - self._place
        count = left if count < 0 else min(count, left)
        self._place += count
        self.was_read += count
        return b"x" * count


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def give(world: World, content: bytes, name: str, **fields: Any) -> StoredFile:
    by = actor(world.snv_officer)
    return receive_evidence(by=by, file=ContentFile(content), name=name, **fields)


def refusal(call: Any) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        call()
    return refused.value


def picture(kind: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(drawn, kind)
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bao-cao.pdf", b"", "empty_file"),
        ("bao-cao.pdf", b"MZ\x90\0\x03" + b"\0" * 500, "unknown_format"),
        ("bao-cao.pdf", picture("PNG"), "not_what_its_name_says"),
        ("anh.png", picture("WEBP"), "not_what_its_name_says"),
        ("chay.exe", b"MZ\x90\0\x03", "unknown_extension"),
        ("bien-ban.txt", "TỐI MẬT\n\nBiên bản họp".encode(), "secrecy_mark"),
        ("anh.jpg", picture("JPEG"), "needs_declaration"),
    ],
)
def test_what_is_no_evidence_is_refused_with_words_and_nothing_is_kept(
    world, private_files, name, content, code
):
    refused = refusal(lambda: give(world, content, name))
    assert refused.code == code
    assert len(str(refused)) > 40
    assert private_files.kept == private_files.quarantined == []
    event = AuditEvent.objects.get(action="document.upload_refused")
    assert event.after["reason"] == code


def test_two_gigabytes_are_refused_without_being_read_or_kept(world, private_files):
    source = Endless(2 * GIGABYTE)
    file = File(source, name="phim.pdf")
    file.size = 2 * GIGABYTE
    tracemalloc.start()
    by = actor(world.snv_officer)
    refused = refusal(lambda: receive_evidence(by=by, file=file, name="phim.pdf"))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.code == "too_large"
    assert "lớn hơn mức cho phép (50 MB)" in str(refused)
    assert source.was_read <= 51 * 1024**2
    assert peak < 8 * 1024**2
    assert private_files.kept == private_files.quarantined == []


def test_a_request_of_two_gigabytes_is_refused_by_its_announced_length(world):
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(world.snv_officer, backend=backend)
    response = client.generic(
        "POST",
        reverse("task-update", args=[task.pk]),
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * GIGABYTE),
    )
    assert response.status_code == 413
    assert "50 MB" in response.content.decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_a_picture_that_was_declared_is_kept_and_can_be_looked_at(world, private_files, kind):
    ending = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
    stored = give(world, picture(kind), f"anh.{ending}", declared=True)
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    given = NewEvidence(stored_file=stored, original_name=f"anh.{ending}")
    row = add_evidence(task=task, evidence=given, by=actor(world.snv_officer))
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(world.snv_head, backend=backend)
    response = client.get(reverse("evidence-page", args=[row.pk, 1, 480]))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert client.get(reverse("evidence-page", args=[row.pk, 2, 480])).status_code == 404
    assert client.get(reverse("evidence-page", args=[row.pk, 1, 481])).status_code == 404


def test_a_picture_of_a_phone_is_kept_though_it_cannot_be_drawn(world, private_files):
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
    stored = give(world, heic, "IMG_0042.HEIC", declared=True)
    assert stored.media_type == "image/heic"
