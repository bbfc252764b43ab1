"""Vietnamese text typed with the fonts of the 1990s: which encoding it is in, and the same text
in Unicode.

Such fonts draw Vietnamese letters in the places of other ones, so the stored characters are wrong
by themselves: "ngµy" (TCVN3, also called ABC) and "ngaøy" (VNI) are both "ngày". The tables are
viparse's, made from official documents in these encodings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viparse.normalize.tables import Charmap

# Words of every administrative text as their glyph codes read in each encoding.
_UNICODE_WORDS = "của và các ngày tháng năm nhân dân việt cộng hội được"
_TCVN3_WORDS = (
    "cña vµ c¸c ngµy th¸ng n¨m nh©n d©n viÖt céng héi ®\u00ad\u00adîc ®\u00adîc ®îc x· chñ nghÜa "
    "®éc lËp h¹nh phóc quyÕt ®Þnh kÕ ho¹ch tØnh"
)
_VNI_WORDS = (
    "cuûa vaø caùc ngaøy thaùng naêm nhaân daân vieät coäng hoäi ñöôïc xaõ chuû nghóa ñoäc laäp "
    "haïnh phuùc quyeát ñònh keá hoaïch tænh"
)
_VOCABULARY = {
    **dict.fromkeys(_TCVN3_WORDS.split(), "TCVN3"),
    **dict.fromkeys(_VNI_WORDS.split(), "VNI"),
    **dict.fromkeys(_UNICODE_WORDS.split(), "unicode"),
}
_SAMPLE = 400_000
_PUNCTUATION = ".,;:()[]/\"'"


def legacy_encoding(raw: str) -> tuple[str, bool] | None:
    """The legacy encoding whose glyph codes a decoded text shows, and whether only a part does.

    Missing: None for text that is in Unicode throughout.
    """
    seen = {"TCVN3": 0, "VNI": 0, "unicode": 0}
    for chunk, count in Counter(raw[:_SAMPLE].lower().split()).items():
        name = _VOCABULARY.get(chunk.strip(_PUNCTUATION))
        if name:
            seen[name] += count
    name = max(("TCVN3", "VNI"), key=lambda encoding: seen[encoding])
    if seen[name] < 3:
        return None
    return name, seen["unicode"] > seen[name]


# Fonts


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """The encoding of a font, and whether it draws capitals for small letters (".VnTimeH")."""

    encoding: str
    has_capitals: bool = False


_TCVN3_FONT = re.compile(
    r"(?:[A-Z]{6}\+)?(?:\.vn|vn(?:time|arial|helve|centur|book|avant|univers|cour))", re.IGNORECASE
)
_VNI_FONT = re.compile(r"(?:[A-Z]{6}\+)?vni[- ]", re.IGNORECASE)
_CAPITAL_FONT = re.compile(r"[a-z]\s?H(?:\s|$)")


@cache
def font_encoding(name: str) -> LegacyFont | None:
    """What a font's name tells of the characters set in it; None for a Unicode font."""
    if _TCVN3_FONT.match(name):
        return LegacyFont("TCVN3", _CAPITAL_FONT.search(name) is not None)
    return LegacyFont("VNI") if _VNI_FONT.match(name) else None


# Conversion

# Letters that no legacy encoding has: text with them is in Unicode, whatever its font is called.
_UNICODE_LETTERS = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1"
                              "\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]")  # fmt: skip
# Letters of VNI that viparse had not met: the chart of the Vietnamese Unicode project
# (vietunicode.sourceforge.net/charset) has them.
_VNI_RARE = {"aú": "ẳ", "AÚ": "Ẳ", "î": "ỵ", "Î": "Ỵ"}
_ASCII_LETTER = re.compile("[A-Za-z]")
_ASCII_SMALL = re.compile("[a-z]")


def to_unicode(text: str, encoding: str) -> str:
    """Text of a legacy encoding ("TCVN3", "VNI") in Unicode, NFC; Unicode text stays as it is.

    Capitals typed in a capital font ("CéNG HßA") become capitals throughout.
    """
    from viparse.normalize.tables import convert

    if _UNICODE_LETTERS.search(text):
        return text
    converted: str = convert(text, _charmap(encoding))
    if encoding != "TCVN3" or converted == text:
        return converted
    if "\u00ad" not in text:
        converted = _LOST_HORN.sub(_with_horn, converted)
    return "\n".join(map(_in_one_case, text.split("\n"), converted.split("\n")))


@cache
def _charmap(encoding: str) -> Charmap:
    from viparse.normalize.encodings import CHARMAPS
    from viparse.normalize.tables import build_charmap

    pairs = dict(CHARMAPS[encoding.lower()].pairs)
    if encoding == "VNI":
        pairs |= _VNI_RARE
        for sequence, letter in [pair for pair in pairs.items() if len(pair[0]) == 2]:
            base, mark = sequence
            if base.isupper():
                pairs.setdefault(base + mark.lower(), letter)
    return build_charmap(encoding, pairs.items())


# In TCVN3 the letter ư stands in the place of the soft hyphen, which many programs drop. Where
# all of them were dropped, the rimes ơc and ơng, which Vietnamese does not have, were ươc and ương.
_LOST_HORN = re.compile("(?<![ưƯ])([ơờớởỡợ])(?=(?:c|ng)(?!\\w))")


def _with_horn(match: re.Match[str]) -> str:
    return "ư" + match[1]


def _in_one_case(before: str, line: str) -> str:
    """A line whose plain letters are all capitals is in capitals."""
    capitals = len(_ASCII_LETTER.findall(before)) > 1 and not _ASCII_SMALL.search(before)
    return line.upper() if capitals else line


_LEGACY_SIGNS = {
    "TCVN3": re.compile(
        "[A-Za-z][µ¶·¸¹¨©ª«¬®»¼½¾ÆÇËÐÎÏÑÖ×ØÜÞßåäæçëîïñö÷øûüþ\u00ad]"
        "|[µ¶¸¹ª®»¼½¾ÆÇËÐÎÏÑÖØÜÞßåäæçëîïñöøûüþ][A-Za-z]"
    ),
    "VNI": re.compile("[aeouyôöAEOUYÔÖ][øùïûõáàåãäâéèúüëêØÙÏÛÕÁÀÅÃÄÂÉÈÚÜËÊ]|[ñöæÑÖÆ][a-zA-Z]"),
}


def convert_legacy(raw: str) -> tuple[str, str | None]:
    """A decoded text with all its lines in Unicode, and the encoding that was converted.

    Missing: None where nothing was in a legacy encoding.
    """
    found = legacy_encoding(raw)
    if found is None:
        return raw, None
    encoding, is_mixed = found
    if not is_mixed and not _UNICODE_LETTERS.search(raw):
        return to_unicode(raw, encoding), encoding
    lines = (convert_line(line, encoding) for line in raw.splitlines(keepends=True))
    return "".join(lines), encoding


def convert_line(line: str, encoding: str) -> str:
    """A line in Unicode where letters inside its words are in a legacy encoding."""
    return to_unicode(line, encoding) if _LEGACY_SIGNS[encoding].search(line) else line
