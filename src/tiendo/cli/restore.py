"""`tiendo restore FILE`: an installation as it was when the archive was made."""

import argparse
import tempfile
from pathlib import Path

from tiendo.cli.archive import DUMP, FILES, unpack_archive
from tiendo.cli.database import open_database, run_verb
from tiendo.cli.dumping import owner_address, restore_database
from tiendo.cli.emptying import drop_script, is_empty
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config import environment


def main(arguments: list[str]) -> int:
    """Restores into an empty installation; over another one only with --force."""
    parser = argparse.ArgumentParser(
        prog="tiendo restore", description=_("Khôi phục từ một bản sao lưu")
    )
    parser.add_argument("file", type=Path, help=_("tệp sao lưu"))
    parser.add_argument("--force", action="store_true", help=_("xóa dữ liệu đang có"))
    options = parser.parse_args(arguments)
    if not options.file.is_file():
        raise CommandError(_("không có tệp %(path)s") % {"path": options.file})
    with open_database():
        count = restore(options.file.absolute(), force=options.force)
        # The archive may be older than the code; the grants are not part of it.
        run_verb("manage", "migrate", "--no-input", "--verbosity=0")
    print(
        _("Đã khôi phục cơ sở dữ liệu và %(count)d tệp từ %(path)s")
        % {"count": count, "path": options.file}
    )
    return 0


def restore(source: Path, *, force: bool) -> int:
    """Unpacks and checks everything first; only then touches what is there.

    Errors: CommandError where something is there and `force` is not given.
    """
    data = environment.read_data_folder()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = owner_address()
    if not force and not is_empty(address, data / FILES):
        raise CommandError(
            _("nơi khôi phục đã có dữ liệu. Hãy chọn thư mục khác (--data) hoặc thêm --force")
        )
    with tempfile.TemporaryDirectory(dir=data, prefix=".tiendo-restore-") as folder:
        count = unpack_archive(source, Path(folder))
        restore_database(address, Path(folder) / DUMP, drop_script(address))
        put_files(Path(folder), data)
    return count


def put_files(unpacked: Path, data: Path) -> None:
    """Puts the restored files in place of those that are there."""
    old, new = data / FILES, unpacked / FILES
    if old.exists():
        old.rename(unpacked / "replaced")
    if new.exists():
        new.rename(old)
