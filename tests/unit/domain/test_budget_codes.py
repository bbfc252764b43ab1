"""The shapes of the State budget's codes are data with dates and a mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiendo.domain import parameters
from tiendo.domain.budget_codes import CODES, code_shape


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("chapter_code", ("417",), ("41", "4170", "4 7")),
        ("sector_code", ("103", "100-103"), ("100/103", "100-", "100-103-1")),
        ("item_code", ("6900",), ("69000", "690")),
        ("programme_code", ("0051", "00511"), ("CTMT", "000511")),
    ],
)
def test_codes_have_their_shape(name: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    shape = code_shape(name, 2025)
    assert all(shape.fits(code) for code in right)
    assert not any(shape.fits(code) for code in wrong)


def test_shapes_that_were_recalled_say_so() -> None:
    for name in CODES:
        rule = code_shape(name, 2025).rule
        assert not rule.is_verified and rule.words and "recalled" in rule.source


def test_an_installation_lays_down_another_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "parameters.yaml"
    own.write_text(
        "budget_item_code_digits:\n  unit: digits, least × 10 + most\n  versions:\n"
        "    - {since: 2027-01-01, value: 46, source: Thông tư mới}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(parameters, "_files", [])
    parameters.add_file(own)
    try:
        assert [code_shape("item_code", year).digits for year in (2026, 2027)] == ["4", "4–6"]
    finally:
        monkeypatch.undo()
        parameters.load_parameters.cache_clear()
