"""Office packages: parts found by relation, read within limits, parsed without entities."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from vanban.errors import UnreadableFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH.encode()),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", SHEET.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE.encode()),
)
# A tree takes about 25 times the bytes of its XML; a thousand pages take half of this.
MAX_XML = 50_000_000
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


_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package. ``main`` is the name of the document part."""

    archive: zipfile.ZipFile
    main: str
    kind: str = "docx"

    def related(self, kind: str) -> tuple[str, ...]:
        """Names of the parts that the document relates to by a kind ("footnotes", "header").

        Where the relations are lost or damaged, the parts are found by their usual names.
        """
        folder, name = posixpath.split(self.main)
        try:
            root = self.parse(posixpath.join(folder, "_rels", name + ".rels"))
        except UnreadableFile:
            root = None
        return self._usual(folder, kind) if root is None else tuple(_targets(root, kind, folder))

    def _usual(self, folder: str, kind: str) -> tuple[str, ...]:
        usual = re.compile(rf"{re.escape(posixpath.join(folder, kind))}\d*\.xml")
        return tuple(name for name in self.archive.NameToInfo if usual.fullmatch(name))

    def parse(self, name: str) -> etree._Element | None:
        """The root of an XML part; None where the package has no such part.

        Errors: UnreadableFile(broken_docx, broken_xlsx) for a part that cannot be read or parsed,
        UnreadableFile(too_large) for one of more than ``MAX_XML`` bytes.
        """
        if not _has(self.archive, name):
            return None
        size = self.archive.NameToInfo[name].file_size
        if size > MAX_XML:
            raise UnreadableFile("too_large", {"size": str(size), "limit": str(MAX_XML)})
        return _parse(name, self.read(name), self.kind)

    def read(self, name: str) -> bytes:
        """The bytes of a part that the package has. Errors: as for ``parse``."""
        return _read(self.archive, name, self.kind)


def open_package(raw: bytes, kind: str = "docx") -> Package:
    """The package of a DOCX or XLSX file.

    Errors: UnreadableFile(broken_docx, broken_xlsx, encrypted_file).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except DAMAGE as error:
        raise broken("package", kind) from error
    _check_sizes(archive, kind)
    top = Package(archive, "", kind)
    try:
        root = top.parse("_rels/.rels")
    except UnreadableFile:
        root = None
    targets = tuple(_targets(root, "officeDocument", "")) if root is not None else ()
    for name in (*targets, _MAIN_PARTS[kind]):
        if _has(archive, name):
            return Package(archive, name, kind)
    raise broken(_MAIN_PARTS[kind], kind)


def _has(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo


def broken(part: str, kind: str = "docx") -> UnreadableFile:
    """The refusal of a package whose part cannot be read."""
    return UnreadableFile(f"broken_{kind}", {"part": part})


def _check_sizes(archive: zipfile.ZipFile, kind: str) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_TOTAL:
        raise broken("package", kind)
    for part in parts:
        if part.file_size > max(_SMALL, _MAX_RATIO * part.compress_size):
            raise broken(part.filename, kind)
        if part.flag_bits & 1:
            raise UnreadableFile("encrypted_file", {"found": kind})


def _read(archive: zipfile.ZipFile, name: str, kind: str) -> bytes:
    try:
        with archive.open(name) as part:
            content = part.read(_MAX_PART + 1)
    except DAMAGE as error:
        raise broken(name, kind) from error
    except RuntimeError as error:
        # zipfile says "password required" this way.
        raise UnreadableFile("encrypted_file", {"found": kind}) from error
    if len(content) > _MAX_PART:
        raise broken(name, kind)
    return content


def _parse(name: str, content: bytes, kind: str) -> etree._Element:
    for strict, transitional in _STRICT:
        content = content.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)  # noqa: S320 entities and network are off
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(name, kind) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise broken(name, kind)
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
