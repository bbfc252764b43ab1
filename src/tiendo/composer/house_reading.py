"""Finding the placeholders of a house template, however Word has split them over runs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.document import Document as PackageDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from tiendo.composer.docx_xml import Element
from tiendo.composer.errors import ComposerError

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
# A live value as sentences have it, between single braces.
GAP = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
# The file on the office's machine that a text was begun from.
OWN_TEMPLATE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
)
_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")
# The same words once more, for word processors of 2007.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNREADABLE = (PackageNotFoundError, ValueError, KeyError, zipfile.BadZipFile, etree.LxmlError)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with the elements of its own words, those of boxes inside it left out."""

    paragraph: Element
    texts: tuple[Element, ...]
    is_repeated: bool

    @property
    def words(self) -> str:
        """Its words as Word shows them."""
        return "".join(each.text or "" for each in self.texts)


def open_package(template: bytes) -> PackageDocument:
    """The template as a package. Errors: ComposerError unreadable_template."""
    try:
        return Document(io.BytesIO(template))
    except _UNREADABLE as error:
        raise ComposerError("unreadable_template", detail=str(error)) from error


def roots_of(inner: PackageDocument) -> list[tuple[str, Element]]:
    """The body, the heads and the feet of a package, each with what it is: body, header, footer."""
    kinds = {"header": "header", "footer": "footer"}
    others = [
        (kinds[name], relation.target_part)
        for relation in inner.part.rels.values()
        if (name := relation.reltype.rsplit("/", 1)[-1]) in kinds
    ]
    return [("body", inner.element.body), *((kind, part.element) for kind, part in others)]


def lines_of(root: Element) -> Iterator[Line]:
    """The paragraphs under an element that have words, in their order."""
    owned: dict[Element, list[Element]] = {}
    for text in root.iter(_TEXT):
        owner = next((up for up in text.iterancestors() if up.tag == _PARAGRAPH), None)
        if owner is not None:
            owned.setdefault(owner, []).append(text)
    for paragraph, texts in owned.items():
        repeated = any(up.tag == _FALLBACK for up in paragraph.iterancestors())
        yield Line(paragraph, tuple(texts), repeated)


def field_name(inside: str) -> str:
    """The name between two pairs of braces: spaces and capitals do not count."""
    return "_".join(inside.split()).casefold()


def names_in(words: str) -> list[str]:
    """The names of the placeholders in a line."""
    return [field_name(found) for found in PLACEHOLDER.findall(words)]


def is_free(line: Line) -> bool:
    """Whether a line stands in the text itself or in a table of it, not in a box."""
    tags = {qn("w:body"), qn("w:tc"), qn("w:tr"), qn("w:tbl")}
    return all(
        up.tag in tags or up.tag == qn("w:document") for up in line.paragraph.iterancestors()
    )


def gaps_in(body: Element) -> tuple[str, ...]:
    """The live values named in the text of a template, each once."""
    lines = (line for line in lines_of(body) if is_free(line))
    return tuple(dict.fromkeys(found for line in lines for found in GAP.findall(line.words)))
