"""`tiendo backup FILE`: the database and the stored files in one archive."""

import argparse
import tempfile
from pathlib import Path

from tiendo.cli.archive import write_archive
from tiendo.cli.database import open_database
from tiendo.cli.dumping import dump_database, owner_address
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config import environment


def main(arguments: list[str]) -> int:
    """Writes the archive; refuses to overwrite one."""
    parser = argparse.ArgumentParser(
        prog="tiendo backup", description=_("Sao lưu cơ sở dữ liệu và các tệp đã lưu")
    )
    parser.add_argument("file", type=Path, help=_("tệp sao lưu sẽ được tạo"))
    parser.add_argument("--force", action="store_true", help=_("ghi đè tệp đã có"))
    options = parser.parse_args(arguments)
    target: Path = options.file.absolute()
    if target.exists() and not options.force:
        raise CommandError(_("%(path)s đã có; thêm --force để ghi đè") % {"path": target})
    if not target.parent.is_dir():
        raise CommandError(_("không có thư mục %(path)s") % {"path": target.parent})
    with open_database():
        count = back_up(target)
    print(
        _("Đã sao lưu cơ sở dữ liệu và %(count)d tệp vào %(path)s")
        % {"count": count, "path": target}
    )
    return 0


def back_up(target: Path) -> int:
    """The database first: each file that it names is stored before it, and never changes."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".tiendo-backup-") as folder:
        dump = Path(folder) / "database.dump"
        dump_database(owner_address(), dump)
        return write_archive(target, dump, environment.read_data_folder() / "files")
