"""Whether a package is a workbook that can be read without unpacking more than one can hold."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from lxml.etree import XMLSyntaxError

from tiendo.composer.sheet_reading.model import UnreadableSheet

_MOST_UNPACKED = 120 * 1024 * 1024
# A sheet is read as a stream and only as far as it says something.
_MOST_OF_SHEET = 600 * 1024 * 1024
_MOST_PARTS = 1000
# Honest sheets pack ten to thirty times; bombs several hundred.
_MOST_RATIO = 200
_SMALL = 2 * 1024 * 1024
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    XMLSyntaxError,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
    OverflowError,
)


def check_package(raw: bytes) -> None:
    """Refuse what is no workbook, is locked, or would unpack to more than one can hold.

    Errors: UnreadableSheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_parts(archive)
    except UnreadableSheet:
        raise
    except RuntimeError as error:  # zipfile says "password required" this way
        raise UnreadableSheet("encrypted") from error
    except DAMAGE as error:
        raise UnreadableSheet("not_sheet") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise UnreadableSheet("not_sheet")
    held = [part for part in parts if not _is_sheet(part)]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in held) > _MOST_UNPACKED:
        raise UnreadableSheet("unpacks_too_big")
    for part in parts:
        _check_part(archive, part)


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    return part.filename.startswith("xl/worksheets/") and part.file_size <= _MOST_OF_SHEET


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise UnreadableSheet("encrypted")
    if part.file_size > max(_SMALL, _MOST_RATIO * part.compress_size):
        raise UnreadableSheet("unpacks_too_big")
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as content:
            if b"<!DOCTYPE" in content.read(4096):
                raise UnreadableSheet("damaged")
