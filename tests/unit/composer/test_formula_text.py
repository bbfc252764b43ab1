"""Texts that spreadsheets would run are made harmless, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.composer.formula_text import neutral, told

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x";"y")', "+84 262", "-1", "@SUM(A1)", "\t=1", "＝1+1", " =1+1"]
)
def test_what_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Sở Y tế", "146/KH-UBND", "'cũ'", "3 = 3"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@given(st.text(alphabet="'=+-@\t\n a1＝\u00a0", max_size=12) | st.text(max_size=30))
def test_every_text_is_harmless_and_comes_back(text: str) -> None:
    made = neutral(text)
    assert not made.startswith(RUN_BY_SPREADSHEETS)
    assert told(made) == text
