"""Whether a file may be kept: looks for a secrecy mark in its place, never for the word alone.

A mark is a line, text box or table cell of its own that says MẬT, TỐI MẬT or TUYỆT MẬT, in any
part of the file: body, page heads, text boxes. "bảo mật" in a sentence is no mark.
Source: design.md section 3, law 12; Nghị định 30/2020/NĐ-CP, Phụ lục I, ô số 10a.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import IO

from lxml import etree

import vanban
from tiendo.documents.errors import UploadRefused
from tiendo.documents.kinds import FileKind
from tiendo.documents.marks import mark_of, refuse_marked
from tiendo.documents.page_images import has_pages
from tiendo.documents.page_screening import is_legible, screen_pages
from tiendo.documents.pdf_screening import screen_pdf
from vanban.errors import UnreadableFile
from vanban.models import KnownDocument, ParsedDocument, Severity, Text

# Reasons for which a file is sent back; for any other its uploader may vouch for it.
_REFUSED = frozenset(
    {
        "empty_file",
        "too_large",
        "too_many_pages",
        "too_many_cells",
        "not_what_its_name_says",
        "encrypted_file",
        "unknown_format",
    }
)


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening found. ``is_readable`` is false where not all words could be read.

    Missing: ``text`` and ``parsed`` are None where vanban read nothing; ``reason`` is the code of
    why, empty where a page was simply not legible.
    """

    is_readable: bool
    text: Text | None = None
    parsed: ParsedDocument | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """What reading a document may use: the documents known, and whom to tell how far it is."""

    register: Sequence[KnownDocument] = ()
    progress: Callable[[int, int], None] | None = None


_ALONE = Help()


def screen_document(file: IO[bytes], kind: FileKind, name: str, using: Help = _ALONE) -> Screening:
    """Read a document of any kind and look for a secrecy mark in all that was read.

    Slow for scans: each page is recognised. Errors: as for ``screen``.
    """
    surface = screen(file, kind, name, using)
    if surface.parsed is not None or kind.code in {"docx", "text", "html"}:
        return surface
    try:
        text = _read(file, name, using)
    except UploadRefused as refused:
        if refused.code in _REFUSED or refused.code.startswith("broken_"):
            raise
        return replace(surface, reason=refused.code)
    found = _screen_words(text, name, using)
    if text.pages or has_pages(kind.media_type):
        is_clear = screen_pages(text)
        is_readable = surface.is_readable or is_legible(text, file, kind)
        return replace(found, is_readable=is_clear and found.is_readable and is_readable)
    return found


def screen(file: IO[bytes], kind: FileKind, name: str, using: Help = _ALONE) -> Screening:
    """Look for a secrecy mark in what a file gives at once; DOCX and TXT are read whole.

    Errors: UploadRefused (secrecy_mark, legacy_encoding, broken_docx and what vanban cannot read).
    """
    file.seek(0)
    if kind.code == "docx":
        return _screen_docx(file, name, using)
    if kind.code in {"text", "html"}:
        return _screen_words(_read(file, name, using), name, using)
    if kind.code in {"xlsx", "pptx"}:
        lines = tuple(_package_lines(file, name))
        _refuse_marked(lines)
        return Screening(is_readable=bool(lines))
    if kind.code == "pdf":
        return Screening(is_readable=screen_pdf(file, name))
    return Screening(is_readable=False)


def _screen_docx(file: IO[bytes], name: str, using: Help) -> Screening:
    _refuse_marked(_package_lines(file, name))
    return _screen_words(_read(file, name, using), name, using)


def _read(file: IO[bytes], name: str, using: Help) -> Text:
    file.seek(0)
    try:
        return vanban.read(file.read(), PurePath(name).name, progress=using.progress)
    except UnreadableFile as error:
        raise UploadRefused(error.code, **{"name": name, **error.params}) from error


def _screen_words(text: Text, name: str, using: Help) -> Screening:
    for issue in text.issues:
        is_unread = issue.severity is Severity.ERROR
        if is_unread and issue.code in {"legacy_encoding", "mixed_encoding"}:
            raise UploadRefused("legacy_encoding", **{"name": name, **issue.params})
    if not text.content.strip():
        return Screening(is_readable=False, text=text)
    _refuse_marked(block.span.of(text.content) for block in text.blocks)
    _refuse_marked(text.content.split("\n"))
    parsed = vanban.parse(text, using.register)
    if parsed.header.secrecy is not None:
        raise UploadRefused("secrecy_mark", mark=parsed.header.secrecy)
    return Screening(is_readable=True, text=text, parsed=parsed)


def _refuse_marked(lines: Iterable[str]) -> None:
    refuse_marked(mark_of(line) for line in lines)


# The words of an Office package, part by part: also page heads and text boxes


def _package_lines(file: IO[bytes], name: str) -> Iterator[str]:
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        for part in package.namelist():
            if part.endswith(".xml") and part.startswith(("word/", "xl/", "ppt/")):
                yield from _part_lines(package.read(part), part, name)


def _part_lines(content: bytes, part: str, name: str) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        code = "broken_docx" if part.startswith("word/") else "broken_file"
        raise UploadRefused(code, name=name, part=part) from error
    words: dict[object, list[str]] = {}
    for element in root.iter("{*}t", "{*}br", "{*}cr"):
        owner = next(element.iterancestors("{*}p", "{*}si", "{*}is"), None)
        is_break = etree.QName(element).localname != "t"
        words.setdefault(owner, []).append("\n" if is_break else element.text or "")
    yield from (line for parts in words.values() for line in "".join(parts).split("\n") if line)
