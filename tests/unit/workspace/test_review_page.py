"""Words of the review page that come from no record."""

from __future__ import annotations

import pytest

from tiendo.workspace.review_page import period_words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2025", "năm 2025"),
        ("2025-Q3", "quý III/2025"),
        ("2025-09", "tháng 9/2025"),
        ("", ""),
        ("R:quarterly", "R:quarterly"),
    ],
)
def test_a_period_is_said_as_people_write_it(key: str, words: str) -> None:
    assert period_words(key) == words
