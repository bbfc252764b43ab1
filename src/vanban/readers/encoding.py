"""Bytes to characters: Unicode encodings first, Windows-1258 next, legacy fonts said so."""

from __future__ import annotations

import codecs
import unicodedata

from vanban.errors import UnreadableFile
from vanban.legacy import convert_legacy, legacy_encoding
from vanban.models import Issue, Severity
from vanban.mojibake import mend_mojibake

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096


def decode(raw: bytes) -> tuple[str, tuple[Issue, ...]]:
    """The characters of a text file and what was odd in its bytes.

    Errors: UnreadableFile(unknown_format) for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), ()
    unmarked = _utf16_without_mark(raw)
    if unmarked:
        return raw.decode(unmarked, "replace"), (_read_as(unmarked),)
    if is_binary(raw):
        raise UnreadableFile("unknown_format")
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _decode_broken(raw, error)


def put_right(characters: str) -> tuple[str, tuple[Issue, ...]]:
    """Characters decoded twice, or typed in an old encoding, as they were meant; and what was."""
    issues = []
    mended, lines = mend_mojibake(characters)
    if lines:
        params = {"lines": str(lines)}
        issues.append(Issue("mojibake_mended", Severity.WARNING, params=params))
    converted, encoding = convert_legacy(mended)
    if encoding:
        params = {"encoding": encoding}
        issues.append(Issue("converted_encoding", Severity.WARNING, params=params))
    return converted, tuple(issues)


def is_binary(raw: bytes) -> bool:
    """Whether bytes hold what no text holds: NULs or many control characters."""
    sample = raw[:_SAMPLE]
    odd = sum(byte < 9 or 13 < byte < 27 for byte in sample)
    return b"\0" in sample or odd * 50 > len(sample)


def _utf16_without_mark(raw: bytes) -> str | None:
    sample = raw[:_SAMPLE]
    if len(sample) < 4 or not sample.count(0):
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        # High bytes of Vietnamese UTF-16 are 00, 01 and 1E only; accents make up about a third.
        if sum(byte in (0, 1, 0x1E) for byte in high) > 0.95 * len(high) and high.count(0):
            return encoding
    return None


def _read_as(encoding: str) -> Issue:
    return Issue("decoded_as", Severity.INFO, params={"encoding": encoding})


def _decode_broken(raw: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[Issue, ...]]:
    if _is_mostly_utf8(raw):
        issue = Issue("invalid_bytes", Severity.WARNING, params={"offset": str(error.start)})
        return raw.decode("utf-8", "replace"), (issue,)
    windows = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    if _vietnamese_letters(windows) and not legacy_encoding(raw.decode("cp1252", "replace")):
        return windows, (_read_as("windows-1258"),)
    western = raw.decode("cp1252", "replace")
    if legacy_encoding(western):
        return western, ()
    raise UnreadableFile("unknown_format")


def _is_mostly_utf8(raw: bytes) -> bool:
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(ord(char) > 127 for char in text) - broken
    return good > 4 * broken


def _vietnamese_letters(text: str) -> bool:
    marked = sum("\u1ea0" <= char <= "\u1ef9" for char in text[:_SAMPLE])
    return marked * 50 > len(text[:_SAMPLE])
