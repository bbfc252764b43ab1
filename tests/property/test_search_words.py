"""Words fold and spell the same in Python and in the database, whatever is typed."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiendo.domain.collation import fold
from tiendo.search.words import spelling_of, words_of

pytestmark = pytest.mark.django_db
VIETNAMESE = "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐáàảãạấầẩẫậắằẳẵặéẹếệíịóọốộớợúụứựýỵĐÁỆỨỶ"
SIGNS = " \t\n\u00a0-–—/.,;:()“”\"'’‘&%+…§•×½²"
LETTERS = st.one_of(
    st.sampled_from(VIETNAMESE + SIGNS),
    st.characters(min_codepoint=1, max_codepoint=0x24F, exclude_categories=["Cc", "Cs"]),
    st.sampled_from("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b0123456789"),
)
# Letters whose small form differs between Unicode and Python's casefold; no Vietnamese among them.
ELSEWHERE = frozenset("ßẞİŉſǰµ")


def in_database(function: str, text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])  # noqa: S608
        return str(cursor.fetchone()[0])


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(LETTERS, max_size=40).filter(lambda text: not ELSEWHERE & set(text)))
def test_both_make_the_same_words(db: None, text: str) -> None:
    assert in_database("search_fold", text) == fold(text)
    assert in_database("search_words", text) == words_of(text)
    assert in_database("search_spelling", text) == spelling_of(text)


@pytest.mark.parametrize(
    ("typed", "words", "spelling"),
    [
        ("Hoà Bình, hòa bình", "hoa binh hoa binh", "hoa2 binh2 hoa2 binh2"),
        ("Sở KH&CN", "so khcn", "so73 khcn"),
        ("146/KH-UBND", "146 kh ubnd", "146 kh ubnd"),
        ("xã M’Drắk", "xa mdrak", "xa4 mdra8k1"),
        ("ĐƯỜNG", "duong", "d9u7o7ng2"),
    ],
)
def test_words_of_the_field(typed: str, words: str, spelling: str) -> None:
    assert (words_of(typed), in_database("search_words", typed)) == (words, words)
    assert (spelling_of(typed), in_database("search_spelling", typed)) == (spelling, spelling)
