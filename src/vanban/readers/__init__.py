"""Readers: a file becomes text with a map back into the file. Content decides, not the name."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from vanban.errors import UnreadableFile
from vanban.models import Text
from vanban.readers.progress import Progress, Reader
from vanban.readers.sniff import check_name, kind_of, named_kind

MAX_BYTES = 100_000_000
# Parsing takes some forty times the bytes of a text; ten thousand pages have fewer.
MAX_TEXT_BYTES = 30_000_000

# Module and function of each reader, imported when it is first needed: some libraries are large.
_READERS = {
    "text": ("text", "read_text"),
    "markdown": ("markdown", "read_markdown"),
    "html": ("html", "read_html"),
    "mhtml": ("html", "read_mhtml"),
    "docx": ("docx", "read_docx"),
    "doc": ("office", "read_doc"),
    "rtf": ("office", "read_rtf"),
    "odt": ("office", "read_odt"),
    "wordml": ("office", "read_wordml"),
    "xls": ("office", "read_xls"),
    "ods": ("office", "read_ods"),
    "pdf": ("pdf", "read_pdf"),
    "xlsx": ("xlsx", "read_xlsx"),
    "png": ("scan", "read_scan"),
    "jpeg": ("scan", "read_scan"),
    "tiff": ("scan", "read_scan"),
    "webp": ("scan", "read_scan"),
    "bmp": ("scan", "read_scan"),
    "gif": ("scan", "read_scan"),
}


def read(
    source: Path | str | bytes,
    name: str | None = None,
    *,
    limit: int = MAX_BYTES,
    progress: Progress | None = None,
) -> Text:
    """The text of a file, given as a path or as its bytes with a name.

    Limits: ``limit`` bytes, MAX_TEXT_BYTES of plain text, and those of each reader.
    ``progress`` is told the pages done and the pages in all by readers that go page by page.
    Errors: UnreadableFile(empty_file, too_large, not_what_its_name_says, unsupported_format,
    unknown_format, encrypted_file, and the codes of each reader: see ``vanban.errors``); OSError
    where the path cannot be opened.
    """
    raw = _load(source, limit)
    if name is None and not isinstance(source, bytes):
        name = str(source)
    if not raw.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise UnreadableFile("empty_file")
    found = named_kind(name, kind_of(raw))
    check_name(name, found, raw)
    if found in ("text", "markdown"):
        _check_size(len(raw), MAX_TEXT_BYTES)
    if found not in _READERS:
        raise UnreadableFile("unsupported_format", {"found": found})
    module, function = _READERS[found]
    reader: Reader = getattr(import_module(f"vanban.readers.{module}"), function)
    return reader(raw, progress)


def _load(source: Path | str | bytes, limit: int) -> bytes:
    if isinstance(source, bytes):
        _check_size(len(source), limit)
        return source
    path = Path(source)
    _check_size(path.stat().st_size, limit)
    return path.read_bytes()


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableFile("too_large", {"size": str(size), "limit": str(limit)})
