"""What holds for any text put into a document: it is written, and its figures are found again."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.composer.documents import document, letterhead, table
from tests.unit.composer.packages import texts
from tiendo.composer.docx import write_docx
from tiendo.composer.figures import bookmark_key, bookmark_name, find_figures, read_figure_map
from tiendo.composer.model import FIGURE_KEY, Appendix, Figure, FigureRef, Paragraph, content, row
from tiendo.composer.wording import clean, typeset

# Control characters and lone surrogates too: they come in from pasted text and broken files.
ANY_TEXT = st.text(st.characters(), max_size=60)
KEYS = st.from_regex(FIGURE_KEY, fullmatch=True).filter(lambda key: len(key) <= 80)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_is_written(title: str, words: str, name: str) -> None:
    grid = table(row(words, name))
    made = document(
        letterhead=letterhead(issuer=name, parent=words),
        title=title * 10,
        addressees=(words, name),
        bases=(words,),
        blocks=(Paragraph(content(words)), grid),
        appendices=(Appendix(title, (grid,)),),
        recipients=(name,),
    )
    printed = texts(write_docx(made), "Bang")
    expected = [typeset(text).replace("\n", "").replace("\r", "") for text in (words, name)]
    assert [line.replace("\r", "").replace("\n", "") for line in printed] == [
        text for text in expected * 2 if text
    ]


@settings(max_examples=60, deadline=None)
@given(KEYS, ANY_TEXT, st.none() | st.decimals(allow_nan=False, allow_infinity=False), ANY_TEXT)
def test_any_figure_is_found_again(
    key: str, text: str, value: Decimal | None, formula: str
) -> None:
    figure = Figure(key, text, value, formula=formula)
    made = document(blocks=(Paragraph(content("Có ", FigureRef(key))),), figures=(figure,))
    source = write_docx(made)
    (found,) = find_figures(source)
    (read,) = read_figure_map(source)
    assert (found.key, read.key, read.value) == (key, key, value)
    assert (read.formula or "").split() == clean(formula).split()


@given(KEYS, st.integers(1, 999))
def test_a_bookmark_always_leads_back_to_its_key(key: str, occurrence: int) -> None:
    name = bookmark_name(key, occurrence)
    assert len(name) <= 40
    assert bookmark_key(name, [key]) == key
