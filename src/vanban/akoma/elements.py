"""Making elements of Akoma Ntoso: names, identifiers, words that XML can hold."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# What XML 1.0 cannot hold, even as a reference.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new_root() -> etree._Element:
    """The root element of a document, in the standard's namespace."""
    return etree.fromstring(f'<akomaNtoso xmlns="{NAMESPACE}"/>')


def child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """A new last child of an element."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for name, value in attributes.items():
        element.set(name, printable(value))
    return element


def append_words(element: etree._Element, words: str) -> None:
    """Words behind all that an element holds already."""
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + printable(words)
    else:
        element.text = (element.text or "") + printable(words)


def printable(words: str) -> str:
    """Words without the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", words)


def slug(words: str) -> str:
    """Words as a part of an address: letters without marks, digits and hyphens; "unknown" where
    nothing is left."""
    plain = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return re.sub(r"[^A-Za-z0-9]+", "-", kept).strip("-") or "unknown"


class Ids:
    """Identifiers that are unique in one document."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def new(self, prefix: str, marker: str, parent: str = "") -> str:
        """The identifier of an element below a parent: "sec_I__para_1", "…-2" where it repeats."""
        wanted = f"{parent}__{prefix}_{slug(marker)}" if parent else f"{prefix}_{slug(marker)}"
        count = self._taken[wanted] = self._taken.get(wanted, 0) + 1
        return wanted if count == 1 else self.new(prefix, f"{marker}-{count}", parent)
