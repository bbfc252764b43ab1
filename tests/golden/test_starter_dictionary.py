"""The starter dictionary says what documents print: every target and figure, none made up."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tiendo.domain.formulas import Indicator as Known
from tiendo.domain.formulas import check_formula, parse_formula, read_unit
from tiendo.domain.readings import Qualifier, read_figure
from tiendo.indicators.starter import (
    StarterIndicator,
    StarterTarget,
    read_starter,
)
from vanban.quantities import parse_number

STARTER = read_starter()
BY_CODE = {row.code: row for row in STARTER.indicators}
_APPENDIX = "03/NQ-CP ngày 09/01/2025, Phụ lục I, mục "
_RUN = 12


def _gold(shared: Path, name: str) -> dict[str, Any]:
    text = (shared / "gold" / "detail" / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _targets(source: str) -> list[tuple[StarterIndicator, StarterTarget]]:
    return [
        (row, target)
        for row in STARTER.indicators
        for target in row.targets
        if target.source.startswith(source)
    ]


def _number(raw: str | None) -> Decimal | None:
    return None if raw is None else parse_number(raw)


def test_what_it_says_is_well_formed() -> None:
    assert len(BY_CODE) == len(STARTER.indicators)
    dictionary = {
        row.code: Known(read_unit(f"{row.unit} {row.unit_base}".strip()), {})
        for row in STARTER.indicators
    }
    items = {each.code: dict(each.items) for each in STARTER.dimensions}
    for row in STARTER.indicators:
        assert set(row.dimensions) <= items.keys()
        if row.formula:
            check_formula(parse_formula(row.formula), dictionary, dictionary[row.code].unit)
        for target in row.targets:
            assert target.value is not None or target.wording, row.code
            assert (target.high is not None) == (target.comparator == "range"), row.code
    for figure in STARTER.figures:
        row = BY_CODE[figure.code]
        read_figure(figure.raw, unit=row.unit)
        assert all(item in items[code] for code, item in figure.parts.items())
        assert set(figure.parts) <= set(row.dimensions)


def test_the_parts_of_the_budget_make_the_printed_wholes() -> None:
    def of(code: str, **parts: str) -> Decimal:
        wanted = {key.replace("_", "-"): item for key, item in parts.items()}
        [raw] = [f.raw for f in STARTER.figures if f.code == code and dict(f.parts) == wanted]
        return parse_number(raw)

    assert of("NS.01") == of("NS.01", tinh_chat="dau-tu") + of("NS.01", tinh_chat="thuong-xuyen")
    assert of("NS.01", tinh_chat="dau-tu") == of(
        "NS.01", tinh_chat="dau-tu", nguon_von="trung-uong"
    ) + of("NS.01", tinh_chat="dau-tu", nguon_von="tinh")
    areas = ("khcn", "dmst", "cds")
    assert of("NS.02") == sum(of("NS.02", linh_vuc=area) for area in areas)


def test_every_target_of_the_plan_and_of_the_report_is_there(shared: Path) -> None:
    ours = {
        (
            target.comparator,
            _number(target.value),
            target.by,
            f"{row.unit} {row.unit_base}".strip(),
            target.source.split(", ")[-1],
        )
        for row, target in _targets("146/KH-UBND")
    }
    for row in _gold(shared, "plan-146")["targets"]:
        section, number, letter = row["path"].split(".")
        clause = f"điểm {letter} khoản {number} Mục {section}"
        by = int(row["by"][:4]) if row["by"] else None
        wanted = (row["comparator"], Decimal(str(row["value"])), by, row["unit"], clause)
        assert wanted in ours, wanted
    words = [target for _row, target in _targets("146/KH-UBND") if target.value is None]
    assert [(target.by, target.obligation) for target in words] == [(2030, "orientation")]
    assert any("Phụ lục I của 146/KH-UBND" in absent for absent in STARTER.absent)
    [centres] = _gold(shared, "report-2025-11")["targets"]
    [(row, target)] = _targets("Báo cáo của UBND tỉnh")
    assert (row.unit, _number(target.value)) == (centres["unit"], Decimal(centres["value"]))


def test_every_figure_of_the_report_is_there(shared: Path) -> None:
    waiting = [
        (BY_CODE[figure.code].unit, read_figure(figure.raw, unit=BY_CODE[figure.code].unit), figure)
        for figure in STARTER.figures
    ]
    found = _gold(shared, "report-2025-11")["observations"]
    assert len(found) == 29
    for row in found:
        value = Decimal(str(row["value"])) / (100 if row["unit"] == "%" else 1)
        about = row.get("comparator") == "~"
        fitting = [
            each
            for each in waiting
            if each[0] == row["unit"]
            and each[1].value == value
            and (each[1].qualifier is Qualifier.ABOUT) == about
        ]
        if not fitting:
            assert row["raw"] in STARTER.computed.values(), row
            continue
        figure = fitting[0][2]
        if row["as_of"] and len(row["as_of"]) == len("2025-11-10") and figure.code != "NS.04":
            assert figure.as_of.isoformat() == row["as_of"], row
        waiting.remove(fitting[0])
    # A figure that the report tells once stands for two: all recurrent money is the province's.
    assert [figure.raw for _unit, _reading, figure in waiting] == ["175.088"]


def _appendix(shared: Path) -> Iterator[tuple[str, str]]:
    """The rows of the appendix of targets: number and result, without heads of groups."""
    text = (shared / "corpus" / "vn_nq03.txt").read_text(encoding="utf-8")
    table = text[text.index("PHỤ LỤC I\n") : text.index("PHỤ LỤC II\n")]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) == 5 and re.fullmatch(r"\d+(?:\.\d+)?", cells[0]) and cells[3]:
            yield cells[0], cells[3]


def test_every_row_of_the_appendix_is_there_with_its_figures(shared: Path) -> None:
    rows = dict(_appendix(shared))
    assert len(rows) == 56
    ours: dict[str, list[tuple[str, Decimal | None, Decimal | None]]] = {}
    for _row, target in _targets(_APPENDIX):
        item = target.source.removeprefix(_APPENDIX)
        found = (target.comparator, _number(target.value), _number(target.high))
        ours.setdefault(item, []).append(found)
    assert ours.keys() == rows.keys()
    for item, printed in rows.items():
        assert sorted(ours[item], key=str) == sorted(_printed(printed), key=str), item


def _printed(words: str) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """What a cell of the appendix asks for: "≤ 3 Đông Nam Á; ≤ 50 Thế giới", "40 - 50", "> 0,7"."""
    if between := re.fullmatch(r"(\d+)%? - (\d+)%?", words):
        return [("range", Decimal(between[1]), Decimal(between[2]))]
    found: list[tuple[str, Decimal | None, Decimal | None]] = []
    for part in words.split(";"):
        match = re.match(r"\s*(≤|≥|>=|>)?\s*0?(\d+(?:,\d+)?)", part)
        if match is None:
            return [(">=", None, None)]
        comparator = {"≤": "<=", "≥": ">=", None: "="}.get(match[1], match[1])
        found.append((comparator, parse_number(match[2]), None))
    return found


def _resolution(shared: Path) -> Iterator[tuple[int, str, str]]:
    """The verified rows of the table of the resolution: year, comparator, value."""
    text = (shared / "domain" / "targets.md").read_text(encoding="utf-8")
    section = text[text.index("## 1. ") : text.index("## 2. ")]
    year = 0
    for line in section.splitlines():
        if line.startswith("### By "):
            year = int(re.search(r"\d{4}", line)[0])  # type: ignore[index]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and cells[4] in ("V", "V3"):
            yield year, cells[2], cells[3]


def test_every_verified_row_of_the_resolution_is_there(shared: Path) -> None:
    waiting = [
        (target.by, target.comparator, target.value, target.high)
        for _row, target in _targets("57-NQ/TW")
    ]
    rows = list(_resolution(shared))
    assert len(rows) == 25
    for year, comparator, value in rows:
        sign = comparator.split(" ")[0]
        wanted_sign = {"≤top": "<=", "≥": ">=", "avg": "="}.get(sign, sign)
        numbers = re.findall(r"\d+(?:,\d+)?", value.partition("(")[0])
        low, high = (numbers + [None, None])[:2] if numbers else (None, None)
        if high is not None:
            wanted_sign = "range"
        assert (year, wanted_sign, low, high) in waiting, (year, comparator, value)
        waiting.remove((year, wanted_sign, low, high))
    assert not waiting, "no target that the table does not tell"


def test_no_sentence_of_a_document_is_copied(shared: Path) -> None:
    seen = set()
    for folder in ("seeds", "corpus"):
        for path in (shared / folder).glob("*.txt"):
            words = _words(path.read_text(encoding="utf-8"))
            seen |= {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    texts = [row.name for row in STARTER.indicators]
    texts += [target.wording for row in STARTER.indicators for target in row.targets]
    for text in texts:
        words = _words(text)
        runs = {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
        assert not runs & seen, text


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


@pytest.mark.parametrize("code", ["NQ57.05", "NQ57.08", "NQ57.10"])
def test_the_same_thing_in_two_documents_is_two_targets(code: str) -> None:
    comparators = {target.source[:6]: target.comparator for target in BY_CODE[code].targets}
    assert comparators["57-NQ/"] == ">"
    assert comparators["03/NQ-"] == ">="


def test_a_share_of_grdp_is_no_share_of_the_state_budget() -> None:
    assert BY_CODE["KH146.02"].unit_base == "GRDP"
    assert BY_CODE["NQ57.14"].unit_base == "tổng chi ngân sách nhà nước"
    assert BY_CODE["KH146.03"].unit_base == "tổng chi ngân sách địa phương"
