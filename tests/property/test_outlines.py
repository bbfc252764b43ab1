"""What holds for any outline and any sentence with gaps."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.live_sentences import Gap, UnreadableSentence, gaps_of, read_sentence
from tiendo.domain.outlines import UnreadableOutline, read_outline, roman

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["headings", "code", "title", "blocks", "kind", "appendices"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
WORDS = st.text(max_size=20)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}(\.[A-Za-z0-9_-]{1,4}){0,2}", fullmatch=True)
FORMS = st.text(alphabet="abc %đồng", max_size=8).map(str.strip)


@given(JSON)
def test_reading_an_outline_refuses_or_reads_and_raises_nothing_else(content: Any) -> None:
    try:
        spec = read_outline(content)
    except UnreadableOutline as refused:
        assert refused.code
    else:
        codes = [heading.code for _, _, heading in spec.walk()]
        assert codes and len(codes) == len(set(codes))


@given(st.lists(st.integers(0, 4), max_size=8))
def test_markers_of_a_page_are_all_different(widths: list[int]) -> None:
    headings = [
        {
            "code": f"h{at}",
            "title": "Mục",
            "headings": [{"code": f"h{at}_{sub}", "title": "Khoản"} for sub in range(width)],
        }
        for at, width in enumerate([1, *widths])
    ]
    markers = [marker for _, marker, _ in read_outline({"headings": headings}).walk()]
    assert len(markers) == len(set(markers)) == len(headings) + 1 + sum(widths)


@given(st.text(alphabet="{}|ab. ", max_size=30))
def test_reading_a_sentence_refuses_or_reads(template: str) -> None:
    try:
        pieces = read_sentence(template)
    except UnreadableSentence as refused:
        assert refused.code in {"stray_brace", "bad_gap"} and refused.found in template
    else:
        assert all(pieces)
        assert [each for each in pieces if isinstance(each, Gap)] == list(gaps_of(template))


@given(st.lists(st.tuples(WORDS, NAMES, FORMS), max_size=5), WORDS)
def test_words_and_gaps_are_read_back_as_they_were_written(
    parts: list[tuple[str, str, str]], last: str
) -> None:
    template = "".join(f"{_escaped(words)}{{{name}|{form}}}" for words, name, form in parts)
    read = read_sentence(template + _escaped(last))
    assert [(each.name, each.form) for each in read if isinstance(each, Gap)] == [
        (name, form) for _, name, form in parts
    ]
    said = "".join(each for each in read if isinstance(each, str))
    assert said == "".join(words for words, _, _ in parts) + last


@given(st.integers(1, 399))
def test_roman_signs_say_their_number(number: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    values = [worth[sign] for sign in roman(number)]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    assert sum(-here if here < after else here for here, after in pairs) == number


def _escaped(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")
