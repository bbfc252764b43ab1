"""Automatic numbering of DOCX: the labels that Word prints but does not store as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from vanban.readers.number_formats import format_number
from vanban.readers.package import word
from vanban.readers.styles import font_of
from vanban.readers.symbols import bullet, translate_symbols

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format ("%1.%2"), first number and restart rule."""

    number_format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    is_legal: bool = False
    style: str | None = None
    glue: str = " "
    custom: str = ""
    font: str | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    abstract: str
    restarts: dict[int, int] = field(default_factory=dict)


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(word(name))
    return None if child is None else child.get(word("val"))


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _is_on(element: etree._Element, name: str) -> bool:
    child = element.find(word(name))
    return child is not None and child.get(word("val"), "1") not in {"0", "false", "off"}


_GLUES = {"nothing": "", "space": " ", "tab": " "}


def _read_level(element: etree._Element) -> Level:
    kind = element.find(f".//{word('numFmt')}")
    restart = _value(element, "lvlRestart")
    return Level(
        number_format=kind.get(word("val"), "decimal") if kind is not None else "decimal",
        text=_value(element, "lvlText") or "",
        start=_integer(_value(element, "start"), 1),
        restart=None if restart is None else _integer(restart, 0),
        is_legal=_is_on(element, "isLgl"),
        style=_value(element, "pStyle"),
        glue=_GLUES.get(_value(element, "suff") or "tab", " "),
        custom=kind.get(word("format"), "") if kind is not None else "",
        font=font_of(element.find(word("rPr"))),
    )


def _read_levels(element: etree._Element) -> dict[int, Level]:
    return {
        _integer(level.get(word("ilvl")), 0): _read_level(level)
        for level in element.findall(word("lvl"))
    }


class Numbering:
    """Counts the lists of one document in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._opened: set[tuple[str, int]] = set()
        self._last: dict[str, int] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        abstracts = {
            element.get(word("abstractNumId"), ""): element
            for element in root.findall(word("abstractNum"))
        }
        linked = {
            link: key
            for key, element in abstracts.items()
            if (link := _value(element, "styleLink")) is not None
        }
        for element in root.findall(word("num")):
            key = _value(element, "abstractNumId") or ""
            abstract = abstracts.get(key)
            if abstract is None:
                continue
            if (link := _value(abstract, "numStyleLink")) in linked:
                key = linked[link]
            found = _List(_read_levels(abstracts[key]), key)
            _override(found, element)
            self._lists[element.get(word("numId"), "")] = found

    def level_of_style(self, number: str, styles: Sequence[str]) -> int | None:
        """The level of a list that belongs to the first of some paragraph styles that has one."""
        found = self._lists.get(number)
        own = {level.style: at for at, level in found.levels.items()} if found else {}
        return next((own[style] for style in styles if style in own), None)

    def next_label(self, number: str, at: int) -> tuple[str, str] | None:
        """The label of the next paragraph of a list and what parts it from the text."""
        found = self._lists.get(number)
        if found is None or at not in found.levels or at >= _LEVELS:
            return None
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        self._count(found, number, counters, at)
        level = found.levels[at]
        label = _render(level, found.levels, counters)
        return (label, level.glue) if label else None

    def _count(self, found: _List, number: str, counters: list[int | None], at: int) -> None:
        for lower in range(at + 1, _LEVELS):
            restart = found.levels[lower].restart if lower in found.levels else None
            if restart is None or at < restart:
                counters[lower] = None
        for upper in range(at):
            if counters[upper] is None:
                counters[upper] = found.levels[upper].start if upper in found.levels else 1
        first_use = (number, at) not in self._opened
        self._opened.add((number, at))
        current = counters[at]
        if first_use and at in found.restarts:
            counters[at] = found.restarts[at]
        else:
            counters[at] = found.levels[at].start if current is None else current + 1


def _override(found: _List, number: etree._Element) -> None:
    for element in number.findall(word("lvlOverride")):
        at = _integer(element.get(word("ilvl")), 0)
        own = element.find(word("lvl"))
        if own is not None:
            found.levels[at] = _read_level(own)
        start = _value(element, "startOverride")
        if start is not None:
            found.restarts[at] = _integer(start, 1)
            if at in found.levels:
                found.levels[at] = replace(found.levels[at], start=found.restarts[at])


def _render(level: Level, levels: Mapping[int, Level], counters: list[int | None]) -> str:
    if level.number_format == "bullet":
        return bullet(level.text, level.font)
    label = level.text
    for at in range(_LEVELS):
        if f"%{at + 1}" in label:
            own = levels.get(at, level)
            kind = "decimal" if level.is_legal else own.number_format
            shown = format_number(counters[at] or 0, kind, own.custom)
            label = label.replace(f"%{at + 1}", shown)
    return translate_symbols(label, level.font).strip()
