"""How often the checks on people's words are right: precision and recall over labelled sentences.

A false alarm costs more than a miss: who is warned in vain reads no further warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tiendo.reporting.checking.claims import find_claims
from tiendo.reporting.checking.typed_numbers import Known, contradictions_in

HERE = Path(__file__).parent
PRECISION, RECALL = 0.97, 0.93


def load(name: str) -> dict[str, Any]:
    held: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return held


def score(judged: Iterator[tuple[str, bool, bool]]) -> tuple[float, float, list[str]]:
    """Precision and recall of (words, is wrong, was found), and what was judged otherwise."""
    rows = list(judged)
    hits = sum(wrong and found for _, wrong, found in rows)
    told = sum(found for _, _, found in rows)
    wanted = sum(wrong for _, wrong, _ in rows)
    missed = [f"{'MISS' if wrong else 'ALARM'}: {words}" for words, wrong, found in rows if
              wrong is not found]  # fmt: skip
    return hits / told, hits / wanted, missed


def judged_claims() -> Iterator[tuple[str, bool, bool]]:
    held = load("claims.yaml")
    for words in held["claims"]:
        yield words, True, bool(find_claims(words))
    for words in held["supported"]:
        yield words, False, bool(find_claims(words))
    for words in held["ahead"]:
        yield words, False, bool(find_claims(words, is_ahead=True))


def judged_numbers() -> Iterator[tuple[str, bool, bool]]:
    held = load("typed_numbers.yaml")
    figures = [
        Known(row["key"], row["label"], Decimal(row["value"]), row["unit"], row["value"])
        for row in held["figures"]
    ]
    for row in held["rows"]:
        found = {each.typed for each in contradictions_in(row["words"], figures,
                                                         as_of=held["as_of"])}  # fmt: skip
        if wanted := row.get("typed"):
            yield row["words"], True, wanted in found
        yield row["words"], False, bool(found - {wanted})


def test_claims_without_data_are_found_and_little_else() -> None:
    precision, recall, missed = score(judged_claims())
    assert precision >= PRECISION, missed
    assert recall >= RECALL, missed


def test_typed_numbers_that_contradict_are_found_and_little_else() -> None:
    precision, recall, missed = score(judged_numbers())
    assert precision >= PRECISION, missed
    assert recall >= RECALL, missed
