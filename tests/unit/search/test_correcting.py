"""One slip of the keyboard is one letter away; two are not."""

from __future__ import annotations

import pytest

from tiendo.search.correcting import is_one_away


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("tinn", "tin", True),
        ("tn", "tin", True),
        ("tim", "tin", True),
        ("thnag", "thang", True),
        ("tin", "tin", False),
        ("tin", "tong", False),
        ("ab", "ba", True),
        ("abc", "cba", False),
        ("a", "abc", False),
    ],
)
def test_distance(typed: str, meant: str, expected: bool) -> None:
    assert is_one_away(typed, meant) is expected
    assert is_one_away(meant, typed) is expected
