"""Page heads and feet of DOCX, kept apart from the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from vanban.models import Margin, MarginKind
from vanban.readers.letterheads import NATIONAL_WORDS, words_of
from vanban.readers.package import Package, word
from vanban.readers.paragraph_text import Changes
from vanban.readers.runs import RunReader
from vanban.readers.styles import Styles
from vanban.text import normalise

_PARAGRAPH = word("p")
_KINDS = {"header": MarginKind.HEAD, "footer": MarginKind.FOOT}
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"(?:trang|page)?[\s\d/–-]*", re.IGNORECASE)
_FIRST_PARAGRAPHS = 60


def read_margins(package: Package, styles: Styles) -> tuple[Margin, ...]:
    """The words of all page heads and feet, each once, in the order of the parts."""
    runs = RunReader(styles, Changes())
    found: dict[Margin, None] = {}
    for name, kind in _KINDS.items():
        for part in package.related(name):
            root = package.parse(part)
            if root is not None:
                found.update(dict.fromkeys(_margins(root, kind, runs)))
    return tuple(found)


def _margins(root: etree._Element, kind: MarginKind, runs: RunReader) -> Iterator[Margin]:
    for paragraph in root.iter(_PARAGRAPH):
        text = runs.read(paragraph)
        for words in (text.text, *text.signs):
            shown = _SPACES.sub(" ", normalise(words)).strip()
            is_number = _NUMBER.fullmatch(shown) is not None and _has_page_field(paragraph)
            if shown or is_number:
                yield Margin(MarginKind.PAGE_NUMBER if is_number else kind, shown)


def _has_page_field(paragraph: etree._Element) -> bool:
    simple = (field.get(word("instr"), "") for field in paragraph.iter(word("fldSimple")))
    typed = (field.text or "" for field in paragraph.iter(word("instrText")))
    return any("PAGE" in words for words in (*simple, *typed))


def find_letterhead(package: Package, body: etree._Element) -> etree._Element | None:
    """The page head that holds the letterhead of a document whose body begins without one."""
    first = [child for child in body if isinstance(child.tag, str)][:_FIRST_PARAGRAPHS]
    if any(NATIONAL_WORDS.search(words_of(child)) for child in first):
        return None
    heads = map(package.parse, package.related("header"))
    return next((h for h in heads if h is not None and NATIONAL_WORDS.search(words_of(h))), None)
