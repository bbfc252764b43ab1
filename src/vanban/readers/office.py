"""Old Office formats by way of LibreOffice, where it is installed: .doc, .rtf and .odt become
.docx, .xls becomes .xlsx, and are read as those.

LibreOffice runs without a window, with a profile of its own in a temporary folder, without
macros, links or network, one at a time on a machine, for a limited time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from vanban.errors import UnreadableFile
from vanban.models import Text
from vanban.readers.docx import read_docx
from vanban.readers.progress import Progress, Reader

SECONDS = 180
_WAIT_SECONDS = 900
_LONGEST_OUTPUT = 100_000_000
_PROGRAMS = ("soffice", "libreoffice")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRITER = "apt-get install --no-install-recommends libreoffice-writer-nogui"
_CALC = "apt-get install --no-install-recommends libreoffice-calc-nogui"


@dataclass(frozen=True, slots=True)
class _Format:
    """A format read by conversion: its ending, what it becomes, and who converts it."""

    suffix: str
    target: str
    media_type: str
    command: str = _WRITER
    seconds: int = SECONDS


_FORMATS = {
    "doc": _Format("doc", "docx", "application/msword"),
    "rtf": _Format("rtf", "docx", "application/rtf"),
    "odt": _Format("odt", "docx", "application/vnd.oasis.opendocument.text"),
    # Shown to somebody who waits for it.
    "pages": _Format("docx", "pdf", _DOCX, seconds=45),
    "wordml": _Format("xml", "docx", "application/xml"),
    "xls": _Format("xls", "xlsx", "application/vnd.ms-excel", _CALC),
    "ods": _Format("ods", "xlsx", "application/vnd.oasis.opendocument.spreadsheet", _CALC),
}


def read_doc(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a Word 97-2003 file. Errors: as for ``read_docx``, and UnreadableFile(
    office_missing, office_failed)."""
    return _read("doc", raw, read_docx, progress)


def read_rtf(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of an RTF file. Errors: as for ``read_doc``."""
    return _read("rtf", raw, read_docx, progress)


def read_odt(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of an OpenDocument text. Errors: as for ``read_doc``."""
    return _read("odt", raw, read_docx, progress)


def read_wordml(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a Word document that is one XML file. Errors: as for ``read_doc``."""
    return _read("wordml", raw, read_docx, progress)


def read_xls(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of an Excel 97-2003 file. Errors: as for ``read_xlsx`` and ``read_doc``."""
    from vanban.readers.xlsx import read_xlsx

    return _read("xls", raw, read_xlsx, progress)


def read_ods(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of an OpenDocument spreadsheet. Errors: as for ``read_xls``."""
    from vanban.readers.xlsx import read_xlsx

    return _read("ods", raw, read_xlsx, progress)


def _read(kind: str, raw: bytes, reader: Reader, progress: Progress | None) -> Text:
    text = reader(convert(raw, kind), progress)
    return replace(
        text,
        media_type=_FORMATS[kind].media_type,
        sha256=hashlib.sha256(raw).hexdigest(),
        reader=f"office/1+{text.reader}",
    )


def is_installed() -> bool:
    """Whether LibreOffice is there."""
    return any(map(shutil.which, _PROGRAMS))


def convert(raw: bytes, kind: str, fonts: Path | None = None) -> bytes:
    """The bytes of a file of a kind ("doc", "rtf", "odt", "xls", "ods") as .docx or .xlsx, those of
    a .docx ("pages") as .pdf.

    ``fonts`` is a folder of type to set pages in, Tinos standing for Times New Roman.
    Errors: UnreadableFile(office_missing) without LibreOffice, with the command that installs it;
    UnreadableFile(office_failed) where it gives nothing in time.
    """
    form = _FORMATS[kind]
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise UnreadableFile("office_missing", {"found": kind, "command": form.command})
    with tempfile.TemporaryDirectory(prefix="vanban-office-") as folder, _one_at_a_time(kind):
        if fonts is not None:
            (Path(folder) / _FONTS).write_text(_FONT_SETTINGS.format(fonts), encoding="utf-8")
        return _convert_in(Path(folder), program, raw, form)


def _convert_in(folder: Path, program: str, raw: bytes, form: _Format) -> bytes:
    source, result = folder / f"source.{form.suffix}", folder / "out" / f"source.{form.target}"
    source.write_bytes(raw)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"]
    command += ["--convert-to", form.target, "--outdir", str(result.parent), str(source)]
    _run(command, folder, form)
    if not result.is_file() or not 0 < result.stat().st_size <= _LONGEST_OUTPUT:
        raise UnreadableFile("office_failed", {"found": form.suffix})
    return result.read_bytes()


def _run(command: list[str], folder: Path, form: _Format) -> None:
    """Run LibreOffice in a process group of its own, which is ended with it."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        **nowhere,
        **({"FONTCONFIG_FILE": str(folder / _FONTS)} if (folder / _FONTS).is_file() else {}),
    }
    process = subprocess.Popen(  # noqa: S603 a fixed command on a file of our own
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(form.seconds)
    except subprocess.TimeoutExpired as error:
        told = {"found": form.suffix, "seconds": str(form.seconds)}
        raise UnreadableFile("office_failed", told) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started; nothing of it may outlive the reading."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


@contextmanager
def _one_at_a_time(kind: str) -> Iterator[None]:
    """Hold the lock of this user's conversions. Errors: UnreadableFile(office_failed) where
    others hold it for too long."""
    path = Path(tempfile.gettempdir()) / f"vanban-office-{os.getuid()}.lock"
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    try:
        _wait_for(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, kind: str) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise UnreadableFile("office_failed", {"found": kind, "busy": "yes"}) from error
            time.sleep(0.2)


_FONTS = "fonts.conf"
_FONT_SETTINGS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{}</dir>'
    '<alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer>'
    "</alias></fontconfig>"
)


def _setting(path: str, name: str, value: str) -> str:
    return (
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
    )


# No macros whoever signed them, no links followed, no update looked for, a proxy that is not there.
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items '
    'xmlns:oor="http://openoffice.org/2001/registry">'
    + _setting("Office.Common/Security/Scripting", "MacroSecurityLevel", "3")
    + _setting("Office.Common/Security/Scripting", "DisableMacrosExecution", "true")
    + _setting("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true")
    + _setting("Office.Writer/Content/Update", "Link", "0")
    + _setting("Office.Calc/Content/Update", "Link", "2")
    + _setting("Inet/Settings", "ooInetProxyType", "2")
    + _setting("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1")
    + _setting("Inet/Settings", "ooInetHTTPProxyPort", "9")
    + _setting("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1")
    + _setting("Inet/Settings", "ooInetHTTPSProxyPort", "9")
    + "</oor:items>"
)
