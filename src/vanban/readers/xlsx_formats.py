"""Number formats of spreadsheets: sections, their digits, and what a section is for.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (number format codes).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<clock>AM/PM|A/P)|(?P<time>y+|m+|d+|h+|s+)"
    r"|(?P<digits>[0#?][0#?,]*)|(?P<point>\.)|(?P<exponent>[Ee][+-])|(?P<percent>%)"
    r"|(?P<text>@)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(?P<sign><=|>=|<>|<|>|=)\s*(?P<than>-?\d+(?:\.\d+)?)\Z")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, than: value < than,
    "<=": lambda value, than: value <= than,
    ">": lambda value, than: value > than,
    ">=": lambda value, than: value >= than,
    "=": lambda value, than: value == than,
    "<>": lambda value, than: value != than,
}
_LONGEST_CODE = 255


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: its kind (literal, time, digits, point …) and its words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format: its pieces in order and the condition it states, if any."""

    tokens: tuple[Token, ...]
    sign: str = ""
    than: float = 0.0

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens)

    @property
    def is_date(self) -> bool:
        """Whether the section writes a day or a time of day."""
        return self.has("time") and not self.has("digits")


@lru_cache(maxsize=512)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format code; an overlong one counts as no format at all."""
    if not code or len(code) > _LONGEST_CODE:
        return ()
    return tuple(_section(words) for words in _split(code))


def section_for(sections: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """The section that writes a number, and whether it writes the sign by itself."""
    for section in sections:
        if section.sign and _COMPARE[section.sign](value, section.than):
            return section, True
    numeric = [section for section in sections if not section.has("text")] or list(sections)
    if value < 0 and len(numeric) > 1 and not numeric[0].sign:
        return numeric[1], True
    if value == 0 and len(numeric) > 2:
        return numeric[2], True
    return numeric[-1 if numeric[0].sign else 0], False


def _split(code: str) -> list[str]:
    parts, quoted, escaped = [""], False, False
    for char in code:
        if char == ";" and not quoted and not escaped:
            parts.append("")
            continue
        escaped = char == "\\" and not escaped and not quoted
        quoted ^= char == '"' and not escaped
        parts[-1] += char
    return parts[:4]


def _section(words: str) -> Section:
    tokens: list[Token] = []
    sign, than = "", 0.0
    for match in _TOKEN.finditer(words):
        condition = _CONDITION.match(match["bracket"] or "")
        if condition:
            sign, than = condition["sign"], float(condition["than"])
            continue
        token = _token(match)
        if token:
            tokens.append(token)
    return Section(tuple(tokens), sign, than)


def _token(match: re.Match[str]) -> Token | None:
    if match["bracket"] is not None:
        return _bracket(match["bracket"])
    kind = match.lastgroup
    if kind is None:
        return None
    if kind in ("quoted", "escaped", "plain"):
        return Token("literal", match[kind])
    return Token(kind, match[kind].lower() if kind == "time" else match[kind])


def _bracket(words: str) -> Token | None:
    """A currency sign or an elapsed time; colours and locales write nothing."""
    if words.startswith("$"):
        return Token("literal", words[1:].split("-")[0])
    if re.fullmatch(r"h+|m+|s+", words, re.IGNORECASE):
        return Token("time", f"[{words[0].lower()}]")
    return None
