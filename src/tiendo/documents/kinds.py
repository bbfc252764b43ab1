"""What a file is by its content, and whether its name says the same."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import puremagic

from tiendo.documents.errors import UploadRefused


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file taken in: its code, the endings it may have, its media type."""

    code: str
    endings: tuple[str, ...]
    media_type: str
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = (
    FileKind("docx", (".docx",), f"{_OFFICE}.wordprocessingml.document", "DOCX"),
    FileKind("xlsx", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet", "XLSX"),
    FileKind("pptx", (".pptx",), f"{_OFFICE}.presentationml.presentation", "PPTX"),
    FileKind("pdf", (".pdf",), "application/pdf", "PDF"),
    FileKind("png", (".png",), "image/png", "PNG"),
    FileKind("jpg", (".jpg", ".jpeg"), "image/jpeg", "JPG"),
    FileKind("tif", (".tif", ".tiff"), "image/tiff", "TIFF"),
    FileKind("webp", (".webp",), "image/webp", "WEBP"),
    FileKind("bmp", (".bmp",), "image/bmp", "BMP"),
    FileKind("gif", (".gif",), "image/gif", "GIF"),
    FileKind("heic", (".heic", ".heif"), "image/heic", "HEIC"),
    FileKind("text", (".txt", ".md", ".csv"), "text/plain", "TXT"),
    FileKind("html", (".html", ".htm"), "text/html", "HTML"),
    FileKind("doc", (".doc",), "application/msword", "DOC"),
    FileKind("rtf", (".rtf",), "application/rtf", "RTF"),
    FileKind("xls", (".xls",), "application/vnd.ms-excel", "XLS"),
    FileKind("odt", (".odt",), "application/vnd.oasis.opendocument.text", "ODT"),
    FileKind("ole", (".ppt",), "application/x-ole-storage", "PowerPoint 97-2003"),
)
BY_CODE = {kind.code: kind for kind in KINDS}
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}

IMAGE_KINDS = frozenset({"png", "jpg", "tif"})
# Read by another program, which makes a newer format of them.
_OLD_KINDS = frozenset({"doc", "rtf", "xls", "odt"})
DOCUMENT_KINDS = frozenset({"docx", "text", "html", "pdf", "xlsx", *_OLD_KINDS, *IMAGE_KINDS})
EVIDENCE_KINDS = frozenset(BY_CODE)
# Page by page, or by another program: never read while somebody waits for the answer.
_SLOW_KINDS = frozenset({"pdf", *_OLD_KINDS, *IMAGE_KINDS})
# What Word opens under the name of .doc: portals give out RTF and web pages so.
_AS_TEXT = frozenset({"text", "html"})
_AS_DOC = frozenset({"rtf", "html"})
_SLOW_BYTES = 2 * 1024 * 1024

MAX_UNPACKED_BYTES = 400 * 1024 * 1024
# XML is held as a tree of 25 times its size (measured); a thousand pages take about half of this.
MAX_XML_BYTES = 32 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 10_000
_HEAD = 8192
# The stream every Word or Excel 97-2003 file has, as the directory of its storage names it.
_STREAMS = (("WordDocument".encode("utf-16-le"), "doc"), ("Workbook".encode("utf-16-le"), "xls"))
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What zipfile raises on damaged, cut or strangely packed files.
_UNZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
)
_MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}


def check_kind(file: IO[bytes], name: str, allowed: frozenset[str]) -> FileKind:
    """The kind of a file, where its name and its content agree and it opens safely.

    Errors: UploadRefused (unknown_extension, not_what_its_name_says, unknown_format, broken_docx,
    broken_file, encrypted_file, zip_bomb).
    """
    named = _BY_ENDING.get(PurePath(name.lower()).suffix)
    if named is None or named.code not in allowed:
        raise UploadRefused("unknown_extension", name=name, allowed=labels(allowed))
    found = _found_kind(file, name, named, allowed)
    if found.code != named.code:
        expected = PurePath(name).suffix
        params = {"name": name, "expected": expected, "found": found.label}
        raise UploadRefused("not_what_its_name_says", **params)
    return found


def labels(allowed: frozenset[str]) -> str:
    """The kinds as a person reads them: "DOCX, PDF"."""
    return ", ".join(kind.label for kind in KINDS if kind.code in allowed)


def is_slow(kind: FileKind, size: int) -> bool:
    """Whether reading a file of this kind and size belongs in the background."""
    return kind.code in _SLOW_KINDS or size > _SLOW_BYTES


def _found_kind(file: IO[bytes], name: str, named: FileKind, allowed: frozenset[str]) -> FileKind:
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(b"PK"):
        return _zip_kind(file, name, named)
    if head.startswith(_OLE_MAGIC):
        return _ole_kind(file, name)
    code = _plain_kind(head)
    if code in _AS_TEXT and named.code in _AS_TEXT:
        return named
    if code in _AS_DOC and named.code == "doc":
        return named
    if code is None:
        found = _second_opinion(head)
        params = {"name": name, "found": found, "allowed": labels(allowed)}
        raise UploadRefused("unknown_format", **params)
    return BY_CODE[code]


def _plain_kind(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith((b"II*\0", b"MM\0*")):
        return "tif"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if picture := _picture_kind(head):
        return picture
    if not _looks_like_text(head):
        return None
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if start.startswith((b"<!doctype html", b"<html")) else "text"


def _picture_kind(head: bytes) -> str | None:
    """The kinds of pictures that phones and screens give, taken as evidence only."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    # Four reserved bytes are zero: no text begins so.
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "bmp"
    return "heic" if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS else None


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if b"\0" in head:
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x0b" for byte in head)
    return controls * 100 <= len(head)


def _ole_kind(file: IO[bytes], name: str) -> FileKind:
    file.seek(0)
    content = file.read()
    if _ENCRYPTED in content:
        raise UploadRefused("encrypted_file", name=name)
    return BY_CODE[next((code for stream, code in _STREAMS if stream in content), "ole")]


def _zip_kind(file: IO[bytes], name: str, named: FileKind) -> FileKind:
    file.seek(0)
    broken = "broken_docx" if named.code == "docx" else "broken_file"
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            _refuse_bomb(parts, name)
            code = next((_MAIN_PARTS[p.filename] for p in parts if p.filename in _MAIN_PARTS), "")
            code = code or _open_document(package)
            _refuse_encrypted(parts, name)
            bad = package.testzip() if code else None
    except _UNZIP_ERRORS as error:
        raise UploadRefused(broken, name=name, part="ZIP") from error
    if bad is not None:
        raise UploadRefused(broken, name=name, part=bad)
    if code:
        return BY_CODE[code]
    return FileKind("zip", (".zip",), "application/zip", "ZIP")


def _open_document(package: zipfile.ZipFile) -> str:
    """ "odt" for a text of the OpenDocument format, empty for any other package."""
    if "mimetype" not in package.namelist():
        return ""
    return "odt" if package.read("mimetype")[:100] == BY_CODE["odt"].media_type.encode() else ""


def _refuse_bomb(parts: list[zipfile.ZipInfo], name: str) -> None:
    size = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    is_bomb = size > MAX_UNPACKED_BYTES or xml > MAX_XML_BYTES or len(parts) > MAX_PARTS
    if is_bomb or (size > 50 * 1024 * 1024 and size / packed > MAX_RATIO):
        raise UploadRefused("zip_bomb", name=name, size=size // (1024 * 1024))


def _refuse_encrypted(parts: list[zipfile.ZipInfo], name: str) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise UploadRefused("encrypted_file", name=name)


def _second_opinion(head: bytes) -> str:
    """What puremagic takes the bytes for; only to name it in the message."""
    try:
        return str(puremagic.from_string(head)).lstrip(".").upper() or "?"
    except (puremagic.PureError, ValueError):
        return "?"
