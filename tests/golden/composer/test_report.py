"""The written form of a report, compared with the reviewed one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.composer.report import PARTS, golden_parts, report
from tiendo.composer.docx import write_docx
from tiendo.composer.figures import find_figures


@pytest.mark.parametrize("path", PARTS.values(), ids=lambda path: path.stem)
def test_a_written_report_equals_the_golden_one(path: Path) -> None:
    written = golden_parts(write_docx(report()))[path]
    assert written == path.read_text(encoding="utf-8")


def test_the_report_prints_its_figures_where_the_model_has_them() -> None:
    found = [figure.key for figure in find_figures(write_docx(report()))]
    table = ["tasks.overdue", "tasks.total"]
    text = ["tasks.total", "tasks.overdue", "tasks.rate", "budget.spent"]
    assert found == text + table * 4
