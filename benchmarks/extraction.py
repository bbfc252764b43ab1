"""`bench extraction`: precision, recall and F1 per field on the annotated documents.

Beside each field stands its change since the last release (`extraction-baseline.json`, rewritten
only by `--set-baseline`). Of the held-out documents only the joint total is shown. The value is the
mean F1 of the core fields over all documents, the floor that of the last release.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import vanban
from benchmarks._annotations import (
    SHARED,
    Annotated,
    Scores,
    add,
    find_annotated,
    load_scorer,
    score,
)
from vanban.serialise import to_json

TAKES_OPTIONS = True
BASELINE = Path(__file__).with_name("extraction-baseline.json")
CORE = ("outline_path", "citations", "money", "deadlines", "task_leads")
COLUMNS = {
    "header": (),
    "outline": ("outline_path",),
    "citations": ("citations",),
    "money": ("money",),
    "deadlines": ("deadlines",),
    "leads": ("task_leads",),
    "targets": ("targets",),
    "relation": ("relation",),
}
Totals = dict[str, dict[str, float]]


def main(options: list[str] | None = None) -> dict[str, object]:
    """The mean F1 of the core fields; everything else is told on the way."""
    arguments = _read_options(options or [])
    documents = find_annotated()
    if not documents:
        print(f"{SHARED.name}/ is not beside the repository: no annotated document to read")
        return _result(None, None)
    measured = measure(documents)
    seen = [measured[item.name] for item in documents if not item.is_held_out]
    held_out = [measured[item.name] for item in documents if item.is_held_out]
    totals = {"documents": rate(add(seen)), "held out": rate(add(held_out))}
    together = rate(add([*seen, *held_out]))
    before = _read_baseline()
    annotations = fingerprint(documents)
    if before and before["annotations"] != annotations:
        print("annotations differ from those of the last release: changes show both")
    show_fields("documents", add(seen), before.get("documents", {}))
    show_documents({item.name: measured[item.name] for item in documents if not item.is_held_out})
    show_row(f"held out ({len(held_out)})", add(held_out))
    print()
    show_fields("held out", add(held_out), before.get("held out", {}))
    if arguments.set_baseline:
        _write_baseline({"annotations": annotations, **totals, "all": together})
    return _result(mean(together), mean(before["all"]) if "all" in before else None)


def _read_options(options: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench extraction")
    parser.add_argument("--set-baseline", action="store_true")
    return parser.parse_args(options)


def measure(documents: list[Annotated]) -> dict[str, Scores]:
    """The scores of each document by name."""
    scorer = load_scorer()
    return {
        item.name: score(scorer, item.expected, to_json(vanban.parse(vanban.read(item.source))))
        for item in documents
    }


def rate(scores: Scores) -> Totals:
    """Precision, recall and F1 of each field; without anything to find, finding nothing is 1."""
    return {field: _rate(*counts) for field, counts in scores.items()}


def _rate(right: int, found: int, wanted: int) -> dict[str, float]:
    precision = right / found if found else float(not wanted)
    recall = right / wanted if wanted else float(not found)
    both = precision + recall
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
    }


def mean(totals: Totals) -> float:
    """The mean F1 of the core fields."""
    present = [totals[field]["f1"] for field in CORE if field in totals]
    return round(sum(present) / len(present), 4)


def show_fields(title: str, scores: Scores, before: Totals) -> None:
    """One line per field with its change since the last release."""
    print(f"{title:18}{'P':>8}{'R':>8}{'F1':>8}{'change':>9}{'right':>8}{'found':>8}{'wanted':>8}")
    for field, rates in rate(scores).items():
        change = f"{rates['f1'] - before[field]['f1']:+.3f}" if field in before else "new"
        numbers = "".join(f"{rates[name]:8.3f}" for name in ("precision", "recall", "f1"))
        print(f"{field:18}{numbers}{change:>9}" + "".join(f"{n:8d}" for n in scores[field]))
    print()


def show_documents(measured: dict[str, Scores]) -> None:
    """One line per document: F1 with right/found/wanted."""
    print(f"{'':18}" + "".join(f"{name:>17}" for name in COLUMNS))
    for name, scores in measured.items():
        show_row(name, scores)


def show_row(name: str, scores: Scores) -> None:
    """The line of one document, or of several together."""
    print(f"{name:18}" + "".join(_cell(scores, title) for title in COLUMNS))


def _cell(scores: Scores, title: str) -> str:
    fields = COLUMNS[title] or [field for field in scores if field.startswith("header_")]
    present = [scores[field] for field in fields if field in scores]
    if not present:
        return f"{'-':>17}"
    right, found, wanted = (sum(numbers) for numbers in zip(*present, strict=True))
    return f"{_rate(right, found, wanted)['f1']:.2f} {right}/{found}/{wanted}".rjust(17)


def fingerprint(documents: list[Annotated]) -> str:
    """Changes with any annotation."""
    expected = {document.name: document.expected for document in documents}
    return hashlib.sha256(json.dumps(expected, sort_keys=True).encode()).hexdigest()


def _read_baseline() -> dict[str, Any]:
    if not BASELINE.is_file():
        return {}
    loaded: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return loaded


def _write_baseline(totals: dict[str, object]) -> None:
    BASELINE.write_text(json.dumps(totals, indent=1) + "\n", encoding="utf-8")
    print(f"written: {BASELINE.name}")


def _result(value: float | None, floor: float | None) -> dict[str, object]:
    ratio = round(value / floor, 3) if value is not None and floor else None
    return {"name": "extraction", "value": value, "floor": floor, "ratio": ratio, "unit": "F1"}
