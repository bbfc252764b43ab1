"""Words in place of placeholders, in the face that the office has given these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy

from docx.oxml.ns import qn

from tiendo.composer.docx_xml import Element, element, parent_of
from tiendo.composer.house_fields import FIELDS
from tiendo.composer.house_reading import GAP, PLACEHOLDER, Line, field_name
from tiendo.composer.wording import typeset

# Stands for a live value while its run is parted; of the private use area, so that nobody types it.
_MARK = "\ue000"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill_line(line: Line, values: Mapping[str, str]) -> None:
    """Puts values in place of the known placeholders of a line.

    A line that holds nothing but what the document may lack goes with it.
    """
    names = [field_name(found) for found in PLACEHOLDER.findall(line.words)]
    _put_in(line, values)
    if not line.words.strip() and not any(FIELDS[name].is_needed for name in names):
        _remove(line.paragraph)


def _put_in(line: Line, values: Mapping[str, str]) -> None:
    for found in reversed(list(PLACEHOLDER.finditer(line.words))):
        name = field_name(found[1])
        if name in values:
            _replace(line.texts, found.start(), found.end(), typeset(values[name]))
    for text in line.texts:
        _break(text)


def put_gaps(line: Line, write: Callable[[str], Iterable[Element]]) -> None:
    """Puts what ``write`` gives in place of each live value of a line, in the face of the words
    around it."""
    for found in reversed(list(GAP.finditer(line.words))):
        _replace(line.texts, found.start(), found.end(), _MARK)
        holder = next(text for text in line.texts if _MARK in (text.text or ""))
        _part(holder, list(write(found[1])))


def _part(text: Element, made: Sequence[Element]) -> None:
    """Parts a run at the mark in its words; what was made stands between its halves."""
    run = parent_of(text)
    face = run.find(qn("w:rPr"))
    before, _mark, after = (text.text or "").partition(_MARK)
    rest = element("r", *([] if face is None else [deepcopy(face)]))
    words = element("t")
    words.text = after
    words.set(_SPACE, "preserve")
    rest.append(words)
    rest.extend(list(text.itersiblings()))
    text.text = before
    text.set(_SPACE, "preserve")
    behind = run
    for each in (*made, rest):
        _wear(each, face)
        behind.addnext(each)
        behind = each


def _wear(made: Element, face: Element | None) -> None:
    """Gives the runs of what was made the face of the run they stand in."""
    for run in made.iter(qn("w:r")):
        if face is not None and run.find(qn("w:rPr")) is None:
            run.insert(0, deepcopy(face))


def copy_line(line: Line, lines: Sequence[str | Element]) -> None:
    """Puts a copy of a paragraph for each of several lines in its place; of none, nothing.

    What is an element already stands as it is.
    """
    paragraph = line.paragraph
    for each in lines:
        made = _with_words(paragraph, line.texts[0], each) if isinstance(each, str) else each
        paragraph.addprevious(deepcopy(made))
    if not _remove(paragraph):
        _put_in(line, {field_name(found): "" for found in PLACEHOLDER.findall(line.words)})


def _remove(paragraph: Element) -> bool:
    """Takes a paragraph out, unless its cell or box would be left without any."""
    parent = parent_of(paragraph)
    is_free = len(parent.findall(qn("w:p"))) > 1
    if is_free:
        parent.remove(paragraph)
    return is_free


def _with_words(paragraph: Element, first: Element, words: str) -> Element:
    """A paragraph of the same properties with one run in the face of the first."""
    made = element("p")
    properties = paragraph.find(qn("w:pPr"))
    if properties is not None:
        made.append(deepcopy(properties))
    face = parent_of(first).find(qn("w:rPr"))
    run = element("r", *([] if face is None else [deepcopy(face)]))
    text = element("t")
    text.text = typeset(words)
    text.set(_SPACE, "preserve")
    run.append(text)
    made.append(run)
    _break(text)
    return made


def _replace(texts: Sequence[Element], start: int, end: int, value: str) -> None:
    """The stretch of the words gives way to a value, which stands where it began."""
    at = 0
    for text in texts:
        words = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(words))
        if first < last:
            text.text = words[:first] + value + words[last:]
            text.set(_SPACE, "preserve")
            value = ""
        at += len(words)


def _break(text: Element) -> None:
    """Line feeds as line breaks."""
    first, *others = (text.text or "").split("\n")
    text.text = first
    behind = text
    for words in others:
        line = element("t")
        line.text = words
        line.set(_SPACE, "preserve")
        behind.addnext(line)
        behind.addnext(element("br"))
        behind = line
