"""What paragraph and run styles of DOCX say about text: numbering and capitals."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from vanban.readers.package import word

_DEPTH = 12
_DEFAULT_RUN = f"{word('docDefaults')}/{word('rPrDefault')}/{word('rPr')}"


@dataclass(frozen=True, slots=True)
class Style:
    """One style. Missing: None where the style leaves a question to the one it is based on."""

    name: str
    based_on: str | None
    number: str | None
    level: int | None
    capitals: bool | None
    hidden: bool | None
    font: str | None = None


def toggle(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on, off or (None) not said."""
    child = None if properties is None else properties.find(word(name))
    if child is None:
        return None
    return child.get(word("val"), "1") not in {"0", "false", "off", "none"}


def font_of(properties: etree._Element | None) -> str | None:
    """The font that run properties name for marked letters; None where they name none."""
    fonts = None if properties is None else properties.find(word("rFonts"))
    if fonts is None:
        return None
    return fonts.get(word("hAnsi")) or fonts.get(word("ascii"))


def numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """List and level that paragraph properties name themselves."""
    found = None if properties is None else properties.find(word("numPr"))
    if found is None:
        return None, None
    number, level = found.find(word("numId")), found.find(word("ilvl"))
    at = None if level is None else level.get(word("val"))
    return (
        None if number is None else number.get(word("val")),
        int(at) if at is not None and at.isdigit() else None,
    )


class Styles:
    """The styles of a document, with what they inherit."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall(word("style"))
        self._styles = {element.get(word("styleId"), ""): _read(element) for element in elements}
        self._default = next(
            (
                element.get(word("styleId"))
                for element in elements
                if element.get(word("type")) == "paragraph"
                and element.get(word("default")) in {"1", "true"}
            ),
            None,
        )
        found = None if root is None else root.find(_DEFAULT_RUN)
        self._default_font = font_of(found)
        self._fonts: dict[tuple[str | None, str | None], str | None] = {}

    def _chain(self, key: str | None) -> list[tuple[str, Style]]:
        chain: list[tuple[str, Style]] = []
        key = key or self._default
        while key in self._styles and len(chain) < _DEPTH:
            style = self._styles[key]
            chain.append((key, style))
            key = style.based_on
        return chain

    def name(self, key: str | None) -> str | None:
        """The name of a style as its author sees it."""
        return next((style.name for _, style in self._chain(key)), None)

    def numbering(self, key: str | None) -> tuple[str, list[str], int | None] | None:
        """List, the styles down to the one that names it, and the level where one says it; a style
        may take its list from the one it is based on and only name its own level."""
        keys: list[str] = []
        level: int | None = None
        for own, style in self._chain(key):
            keys.append(own)
            level = style.level if level is None else level
            if style.number is not None:
                return style.number, keys, level
        return None

    def has_capitals(self, key: str | None) -> bool:
        """Whether text in a style is printed in capitals."""
        return next((s.capitals for _, s in self._chain(key) if s.capitals is not None), False)

    def is_hidden(self, key: str | None) -> bool:
        """Whether text in a style is not printed."""
        return next((s.hidden for _, s in self._chain(key) if s.hidden is not None), False)

    def font(self, run_style: str | None, paragraph_style: str | None) -> str | None:
        """The font of text in a run of a paragraph by their styles."""
        asked = (run_style, paragraph_style)
        if asked not in self._fonts:
            chain = self._chain(run_style) if run_style else []
            styles = [*chain, *self._chain(paragraph_style)]
            fonts = (style.font for _, style in styles if style.font is not None)
            self._fonts[asked] = next(fonts, self._default_font)
        return self._fonts[asked]


def _read(element: etree._Element) -> Style:
    name, based_on = element.find(word("name")), element.find(word("basedOn"))
    number, level = numbering_of(element.find(word("pPr")))
    run = element.find(word("rPr"))
    return Style(
        name="" if name is None else name.get(word("val"), ""),
        based_on=None if based_on is None else based_on.get(word("val")),
        number=number,
        level=level,
        capitals=toggle(run, "caps"),
        hidden=toggle(run, "vanish"),
        font=font_of(run),
    )
