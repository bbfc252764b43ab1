"""A percentage on a page says how it is computed and from what."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tiendo.tasks.models import ProgressUpdate
from tiendo.tasks.queries.counts import Rate
from tiendo.workspace.templatetags.shares import FORMULAS, rate, rate_formula, share_words


@pytest.mark.parametrize("formula", sorted(FORMULAS))
def test_a_rate_shows_its_inputs_and_says_its_formula(formula: str) -> None:
    html = rate(Rate(1600, 3500), formula)
    words = rate_formula(Rate(1600, 3500), formula)
    assert "45,71%" in html
    assert "1.600/3.500" in html
    assert words.count("÷") == 1
    assert "1.600" in words
    assert "3.500" in words
    assert f'title="{words}"' in html
    assert f'<span class="visually-hidden"> ({words})</span>' in html


def test_the_percent_of_a_count_shows_the_count() -> None:
    update = ProgressUpdate(
        percent=Decimal("33.33"),
        done_count=Decimal(34),
        total_count=Decimal(102),
        count_unit="xã",
    )
    assert share_words(update) == "34/102 xã = 33,33%"


def test_a_percent_that_was_typed_says_so() -> None:
    assert share_words(ProgressUpdate(percent=Decimal(45))) == "45% do người báo cáo nhập"
    assert share_words(ProgressUpdate(percent=Decimal(0))) == "0% do người báo cáo nhập"
    assert share_words(ProgressUpdate()) == ""
