"""What word processors ask of the file and do not forgive: the order of elements, names once.

Source: ISO/IEC 29500-1, the sequences of WordprocessingML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from lxml import etree

from tests.golden.composer.layout import layout_report
from tests.unit.composer.packages import WORD, parts
from tiendo.composer.docx import write_docx

ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs "
    "spacing ind contextualSpacing jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps strike vanish color spacing sz szCs highlight u "
    "bdr shd vertAlign lang",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblCellSpacing tblInd tblBorders shd tblLayout "
    "tblCellMar tblLook",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sdtPr": "rPr alias tag id lock placeholder showingPlcHdr dataBinding text",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "tbl": "bookmarkStart tblPr tblGrid tr",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols titlePg docGrid",
    "style": "name basedOn next link uiPriority qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop characterSpacingControl footnotePr compat themeFontLang "
    "decimalSymbol listSeparator",
}


@cache
def written() -> dict[str, bytes]:
    return parts(write_docx(layout_report()))


def roots() -> Iterator[etree._Element]:
    return (
        etree.fromstring(held)
        for name, held in written().items()
        if name.startswith("word/") and name.endswith(".xml")
    )


@pytest.mark.parametrize("tag", ORDERS)
def test_children_stand_in_the_order_of_the_schema(tag: str) -> None:
    order = ORDERS[tag].split()
    found = [node for root in roots() for node in root.iter(f"{WORD}{tag}")]
    assert found
    for node in found:
        names = [etree.QName(child).localname for child in node]
        assert names == sorted(names, key=order.index)


@pytest.mark.parametrize(("path", "name"), [("bookmarkStart", "id"), ("bookmarkStart", "name")])
def test_bookmarks_have_ids_and_names_of_their_own(path: str, name: str) -> None:
    body = etree.fromstring(written()["word/document.xml"])
    values = [node.get(f"{WORD}{name}") for node in body.iter(f"{WORD}{path}")]
    assert values and max(Counter(values).values()) == 1
    ends = {node.get(f"{WORD}id") for node in body.iter(f"{WORD}bookmarkEnd")}
    assert ends == {node.get(f"{WORD}id") for node in body.iter(f"{WORD}bookmarkStart")}


def test_controls_and_pictures_have_ids_of_their_own() -> None:
    body = etree.fromstring(written()["word/document.xml"])
    controls = [node.get(f"{WORD}val") for node in body.iterfind(f".//{WORD}sdtPr/{WORD}id")]
    pictures = [node.get("id") for node in body.iter() if etree.QName(node).localname == "docPr"]
    assert controls and pictures
    assert len({*controls, *pictures}) == len(controls) + len(pictures)


def test_each_note_referred_to_is_there_once() -> None:
    body = etree.fromstring(written()["word/document.xml"])
    asked = [node.get(f"{WORD}id", "") for node in body.iter(f"{WORD}footnoteReference")]
    notes = etree.fromstring(written()["word/footnotes.xml"])
    kept = [node.get(f"{WORD}id", "") for node in notes if node.get(f"{WORD}type") is None]
    assert asked and sorted(kept) == sorted(asked)


def test_each_relation_leads_to_a_part_and_each_part_has_a_type() -> None:
    names = set(written())
    for name, held in written().items():
        if name.endswith(".rels"):
            folder = re.sub(r"_rels/[^/]+$", "", name)
            for relation in etree.fromstring(held):
                target = relation.get("Target") or ""
                assert (
                    f"{folder}{target}" in names
                    or target.lstrip("/") in names
                    or (target.startswith("../") and target[3:] in names)
                )
    types = etree.fromstring(written()["[Content_Types].xml"])
    typed = {node.get("PartName") for node in types} | {node.get("Extension") for node in types}
    for name in names - {"[Content_Types].xml"}:
        assert f"/{name}" in typed or name.rsplit(".", 1)[-1] in typed


def test_each_style_used_is_defined() -> None:
    styles = etree.fromstring(written()["word/styles.xml"])
    defined = {node.get(f"{WORD}styleId") for node in styles.iter(f"{WORD}style")}
    used = {node.get(f"{WORD}val") for root in roots() for node in root.iter(f"{WORD}pStyle")}
    assert used <= defined


def test_each_cell_ends_with_a_paragraph() -> None:
    body = etree.fromstring(written()["word/document.xml"])
    for cell in body.iter(f"{WORD}tc"):
        assert cell[-1].tag == f"{WORD}p"
