"""Outlines of reports as data: headings in levels, under each the blocks that fill it.

An outline is configuration: it names kinds of blocks and sentences with gaps, and what these
print is the business of the reporting app.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

DEPTH = 3
NARRATIVE = "narrative"
_FIELDS = {"opening", "closing", "headings", "appendices", "has_contents", "letter_unit"}
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
# The letters of điểm in Vietnamese order (Nghị định 30/2020/NĐ-CP; the letters after "o" recalled).
LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
          (4, "IV"), (1, "I"))  # fmt: skip


class UnreadableOutline(ValueError):
    """Content that is no outline. ``code`` says what is wrong, ``place`` where
    ("headings[0].title"), ``found`` what stands there."""

    def __init__(self, code: str, place: str, found: str = "") -> None:
        super().__init__(f"{place}: {code} {found}".rstrip())
        self.code = code
        self.place = place
        self.found = found


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """A block to be: its kind and what it is told. ``options`` are plain JSON values."""

    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """An option that is words."""
        return str(self.options.get(name, default))


@dataclass(frozen=True, slots=True)
class HeadingSpec:
    """A heading with its blocks and the headings below it.

    ``is_optional``: left out of a report where nothing stands under it.
    """

    code: str
    title: str
    blocks: tuple[BlockSpec, ...] = ()
    headings: tuple[HeadingSpec, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class AppendixSpec:
    """An appendix with its blocks; one whose blocks are empty is left out."""

    title: str
    blocks: tuple[BlockSpec, ...]
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class NarrativeSpec:
    """A place where people write: its name in the report, how it is asked for, under which heading.

    ``marker`` is that of the heading with those above it ("I.2").
    """

    name: str
    label: str
    heading: str
    marker: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class OutlineSpec:
    """An outline, whole. ``opening`` and ``closing`` are sentences with gaps.

    ``letter_unit``: written as an official letter (công văn), which names no type and prints no
    headings; it is the unit in the letter's symbol. Empty for a report.
    """

    opening: str
    closing: str
    headings: tuple[HeadingSpec, ...]
    appendices: tuple[AppendixSpec, ...] = ()
    has_contents: bool = False
    letter_unit: str = ""

    def walk(self) -> Iterator[tuple[int, str, HeadingSpec]]:
        """Every heading in the order of the page with its level (from 1) and its full marker."""
        return _walk(self.headings, 1, "")

    @property
    def narratives(self) -> tuple[NarrativeSpec, ...]:
        """The places where people write, in order."""
        return tuple(
            NarrativeSpec(
                block.text("name", heading.code),
                block.text("label", heading.title),
                heading.title,
                marker,
                block.text("hint"),
            )
            for _, marker, heading in self.walk()
            for block in heading.blocks
            if block.kind == NARRATIVE
        )


def marker_of(level: int, number: int) -> str:
    """What a heading is marked with: "I", "1" or "a" by its level.

    Errors: ValueError for a number below 1, or past the last letter.
    """
    if number < 1 or (level == DEPTH and number > len(LETTERS)):
        raise ValueError(f"no marker {number} at level {level}")
    if level == 1:
        return roman(number)
    return str(number) if level < DEPTH else LETTERS[number - 1]


def roman(number: int) -> str:
    """A number in Roman signs, up to 399."""
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made


def read_outline(content: object) -> OutlineSpec:
    """The outline that plain JSON content says.

    Missing: no opening or closing gives that of every report ("").
    Errors: UnreadableOutline not_a_mapping, not_a_list, not_words, not_a_flag, missing, bad_code,
    code_twice, name_twice, too_deep, too_many, unknown_field, no_heading.
    """
    held = _mapping(content, "")
    _refuse_others(held, _FIELDS, "")
    headings = _headings(held.get("headings"), "headings", 1)
    if not headings:
        raise UnreadableOutline("no_heading", "headings")
    spec = OutlineSpec(
        opening=_words(held.get("opening", ""), "opening"),
        closing=_words(held.get("closing", ""), "closing"),
        headings=headings,
        appendices=tuple(
            _appendix(each, f"appendices[{at}]")
            for at, each in enumerate(_list(held.get("appendices", []), "appendices"))
        ),
        has_contents=_flag(held.get("has_contents", False), "has_contents"),
        letter_unit=_words(held.get("letter_unit", ""), "letter_unit"),
    )
    _refuse_twice([heading.code for _, _, heading in spec.walk()], "code_twice")
    _refuse_twice([each.name for each in spec.narratives], "name_twice")
    return spec


def _headings(found: object, place: str, level: int) -> tuple[HeadingSpec, ...]:
    rows = _list([] if found is None else found, place)
    if rows and level > DEPTH:
        raise UnreadableOutline("too_deep", place)
    if level == DEPTH and len(rows) > len(LETTERS):
        raise UnreadableOutline("too_many", place, str(len(rows)))
    return tuple(_heading(each, f"{place}[{at}]", level) for at, each in enumerate(rows))


def _heading(found: object, place: str, level: int) -> HeadingSpec:
    held = _mapping(found, place)
    _refuse_others(held, {"code", "title", "blocks", "headings", "optional"}, place)
    code = _needed(held, "code", place)
    if not _CODE.fullmatch(code) or len(code) > 60:
        raise UnreadableOutline("bad_code", f"{place}.code", code)
    return HeadingSpec(
        code=code,
        title=_needed(held, "title", place),
        blocks=_blocks(held.get("blocks", []), f"{place}.blocks"),
        headings=_headings(held.get("headings"), f"{place}.headings", level + 1),
        is_optional=_flag(held.get("optional", False), f"{place}.optional"),
    )


def _appendix(found: object, place: str) -> AppendixSpec:
    held = _mapping(found, place)
    _refuse_others(held, {"title", "blocks", "landscape"}, place)
    return AppendixSpec(
        title=_needed(held, "title", place),
        blocks=_blocks(held.get("blocks", []), f"{place}.blocks"),
        is_landscape=_flag(held.get("landscape", False), f"{place}.landscape"),
    )


def _blocks(found: object, place: str) -> tuple[BlockSpec, ...]:
    return tuple(_block(each, f"{place}[{at}]") for at, each in enumerate(_list(found, place)))


def _block(found: object, place: str) -> BlockSpec:
    held = _mapping(found, place)
    kind = _needed(held, "kind", place)
    options = {name: value for name, value in held.items() if name != "kind"}
    if kind == NARRATIVE and "name" in options:
        name = _words(options["name"], f"{place}.name")
        if not _CODE.fullmatch(name) or len(name) > 60:
            raise UnreadableOutline("bad_code", f"{place}.name", name)
    return BlockSpec(kind, options)


def _walk(
    headings: Sequence[HeadingSpec], level: int, above: str
) -> Iterator[tuple[int, str, HeadingSpec]]:
    for number, heading in enumerate(headings, start=1):
        marker = f"{above}{marker_of(level, number)}"
        yield level, marker, heading
        yield from _walk(heading.headings, level + 1, f"{marker}.")


def _mapping(found: object, place: str) -> Mapping[str, Any]:
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise UnreadableOutline("not_a_mapping", place)
    return found


def _list(found: object, place: str) -> list[Any]:
    if not isinstance(found, list):
        raise UnreadableOutline("not_a_list", place)
    return found


def _words(found: object, place: str) -> str:
    if not isinstance(found, str):
        raise UnreadableOutline("not_words", place)
    return " ".join(found.split())


def _flag(found: object, place: str) -> bool:
    if not isinstance(found, bool):
        raise UnreadableOutline("not_a_flag", place)
    return found


def _needed(held: Mapping[str, Any], name: str, place: str) -> str:
    words = _words(held.get(name, ""), f"{place}.{name}")
    if not words:
        raise UnreadableOutline("missing", f"{place}.{name}")
    return words


def _refuse_others(held: Mapping[str, Any], known: set[str], place: str) -> None:
    for name in held:
        if name not in known:
            raise UnreadableOutline("unknown_field", place, name)


def _refuse_twice(names: Sequence[str], code: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise UnreadableOutline(code, "headings", name)
