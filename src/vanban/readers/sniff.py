"""What a file is, by its content; its name is only checked against that."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from vanban.errors import UnreadableFile
from vanban.readers.package import DAMAGE

_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"GIF8", "gif"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAIN_PARTS = (("word/document", "docx"), ("xl/workbook", "xlsx"), ("ppt/presentation", "pptx"))
_PACKAGES = {
    ".docx": ("docx", "word/document.xml"),
    ".xlsx": ("xlsx", "xl/workbook.xml"),
    ".xlsm": ("xlsx", "xl/workbook.xml"),
}
# Kinds that a name may promise; an OLE file is the old Office format or an encrypted new one.
_NAMES = {
    ".txt": {"text", "html"},
    ".docx": {"docx"},
    ".docm": {"docx"},
    # Word opens these whatever they are called, and portals serve web pages as .doc.
    ".doc": {"doc", "rtf", "html", "mhtml", "wordml", "ole"},
    ".xls": {"xls", "ole"},
    ".xlsx": {"xlsx"},
    ".xlsm": {"xlsx"},
    ".pptx": {"pptx"},
    ".pdf": {"pdf"},
    ".rtf": {"rtf"},
    ".odt": {"odt"},
    ".ods": {"ods"},
    ".png": {"png"},
    ".jpg": {"jpeg"},
    ".jpeg": {"jpeg"},
    ".tif": {"tiff"},
    ".tiff": {"tiff"},
    ".webp": {"webp"},
    ".bmp": {"bmp"},
    ".gif": {"gif"},
    ".zip": {"zip"},
    ".html": {"html", "text"},
    ".htm": {"html", "text"},
    ".mht": {"mhtml"},
    ".mhtml": {"mhtml"},
    ".md": {"text", "markdown"},
    ".markdown": {"text", "markdown"},
}
# Streams of the old Office formats, as the directory of an OLE file names them.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_MARKDOWN = {".md", ".markdown"}


def kind_of(raw: bytes) -> str:
    """The kind of a file by its content: "docx", "pdf", "text", "zip" …; "text" is the rest."""
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return "webp"
    if raw.startswith(b"BM") and raw[6:10] == b"\0\0\0\0":
        return "bmp"
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature) and (kind != "program" or b"\0" in raw[:512]):
            return _ole_kind(raw) if kind == "ole" else kind
    if raw.startswith(_ZIP):
        return _zip_kind(raw)
    if _MIME.match(raw[:2000]):
        return "mhtml"
    if b'progid="Word.Document"' in raw[:1000]:
        return "wordml"
    return "html" if _is_html(raw) else "text"


_MIME = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|span|center|font|h[1-6])[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def _is_html(raw: bytes) -> bool:
    """Whether a file begins like a web page or a piece of one."""
    start = raw[:4096]
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            return _HTML_START.match(start[2:].decode(encoding, "replace")) is not None
    plain = start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return _HTML_START.match(plain) is not None


def _ole_kind(raw: bytes) -> str:
    """Which of the old formats an OLE file is; "ole" where it is none of them."""
    found = (kind for name, kind in _STREAMS if name.encode("utf-16-le") in raw)
    return next(found, "ole")


def _zip_kind(raw: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except DAMAGE:
        # A cut archive has lost its directory, but its first part names still stand in clear.
        return next((kind for part, kind in _MAIN_PARTS if part.encode() in raw), "zip")
    names = archive.namelist()
    if "mimetype" in names and "content.xml" in names:
        return _opendocument_kind(archive)
    found = (kind for part, kind in _MAIN_PARTS if any(name.startswith(part) for name in names))
    return next(found, "zip")


def _opendocument_kind(archive: zipfile.ZipFile) -> str:
    try:
        with archive.open("mimetype") as part:
            media_type = part.read(100)
    except (*DAMAGE, RuntimeError):
        return "odt"
    return "ods" if b"spreadsheet" in media_type else "odt"


def named_kind(name: str | None, found: str) -> str:
    """The kind of a file where only its name tells more: Markdown is text by its content."""
    is_markdown = name is not None and PurePath(name).suffix.lower() in _MARKDOWN
    return "markdown" if found == "text" and is_markdown else found


def check_name(name: str | None, found: str, raw: bytes) -> None:
    """Refuse a file whose name promises another kind.

    Errors: UnreadableFile(not_what_its_name_says, encrypted_file, broken_docx, broken_xlsx).
    """
    suffix = PurePath(name).suffix.lower() if name else ""
    if found == "encrypted":
        raise UnreadableFile("encrypted_file", {"found": suffix.lstrip(".") or "ole"})
    expected = _NAMES.get(suffix)
    if expected is None or found in expected:
        return
    if found == "zip" and suffix in _PACKAGES:
        # A package without its main part, or one whose directory is lost.
        kind, part = _PACKAGES[suffix]
        raise UnreadableFile(f"broken_{kind}", {"part": part})
    params = {"expected": suffix.lstrip("."), "found": found}
    raise UnreadableFile("not_what_its_name_says", params)
