"""The text of one DOCX paragraph: runs through every wrapper Word puts around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from vanban.legacy import font_encoding
from vanban.readers.fields import Fields
from vanban.readers.package import COMPATIBILITY, MATH, word
from vanban.readers.paragraph_text import Changes, Look, ParagraphText
from vanban.readers.styles import Styles, font_of, toggle
from vanban.readers.symbols import symbol, translate_symbols

_TRANSPARENT = {
    word(name)
    for name in (
        *("smartTag", "sdtContent", "fldSimple", "customXml", "dir", "bdo"),
        *("ruby", "rubyBase", "subDoc"),
    )
}
_DELETED = {word("del"), word("moveFrom")}
# What the softer hyphen stands for in a font of TCVN3 is the letter ư.
_CHARACTERS = {
    word("tab"): "\t",
    word("ptab"): "\t",
    word("cr"): "\n",
    word("br"): "\n",
    word("noBreakHyphen"): "-",
    word("softHyphen"): "\u00ad",
}
_NOTES = {word("footnoteReference"): "footnote", word("endnoteReference"): "endnote"}
_PICTURES = {word("drawing"), word("pict"), word("object")}
_ALTERNATE = f"{{{COMPATIBILITY}}}AlternateContent"
_CHOICE = f"{{{COMPATIBILITY}}}Choice"
_FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
_MATH_TEXT = f"{{{MATH}}}t"
_MATH = {f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara"}
_RUN, _TEXT, _SYMBOL = word("r"), word("t"), word("sym")
_SDT, _LINK = word("sdt"), word("hyperlink")
_INSERTED, _MOVED = word("ins"), word("moveTo")
_FIELD_MARK, _INSTRUCTION = word("fldChar"), word("instrText")
_BOX = word("txbxContent")
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_PAGE_BREAK = word("lastRenderedPageBreak")
_PRIVATE = re.compile("[\uf000-\uf0ff]")


def chosen_branch(alternate: etree._Element) -> etree._Element | None:
    """The one branch of alternate content to read: the first that holds text, else the first."""
    branches = [child for child in alternate if child.tag in {_CHOICE, _FALLBACK}]
    with_text = (b for b in branches if next(b.iter(_TEXT), None) is not None)
    return next(with_text, branches[0] if branches else None)


def is_placeholder(control: etree._Element) -> bool:
    """Whether a content control still shows its prompt ("Choose an item.")."""
    return control.find(f"{word('sdtPr')}/{word('showingPlcHdr')}") is not None


class RunReader:
    """Reads the runs of paragraphs; counts tracked changes of the whole document."""

    def __init__(self, styles: Styles, changes: Changes) -> None:
        self._styles = styles
        self._changes = changes
        self._fields = Fields()
        self._style: str | None = None
        self._found = ParagraphText(changes)
        self._handlers = self._walkers()

    def read(self, paragraph: etree._Element) -> ParagraphText:
        """The raw text of a paragraph: breaks as line ends, deleted and hidden text left out."""
        self._found = ParagraphText(self._changes)
        self._style = _style(paragraph, "pPr", "pStyle")
        self._fields.begin_paragraph()
        self._walk(paragraph)
        return self._found

    def _walkers(self) -> dict[object, Callable[[etree._Element], None]]:
        return {
            _RUN: self._run,
            **dict.fromkeys(_TRANSPARENT, self._walk),
            **dict.fromkeys(_DELETED, self._skip_deleted),
            **dict.fromkeys(_MATH, self._math),
            **dict.fromkeys(_PICTURES, self._picture),
            _INSERTED: self._inserted,
            _MOVED: self._moved,
            _SDT: self._control,
            _LINK: self._link,
            _ALTERNATE: self._alternate,
        }

    def _walk(self, parent: etree._Element) -> None:
        for child in parent:
            handler = self._handlers.get(child.tag)
            if handler:
                handler(child)

    def _skip_deleted(self, element: etree._Element) -> None:
        self._changes.deletions += element.tag == word("del")

    def _inserted(self, element: etree._Element) -> None:
        self._changes.insertions += 1
        self._walk(element)

    def _moved(self, element: etree._Element) -> None:
        self._changes.moves += 1
        self._walk(element)

    def _control(self, element: etree._Element) -> None:
        if not is_placeholder(element):
            self._walk(element)

    def _link(self, element: etree._Element) -> None:
        if element.get(word("anchor"), "").startswith("_Toc") and self._fields.has("TOC"):
            self._found.is_contents = True
        self._walk(element)

    def _alternate(self, element: etree._Element) -> None:
        branch = chosen_branch(element)
        if branch is not None:
            self._walk(branch)

    def _math(self, element: etree._Element) -> None:
        words = "".join(node.text or "" for node in element.iter(_MATH_TEXT))
        self._found.add(words, Look())

    def _picture(self, element: etree._Element) -> None:
        self._found.boxes.extend(find_boxes(element))
        self._found.signs.extend(drawn_words(element))

    def _run(self, run: etree._Element) -> None:
        properties = run.find(word("rPr"))
        style = _style(run, "rPr", "rStyle")
        hidden = toggle(properties, "vanish")
        if hidden or (hidden is None and style and self._styles.is_hidden(style)):
            self._changes.hidden += 1
            return
        look = self._look(properties, style)
        for child in run:
            self._run_child(child, look)

    def _look(self, properties: etree._Element | None, style: str | None) -> Look:
        capitals = toggle(properties, "caps")
        if capitals is None:
            keys = (key for key in (style, self._style) if key)
            capitals = any(map(self._styles.has_capitals, keys))
        font = font_of(properties) or self._styles.font(style, self._style)
        legacy = font_encoding(font) if font else None
        if legacy is None:
            return Look(capitals, font)
        return Look(capitals or legacy.has_capitals, font, legacy.encoding)

    def _run_child(self, child: etree._Element, look: Look) -> None:
        tag = child.tag
        if tag == _TEXT:
            self._text(child.text or "", look)
        elif tag in _CHARACTERS:
            self._found.add(_CHARACTERS[tag], look)
        elif tag == _ALTERNATE:
            branch = chosen_branch(child)
            for inner in branch if branch is not None else ():
                self._run_child(inner, look)
        elif tag in _PICTURES:
            self._picture(child)
        else:
            self._mark(child, look)

    def _mark(self, child: etree._Element, look: Look) -> None:
        """Symbols, page breaks, references of notes and marks of fields."""
        tag = child.tag
        if tag == _SYMBOL:
            self._found.add(_symbol(child), look)
        elif tag == _PAGE_BREAK:
            self._found.turn_page()
        elif tag in _NOTES:
            self._found.notes.append((_NOTES[tag], child.get(word("id"), "")))
        elif tag == _FIELD_MARK:
            self._found.add(self._fields.mark(child), look)
        elif tag == _INSTRUCTION:
            self._instruct(child.text or "")

    def _text(self, words: str, look: Look) -> None:
        if self._fields.hide_text:
            return
        if _PRIVATE.search(words):
            words = translate_symbols(words, look.font)
        self._found.add(words, look)

    def _instruct(self, words: str) -> None:
        self._fields.instruct(words)
        if "PAGEREF" in words and self._fields.has("TOC"):
            self._found.is_contents = True


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


def drawn_words(element: etree._Element) -> Iterator[str]:
    """Words drawn as a picture of letters, as stamps and watermarks are."""
    for path in element.iter(_TEXT_PATH):
        words = path.get("string", "").strip()
        if words:
            yield words


def _style(element: etree._Element, properties: str, name: str) -> str | None:
    found = element.find(f"{word(properties)}/{word(name)}")
    return None if found is None else found.get(word("val"))


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(word("char"), ""), 16)
    except ValueError:
        return ""
    return symbol(code, element.get(word("font")))
