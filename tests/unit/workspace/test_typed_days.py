"""Days as people type them, and the one field in which they do."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms

from tiendo.workspace.forms.days import DayField
from tiendo.workspace.templatetags.days import day_input
from tiendo.workspace.typed_days import PATTERN, NoSuchDay, read_day

DAY = dt.date(2025, 6, 5)
ACCEPTED = ["5/6/2025", "05/06/2025", "2025-06-05", "5-6-2025", "5.6.2025", " 05 / 06 / 2025 "]


class Form(forms.Form):
    """One day."""

    day = DayField(label="Ngày")


@pytest.mark.parametrize("typed", [*ACCEPTED, "05062025"])
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    assert read_day(typed) == DAY
    assert re.fullmatch(PATTERN, typed)


@pytest.mark.parametrize("typed", ["31/02/2025", "2025-02-31", "31022025", "0/1/2025", "1/13/2025"])
def test_a_day_that_does_not_exist_is_named(typed: str) -> None:
    with pytest.raises(NoSuchDay) as refused:
        read_day(typed)
    words = f"Ngày {typed} không có thật. Nhập dạng ngày/tháng/năm, ví dụ 05/06/2025."
    assert str(refused.value) == words


@pytest.mark.parametrize(
    "typed", ["hôm qua", "5/6", "5/6/25", "ngày 5/6/2025", "5/6/2025x", "٠٥٠٦٢٠٢٥"]
)
def test_what_is_no_day_is_said_in_vietnamese(typed: str) -> None:
    with pytest.raises(NoSuchDay, match="không đọc được. Nhập dạng ngày/tháng/năm"):
        read_day(typed)


def test_the_field_takes_a_day_and_shows_it_as_dd_mm_yyyy() -> None:
    form = Form({"day": "5/6/2025"})
    assert form.is_valid()
    assert form.cleaned_data == {"day": DAY}
    html = str(Form(initial={"day": DAY})["day"])
    assert 'type="text"' in html
    assert 'value="05/06/2025"' in html
    assert 'placeholder="dd/mm/yyyy"' in html
    assert 'inputmode="numeric"' in html
    assert not Form({"day": "5/6/2025"}, initial={"day": DAY}).has_changed()


def test_a_refused_day_stays_as_it_was_typed() -> None:
    form = Form({"day": "31/02/2025"})
    assert form.errors == {
        "day": ["Ngày 31/02/2025 không có thật. Nhập dạng ngày/tháng/năm, ví dụ 05/06/2025."]
    }
    assert 'value="31/02/2025"' in str(form["day"])


def test_an_empty_day_is_none_where_it_may_be() -> None:
    assert DayField(required=False).clean("  ") is None
    with pytest.raises(forms.ValidationError):
        DayField().clean("")


def test_the_input_of_a_page_submits_itself_where_asked() -> None:
    html = day_input("ngay", "as-of", DAY, True)
    assert 'value="05/06/2025"' in html
    assert "data-submit-on-change" in html
    assert "data-submit-on-change" not in day_input("tu", "id_tu")
