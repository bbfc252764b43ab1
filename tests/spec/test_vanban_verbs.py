"""The examples of the reference page hold."""

import pytest

from tests.spec.reference.rules import read_table
from tests.spec.vanban_verbs import VERBS

CASES = [
    pytest.param(verb, row["text"], row["gives"], id=f"{verb}: {row['text'][:40]}")
    for verb, rows in read_table("vanban_examples").items()
    for row in rows
]


@pytest.mark.parametrize(("verb", "text", "gives"), CASES)
def test_an_example_of_the_reference_holds(verb: str, text: str, gives: list[str]) -> None:
    assert VERBS[verb](text) == gives
