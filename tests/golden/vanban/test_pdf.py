"""Real PDF files against the expected results beside the samples, and a real decision."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from vanban.errors import UnreadableFile
from vanban.models import MarginKind, ParsedDocument, Text
from vanban.parse import parse
from vanban.readers import read
from vanban.serialise import to_json

BARS = {
    "outline_path": 0.99,
    "citations": 0.99,
    "money": 1.0,
    "deadlines": 0.95,
    "task_leads": 0.95,
    "header_type": 1.0,
    "header_issuer": 1.0,
}
ROWS_BAR = 0.98


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["plan-146", "report-2025-11"])
def sample(request: pytest.FixtureRequest, shared: Path) -> tuple[str, ParsedDocument]:
    return request.param, parse(read(shared / "samples" / f"{request.param}.pdf"))


def test_each_field_of_a_sample_reaches_its_bar(
    shared: Path, scorer: ModuleType, sample: tuple[str, ParsedDocument]
) -> None:
    name, parsed = sample
    expected = json.loads((shared / "gold/score" / f"{name}.json").read_text(encoding="utf-8"))
    found = to_json(parsed)
    scores = {field: scorer.prf(*counts)[2] for field, counts in scorer.fields(expected, found)}
    missed = {field: scores[field] for field, bar in BARS.items() if scores[field] < bar}
    assert missed == {}


def test_the_letterhead_of_the_plan_is_read(shared: Path) -> None:
    parsed = parse(read(shared / "samples" / "plan-146.pdf"))
    header = parsed.header
    assert (header.number, str(header.date)) == ("146/KH-UBND", "2025-06-25")
    assert parsed.signer is not None
    assert parsed.signer.name == "Nguyễn Tuấn Hà"
    assert len(parsed.recipients) == 13


def test_rows_of_the_appendices_agree_with_the_expected_ones(shared: Path) -> None:
    rows = to_json(parse(read(shared / "samples" / "plan-146.pdf")))["rows"]
    path = shared / "gold/detail/appendices.json"
    expected = json.loads(path.read_text(encoding="utf-8"))
    wrong, count = [], 0
    for kind in ("tasks", "targets"):
        assert len(rows[kind]) == len(expected[kind])
        for row, wanted in zip(rows[kind], expected[kind], strict=True):
            count += len(wanted)
            wrong += [(key, row.get(key), v) for key, v in wanted.items() if row.get(key) != v]
    assert len(wrong) <= (1 - ROWS_BAR) * count, wrong


def test_tables_over_page_breaks_are_one(shared: Path) -> None:
    text = read(shared / "samples" / "plan-146.pdf")
    assert [table.rows for table in text.tables if not table.is_layout] == [18, 29]
    assert [margin.kind for margin in text.margins] == [MarginKind.PAGE_NUMBER] * 15


# A decision whose first pages are outlines without letters, and whose appendices are text.


@pytest.fixture(scope="module")
def decision(shared: Path) -> Iterator[Text]:
    def refuse(*_: object) -> None:
        raise UnreadableFile("ocr_missing")

    module = ModuleType("vanban.readers.scan")
    module.recognise_pages = refuse  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "vanban.readers.scan", module)
        yield read(shared / "corpus" / "pdf_decuong.pdf")


def test_pages_drawn_as_outlines_are_told(decision: Text) -> None:
    pages = [issue.params["page"] for issue in decision.issues if issue.code == "page_not_read"]
    assert pages == ["1", "2", "3", "4"]


def test_its_appendices_are_two_outlines_of_reports(decision: Text) -> None:
    words = [block.span.of(decision.content) for block in decision.blocks]
    heads = [word for word in words if word.startswith("PHỤ LỤC")]
    assert heads == ["PHỤ LỤC 1", "PHỤ LỤC 2"]
    assert "1. Công an tỉnh" in words
    assert "II. Khó khăn, vướng mắc" in words
    assert any(word.startswith("Đề cương Báo cáo") and word.endswith("ngành") for word in words)
    assert not any(word.isdecimal() for word in words)
    assert all(margin.kind is MarginKind.PAGE_NUMBER for margin in decision.margins)
