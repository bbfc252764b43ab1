"""`tiendo doctor`: what this machine lacks, what for, and how to get it."""

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tiendo.cli.errors import CommandError
from tiendo.cli.frontend import find_node
from tiendo.cli.words import _
from tiendo.config import environment
from tiendo.config.postgres_programs import PostgresError, find_programs, find_runner
from tiendo.documents.virus_scan import NoAnswer, version_at
from vanban.errors import UnreadableFile
from vanban.readers.ocr import find_recogniser

GIGABYTE = 1024**3
WANTED_FREE = 2 * GIGABYTE


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``found`` is empty where it is lacking."""

    name: str
    found: str
    purpose: str
    remedy: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that some part of the product uses, where it is installed."""

    name: str
    programs: tuple[str, ...]
    purpose: str
    package: str


TOOLS = (
    Tool("git", ("git",), _("lấy và cập nhật mã nguồn"), "git"),
    Tool(
        "Chromium",
        ("chromium", "chromium-browser", "google-chrome"),
        _("kiểm thử giao diện trong trình duyệt"),
        "chromium",
    ),
    Tool(
        "LibreOffice",
        ("soffice", "libreoffice"),
        _("đọc tệp Office đời cũ: .doc, .rtf, .odt, .xls"),
        "libreoffice-writer-nogui libreoffice-calc-nogui",
    ),
)


def main(arguments: list[str]) -> int:
    """Prints every finding; exit code 1 when something required is lacking."""
    if arguments:
        raise CommandError(_("cách dùng: ./tiendo doctor"))
    findings = [check() for check in CHECKS] + [look_for(tool) for tool in TOOLS]
    for finding in findings:
        print(describe(finding))
    return 1 if any(f.is_required and not f.found for f in findings) else 0


def describe(finding: Finding) -> str:
    """One line where it is there, three where it is not."""
    if finding.found:
        return f"[có]    {finding.name}: {finding.found}"
    mark = _("[THIẾU]") if finding.is_required else _("[thiếu]")
    return "\n".join(
        [
            f"{mark} {finding.name}",
            f"          {_('để làm gì')}: {finding.purpose}",
            f"          {_('cách lấy')}: {finding.remedy}",
        ]
    )


def look_for(tool: Tool) -> Finding:
    """Whether one of the tool's programs is on the PATH."""
    found = next((path for name in tool.programs if (path := shutil.which(name))), "")
    return Finding(tool.name, found, tool.purpose, f"apt-get install {tool.package}")


def check_python() -> Finding:
    """The running Python, which the script chose."""
    version = platform.python_version()
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    purpose = _("chạy chương trình")
    return Finding("Python", version if fits else "", purpose, "apt-get install python3", True)


def check_postgres() -> Finding:
    """The operator's database, or the embedded server."""
    name, purpose = "PostgreSQL", _("cơ sở dữ liệu")
    if environment.read_database("DATABASE_URL") is not None:
        return Finding(name, _("DATABASE_URL đã đặt"), purpose, "", True)
    try:
        programs = find_programs()
        find_runner(programs)
    except PostgresError as error:
        return Finding(name, "", purpose, str(error), True)
    return Finding(name, f"{programs.major} ({programs.bin})", purpose, "", True)


def check_node() -> Finding:
    """Node.js for the front end."""
    purpose = _("dựng giao diện")
    try:
        return Finding("Node.js", str(find_node()), purpose, "", True)
    except CommandError as error:
        return Finding("Node.js", "", purpose, str(error), True)


def check_disk() -> Finding:
    """Room for the data."""
    folder = environment.read_data_folder()
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    found = f"{free / GIGABYTE:.1f} GB ({place})" if free > WANTED_FREE else ""
    remedy = _("giải phóng đĩa, hoặc chọn thư mục khác bằng --data")
    return Finding(_("Đĩa trống"), found, _("dữ liệu, ít nhất 2 GB"), remedy, True)


def check_recogniser() -> Finding:
    """The recogniser of scans with its Vietnamese data."""
    purpose = _("đọc bản quét và ảnh chụp văn bản")
    try:
        return Finding("Tesseract (vie)", find_recogniser(), purpose, "")
    except UnreadableFile as error:
        return Finding("Tesseract (vie)", "", purpose, error.params["command"])


def check_virus_scan() -> Finding:
    """The virus scanner that clears uploads, where one is set."""
    name, purpose = _("Quét mã độc"), _("quét tệp tải lên trước khi nhận")
    address = environment.read_virus_scan()
    if address is None:
        remedy = _("apt-get install clamav-daemon, rồi đặt %(name)s")
        return Finding(name, "", purpose, remedy % {"name": "TIENDO_VIRUS_SCAN"})
    try:
        return Finding(name, version_at(address), purpose, "", True)
    except NoAnswer as error:
        # Uploads wait as long as it does not answer.
        remedy = _("khởi động phần mềm quét ở %(address)s (%(error)s)")
        return Finding(
            name, "", purpose, remedy % {"address": address, "error": error}, is_required=True
        )


CHECKS: tuple[Callable[[], Finding], ...] = (
    check_python,
    check_postgres,
    check_node,
    check_disk,
    check_recogniser,
    check_virus_scan,
)
