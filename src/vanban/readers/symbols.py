"""Characters of the fonts Symbol and Wingdings, which Word keeps in the private use area.

Sources: the mapping of Adobe's Symbol encoding published by the Unicode Consortium
(unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt); of Wingdings only the boxes, ticks and
arrows that forms use: its other signs stand for bullets.
"""

from __future__ import annotations

import re

_PRIVATE = re.compile("[\uf000-\uf0ff]")
_BULLET = "•"
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_UPPER = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"
_SYMBOL = {
    **{code: chr(code) for code in range(0x20, 0x7F)},
    **{0x41 + at: letter for at, letter in enumerate(_GREEK)},
    **{0x61 + at: letter.lower() for at, letter in enumerate(_GREEK)},
    **{0xA1 + at: sign for at, sign in enumerate(_UPPER)},
    **{0x2A: "*", 0x2D: "-", 0xA8: _BULLET, 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xE5: "∑"},
    **{0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂", 0xCE: "∈", 0xDB: "⇔", 0xDE: "⇒"},
}
_WINGDINGS = {
    **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), "☐"),
    **{0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0xDF: "←", 0xE0: "→", 0xE8: "→"},
}


def symbol(code: int, font: str | None) -> str:
    """The character that a symbol font draws for a code; a bullet where nothing says more."""
    if not 0xF000 <= code <= 0xF0FF and (code > 0xFF or not _is_symbol_font(font)):
        return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""
    place = code & 0xFF
    if font and "dings" in font.lower():
        return _WINGDINGS.get(place, _BULLET)
    return _SYMBOL.get(place, _BULLET)


def _is_symbol_font(font: str | None) -> bool:
    return font is not None and ("dings" in font.lower() or font.lower() == "symbol")


def translate_symbols(words: str, font: str | None) -> str:
    """Words with their characters of symbol fonts in Unicode."""
    return _PRIVATE.sub(lambda match: symbol(ord(match[0]), font), words)


def bullet(text: str, font: str | None) -> str:
    """The bullet of a list; any sign that stands for a dot or a picture is one dot."""
    char = text.strip()[:1]
    if not char:
        return ""
    if font and "dings" in font.lower():
        return _BULLET
    if "\ue000" <= char <= "\uf8ff":
        drawn = symbol(ord(char), "Symbol")
        return drawn if drawn in "-+*→" else _BULLET
    # The hollow dot of second levels is a letter o of a typewriter font.
    return "○" if char == "o" else char
