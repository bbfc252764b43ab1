"""Text whose UTF-8 bytes were once taken for Windows-1252: "Káº¿ hoáº¡ch" for "Kế hoạch"."""

from __future__ import annotations

import re

# Marked Vietnamese letters are two or three bytes in UTF-8, and begin with one of these.
_SIGN = re.compile("á[º»]|Ã[\u0080-\u00bf\u0152-\u2122]|Ä[\u2018\u0090\u0192\u201a\u0091]|Æ[°¡]|Ä©")
_FEWEST = 3


def mend_mojibake(raw: str) -> tuple[str, int]:
    """The text with such lines put right, and how many there were.

    A line is changed only where all its bytes are UTF-8 again: what was lost stays as it is.
    """
    if len(_SIGN.findall(raw[:400_000])) < _FEWEST:
        return raw, 0
    mended = 0
    lines = raw.split("\n")
    for at, line in enumerate(lines):
        if _SIGN.search(line):
            right = _decode_again(line)
            mended += right != line
            lines[at] = right
    return "\n".join(lines), mended


def _decode_again(line: str) -> str:
    try:
        return b"".join(map(_byte_of, line)).decode("utf-8")
    except ValueError:
        return line


def _byte_of(char: str) -> bytes:
    """The byte that Windows-1252 shows as a character; the five it leaves open stand for
    themselves, as all browsers read them."""
    return bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252")
