"""Evidence packs: what the asker may see, hashed and sealed, checked without the system."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.files import PrivateFiles
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actions import end_membership, grant_membership
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import RoleCode, User
from tiendo.audit.chain import read_exported
from tiendo.audit.models import AuditEvent
from tiendo.audit.sealer import seal_pending
from tiendo.cli import audit
from tiendo.cli.errors import CommandError
from tiendo.documents.models import StoredFile, kept_files
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.jobs import make_pack_later
from tiendo.inspections.models import EvidencePack
from tiendo.inspections.pack_check import check_pack
from tiendo.inspections.pack_content import safe_name
from tiendo.inspections.packs import (
    SILENT_FOR,
    PackEstimate,
    ask_for_pack,
    drop_expired,
    estimate_pack,
    make_pack,
    packs_folder,
    path_of,
)
from tiendo.reporting.made_files import MadeState
from tiendo.reporting.making import FileUnderWay
from tiendo.tasks.actions import NewEvidence, add_evidence, withdraw_evidence
from tiendo.tasks.models import Evidence, EvidenceKind, Task

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world(db: None, private_files: PrivateFiles, tmp_path: Path, settings: object) -> World:
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def stored(content: bytes) -> StoredFile:
    digest = hashlib.sha256(content).hexdigest()
    path = kept_files().save(f"{digest[:2]}/{digest}", ContentFile(content))
    return StoredFile.objects.create(
        sha256=digest,
        file=path,
        size=len(content),
        media_type="text/plain",
        created_at=clock.now(),
    )


def live_task(world: World, **fields: object) -> Task:
    programme = fields.pop("programme", None) or make_programme(world)
    return bring_to(world, make_task(world, programme, **fields), State.LIVE)  # type: ignore[arg-type]


def prove(world: World, task: Task, content: bytes, name: str) -> Evidence:
    given = NewEvidence(stored_file=stored(content), original_name=name)
    return add_evidence(task=task, evidence=given, by=actor(world.snv_officer))


def made(pack: EvidencePack) -> EvidencePack:
    make_pack(pack.pk)
    return EvidencePack.objects.get(pk=pack.pk)


def changed(path: Path, name: str, content: bytes) -> Path:
    """The pack with one entry of other content."""
    target = path.with_suffix(".changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as package:
        for entry in source.namelist():
            package.writestr(entry, content if entry == name else source.read(entry))
    return target


@pytest.mark.django_db(transaction=True)
def test_a_pack_holds_files_records_trail_and_their_hashes(world):
    task = live_task(world)
    prove(world, task, b"hop", "Biên bản họp.txt")
    prove(world, task, b"quyet dinh", "../../Quyết định.txt")
    seal_pending()
    pack = made(ask_for_pack(by=actor(world.snv_head), as_of=TODAY, task=task))
    assert pack.state == MadeState.DONE
    assert pack.expires_on == TODAY + dt.timedelta(days=7)
    path = path_of(pack)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == pack.sha256
    event = AuditEvent.objects.get(action="pack.make")
    assert event.after["pack_hash"] == pack.sha256
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        manifest = json.loads(package.read("manifest.json"))
        sheet = package.read("phieu-nhiem-vu.html").decode()
    folder = f"tep/{task.code.lower()}"
    assert names[:2] == [f"{folder}/00001-bien-ban-hop.txt", f"{folder}/00002-quyet-dinh.txt"]
    assert [entry["name"] for entry in manifest["evidence"]] == [
        "Biên bản họp.txt",
        "../../Quyết định.txt",
    ]
    assert manifest["evidence"][0]["task"] == task.code
    assert manifest["evidence"][0]["added_by"] == world.snv_officer.pk
    assert task.title in sheet
    assert "<dt>Trạng thái</dt><dd>" in sheet and "in_progress" not in sheet
    roots = {line.number: line.root for line in read_exported()}
    report = check_pack(path, roots)
    assert report.is_intact, report.problems
    assert report.events > 0
    assert report.roots_compared == report.batches > 0


@pytest.mark.django_db(transaction=True)
def test_whatever_is_changed_in_a_pack_is_found(world):
    task = live_task(world)
    prove(world, task, b"hop", "a.txt")
    seal_pending()
    path = path_of(made(ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task)))
    with zipfile.ZipFile(path) as package:
        file, *_rest = package.namelist()
        trail = package.read("nhat-ky.jsonl").decode()
        seals = package.read("niem-phong.txt").decode()

    def codes(name: str, content: bytes) -> set[str]:
        return {problem.code for problem in check_pack(changed(path, name, content)).problems}

    assert "entry_changed" in codes(file, b"khac")
    assert {"entry_changed", "event_changed"} <= codes(
        "nhat-ky.jsonl", trail.replace("task.create", "task.edit").encode()
    )
    digest = seals.splitlines()[1]
    assert "root_differs" in codes("niem-phong.txt", seals.replace(digest, "0" * 64).encode())
    roots = {line.number: "f" * 64 for line in read_exported()}
    found = {problem.code for problem in check_pack(path, roots).problems}
    assert found == {"export_differs"}
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("tep/them.txt", b"them")
    assert "entry_added" in {problem.code for problem in check_pack(path).problems}
    other = path.with_name("khac.zip")
    other.write_bytes(b"khong phai zip")
    with pytest.raises(ValueError, match="zip"):
        check_pack(other)


def without(path: Path, name: str) -> Path:
    """The pack with one entry taken out."""
    target = path.with_suffix(".without.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as package:
        for entry in source.namelist():
            if entry != name:
                package.writestr(entry, source.read(entry))
    return target


@pytest.mark.django_db(transaction=True)
def test_the_command_says_whether_a_pack_is_whole(world, capsys):
    """`./tiendo audit pack TỆP`: 0 for a pack as it was made, 1 and words for any other."""
    task = live_task(world)
    prove(world, task, b"hop", "a.txt")
    seal_pending()
    path = path_of(made(ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task)))
    with zipfile.ZipFile(path) as package:
        file = package.namelist()[0]
    added = path.with_suffix(".added.zip")
    added.write_bytes(path.read_bytes())
    with zipfile.ZipFile(added, "a") as package:
        package.writestr("tep/them.txt", b"them")

    def command(pack: Path) -> tuple[int, str]:
        return audit.main(["pack", str(pack)]), capsys.readouterr().out

    code, words = command(path)
    assert code == 0
    assert "Hồ sơ nguyên vẹn." in words
    assert hashlib.sha256(path.read_bytes()).hexdigest() in words
    for altered, why in (
        (changed(path, file, b"khac"), f"{file} bị sửa sau khi lập"),
        (without(path, file), f"{file} bị bớt khỏi hồ sơ"),
        (added, "tep/them.txt được thêm vào sau khi lập"),
    ):
        code, words = command(altered)
        assert code == 1
        assert why in words
        assert "Hồ sơ KHÔNG nguyên vẹn." in words


def test_the_command_refuses_what_is_no_pack(tmp_path):
    for name, content in (
        ("khac.zip", b"khong phai zip"),
        ("trong.zip", b"PK\x05\x06" + bytes(18)),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError, match="không phải hồ sơ minh chứng"):
            audit.main(["pack", str(tmp_path / name)])
    with pytest.raises(CommandError, match="không có tệp"):
        audit.main(["pack", str(tmp_path / "khong-co.zip")])
    with pytest.raises(CommandError, match="cách dùng"):
        audit.main(["pack"])


def test_what_was_withdrawn_does_not_leave_the_system(world):
    """A file taken back, perhaps because it should never have come, is in no pack of any day."""
    task = live_task(world)
    row = prove(world, task, b"nham", "nham.txt")
    prove(world, task, b"dung", "dung.txt")
    withdraw_evidence(evidence=row, reason="Tải nhầm tệp", by=actor(world.snv_officer))
    pack = made(ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task))
    with zipfile.ZipFile(path_of(pack)) as package:
        manifest = json.loads(package.read("manifest.json"))
        trail = package.read("nhat-ky.jsonl").decode()
    assert [entry["name"] for entry in manifest["evidence"]] == ["dung.txt"]
    assert "evidence.withdraw" in trail


def test_the_size_is_said_before_a_pack_is_asked_for(world):
    task = live_task(world)
    prove(world, task, b"x" * 3000, "a.txt")
    prove(world, task, b"y" * 2000, "b.txt")
    assert estimate_pack(actor(world.leader), TODAY, task=task) == PackEstimate(1, 2, 5000)
    page = signed_in(world.leader).get(f"{reverse('pack-new')}?nhiem-vu={task.pk}")
    assert "1 nhiệm vụ, 2 tệp, khoảng 4,9" in page.content.decode()


def test_a_pack_is_fetched_only_while_the_post_is_held(world):
    task = live_task(world, coordinating=[])
    pack = made(ask_for_pack(by=actor(world.snv_head), as_of=TODAY, task=task))
    client = signed_in(world.snv_head)
    held = client.get(reverse("pack-file", args=[pack.pk]))
    assert b"".join(held.streaming_content)[:2] == b"PK"
    by = actor(world.administrator)
    end_membership(membership=world.snv_head.memberships.get(), ends_on=TODAY, by=by)
    grant_membership(user=world.snv_head, organisation=world.stc, role=RoleCode.UNIT_HEAD, by=by)
    with noon(TODAY + dt.timedelta(days=1)):
        later = signed_in(world.snv_head)
        assert later.get(reverse("pack-file", args=[pack.pk])).status_code == 403


def test_only_what_the_asker_may_see_is_packed(world):
    programme = make_programme(world)
    own = live_task(world, programme=programme)
    live_task(world, programme=programme, lead=world.congan, coordinating=[])
    by_head = made(ask_for_pack(by=actor(world.snv_head), as_of=TODAY, programme=programme))
    by_leader = made(ask_for_pack(by=actor(world.leader), as_of=TODAY, programme=programme))

    def tasks_in(pack: EvidencePack) -> list[str]:
        with zipfile.ZipFile(path_of(pack)) as package:
            return json.loads(package.read("manifest.json"))["tasks"]

    assert tasks_in(by_head) == [own.code]
    assert len(tasks_in(by_leader)) == 2
    with pytest.raises(PermissionRefused):
        ask_for_pack(by=actor(world.stc_head), as_of=TODAY, body=world.snv)
    with pytest.raises(PermissionRefused):
        ask_for_pack(by=actor(world.snv_officer), as_of=TODAY, task=own)


def test_a_pack_is_of_its_day(world):
    task = live_task(world)
    with noon(TODAY + dt.timedelta(days=2)):
        prove(world, task, b"sau", "sau.txt")
        before = made(ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task))
        after = made(ask_for_pack(by=actor(world.leader), as_of=clock.today(), task=task))
        assert (before.total, after.total) == (0, 1)
        with pytest.raises(InspectionError, match="phía trước"):
            tomorrow = clock.today() + dt.timedelta(days=1)
            ask_for_pack(by=actor(world.leader), as_of=tomorrow, task=task)
    with pytest.raises(InspectionError, match="Không có nhiệm vụ"):
        ask_for_pack(by=actor(world.leader), as_of=dt.date(2025, 1, 1), task=task)


def test_a_file_that_is_not_what_was_kept_stops_the_pack(world):
    task = live_task(world)
    row = prove(world, task, b"hop", "a.txt")
    with open_kept(row.stored_file) as source:
        Path(source.name).write_bytes(b"khac")
    pack = made(ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task))
    assert (pack.state, pack.error) == (MadeState.FAILED, str(InspectionError("file_changed")))
    assert not list(packs_folder().glob("*"))
    page = signed_in(world.leader).get(reverse("pack", args=[pack.pk])).content.decode()
    assert "mã băm" in page


def test_why_packs_failed_before_is_put_into_words(world):
    task = live_task(world)
    pack = ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task)
    move = import_module("tiendo.inspections.migrations.0004_packs_as_made_files")
    for code in move.WORDS:
        EvidencePack.objects.update(state="failed", error=code)
        move.put_into_words(apps, None)
        pack.refresh_from_db()
        assert pack.error == str(InspectionError(code))
        move.back_to_codes(apps, None)
        pack.refresh_from_db()
        assert pack.error == code


def test_a_pack_is_made_once_expires_and_is_resumed(world):
    task = live_task(world)
    pack = made(ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task))
    again = made(pack)
    assert again.ended_at == pack.ended_at
    assert drop_expired(TODAY + dt.timedelta(days=7)) == 0
    assert drop_expired(TODAY + dt.timedelta(days=8)) == 1
    client = signed_in(world.leader)
    assert client.get(reverse("pack-file", args=[pack.pk])).status_code == 404
    assert "hết hạn giữ" in client.get(reverse("pack", args=[pack.pk])).content.decode()
    stuck = ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task)
    EvidencePack.objects.filter(pk=stuck.pk).update(state="running", beat_at=clock.now())
    with pytest.raises(FileUnderWay):
        make_pack(stuck.pk)
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        assert made(stuck).state == MadeState.DONE
        make_pack(stuck.pk)
    stuck.refresh_from_db()
    assert stuck.state == MadeState.DONE
    assert AuditEvent.objects.filter(action="pack.make", object_id=str(stuck.pk)).count() == 1
    assert len(list(packs_folder().glob(f"{stuck.pk}-*"))) == 1


def test_the_job_of_a_pack_comes_again_while_another_may_be_at_it():
    retry = make_pack_later.retry_strategy
    assert retry.retry_exceptions == {FileUnderWay}
    assert retry.max_attempts * retry.wait > SILENT_FOR.total_seconds()


def test_the_pages_ask_wait_and_fetch(world):
    task = live_task(world)
    client = signed_in(world.leader)
    url = f"{reverse('pack-new')}?nhiem-vu={task.pk}"
    assert task.title in client.get(url).content.decode()
    answer = client.post(url, {"as_of": "10/9/2025"})
    pack = EvidencePack.objects.get()
    assert answer["Location"] == reverse("pack", args=[pack.pk])
    waiting = client.get(reverse("pack-progress", args=[pack.pk]))
    assert "chờ đến lượt" in waiting.content.decode()
    make_pack(pack.pk)
    assert client.get(reverse("pack-progress", args=[pack.pk]))["HX-Refresh"] == "true"
    response = client.get(reverse("pack-file", args=[pack.pk]))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert "sandbox" in response["Content-Security-Policy"]
    assert signed_in(world.inspector).get(reverse("pack", args=[pack.pk])).status_code == 403


def test_two_thousand_files_are_packed_with_flat_memory(world):
    task = live_task(world)
    content = bytes(2**16)
    file = stored(content)
    Evidence.objects.bulk_create(
        Evidence(
            task=task,
            kind=EvidenceKind.FILE,
            stored_file=file,
            original_name=f"Ảnh hiện trường {number}.txt",
            added_by=world.snv_officer,
            added_at=clock.now(),
        )
        for number in range(2000)
    )
    pack = ask_for_pack(by=actor(world.leader), as_of=TODAY, task=task)
    tracemalloc.start()
    try:
        make_pack(pack.pk)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    done = EvidencePack.objects.get(pk=pack.pk)
    assert (done.done, done.total) == (2000, 2000)
    assert done.size > 2000 * 2**16
    assert peak < 32 * 2**20, f"{peak / 2**20:.0f} MB"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Quyết định số 5.PDF", "quyet-dinh-so-5.pdf"),
        ("C:\\CON", "c-con"),
        (".bashrc", "bashrc"),
        ("日本", ""),
        ("a" * 300 + ".docx", "a" * 91 + ".docx"),
    ],
)
def test_names_inside_are_safe(given, safe):
    assert safe_name(given) == safe
