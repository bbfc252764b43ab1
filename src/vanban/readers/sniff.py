"""What a file is, by its content; its name is only checked against that."""

from __future__ import annotations

import io
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
    ".txt": {"text"},
    ".docx": {"docx"},
    ".docm": {"docx"},
    ".doc": {"ole", "rtf"},
    ".xls": {"ole"},
    ".xlsx": {"xlsx"},
    ".xlsm": {"xlsx"},
    ".pptx": {"pptx"},
    ".pdf": {"pdf"},
    ".rtf": {"rtf"},
    ".odt": {"odt"},
    ".png": {"png"},
    ".jpg": {"jpeg"},
    ".jpeg": {"jpeg"},
    ".tif": {"tiff"},
    ".tiff": {"tiff"},
    ".zip": {"zip"},
    ".html": {"html", "text"},
    ".htm": {"html", "text"},
    ".md": {"text"},
}


def kind_of(raw: bytes) -> str:
    """The kind of a file by its content: "docx", "pdf", "text", "zip" …; "text" is the rest."""
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature) and (kind != "program" or b"\0" in raw[:512]):
            return kind
    if raw.startswith(_ZIP):
        return _zip_kind(raw)
    start = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if start.startswith((b"<!doctype html", b"<html")) else "text"


def _zip_kind(raw: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except DAMAGE:
        # A cut archive has lost its directory, but its first part names still stand in clear.
        return next((kind for part, kind in _MAIN_PARTS if part.encode() in raw), "zip")
    names = archive.namelist()
    if "mimetype" in names and any(name == "content.xml" for name in names):
        return "odt"
    found = (kind for part, kind in _MAIN_PARTS if any(name.startswith(part) for name in names))
    return next(found, "zip")


def check_name(name: str | None, found: str, raw: bytes) -> None:
    """Refuse a file whose name promises another kind.

    Errors: UnreadableFile(not_what_its_name_says, encrypted_file, broken_docx, broken_xlsx).
    """
    suffix = PurePath(name).suffix.lower() if name else ""
    expected = _NAMES.get(suffix)
    if expected is None or found in expected:
        return
    if found == "ole" and "EncryptedPackage".encode("utf-16-le") in raw:
        raise UnreadableFile("encrypted_file", {"found": suffix.lstrip(".")})
    if found == "zip" and suffix in _PACKAGES:
        # A package without its main part, or one whose directory is lost.
        kind, part = _PACKAGES[suffix]
        raise UnreadableFile(f"broken_{kind}", {"part": part})
    params = {"expected": suffix.lstrip("."), "found": found}
    raise UnreadableFile("not_what_its_name_says", params)
