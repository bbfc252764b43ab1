"""The backup archive: a tar of manifest.json, database.dump and files/…, each with its hash.

Quarantined uploads and secrets stay out.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from tiendo.cli.errors import CommandError
from tiendo.cli.words import _

MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
FORMAT = 1
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive."""

    name: str
    size: int
    sha256: str


def write_archive(target: Path, dump: Path, files: Path) -> int:
    """Writes the archive beside its place and moves it there; returns the number of files."""
    draft = target.with_name(target.name + ".part")
    # Made anew: one left behind keeps its mode, a link would lead elsewhere.
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    try:
        with tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) as archive:
            members = [_add(archive, DUMP, dump)]
            members += [_add(archive, name, path) for name, path in _stored_files(files)]
            _add_manifest(archive, members)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return len(members) - 1


def _stored_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{FILES}/{path.relative_to(folder).as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> Member:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        info = tarfile.TarInfo(name)
        info.size, info.mode = path.stat().st_size, 0o600
        archive.addfile(info, file)
    return Member(name, info.size, digest)


def _add_manifest(archive: tarfile.TarFile, members: list[Member]) -> None:
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "members": [
            {"name": member.name, "size": member.size, "sha256": member.sha256}
            for member in members
        ],
    }
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(content), 0o600
    archive.addfile(info, io.BytesIO(content))


def unpack_archive(source: Path, folder: Path) -> int:
    """Unpacks into an empty folder after checking every hash; returns the number of files.

    Errors: CommandError for what is no archive of ours, incomplete or changed.
    """
    try:
        with tarfile.open(source) as archive:
            manifest = _read_manifest(archive)
            for member in manifest:
                _unpack(archive, member, folder)
            _refuse_strangers(archive, manifest)
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError, TypeError) as error:
        raise CommandError(
            _("%(path)s không phải là bản sao lưu dùng được (%(reason)s)")
            % {"path": source, "reason": error}
        ) from error
    return len(manifest) - 1


def _read_manifest(archive: tarfile.TarFile) -> list[Member]:
    manifest: dict[str, Any] = json.load(_content(archive, MANIFEST))
    if manifest["format"] != FORMAT:
        raise CommandError(
            _("bản sao lưu theo dạng %(found)s, chương trình này đọc dạng %(known)d")
            % {"found": manifest["format"], "known": FORMAT}
        )
    members = [
        Member(str(m["name"]), int(m["size"]), str(m["sha256"])) for m in manifest["members"]
    ]
    if DUMP not in {member.name for member in members}:
        raise CommandError(_("bản sao lưu thiếu cơ sở dữ liệu (%(name)s)") % {"name": DUMP})
    return members


def _unpack(archive: tarfile.TarFile, member: Member, folder: Path) -> None:
    parts = PurePosixPath(member.name).parts
    if member.name != DUMP and (parts[0] != FILES or ".." in parts or len(parts) < 2):
        raise CommandError(_("tên tệp lạ trong bản sao lưu: %(name)s") % {"name": member.name})
    target = folder.joinpath(*parts)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    source = _content(archive, member.name)
    with target.open("xb") as file:
        target.chmod(0o600)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != member.sha256 or target.stat().st_size != member.size:
        raise CommandError(
            _("tệp %(name)s trong bản sao lưu đã bị thay đổi (mã băm không khớp)")
            % {"name": member.name}
        )


def _refuse_strangers(archive: tarfile.TarFile, manifest: list[Member]) -> None:
    strangers = set(archive.getnames()) - {member.name for member in manifest} - {MANIFEST}
    if strangers:
        raise CommandError(
            _("bản sao lưu có tệp ngoài danh mục: %(names)s") % {"names": ", ".join(strangers)}
        )


def _content(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    content = archive.extractfile(name)
    if content is None:
        raise KeyError(name)
    return content
