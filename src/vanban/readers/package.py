"""DOCX as a package: parts found by relation, read within limits, parsed without entities."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from vanban.errors import UnreadableFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH.encode()),
)
_MAX_PART = 200_000_000
_MAX_TOTAL = 600_000_000
_MAX_PARTS = 5_000
# Honest XML packs about 10 to 30 times; bombs start at several hundred.
_MAX_RATIO = 200
_SMALL = 5_000_000
# All that zipfile raises on damaged bytes: some damage shows only when a part is opened or read.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
)


def word(name: str) -> str:
    """The qualified name of an element or attribute of WordprocessingML."""
    return f"{{{WORD}}}{name}"


@dataclass(frozen=True, slots=True)
class Package:
    """An opened DOCX. ``main`` is the name of the document part."""

    archive: zipfile.ZipFile
    main: str

    def related(self, kind: str) -> tuple[str, ...]:
        """Names of the parts that the document relates to by a kind ("footnotes", "header")."""
        folder, name = posixpath.split(self.main)
        root = self.parse(posixpath.join(folder, "_rels", name + ".rels"))
        return () if root is None else tuple(_targets(root, kind, folder))

    def parse(self, name: str) -> etree._Element | None:
        """The root of an XML part; None where the package has no such part.

        Errors: UnreadableFile(broken_docx) for a part that cannot be read or parsed.
        """
        if not _has(self.archive, name):
            return None
        return _parse(name, _read(self.archive, name))


def open_package(raw: bytes) -> Package:
    """The package of a DOCX file.

    Errors: UnreadableFile(broken_docx, encrypted_file).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except DAMAGE as error:
        raise _broken("package") from error
    _check_sizes(archive)
    relations = "_rels/.rels"
    root = _parse(relations, _read(archive, relations)) if _has(archive, relations) else None
    targets = tuple(_targets(root, "officeDocument", "")) if root is not None else ()
    for name in (*targets, "word/document.xml"):
        if _has(archive, name):
            return Package(archive, name)
    raise _broken("word/document.xml")


def _has(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo


def _broken(part: str) -> UnreadableFile:
    return UnreadableFile("broken_docx", {"part": part})


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_TOTAL:
        raise _broken("package")
    for part in parts:
        if part.file_size > max(_SMALL, _MAX_RATIO * part.compress_size):
            raise _broken(part.filename)
        if part.flag_bits & 1:
            raise UnreadableFile("encrypted_file", {"found": "docx"})


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            content = part.read(_MAX_PART + 1)
    except DAMAGE as error:
        raise _broken(name) from error
    except RuntimeError as error:
        # zipfile says "password required" this way.
        raise UnreadableFile("encrypted_file", {"found": "docx"}) from error
    if len(content) > _MAX_PART:
        raise _broken(name)
    return content


def _parse(name: str, content: bytes) -> etree._Element:
    for strict, transitional in _STRICT:
        content = content.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)  # noqa: S320 entities and network are off
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _broken(name)
    return root


def _targets(root: etree._Element, kind: str, folder: str) -> list[str]:
    found: list[str] = []
    for relation in root:
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target")
        if target and relation.get("Type", "").rsplit("/", 1)[-1] == kind:
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found.append(posixpath.normpath(path))
    return found
