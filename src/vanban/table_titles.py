"""What stands above a table: its titles, and the year or the appendix that they name."""

from __future__ import annotations

import re
from bisect import bisect_left

from vanban.layout import appendix_number
from vanban.letters import roman_value
from vanban.models import BlockKind, Table, Text

_LOOK_BACK = 12
_TITLES = 5
_LONGEST = 220
# How sheets are called: "PL 2", "PL.II", "Phu luc 1".
_SHORT = re.compile(r"\A\s*(?i:pl|phu luc|phụ lục)[\s._-]*(?=[IVX\d]+\b)")
_PERIOD = re.compile(
    r"(?i:giai đoạn\s+|(?:từ )?năm\s+)?(?P<from>20\d\d)\s?(?:[-–]|đến(?: năm)?)\s?(?P<to>20\d\d)"
    r"|(?i:(?:đến|vào|trong|tới)?\s*(?:hết\s+)?năm\s+)(?P<year>20\d\d)(?!\d)"
)
# A line that names the document the table belongs to, or its day.
_OF_DOCUMENT = re.compile(r"(?i:kèm theo|ban hành|ngày\s+\d|số:?\s+\d)")


def titles_above(text: Text, table: Table) -> list[str]:
    """The paragraphs between a table and the table before it, the nearest first."""
    at = bisect_left(text.blocks, table.span.start, key=lambda block: block.span.start)
    titles: list[str] = []
    for block in reversed(text.blocks[max(0, at - _LOOK_BACK) : at]):
        if block.kind is BlockKind.CELL:
            break
        titles.append(block.span.of(text.content))
    return titles


def sheet_part(text: Text, table: Table) -> str | None:
    """The appendix that a sheet is by its name, or by the titles above its table."""
    if table.name is None:
        return None
    for words in (_SHORT.sub("Phụ lục ", table.name), *titles_above(text, table)):
        number = appendix_number(words.strip())
        if number is not None:
            return f"appendix-{_value_of(number)}"
    return None


def _value_of(number: str) -> int:
    if number.isdigit():
        return int(number)
    return roman_value(number) or (ord(number) - ord("A") + 1 if number else 1)


def title_horizon(text: Text, table: Table) -> str:
    """The year or period that the titles of a table set for its goals; "" for none or several."""
    found: set[str] = set()
    for words in titles_above(text, table)[:_TITLES]:
        if len(words) <= _LONGEST and not _OF_DOCUMENT.search(words):
            found.update(_key(match) for match in _PERIOD.finditer(words))
    return found.pop() if len(found) == 1 else ""


def _key(match: re.Match[str]) -> str:
    return match["year"] or f"{match['from']}-{match['to']}"
