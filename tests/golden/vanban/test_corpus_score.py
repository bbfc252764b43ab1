"""Real documents against what people read in them (`tests/golden/corpus/README.md`)."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from benchmarks._annotations import (
    ANNOTATIONS,
    Annotated,
    Scores,
    add,
    content_of,
    find_annotated,
    load_scorer,
    score,
)
from benchmarks.extraction import measure, rate

# Lowest F1 of all documents but the held-out ones, and of the held-out ones together.
FLOORS = {
    "header_number": (0.98, 0.98),
    "header_date": (0.98, 0.98),
    "header_type": (0.98, 0.98),
    "header_issuer": (0.98, 0.98),
    "outline": (0.98, 0.97),
    "outline_path": (0.98, 0.97),
    "citations": (0.98, 0.97),
    "citation_numbers": (0.98, 0.97),
    "money": (0.97, 0.95),
    "deadlines": (0.94, 0.9),
    "task_leads": (0.93, 0.88),
    "coordinating": (0.85, 0.75),
    "targets": (0.95, 0.88),
    "relation": (0.94, 0.9),
}
RELATIONS = {
    "implements",
    "based_on",
    "amends",
    "replaces",
    "repeals",
    "issued_with",
    "reports_on",
    "cites",
}
NAMES = sorted(path.stem for path in ANNOTATIONS.glob("*.json"))
Item = dict[str, Any]


@pytest.fixture(scope="module")
def annotated(shared: Path) -> dict[str, Annotated]:
    return {document.name: document for document in find_annotated()}


@pytest.fixture(scope="module")
def measured(annotated: dict[str, Annotated]) -> dict[str, Scores]:
    return measure(list(annotated.values()))


def test_at_least_twelve_documents_of_the_corpus_are_annotated() -> None:
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_an_annotation_was_made_from_the_text_it_is_compared_with(
    annotated: dict[str, Annotated], name: str
) -> None:
    document = annotated[name]
    assert hashlib.sha256(document.source.read_bytes()).hexdigest() == document.expected["sha256"]
    assert len(content_of(document.source)) == document.expected["length"]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_at_the_offsets_say_what_was_annotated(
    annotated: dict[str, Annotated], name: str
) -> None:
    document = annotated[name]
    content, expected = content_of(document.source), document.expected
    wrong = [
        (field, item, _quote(content, item))
        for field, says in SAYS.items()
        for item in expected[field]
        if not says(item, _quote(content, item))
    ]
    assert wrong == []
    assert [task for task in expected["tasks"] if not 0 <= task["start"] < len(content)] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_annotation_is_in_the_order_of_the_text_and_uses_known_words(
    annotated: dict[str, Annotated], name: str
) -> None:
    expected = annotated[name].expected
    for field in ("outline", "citations", "money", "deadlines"):
        starts = [item["start"] for item in expected[field] if item.get("part", "body") == "body"]
        assert starts == sorted(starts), field
    assert {item["relation"] for item in expected["citations"]} <= RELATIONS
    assert {item["obligation"] for item in expected["targets"]} <= {
        "must",
        "strive",
        "orientation",
    }
    assert {item["comparator"] for item in expected["targets"]} <= {
        ">",
        ">=",
        "=",
        "<=",
        "<",
        "range",
    }


@pytest.mark.parametrize("held_out", [False, True], ids=["documents", "held-out"])
def test_each_field_reaches_its_floor(
    annotated: dict[str, Annotated], measured: dict[str, Scores], held_out: bool
) -> None:
    chosen = [measured[name] for name, item in annotated.items() if item.is_held_out is held_out]
    found = rate(add(chosen))
    floors = {field: pair[held_out] for field, pair in FLOORS.items()}
    below = {f: found[f]["f1"] for f, floor in floors.items() if found[f]["f1"] < floor}
    assert below == {}


def test_a_wrong_number_base_or_horizon_of_a_target_counts_as_wrong(shared: Path) -> None:
    target = {"unit": "%", "comparator": ">=", "value": 25, "high": None, "horizon": "2030"}
    read = {"unit": "% GRDP", "values": {"2030": {"comparator": ">=", "value": 25.0}}}
    late = {"unit": "%", "values": {"2045": {"comparator": ">=", "value": 25.0, "high": None}}}
    scorer = load_scorer()
    assert score(scorer, _expected(target), {"targets": [read]})["targets"] == (1, 1, 1)
    assert score(scorer, _expected(target), {"targets": [late]})["targets"] == (0, 1, 1)


def test_items_of_an_appendix_are_not_scored(shared: Path) -> None:
    target = {"unit": "%", "comparator": "=", "value": 1, "horizon": None, "part": "appendix-1"}
    assert score(load_scorer(), _expected(target), {})["targets"] == (0, 0, 0)


def _expected(target: Mapping[str, object]) -> Item:
    lists = ("outline", "citations", "money", "deadlines", "tasks")
    return {"header": {}, **{name: [] for name in lists}, "targets": [target]}


# What the words at an item's offsets must say


def _quote(content: str, item: Item) -> str:
    end = item.get("end", item["start"] + 40)
    return " ".join(content[item["start"] : end].split()) if end <= len(content) + 40 else ""


def _numbers(words: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", words)]


def _says_number(citation: Item, quote: str) -> bool:
    return set(_numbers(citation["number"])) <= set(_numbers(quote))


def _says_marker(unit: Item, quote: str) -> bool:
    return quote.casefold().startswith(" ".join(unit["marker"].split()).casefold())


def _says_amount(money: Item, quote: str) -> bool:
    return "".join(re.findall(r"\d", quote)).strip("0") == str(money["value_vnd"]).strip("0")


def _says_day(deadline: Item, quote: str) -> bool:
    """Day and month are always printed; a year may stand before in the text."""
    key = str(deadline["key"])
    shorter = re.sub(r"^R:\w+:?|^\d{4}(?=-\d\d(?:-|$))|Q\d", "", key)
    return set(_numbers(shorter)) <= set(_numbers(quote))


def _says_value(target: Item, quote: str) -> bool:
    bounds = [target["value"], target.get("high")]
    printed = {
        float(n.replace(".", "").replace(",", ".")) for n in re.findall(r"\d[\d.,]*\b", quote)
    }
    return all(bound is None or float(bound) in printed for bound in bounds)


SAYS = {
    "outline": _says_marker,
    "citations": _says_number,
    "money": _says_amount,
    "deadlines": _says_day,
    "targets": _says_value,
}
