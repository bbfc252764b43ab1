"""A text that is kept comes back as it was, with pages, boxes, confidence and names of tables."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tiendo.documents.models import TextVersion
from tiendo.documents.readings import dump_structure, load_text
from vanban.models import (
    Block,
    BlockKind,
    Box,
    Cell,
    Issue,
    Margin,
    MarginKind,
    Page,
    Place,
    Severity,
    Span,
    Table,
    Text,
)

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
number = st.integers(min_value=0, max_value=5000)
# Boxes are kept to a tenth of a point, confidence to a thousandth.
point = st.integers(min_value=0, max_value=20_000).map(lambda tenth: tenth / 10)
sure = st.integers(min_value=0, max_value=1000).map(lambda part: part / 1000)
maybe = st.none() | number
spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), number, number)
boxes = st.builds(Box, point, point, point, point)
places = st.builds(
    Place,
    spans,
    page=maybe,
    paragraph=maybe,
    table=maybe,
    row=maybe,
    column=maybe,
    box=st.none() | boxes,
    confidence=st.none() | sure,
)
tables = st.builds(
    Table,
    spans,
    st.lists(st.builds(Cell, spans, number, number, number, number), max_size=3).map(tuple),
    number,
    number,
    st.booleans(),
    st.none() | words,
)
texts = st.builds(
    Text,
    words,
    st.lists(
        st.builds(Block, spans, st.sampled_from(BlockKind), st.none() | words, st.none() | words),
        max_size=3,
    ).map(tuple),
    tables=st.lists(tables, max_size=2).map(tuple),
    places=st.lists(places, max_size=4).map(tuple),
    issues=st.lists(
        st.builds(
            Issue,
            words,
            st.sampled_from(Severity),
            st.none() | spans,
            st.dictionaries(words, words, max_size=2),
        ),
        max_size=2,
    ).map(tuple),
    pages=st.lists(
        st.builds(Page, number, point, point, st.booleans(), st.sampled_from((0, 90, 180, 270))),
        max_size=3,
    ).map(tuple),
    margins=st.lists(st.builds(Margin, st.sampled_from(MarginKind), words, maybe), max_size=3).map(
        tuple
    ),
    media_type=words,
    sha256=words,
    reader=words,
)


def kept(text: Text, **changes: Any) -> TextVersion:
    """The text as the database gives it back: through JSON."""
    structure = json.loads(json.dumps({**dump_structure(text), **changes}))
    return TextVersion(content=text.content, reader=text.reader, structure=structure)


@given(texts)
def test_a_kept_text_comes_back_as_it_was(text: Text) -> None:
    assert load_text(kept(text)) == text


def test_a_text_kept_before_there_were_pages_still_loads() -> None:
    text = Text("ab", (Block(Span(0, 2)),), tables=(Table(Span(0, 2), (), 0, 0),))
    version = kept(text, places=[[0, 2, None, 0, None, None, None]])
    for name in ("pages", "margins"):
        del version.structure[name]
    del version.structure["tables"][0]["name"]
    loaded = load_text(version)
    assert loaded.places == (Place(Span(0, 2), paragraph=0),)
    assert (loaded.pages, loaded.margins, loaded.tables[0].name) == ((), (), None)
