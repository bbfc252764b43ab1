"""A scanned report against its expected results: the whole way from pixels to fields."""

import importlib.util
import json
from pathlib import Path

import pytest

from tests.conftest import lacking
from vanban.errors import UnreadableFile
from vanban.models import ParsedDocument
from vanban.parse import parse
from vanban.readers import read
from vanban.readers.ocr import find_recogniser
from vanban.serialise import to_json

NAME = "report-2025-11"
BARS = {
    "outline_path": 0.93,
    "citations": 0.93,
    "deadlines": 0.93,
    "header_type": 1.0,
    "header_issuer": 1.0,
}
WRONG_AMOUNTS = 1


@pytest.fixture(scope="module")
def parsed(shared: Path) -> ParsedDocument:
    try:
        find_recogniser()
    except UnreadableFile:
        lacking("tesseract with Vietnamese", "tesseract-ocr tesseract-ocr-vie")
    return parse(read(shared / "samples" / f"{NAME}.scan.pdf"))


def test_a_scan_gives_what_its_document_says(shared: Path, parsed: ParsedDocument) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    expected = json.loads((shared / "gold/score" / f"{NAME}.json").read_text(encoding="utf-8"))
    counts = dict(scorer.fields(expected, to_json(parsed)))
    below = {
        field: counts[field] for field, bar in BARS.items() if scorer.prf(*counts[field])[2] < bar
    }
    assert below == {}
    right, found, wanted = counts["money"]
    assert max(found, wanted) - right <= WRONG_AMOUNTS


def test_every_word_of_a_scan_has_its_box_and_confidence(parsed: ParsedDocument) -> None:
    text = parsed.text
    assert len(text.pages) == 8
    assert all(page.is_scanned for page in text.pages)
    for place in text.places:
        assert place.box is not None
        assert place.confidence is not None
        assert 0 <= place.confidence <= 1
        page = text.pages[(place.page or 1) - 1]
        assert -5 <= place.box.left < place.box.right <= page.width + 5


def test_page_numbers_stand_outside_the_text(parsed: ParsedDocument) -> None:
    numbers = [margin.words for margin in parsed.text.margins]
    assert numbers == [str(number) for number in range(2, 9)]
