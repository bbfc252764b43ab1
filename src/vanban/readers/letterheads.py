"""Tables that only set a letterhead or a signature side by side, or frame a text."""

from __future__ import annotations

import re

from lxml import etree

from vanban.readers.package import word
from vanban.text import fold, normalise

_PARAGRAPH, _ROW, _CELL, _TEXT = word("p"), word("tr"), word("tc"), word("t")
LAYOUT_WORDS = re.compile(
    r"cộng hòa xã hội chủ nghĩa|độc lập ?- ?tự do|đảng cộng sản việt nam|nơi nhận ?:|"
    r"^ ?kính gửi ?:|"
    r"^ ?(?:tm|kt|tl|tuq)\. ?(?:chủ tịch|giám đốc|ủy ban|bộ trưởng|thủ tướng|chính phủ|hội đồng)",
    re.MULTILINE,
)
NATIONAL_WORDS = re.compile(r"cộng hòa xã hội chủ nghĩa|đảng cộng sản việt nam")
_LAYOUT_ROWS, _LAYOUT_COLUMNS = 6, 4


def is_letterhead(table: etree._Element) -> bool:
    """Whether a table only sets a letterhead or a signature side by side, or is a single frame
    around text."""
    rows = table.findall(_ROW)
    widths = [len(row.findall(_CELL)) for row in rows]
    if widths == [1]:
        return True
    if len(rows) > _LAYOUT_ROWS or any(width > _LAYOUT_COLUMNS for width in widths):
        return False
    return LAYOUT_WORDS.search(words_of(table)) is not None


def words_of(element: etree._Element) -> str:
    """The folded words of all paragraphs inside an element, one a line."""
    paragraphs = ("".join(n.text or "" for n in p.iter(_TEXT)) for p in element.iter(_PARAGRAPH))
    return fold(normalise("\n".join(paragraphs)))
