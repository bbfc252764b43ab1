"""The main body: the outline as a hierarchy, tables, and paragraphs that no unit holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from vanban.akoma.elements import Ids, append_words, child
from vanban.akoma.inline import Inline
from vanban.akoma.tables import add_table
from vanban.layout import Part
from vanban.models import Block, BlockKind, ParsedDocument, Span, Table, Unit, UnitKind

# Element and prefix of its identifier, by the level of a unit.
_ELEMENTS = {
    UnitKind.PHAN: ("part", "part"),
    UnitKind.CHUONG: ("chapter", "chp"),
    UnitKind.MUC: ("section", "sec"),
    UnitKind.DIEU: ("article", "art"),
    UnitKind.KHOAN: ("paragraph", "para"),
    UnitKind.SUBKHOAN: ("subparagraph", "subpara"),
    UnitKind.DIEM: ("point", "point"),
    UnitKind.BULLET: ("indent", "indent"),
    UnitKind.NOTE: ("alinea", "al"),
    UnitKind.CLOSING: ("alinea", "al"),
}


@dataclass(slots=True)
class _Node:
    """A unit on its way into XML: its paragraphs, then its sub-units. ``unit`` is None for the
    body itself and for a stretch of paragraphs or a table between units."""

    unit: Unit | None
    items: list[Span | Table] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)


def add_main_body(
    doc: etree._Element, parsed: ParsedDocument, part: Part, inline: Inline, ids: Ids
) -> None:
    """The ``mainBody`` of a part; an empty part has one empty paragraph."""
    writer = _Writer(parsed, inline, ids)
    body = child(doc, "mainBody")
    root = _grow(parsed, part)
    writer.items(body, root.items)
    for node in root.children:
        writer.node(body, node, "")
    if len(body) == 0:
        child(body, "p")


def _grow(parsed: ParsedDocument, part: Part) -> _Node:
    """The units of a part as a tree, each paragraph at the unit it belongs to."""
    units = {unit.span.start: unit for unit in parsed.outline if unit.part == part.name}
    root = _Node(None)
    stack = [root]
    for start, end, item in _items(parsed, part):
        unit = units.get(start)
        while len(stack) > 1 and (unit_of := stack[-1].unit) and start >= unit_of.span.end:
            stack.pop()
        if unit is not None:
            node = _Node(unit, [Span(min(unit.own_span.start, end), end)])
            stack[-1].children.append(node)
            stack.append(node)
        elif stack[-1].children:
            _loose(stack[-1]).items.append(item)
        else:
            stack[-1].items.append(item)
    return root


def _loose(parent: _Node) -> _Node:
    """The stretch behind the last sub-unit that takes paragraphs of the parent itself."""
    if parent.children[-1].unit is not None:
        parent.children.append(_Node(None))
    return parent.children[-1]


def _items(parsed: ParsedDocument, part: Part) -> Iterator[tuple[int, int, Span | Table]]:
    """Paragraphs and tables of data in order; footnotes go with their paragraphs."""
    tables = sorted(
        (table for table in parsed.text.tables if table.cells and not table.is_layout),
        key=lambda table: (table.span.start, -table.span.end),
    )
    at = 0
    done = -1
    for block in part.blocks:
        if block.kind is BlockKind.FOOTNOTE or block.span.start < done:
            continue
        while at < len(tables) and tables[at].span.end <= block.span.start:
            at += 1
        if block.kind is BlockKind.CELL and at < len(tables):
            table = tables[at]
            if table.span.start <= block.span.start:
                done = table.span.end
                yield table.span.start, table.span.end, table
                continue
        yield block.span.start, block.span.end, block.span


class _Writer:
    """Writes the nodes of one part."""

    def __init__(self, parsed: ParsedDocument, inline: Inline, ids: Ids) -> None:
        self._content = parsed.text.content
        self._blocks: Sequence[Block] = parsed.text.blocks
        self._inline = inline
        self._ids = ids

    def node(self, parent: etree._Element, node: _Node, above: str) -> None:
        """A unit with its number, heading, words and sub-units."""
        tag, prefix, marker = "hcontainer", "hcontainer", "text"
        if node.unit is not None:
            tag, prefix = _ELEMENTS[node.unit.kind]
            marker = node.unit.marker if node.unit.marker.isalnum() else "item"
        own = self._ids.new(prefix, marker or "item", above)
        element = child(parent, tag, eId=own)
        if node.unit is None:
            element.set("name", "text")
        else:
            self._add_head(element, node, own)
        if node.children:
            if node.items:
                self.items(child(element, "intro", eId=f"{own}__intro"), node.items)
            for below in node.children:
                self.node(element, below, own)
        else:
            content = child(element, "content", eId=f"{own}__content")
            self.items(content, node.items)
            if len(content) == 0:
                child(content, "p")

    def _add_head(self, element: etree._Element, node: _Node, own: str) -> None:
        """Number and, where all that a unit says itself is its title, the heading."""
        unit = node.unit
        if unit is None:
            return
        if unit.marker:
            append_words(child(element, "num"), unit.marker)
        first = node.items[0]
        words = first.of(self._content).strip() if isinstance(first, Span) else ""
        if unit.title and words == unit.title:
            append_words(child(element, "heading", eId=f"{own}__heading"), words)
            node.items.pop(0)

    def items(self, parent: etree._Element, items: Sequence[Span | Table]) -> None:
        """Paragraphs and tables as block elements."""
        for item in items:
            if isinstance(item, Table):
                add_table(parent, item, self._blocks, self._inline, self._ids)
            else:
                self._inline.paragraph(parent, item)
