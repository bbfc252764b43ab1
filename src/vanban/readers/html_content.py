"""The element of a web page that holds the document, without what stands around it.

What is left out is found by general measures: elements that HTML or their names call navigation,
hidden elements, and everything outside the element that holds nearly all words that are no links.
"""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from vanban.lexicon import words
from vanban.text import fold

_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "iframe", "svg", "canvas", "audio", "video")
    + ("object", "embed", "button", "select", "option", "textarea", "input", "nav", "aside")
    + ("head", "dialog", "map", "del")
)
_FURNITURE = frozenset(("header", "footer"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NATIONAL = re.compile(r"cộng hòa\s+xã hội|độc lập\s*-\s*tự do|đảng cộng sản\s+việt nam")
_ROWS = frozenset(("table", "tbody", "tr"))
_FRAMES = _ROWS | {"td", "th"}
_BOXES = frozenset(("body", "div", "section", "article", "main", "form", "center", "span", "font"))
# A part of the page may be called furniture only where it holds fewer of the words than this.
_FURNITURE_SHARE = 0.4
_BOX_SHARE, _FRAME_SHARE = 0.85, 0.97


def find_content(root: etree._Element) -> etree._Element:
    """The element of the document, chosen in a tree from which furniture was taken out."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _remove(element)
    total = max(1, sum(len(text.strip()) for text in root.itertext()))
    for element in list(root.iter()):
        if element.getparent() is not None and _is_furniture(element, total):
            _remove(element)
    body = root if root.tag == "body" else root.find(".//body")
    return _narrowed(root if body is None else body)


def _remove(element: etree._Element) -> None:
    """Take an element out; the words after it stay."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = _allowed(parent.text, element.tail)
        else:
            before.tail = _allowed(before.tail, element.tail)
    parent.remove(element)


def _allowed(before: str | None, after: str) -> str:
    """Two texts joined, without the control characters that a page may hold and a tree may not."""
    return _CONTROLS.sub("", f"{before or ''}{after}")


def _is_furniture(element: etree._Element, total: int) -> bool:
    if element.tag in _DROPPED or is_hidden(element):
        return element.tag in _DROPPED or not _is_document(element, total)
    if element.tag in ("html", "body"):
        return False
    named = element.tag in _FURNITURE or element.get("role") in ("navigation", "banner", "search")
    if named or not _names(element).isdisjoint(_furniture_names()):
        return not _is_document(element, total)
    return False


def is_hidden(element: etree._Element) -> bool:
    """Whether an element is not shown."""
    if element.get("hidden") is not None:
        return True
    return _HIDDEN.search(element.get("style", "").lower()) is not None


def _names(element: etree._Element) -> set[str]:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    if len(named) < 3:
        return set()
    return {part.lower() for part in _NAME_PARTS.findall(named[:500])}


@cache
def _furniture_names() -> frozenset[str]:
    return frozenset(words("chrome", "elements"))


def _is_document(element: etree._Element, total: int) -> bool:
    """Whether an element holds the document or much of the page, whatever it is called."""
    texts = [str(text) for text in element.itertext() if not text.isspace()]
    if sum(len(text.strip()) for text in texts) > _FURNITURE_SHARE * total:
        return True
    return _NATIONAL.search(fold(" ".join(texts))) is not None


def _narrowed(element: etree._Element) -> etree._Element:
    """Step into the one child that holds nearly all words, as long as there is one; a table is
    left whole unless one cell of it holds them."""
    sizes = _sizes(element)
    whole = element
    while True:
        inner = _dominant(element, sizes)
        if inner is None:
            return whole
        element = inner
        whole = whole if inner.tag in _ROWS else inner


def _dominant(
    element: etree._Element, sizes: dict[etree._Element, tuple[int, bool]]
) -> etree._Element | None:
    size, national = sizes[element]
    for child in element:
        share = _FRAME_SHARE if child.tag in _FRAMES else _BOX_SHARE
        if child.tag not in _BOXES and child.tag not in _FRAMES or not size:
            continue
        own, has_national = sizes[child]
        if own >= share * size and (has_national or not national):
            return child
    return None


def _sizes(top: etree._Element) -> dict[etree._Element, tuple[int, bool]]:
    """Characters outside links, and whether national words occur, of each element."""
    sizes: dict[etree._Element, tuple[int, bool]] = {}
    for element in reversed(list(top.iter())):
        size, national = _measure(element.text)
        for child in element:
            inner, has_national = sizes[child]
            after, also_national = _measure(child.tail)
            size += inner + after
            national = national or has_national or also_national
        sizes[element] = (0 if element.tag == "a" else size, national)
    return sizes


def _measure(text: str | None) -> tuple[int, bool]:
    if not text or text.isspace():
        return 0, False
    return len(text.strip()), _NATIONAL.search(fold(text)) is not None
