"""The seeds and samples against their expected results, with the scorer beside them."""

import datetime as dt
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from vanban.models import ParsedDocument
from vanban.parse import parse
from vanban.readers import read
from vanban.serialise import to_json

DOCUMENTS = ("plan-146", "report-2025-11")
BARS = {
    "outline_path": 0.97,
    "citations": 0.97,
    "money": 0.97,
    "deadlines": 0.85,
    "task_leads": 0.85,
    "header_type": 1.0,
    "header_issuer": 1.0,
}
Parsed = Callable[[str, str], ParsedDocument]


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def parsed(shared: Path) -> Parsed:
    kept: dict[tuple[str, str], ParsedDocument] = {}

    def document(name: str, form: str) -> ParsedDocument:
        folder = "seeds" if form == "txt" else "samples"
        if (name, form) not in kept:
            kept[name, form] = parse(read(shared / folder / f"{name}.{form}"))
        return kept[name, form]

    return document


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_field_of_a_document_reaches_its_bar(
    shared: Path, scorer: ModuleType, parsed: Parsed, name: str, form: str
) -> None:
    expected = json.loads((shared / "gold/score" / f"{name}.json").read_text(encoding="utf-8"))
    found = to_json(parsed(name, form))
    scores = {field: scorer.prf(*counts)[2] for field, counts in scorer.fields(expected, found)}
    assert {field: scores[field] for field in BARS if scores[field] < BARS[field]} == {}


def test_all_lettered_clauses_of_the_plan_become_drafts_without_an_invented_lead(
    parsed: Parsed,
) -> None:
    clauses = [
        task
        for task in parsed("plan-146", "txt").tasks
        if task.path and task.path.startswith("II.") and task.path.count(".") == 2
    ]
    assert len({task.path for task in clauses}) == 55
    assert [task.path for task in clauses if task.leads] == []


def test_the_letterhead_of_the_sample_plan(parsed: Parsed) -> None:
    header = parsed("plan-146", "docx").header
    assert (header.number, header.date) == ("146/KH-UBND", dt.date(2025, 6, 25))
    assert header.issuer == "UBND tỉnh Đắk Lắk"


def test_a_draft_without_number_and_day_says_so(parsed: Parsed) -> None:
    header = parsed("report-2025-11", "txt").header
    assert (header.number, header.date, header.is_draft) == (None, None, True)


def test_recipients_and_signers_of_the_seeds(shared: Path, parsed: Parsed) -> None:
    for name in DOCUMENTS:
        detail = json.loads((shared / "gold/detail" / f"{name}.json").read_text(encoding="utf-8"))
        document = parsed(name, "txt")
        assert [line.text for line in document.recipients] == [
            line["raw"] for line in detail["recipients"]
        ]
        assert document.signer is not None
        assert document.signer.name == detail["signer"]["name"]
        assert document.signer.position == detail["signer"]["position"]


def test_the_numeric_targets_of_the_plan_s_clauses(shared: Path, parsed: Parsed) -> None:
    detail = json.loads((shared / "gold/detail/plan-146.json").read_text(encoding="utf-8"))
    expected = {
        (target["path"], target["comparator"], float(target["value"]), target["unit"])
        for target in detail["targets"]
    }
    found = {
        (target.path, str(value.comparator), float(value.value), target.unit)
        for target in parsed("plan-146", "txt").targets
        for value in target.values.values()
    }
    assert expected <= found


def test_known_slips_of_the_seeds_are_found(parsed: Parsed) -> None:
    report = parsed("report-2025-11", "txt").issues
    codes = [issue.code for issue in report]
    assert codes.count("symbol_corrected") == 2
    assert codes.count("unpadded_date") == 2
    assert codes.count("misplaced_bracket") == 1
    assert "sum_differs" not in codes
    plan = parsed("plan-146", "txt").issues
    assert {i.params["annex"] for i in plan if i.code == "annex_absent"} == {"I", "II"}


def test_every_document_of_the_corpus_has_its_header_and_outline(shared: Path) -> None:
    """A portal copy may lack letterhead or date; number and outline are always there."""
    citations = 0
    for path in sorted((shared / "corpus").glob("*.txt")):
        document = parse(read(path))
        assert document.header.number, path.name
        assert document.header.type, path.name
        assert document.outline, path.name
        citations += len(document.citations)
    assert citations > 350
