"""Tables that only set a letterhead or a signature side by side."""

from __future__ import annotations

import re

from lxml import etree

from vanban.readers.package import word
from vanban.text import fold, normalise

_PARAGRAPH, _ROW, _CELL, _TEXT = word("p"), word("tr"), word("tc"), word("t")
LAYOUT_WORDS = re.compile(
    r"cộng hòa xã hội chủ nghĩa|độc lập ?- ?tự do|đảng cộng sản việt nam|nơi nhận ?:|"
    r"^ ?(?:tm|kt|tl|tuq)\. ?(?:chủ tịch|giám đốc|ủy ban|bộ trưởng|thủ tướng|chính phủ|hội đồng)",
    re.MULTILINE,
)
# Recipients and signature side by side without a table.
SIGNING_BY_TABS = re.compile(r"\s*(?:Nơi nhận|NƠI NHẬN)\s*:?\s*\t+\s*\S")
_LAYOUT_ROWS, _LAYOUT_COLUMNS = 6, 4


def is_letterhead(table: etree._Element) -> bool:
    """Whether a table only sets a letterhead or a signature side by side."""
    rows = table.findall(_ROW)
    if len(rows) > _LAYOUT_ROWS or any(len(row.findall(_CELL)) > _LAYOUT_COLUMNS for row in rows):
        return False
    paragraphs = ("".join(n.text or "" for n in p.iter(_TEXT)) for p in table.iter(_PARAGRAPH))
    return LAYOUT_WORDS.search(fold(normalise("\n".join(paragraphs)))) is not None
