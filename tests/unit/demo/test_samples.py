"""The bundled samples: built as committed, our own writing, read back whole by vanban."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tiendo.composer.model import Clause, Table, iter_blocks
from tiendo.composer.wording import NATIONAL_MOTTO, NATIONAL_NAME
from tiendo.demo.samples.builder import (
    DIEM_LETTERS,
    PLAN,
    REPORT,
    SAMPLES,
    build_sample,
    load_sample,
)
from vanban.models import ParsedDocument
from vanban.parse import parse
from vanban.readers import read

DIEM_PER_KHOAN = (14, 6, 7, 6, 9, 8, 2, 3)
COPIED_RUN = 12


@pytest.fixture(scope="module")
def plan() -> ParsedDocument:
    return parse(read(PLAN))


@pytest.fixture(scope="module")
def report() -> ParsedDocument:
    return parse(read(REPORT))


def parts(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return {name: package.read(name) for name in package.namelist()}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[at : at + COPIED_RUN]) for at in range(len(found) - COPIED_RUN + 1))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_committed_file_is_what_the_source_builds(path: Path) -> None:
    # Compared part by part: the compressed bytes also depend on the zlib of the machine.
    assert parts(path.read_bytes()) == parts(build_sample(path))


def test_the_plan_has_55_lettered_clauses_in_8_khoan() -> None:
    letters = [block.marker for block in load_sample(PLAN).blocks
               if isinstance(block, Clause) and block.marker.isalpha()]  # fmt: skip
    assert letters == [letter for count in DIEM_PER_KHOAN for letter in DIEM_LETTERS[:count]]


def test_no_sentence_is_copied_from_the_real_documents(shared: Path) -> None:
    real = [*shared.glob("seeds/*.txt"), *shared.glob("corpus/*.txt")]
    known = {run for path in real for run in runs(path.read_text(encoding="utf-8"))}
    for path in SAMPLES:
        ours = path.with_suffix(".yaml").read_text(encoding="utf-8")
        assert not [" ".join(run) for run in runs(ours) if run in known]


# What vanban reads back


def test_the_plan_is_read_with_its_number_and_date(plan: ParsedDocument) -> None:
    assert plan.header.number == "146/KH-UBND"
    assert plan.header.date is not None and plan.header.date.isoformat() == "2025-06-25"
    assert plan.header.issuer == "UBND tỉnh Đắk Lắk"
    assert plan.header.type == "Kế hoạch"
    assert plan.header.title == load_sample(PLAN).title


def test_every_lettered_clause_is_read_at_its_place(plan: ParsedDocument) -> None:
    expected = [
        f"II.{khoan}.{letter}"
        for khoan, count in enumerate(DIEM_PER_KHOAN, start=1)
        for letter in DIEM_LETTERS[:count]
    ]
    assert [unit.path for unit in plan.outline if unit.kind == "diem"] == expected


def test_every_row_of_the_appendices_is_read(plan: ParsedDocument) -> None:
    targets, tasks = (table for table in iter_blocks(load_sample(PLAN)) if isinstance(table, Table))
    entries = [sum(row.kind == "entry" for row in table.rows) for table in (targets, tasks)]
    assert len([target for target in plan.targets if target.part == "appendix-1"]) == entries[0]
    assert len([task for task in plan.tasks if task.part == "appendix-2"]) == entries[1]


def test_every_task_row_keeps_its_fields(plan: ParsedDocument) -> None:
    rows = [task for task in plan.tasks if task.part == "appendix-2"]
    source = yaml.safe_load(PLAN.with_suffix(".yaml").read_text(encoding="utf-8"))
    printed = [cells for group in source["appendices"][1]["groups"] for cells in group["rows"]]
    read = [(task.text, "; ".join(task.leads), "; ".join(task.coordinating),
             task.deadline_raw, task.product) for task in rows]  # fmt: skip
    assert read == [tuple(cells) for cells in printed]
    assert all(task.deadlines for task in rows)


def test_the_deadlines_of_the_plan_are_of_every_kind(plan: ParsedDocument) -> None:
    keys = {deadline.key for task in plan.tasks if task.part == "appendix-2"
            for deadline in task.deadlines}  # fmt: skip
    kinds = {
        "2025-12-31", "2025-07", "2025-Q3", "2026", "2030", "2025-2026", "R:yearly",
        "R:yearly:11-25", "R:yearly:10", "R:quarterly", "R:monthly", "R:halfyearly", "R:continuous",
    }  # fmt: skip
    assert kinds <= keys


def test_the_report_is_read_as_a_draft_upward(report: ParsedDocument) -> None:
    assert (report.header.number, report.header.date) == (None, None)
    assert report.header.addressees == ("Đảng ủy UBND tỉnh",)
    assert report.signer is not None and report.signer.name == "Đào Mỹ"


def test_the_report_keeps_its_amounts(report: ParsedDocument) -> None:
    amounts = [money.value_vnd // 1_000_000 for money in report.money]
    assert amounts == [
        500_118, 325_030, 302_430, 22_600, 175_088, 183_395, 42_570, 7_438, 133_387, 107_483,
    ]  # fmt: skip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_cited_symbol_is_found(path: Path) -> None:
    text = re.sub(r"\s+", " ", path.with_suffix(".yaml").read_text(encoding="utf-8"))
    symbols = re.findall(
        r"số (\d+(?:/\d{4})?[/-][A-ZĐ][A-Za-zĐ]*[-/][A-ZĐ][A-Za-zĐ]*|\d+/2025/QH15)", text
    )
    parsed = parse(read(path))
    cited = [citation.number for citation in parsed.citations if citation.number]
    assert sorted(cited) == sorted(symbols)


def test_the_letterhead_is_the_national_one(plan: ParsedDocument) -> None:
    assert NATIONAL_NAME in plan.text.content
    assert NATIONAL_MOTTO in plan.text.content
