"""A composed document as JSON and back."""

import json
from dataclasses import replace

from tests.golden.composer.report import FIGURES, report
from tiendo.reporting.snapshot import dump_document, load_document


def test_a_document_comes_back_as_it_was() -> None:
    document = report()
    stored = json.loads(json.dumps(dump_document(document)))
    assert load_document(stored, FIGURES) == document


def test_figures_are_kept_elsewhere() -> None:
    assert "figures" not in dump_document(report())


def test_a_document_with_a_date_and_a_number_comes_back() -> None:
    document = report()
    head = replace(document.letterhead, number="88", date=document.letterhead.draft_month)
    dated = replace(document, letterhead=head)
    stored = json.loads(json.dumps(dump_document(dated)))
    assert load_document(stored, FIGURES).letterhead == head
