"""Reading web pages: the document that a portal publishes, without the page around it."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage

from lxml import etree
from lxml import html as lxml_html

from vanban.errors import UnreadableFile
from vanban.models import Issue, Severity, Text
from vanban.readers.encoding import decode, put_right
from vanban.readers.grid import GridCell
from vanban.readers.html_content import find_content
from vanban.readers.html_flow import Flow
from vanban.readers.progress import Progress
from vanban.readers.text import Source, text_of

READER = "html/1"
MEDIA_TYPE = "text/html"

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
# A line typed with a break is not a wrapped one, however short the lines around it.
_NARROWEST = 60
# libxml2 leaves out what is nested deeper than 2,048 elements.
_TOO_DEEP = "depth"
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def read_html(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a web page. Errors: UnreadableFile(unknown_format, broken_html)."""
    characters, issues = decode_page(raw)
    return _read(characters, Source(raw, MEDIA_TYPE, READER, issues))


def read_mhtml(raw: bytes, progress: Progress | None = None) -> Text:
    """The text of a web page saved with its pictures, as browsers and Word do.

    Errors: as for ``read_html``.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    page = next((p for p in message.walk() if p.get_content_type() == MEDIA_TYPE), None)
    content = page.get_payload(decode=True) if isinstance(page, EmailMessage) else None
    if not isinstance(content, bytes):
        raise UnreadableFile("broken_html")
    characters, issues = decode_page(content)
    return _read(characters, Source(raw, "multipart/related", READER, issues))


def _read(characters: str, source: Source) -> Text:
    characters, repairs = put_right(characters)
    tables: dict[str, tuple[GridCell, ...]] = {}
    lines = _lines(_parse(characters), tables)
    issues = (*source.issues, *repairs)
    found = replace(source, issues=issues, tables=tables, narrowest=_NARROWEST)
    text = text_of("\n".join(lines), found)
    if text.content:
        return text
    return replace(text, issues=(*text.issues, Issue("no_text", Severity.ERROR)))


def _lines(root: etree._Element, tables: dict[str, tuple[GridCell, ...]]) -> list[str]:
    content = find_content(root)
    try:
        return Flow(tables).take(content)
    except RecursionError:
        # Elements nested so deep set nothing: the words are read as they come.
        tables.clear()
        return [str(words).strip() for words in content.itertext()]


def decode_page(raw: bytes) -> tuple[str, tuple[Issue, ...]]:
    """The characters of a page: by its mark, as UTF-8, as it declares, else by what they give.

    Errors: UnreadableFile(unknown_format).
    """
    declared = _CHARSET.search(raw[:4096])
    if declared and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii")
        try:
            return _decoded(raw, name), ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(raw)


def _decoded(raw: bytes, name: str) -> str:
    """UTF-8 wherever it can be, since many pages declare what they are not."""
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        if codecs.lookup(name).name == "utf-8":
            raise
        return raw.decode(name)


def _parse(characters: str) -> etree._Element:
    parser = lxml_html.HTMLParser(huge_tree=True, no_network=True, remove_pis=True)
    plain = _DECLARATION.sub("", characters, count=1).replace("\0", "")
    try:
        root = lxml_html.document_fromstring(plain, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("broken_html") from error
    if root is None or any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnreadableFile("broken_html")
    return root
