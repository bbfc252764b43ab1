"""Annotated documents: where they and their sources are, and how a reading is scored.

The documents lie in `../shared` beside the repository; the annotations in `tests/golden/corpus`
hold facts and offsets only (its README is the guide), those of the seeds in `../shared/gold/score`.
"""

import importlib.util
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tiendo.config.environment import ROOT

SHARED = ROOT.parent / "shared"
ANNOTATIONS = ROOT / "tests" / "golden" / "corpus"
# Never read when rules are written: only their joint total is shown.
HELD_OUT = frozenset({"tb659", "hn310", "dl0129", "dt552"})

Counts = tuple[int, int, int]
Scores = dict[str, Counts]
Json = dict[str, Any]
_LISTS = ("outline", "citations", "money", "deadlines", "tasks", "targets")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its expected result."""

    name: str
    source: Path
    expected: Json

    @property
    def is_held_out(self) -> bool:
        """Whether only the joint total may show it."""
        return self.name in HELD_OUT


def find_annotated() -> list[Annotated]:
    """The seeds and the annotated documents whose source is on this machine."""
    found = [*_seeds(), *_corpus()]
    return [document for document in found if document.source.is_file()]


def content_of(source: Path) -> str:
    """The text that the offsets of an annotation count in."""
    text = source.read_bytes().decode("utf-8-sig")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _seeds() -> Iterator[Annotated]:
    for path in sorted((SHARED / "gold" / "score").glob("*.json")):
        yield Annotated(path.stem, SHARED / "seeds" / f"{path.stem}.txt", _load(path))


def _corpus() -> Iterator[Annotated]:
    for path in sorted(ANNOTATIONS.glob("*.json")):
        expected = _load(path)
        source = SHARED / "corpus" / expected["source"]
        if source.is_file():
            _spell_out(expected["tasks"], content_of(source))
        yield Annotated(path.stem, source, expected)


def _spell_out(tasks: list[Json], content: str) -> None:
    """Puts the words of the text where an annotation only shortens the long name of a lead."""
    for task in tasks:
        if "lead_spans" in task:
            task["lead"] = [" ".join(content[a:b].split()) for a, b in task["lead_spans"]]


def _load(path: Path) -> Json:
    loaded: Json = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def load_scorer() -> ModuleType:
    """The scorer beside the documents."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "gold" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(scorer: ModuleType, expected: Json, found: Json) -> Scores:
    """Per field: how many found are right, how many are found, how many are expected.

    Only the body is compared. ``targets``, ``relation`` and ``coordinating`` are scored where the
    annotation states them.
    """
    wanted, read = _body_only(expected), _body_only(found)
    scores: Scores = dict(scorer.fields(wanted, read))
    if "targets" in expected and "targets" not in expected.get("skip_fields", ()):
        scores["targets"] = _common(_targets(wanted), _targets(read))
    if any("relation" in item for item in wanted["citations"]):
        known = {scorer.num(item["number"]) for item in wanted["citations"]}
        scores["relation"] = _common(
            _relations(scorer, wanted, known), _relations(scorer, read, known)
        )
    if "sha256" in expected:
        scores["coordinating"] = _common(_coordinating(scorer, wanted), _coordinating(scorer, read))
    return scores


def _body_only(document: Json) -> Json:
    kept = dict(document)
    for name in _LISTS:
        items = document.get(name) or []
        kept[name] = [item for item in items if _part(item) == "body"]
    return kept


def _part(item: Any) -> str:
    return str(item.get("part", "body")) if isinstance(item, dict) else "body"


def _common(wanted: Counter[Any], read: Counter[Any]) -> Counts:
    return (wanted & read).total(), read.total(), wanted.total()


def _targets(document: Json) -> Counter[Any]:
    """One entry per horizon: a parsed target holds several, an annotated one is one."""
    return Counter(
        (_unit(target.get("unit")), value["comparator"], *_bounds(value), horizon)
        for target in document["targets"]
        for horizon, value in _horizons(target)
    )


def _horizons(target: Json) -> list[tuple[str, Json]]:
    if "values" in target:
        return [(horizon, value) for horizon, value in target["values"].items() if value]
    return [(target.get("horizon") or "", target)]


def _bounds(value: Json) -> tuple[float, float | None]:
    high = value.get("high")
    return float(value["value"]), None if high is None else float(high)


def _unit(unit: str | None) -> str:
    """A share keeps its sign alone: its base is annotated apart."""
    return "%" if (unit or "").startswith("%") else " ".join((unit or "").casefold().split())


def _relations(scorer: ModuleType, document: Json, known: set[str]) -> Counter[Any]:
    """The relation of each citation of a document that is expected at all."""
    return Counter(
        (scorer.num(item["number"]), item.get("relation"))
        for item in document["citations"]
        if item.get("number") and scorer.num(item["number"]) in known
    )


def _coordinating(scorer: ModuleType, document: Json) -> Counter[Any]:
    names = (name for task in document["tasks"] for name in task.get("coordinating") or ())
    return Counter({body for name in names for body in scorer.bodies(name)})


def add(scores: list[Scores]) -> Scores:
    """The sums over documents, field by field."""
    total: Scores = {}
    for one in scores:
        for field, (right, found, wanted) in one.items():
            before = total.get(field, (0, 0, 0))
            total[field] = (before[0] + right, before[1] + found, before[2] + wanted)
    return total
