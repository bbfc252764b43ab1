"""The backup archive comes back as it was made, or is refused whole."""

import io
import json
import stat
import tarfile
from pathlib import Path

import pytest

from tiendo.cli.archive import DUMP, MANIFEST, unpack_archive, write_archive
from tiendo.cli.errors import CommandError

CONTENT = {"ab/một.docx": b"\x00\x01" * 500_000, "ab/cd/hai.txt": b"hai", "rỗng": b""}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An archive of a dump and three files."""
    files = tmp_path / "files"
    for name, content in CONTENT.items():
        path = files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    dump = tmp_path / "dump"
    dump.write_bytes(b"PGDMP")
    target = tmp_path / "sao-luu.tar"
    assert write_archive(target, dump, files) == len(CONTENT)
    return target


def rewritten(source: Path, change: "dict[str, bytes | None]") -> Path:
    """The archive with members replaced, added or (None) left out."""
    target = source.with_name("changed.tar")
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        names = [*old.getnames(), *(name for name in change if name not in old.getnames())]
        for name in names:
            kept = old.extractfile(name) if name in old.getnames() else None
            content = change[name] if name in change else kept and kept.read()
            if content is not None:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                new.addfile(info, io.BytesIO(content))
    return target


def test_what_was_put_in_comes_out(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert unpack_archive(made, folder) == len(CONTENT)
    assert {n: (folder / "files" / n).read_bytes() for n in CONTENT} == CONTENT
    assert (folder / DUMP).read_bytes() == b"PGDMP"


def test_the_archive_is_for_its_owner_alone(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert not made.with_name(made.name + ".part").exists()


def test_an_installation_without_files_is_archived_too(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"PGDMP")
    assert write_archive(tmp_path / "a.tar", tmp_path / "dump", tmp_path / "none") == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"files/ab/cd/hai.txt": b"ba!"}, "bị thay đổi"),
        ({"files/ab/cd/hai.txt": None}, "không phải là bản sao lưu"),
        ({"files/them": b"x"}, "ngoài danh mục"),
        ({MANIFEST: None}, "không phải là bản sao lưu"),
        ({MANIFEST: b"{}"}, "không phải là bản sao lưu"),
        ({MANIFEST: b'{"format": 9, "members": []}'}, "dạng 9"),
        ({MANIFEST: b'{"format": 1, "members": []}'}, "thiếu cơ sở dữ liệu"),
    ],
)
def test_a_changed_archive_is_refused(
    made: Path, tmp_path: Path, change: "dict[str, bytes | None]", said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        unpack_archive(rewritten(made, change), tmp_path / "out")


@pytest.mark.parametrize("name", ["files/../../x", "/etc/x", "files", "khác/x"])
def test_a_name_that_leads_elsewhere_is_refused(made: Path, tmp_path: Path, name: str) -> None:
    member = {
        "size": 1,
        "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    }
    members = [{"name": name, **member}, {"name": DUMP, **member}]
    manifest = json.dumps({"format": 1, "members": members}).encode()
    changed = rewritten(made, {MANIFEST: manifest, name: b"x", DUMP: b"x"})
    with pytest.raises(CommandError, match="tên tệp lạ"):
        unpack_archive(changed, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="không phải là bản sao lưu"):
        unpack_archive(path, tmp_path / "out")


def test_a_cut_archive_is_refused(made: Path, tmp_path: Path) -> None:
    made.write_bytes(made.read_bytes()[:400_000])
    with pytest.raises(CommandError, match="không phải là bản sao lưu"):
        unpack_archive(made, tmp_path / "out")
