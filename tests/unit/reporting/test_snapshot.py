"""A composed document as JSON and back."""

import json
from dataclasses import replace

from tests.golden.composer.report import FIGURES, report
from tests.unit.composer.documents import DOT, SQUARE
from tiendo.composer.model import Appendix, Drawing, Landscape
from tiendo.reporting.snapshot import dump_document, kept_drawing, load_document


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


def test_pictures_are_kept_in_both_forms_and_found_in_the_order_of_the_page() -> None:
    first, second = Drawing(DOT, "Một", SQUARE, "Biểu đồ 1"), Drawing(DOT, "Hai")
    document = replace(
        report(),
        blocks=(Landscape((first,)), *report().blocks),
        appendices=(Appendix("Hình", (second,)),),
    )
    # The database keeps an object's names in an order of its own.
    stored = json.loads(json.dumps(dump_document(document), sort_keys=True))
    assert load_document(stored, FIGURES) == document
    assert [kept_drawing(stored, number) for number in (1, 2, 3)] == [first, second, None]
