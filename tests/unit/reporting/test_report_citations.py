"""Numbers of documents that may be others mistyped."""

from __future__ import annotations

import pytest

from tiendo.reporting.checking.written import is_slip_of


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("164/KH-UBND", "146/KH-UBND", True),
        ("21/KH-UBND", "12/KH-UBND", True),
        ("246/KH-UBND", "146/KH-UBND", True),
        ("147/KH-UBND", "146/KH-UBND", False),
        ("46/KH-UBND", "146/KH-UBND", True),
        ("0146/KH-UBND", "146/KH-UBND", True),
        ("77/KH-UBND", "146/KH-UBND", False),
        ("258/KH-UBND", "146/KH-UBND", False),
        ("1/KH-UBND", "146/KH-UBND", False),
    ],
)
def test_a_slip_turns_digits_round_or_has_one_wrong(one: str, other: str, expected: bool) -> None:
    assert is_slip_of(one, other) is expected
    assert is_slip_of(other, one) is expected
