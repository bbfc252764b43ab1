"""Files: who can read them on disk, and what two people with one file cannot do."""

import io
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.document_factories import plan_docx, upload
from tests.factories import World, actor, make_world
from tiendo.cli.archive import write_archive
from tiendo.documents import kinds, uploads
from tiendo.documents.errors import UploadRefused
from tiendo.documents.models import (
    Document,
    QuarantinedUpload,
    QuarantineState,
    Rendition,
    StoredFile,
)
from tiendo.documents.storage import keep as really_keep


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_stored_files_are_for_the_service_alone(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.STORAGES = {
        name: {**storage, "OPTIONS": {**storage["OPTIONS"], "location": tmp_path / name}}
        if "OPTIONS" in storage
        else storage
        for name, storage in settings.STORAGES.items()
    }
    uploads.receive_upload(by=actor(world.clerk), file=upload(plan_docx()), name="kh.docx")
    stored = tmp_path / "default"
    files = [path for path in stored.rglob("*") if path.is_file()]
    assert files
    assert {mode(path) for path in files} == {0o600}
    assert {mode(path) for path in stored.rglob("*") if path.is_dir()} == {0o700}


def test_a_name_that_leads_elsewhere_is_only_a_name(world: World, private_files: object) -> None:
    name = "../../../etc/cron.d/ke-hoach.docx"
    received = uploads.receive_upload(by=actor(world.clerk), file=upload(plan_docx()), name=name)
    assert received.document is not None
    stored = received.document.renditions.get().stored_file
    assert Path(stored.file.name).name == stored.sha256


def test_a_backup_over_a_left_piece_of_one_is_for_its_owner_alone(tmp_path: Path) -> None:
    dump, target = tmp_path / "database.dump", tmp_path / "b.tar"
    dump.write_bytes(b"x")
    left = tmp_path / "b.tar.part"
    left.write_bytes(b"")
    left.chmod(0o644)
    write_archive(target, dump, tmp_path / "files")
    assert mode(target) == 0o600


def test_a_backup_does_not_follow_a_link_laid_for_it(tmp_path: Path) -> None:
    dump, victim = tmp_path / "database.dump", tmp_path / "victim"
    dump.write_bytes(b"x")
    victim.write_bytes(b"whole")
    os.symlink(victim, tmp_path / "b.tar.part")
    write_archive(tmp_path / "b.tar", dump, tmp_path / "files")
    assert victim.read_bytes() == b"whole"


def many_words(megabytes: int) -> bytes:
    """A DOCX that packs to less than a hundredth: as a tree it would fill the memory."""
    target = io.BytesIO()
    paragraphs = b"".join(b"<w:p>%d</w:p>" % number for number in range(70_000))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        body = b"<w:body>" + paragraphs * megabytes + b"</w:body>"
        content = b'<w:document xmlns:w="http://x">' + body + b"</w:document>"
        package.writestr("word/document.xml", content)
    return target.getvalue()


def test_a_small_file_cannot_fill_the_memory(
    world: World, private_files: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MAX_XML_BYTES", 1024 * 1024)
    with pytest.raises(UploadRefused) as refused:
        uploads.receive_upload(by=actor(world.clerk), file=upload(many_words(2)), name="a.docx")
    assert refused.value.code == "zip_bomb"


def test_two_uploads_of_one_file_at_once_are_one(
    world: World, private_files: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second upload is wholly done while the first one is between its check and its row."""
    raw = plan_docx()
    waiting = [True]

    def keep(*given: object) -> StoredFile:
        if waiting.pop() if waiting else False:
            uploads.receive_upload(by=actor(world.clerk), file=upload(raw), name="kh.docx")
        return really_keep(*given)

    monkeypatch.setattr(uploads, "keep", keep)
    with pytest.raises(UploadRefused) as refused:
        uploads.receive_upload(by=actor(world.coordinator), file=upload(raw), name="kh.docx")
    assert refused.value.code == "same_file"
    assert Rendition.objects.count() == Document.objects.count() == 1
    states = QuarantinedUpload.objects.values_list("state", flat=True)
    assert sorted(states) == sorted([QuarantineState.CLEARED, QuarantineState.REFUSED])


def test_two_files_of_one_document_at_once_are_two_renditions_of_it(
    world: World, private_files: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = plan_docx(), plan_docx() + b"\0"
    waiting = [True]

    def keep(*given: object) -> StoredFile:
        if waiting.pop() if waiting else False:
            uploads.receive_upload(by=actor(world.clerk), file=upload(first), name="kh.docx")
        return really_keep(*given)

    monkeypatch.setattr(uploads, "keep", keep)
    uploads.receive_upload(by=actor(world.coordinator), file=upload(second), name="kh2.docx")
    assert Document.objects.count() == 1
    assert Rendition.objects.count() == 2
