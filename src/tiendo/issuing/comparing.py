"""Whether a returned PDF says what was approved: its words against those of the frozen document.

A file that begins with the very bytes that were handed out must have been given signatures only.
Any other (set again by a word processor, say) is compared word by word; breaks of lines and pages
and the numbers of pages do not count. Nothing may be laid over the pages but signatures and links.
"""

from __future__ import annotations

import difflib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyhanko.pdf_utils.generic import DictionaryObject, Reference, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

import vanban
from tiendo.issuing.errors import IssuingError
from vanban.errors import UnreadableFile

SHOWN = 20
# Beyond this share of other words it is another document, and places are not looked for.
_OTHER_DOCUMENT = 0.3
_WORD = re.compile(r"\S+")
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_FEWEST_WORDS = 30
_LAID_ON_PAGES = frozenset({"/Widget", "/Link", "/Popup"})
# What signing adds to an object of the first revision.
_ADDED = {
    "/Catalog": frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"}),
    "/Page": frozenset({"/Annots", "/Tabs"}),
}
# A crafted file makes the reader fail in whatever way its structure asks for.
_UNREADABLE = (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError)


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the returned file says something else."""

    expected: str
    found: str
    near: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where two files differ. ``is_same_file``: only signatures were added to the one given out.

    ``is_overlaid``: something that is no signature lies over the pages.
    """

    is_same_file: bool
    count: int
    places: tuple[Place, ...]
    is_overlaid: bool = False

    def dump(self) -> dict[str, object]:
        """The comparison as it is kept."""
        return {
            "is_same_file": self.is_same_file,
            "count": self.count,
            "is_overlaid": self.is_overlaid,
            "places": [[p.expected, p.found, p.near] for p in self.places],
        }


def compare_pdf(given_out: bytes, returned: bytes) -> Comparison:
    """The places where a returned PDF differs from the one given out.

    Errors: IssuingError no_words (a scan), unreadable_pdf.
    """
    is_same, is_overlaid = _structure(given_out, returned)
    if is_same:
        return Comparison(True, 0, ())
    expected, found = _words(given_out), _words(returned)
    if len(found) < _FEWEST_WORDS <= len(expected):
        raise IssuingError("no_words")
    places = tuple(_places(expected, found))
    return Comparison(False, len(places) + is_overlaid, places[:SHOWN], is_overlaid)


def _structure(given_out: bytes, returned: bytes) -> tuple[bool, bool]:
    """Whether a file is the one given out with signatures added, and whether it is overlaid."""
    try:
        reader = PdfFileReader(io.BytesIO(returned), strict=False)
        is_overlaid = any(_overlays(reader))
        is_begun_alike = returned.startswith(given_out) and not is_overlaid
        return is_begun_alike and _is_only_signed(reader), is_overlaid
    except _UNREADABLE as error:
        raise IssuingError("unreadable_pdf") from error


def _is_only_signed(reader: PdfFileReader) -> bool:
    """Whether later revisions only added to what the first one held.

    The catalogue may have been given a form and evidence, pages places of signatures; every other
    object of the first revision must be as it was.
    """
    later = range(1, reader.xrefs.total_revisions)
    changed = set[Reference]().union(*(reader.xrefs.explicit_refs_in_revision(n) for n in later))
    first = reader.get_historical_resolver(0)
    touched = changed & reader.xrefs.explicit_refs_in_revision(0)
    return all(_is_harmless(reader, first, ref) for ref in touched)


def _is_harmless(reader: PdfFileReader, first: HistoricalResolver, ref: Reference) -> bool:
    old = first.get_object(ref)
    new = reader.get_object(ref)  # type: ignore[no-untyped-call]
    if not (isinstance(old, DictionaryObject) and isinstance(new, DictionaryObject)):
        return bool(old == new)
    kind = str(old.get("/Type", ""))
    if kind == "/Metadata" or ref == _info_of(reader):
        return True
    given = _ADDED.get(kind, frozenset())
    return _bare(old, given) == _bare(new, given) and not isinstance(old, StreamObject)


def _bare(held: DictionaryObject, without: frozenset[str]) -> dict[str, object]:
    return {str(key): held.raw_get(key) for key in held if key not in without}


def _info_of(reader: PdfFileReader) -> Reference | None:
    try:
        found: Reference = reader.trailer.raw_get("/Info").reference
        return found
    except (KeyError, AttributeError):
        return None


def _overlays(reader: PdfFileReader) -> Iterator[bool]:
    for number in range(int(reader.root["/Pages"]["/Count"])):
        found = reader.find_page_for_modification(number)  # type: ignore[no-untyped-call]
        page = found[0].get_object()
        for each in page.get("/Annots", ()):
            yield each.get_object().get("/Subtype") not in _LAID_ON_PAGES


def _places(expected: Sequence[str], found: Sequence[str]) -> Iterator[Place]:
    wanted, got = Counter(expected), Counter(found)
    strange = (wanted - got).total() + (got - wanted).total()
    if strange > _OTHER_DOCUMENT * max(len(expected), 1) * 2:
        yield Place(" ".join(expected[:30]), " ".join(found[:30]), "")
        return
    matcher = difflib.SequenceMatcher(None, expected, found, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            near = " ".join(expected[max(a - 6, 0) : a])
            yield Place(" ".join(expected[a:b][:40]), " ".join(found[c:d][:40]), near)


def _words(source: bytes) -> list[str]:
    """The words of a PDF in reading order, without the numbers of pages."""
    try:
        text = vanban.read(source, "van-ban.pdf")
    except UnreadableFile as error:
        raise IssuingError("unreadable_pdf") from error
    words: list[str] = []
    for block in text.blocks:
        said = unicodedata.normalize("NFC", block.span.of(text.content))
        found = _WORD.findall(_NO_WIDTH.sub("", said))
        words += [] if _is_page_number(found) else found
    return words


def _is_page_number(words: Sequence[str]) -> bool:
    return len(words) == 1 and _PAGE_NUMBER.fullmatch(words[0]) is not None
