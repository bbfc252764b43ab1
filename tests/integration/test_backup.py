"""A backup restored elsewhere is the same installation: rows, rights, files, trail."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from tests import factories
from tiendo.audit.sealer import seal_pending
from tiendo.audit.trail import SYSTEM, record
from tiendo.cli import backup, restore
from tiendo.cli.archive import write_archive
from tiendo.cli.dumping import owner_address
from tiendo.cli.emptying import connect, is_empty
from tiendo.cli.errors import CommandError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> Path:
    """The data folder of an installation with people, a trail and a stored file."""
    data = tmp_path / "source"
    settings.DATA_DIR = data
    world = factories.make_world()
    with transaction.atomic():
        record(by=SYSTEM, action="test.made", target=world.ubnd, reason="thử sao lưu")
    seal_pending()
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "kế hoạch.docx").write_bytes(b"PK\x03\x04" * 1000)
    (data / "quarantine").mkdir()
    (data / "quarantine" / "mat.docx").write_bytes(b"MAT")
    use(monkeypatch, data, connection.settings_dict["NAME"])
    return data


@pytest.fixture
def empty_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Another database of the same server, with the extensions but without tables."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def use(monkeypatch: pytest.MonkeyPatch, data: Path, database: str) -> None:
    """From here on the verbs work on that folder and that database."""
    settings = connection.settings_dict
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**settings) + database
    monkeypatch.setenv("TIENDO_DATA", str(data))
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("MIGRATION_DATABASE_URL", url)


def rows(query: str) -> list[tuple[object, ...]]:
    """Rows of the database in use."""
    with connect(owner_address()) as other:
        return list(other.execute(query.encode()).fetchall())


CONTENT = (
    "SELECT username, password FROM accounts_user ORDER BY 1",
    "SELECT name, slug FROM organisations_organisation ORDER BY 1",
    "SELECT action, canonical, reason FROM audit_auditevent ORDER BY id",
    "SELECT number, root FROM audit_sealbatch ORDER BY 1",
    "SELECT app, name FROM django_migrations ORDER BY 1, 2",
    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1",
)


def test_a_restored_backup_is_the_same_installation(
    source: Path, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [rows(query) for query in CONTENT]
    assert all(before)
    archive = tmp_path / "sao-luu.tar"
    assert backup.main([str(archive)]) == 0
    target = tmp_path / "target"
    use(monkeypatch, target, empty_database)
    assert restore.main([str(archive)]) == 0
    assert [rows(query) for query in CONTENT] == before
    stored = {path.name: path.read_bytes() for path in (target / "files").rglob("*.docx")}
    assert stored == {"kế hoạch.docx": b"PK\x03\x04" * 1000}


def test_what_waits_in_quarantine_is_not_backed_up(source: Path, tmp_path: Path) -> None:
    archive = tmp_path / "sao-luu.tar"
    backup.main([str(archive)])
    with tarfile.open(archive) as made:
        assert not [name for name in made.getnames() if "mat.docx" in name]


def test_an_installation_in_use_is_not_overwritten_unasked(source: Path, tmp_path: Path) -> None:
    archive = tmp_path / "sao-luu.tar"
    backup.main([str(archive)])
    before = [rows(query) for query in CONTENT]
    with pytest.raises(CommandError, match="--force"):
        restore.main([str(archive)])
    assert [rows(query) for query in CONTENT] == before


def test_a_backup_is_not_overwritten_unasked(source: Path, tmp_path: Path) -> None:
    archive = tmp_path / "sao-luu.tar"
    archive.write_bytes(b"earlier")
    with pytest.raises(CommandError, match="--force"):
        backup.main([str(archive)])
    assert archive.read_bytes() == b"earlier"


def test_a_forced_restore_replaces_all_that_is_there(
    source: Path, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "sao-luu.tar"
    backup.main([str(archive)])
    target = tmp_path / "target"
    use(monkeypatch, target, empty_database)
    restore.restore(archive, force=False)
    (target / "files" / "later.docx").write_bytes(b"later")
    rows("UPDATE accounts_user SET username = username || '-x' RETURNING 1")
    restore.restore(archive, force=True)
    assert not (target / "files" / "later.docx").exists()
    assert not rows("SELECT 1 FROM accounts_user WHERE username LIKE '%-x'")


def test_a_restore_that_fails_leaves_what_was_there(
    source: Path, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "sao-luu.tar"
    backup.main([str(archive)])
    use(monkeypatch, tmp_path / "target", empty_database)
    restore.restore(archive, force=False)
    broken = tmp_path / "broken.tar"
    dump = tmp_path / "dump"
    dump.write_bytes(b"PGDMP, but no dump")
    write_archive(broken, dump, tmp_path / "none")
    before = [rows(query) for query in CONTENT]
    with pytest.raises(CommandError, match="pg_restore"):
        restore.restore(broken, force=True)
    assert [rows(query) for query in CONTENT] == before
    assert (tmp_path / "target" / "files" / "ab" / "kế hoạch.docx").exists()


def test_a_new_place_counts_as_empty(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, tmp_path, empty_database)
    assert is_empty(owner_address(), tmp_path / "files")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "x").touch()
    assert not is_empty(owner_address(), tmp_path / "files")
