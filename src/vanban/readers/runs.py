"""The text of one DOCX paragraph: runs through every wrapper Word puts around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from vanban.readers.package import COMPATIBILITY, MATH, word
from vanban.readers.styles import Styles, toggle


@dataclass(slots=True)
class Changes:
    """Tracked changes and hidden text met on the way."""

    insertions: int = 0
    deletions: int = 0
    hidden: int = 0


@dataclass(slots=True)
class ParagraphText:
    """Raw text of a paragraph, with what hangs on it."""

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    page_breaks: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)


_TRANSPARENT = {
    word(name)
    for name in (
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
        "subDoc",
    )
}
_INSERTED = {word("ins"), word("moveTo")}
_DELETED = {word("del"), word("moveFrom")}
_CHARACTERS = {
    word("tab"): "\t",
    word("ptab"): "\t",
    word("cr"): "\n",
    word("noBreakHyphen"): "-",
}
_NOTES = {word("footnoteReference"): "footnote", word("endnoteReference"): "endnote"}
_PICTURES = {word("drawing"), word("pict"), word("object")}
_ALTERNATE = f"{{{COMPATIBILITY}}}AlternateContent"
_CHOICE = f"{{{COMPATIBILITY}}}Choice"
_FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
_MATH_TEXT = f"{{{MATH}}}t"
_MATH = {f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara"}
_RUN, _TEXT, _BREAK, _SYMBOL = word("r"), word("t"), word("br"), word("sym")
_BOX = word("txbxContent")
_PAGE_BREAK = word("lastRenderedPageBreak")


def chosen_branch(alternate: etree._Element) -> etree._Element | None:
    """The one branch of alternate content to read: the first that holds text, else the first."""
    branches = [child for child in alternate if child.tag in {_CHOICE, _FALLBACK}]
    with_text = (b for b in branches if next(b.iter(_TEXT), None) is not None)
    return next(with_text, branches[0] if branches else None)


class RunReader:
    """Reads the runs of paragraphs; counts tracked changes of the whole document."""

    def __init__(self, styles: Styles, changes: Changes) -> None:
        self._styles = styles
        self._changes = changes

    def read(self, paragraph: etree._Element) -> ParagraphText:
        """The raw text of a paragraph: breaks as line ends, deleted and hidden text left out."""
        found = ParagraphText()
        style = _style(paragraph, "pPr", "pStyle")
        self._walk(paragraph, found, self._styles.has_capitals(style) if style else False)
        return found

    def _walk(self, parent: etree._Element, found: ParagraphText, capitals: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child, found, capitals)
            elif tag in _TRANSPARENT:
                self._walk(child, found, capitals)
            elif tag in _INSERTED:
                self._changes.insertions += 1
                self._walk(child, found, capitals)
            elif tag in _DELETED:
                self._changes.deletions += 1
            elif tag == _ALTERNATE:
                branch = chosen_branch(child)
                if branch is not None:
                    self._walk(branch, found, capitals)
            elif tag in _MATH:
                found.parts.extend(node.text or "" for node in child.iter(_MATH_TEXT))
            elif tag in _PICTURES:
                found.boxes.extend(find_boxes(child))

    def _run(self, run: etree._Element, found: ParagraphText, capitals: bool) -> None:
        properties = run.find(word("rPr"))
        style = _style(run, "rPr", "rStyle")
        own = toggle(properties, "caps")
        if own is None:
            own = self._styles.has_capitals(style) if style else capitals
        hidden = toggle(properties, "vanish")
        if hidden or (hidden is None and style and self._styles.is_hidden(style)):
            self._changes.hidden += 1
            return
        for child in run:
            self._run_child(child, found, own)

    def _run_child(self, child: etree._Element, found: ParagraphText, capitals: bool) -> None:
        tag = child.tag
        if tag == _TEXT:
            words = child.text or ""
            found.parts.append(words.upper() if capitals else words)
        elif tag == _BREAK:
            found.parts.append("\n")
        elif tag in _CHARACTERS:
            found.parts.append(_CHARACTERS[tag])
        elif tag == _SYMBOL:
            found.parts.append(_symbol(child))
        elif tag == _PAGE_BREAK:
            found.page_breaks += 1
        elif tag in _NOTES:
            found.notes.append((_NOTES[tag], child.get(word("id"), "")))
        elif tag == _ALTERNATE:
            branch = chosen_branch(child)
            for inner in branch if branch is not None else ():
                self._run_child(inner, found, capitals)
        elif tag in _PICTURES:
            found.boxes.extend(find_boxes(child))


def find_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes inside a drawing, each once; boxes inside boxes come with the outer one."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag == _ALTERNATE:
            branch = chosen_branch(child)
            if branch is not None:
                yield from find_boxes(branch)
        else:
            yield from find_boxes(child)


def _style(element: etree._Element, properties: str, name: str) -> str | None:
    found = element.find(f"{word(properties)}/{word(name)}")
    return None if found is None else found.get(word("val"))


def _symbol(element: etree._Element) -> str:
    code = element.get(word("char"), "")
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "•" if "\ue000" <= char <= "\uf8ff" else char
