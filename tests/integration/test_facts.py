"""The facts say what PostgreSQL says, and what was damaged is never read."""

from __future__ import annotations

import datetime as dt
import errno
import os
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection, transaction

from tests.analytics_factories import LAST_DAY, make_facts_world
from tests.task_factories import noon
from tiendo.analytics import expressions, open_facts, run
from tiendo.analytics.engines import Facts
from tiendo.analytics.errors import FactsNotWritten
from tiendo.analytics.facts import only_writer, write_facts, write_folder
from tiendo.analytics.models import FactsRun
from tiendo.analytics.queries import freshness
from tiendo.analytics.tables import fact_tables
from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement
from tiendo.budgets.queries import money_of
from tiendo.domain import clock
from tiendo.indicators.definitions import is_asked_of
from tiendo.indicators.models import IndicatorValue, IndicatorVersion, Observation
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import ProgressUpdate, StatusSpan, Task
from tiendo.tasks.queries import counts_by_lead, with_status

DAYS = (dt.date(2025, 7, 31), dt.date(2025, 8, 31), dt.date(2025, 9, 30), dt.date(2025, 10, 31))


@dataclass(frozen=True, slots=True)
class Written:
    """Facts of the small world, with what PostgreSQL said of it at that moment."""

    facts: Facts
    says: dict[str, Any]


@pytest.fixture(scope="module")
def written(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Written]:
    with django_db_blocker.unblock(), transaction.atomic():
        with noon(LAST_DAY):
            make_facts_world()
            folder, _manifest, _digest = write_folder(tmp_path_factory.mktemp("facts"))
            says = {name: ask() for name, ask in ORACLE.items()}
        transaction.set_rollback(True)
    yield Written(open_facts(folder), says)


Rows = Counter[tuple[Any, ...]]


def _observations() -> Rows:
    """Each revision, with the moment at which the next took its place."""
    return Counter(
        Observation.objects.values_list(
            "indicator__code", "organisation__slug", "period_start", "period_end", "breakdown",
            "revision", "value", "qualifier", "state", "entry", "as_of", "entered_at",
            "corrected_by__entered_at", "confirmed_at",
        )
    )  # fmt: skip


def _values_by_indicator() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Total, measured and no data of each indicator and period, added up one by one."""
    found: defaultdict[tuple[Any, ...], list[IndicatorValue]] = defaultdict(list)
    for row in IndicatorValue.objects.filter(breakdown="").select_related("indicator"):
        found[row.indicator.code, row.period_start, row.period_end].append(row)
    return {
        key: (
            sum((row.value for row in rows if row.value is not None), Decimal(0))
            if any(row.value is not None for row in rows)
            else None,
            len(rows),
            *(sum(row.state == state for row in rows) for state in ("value", "no_data")),
        )
        for key, rows in found.items()
    }


def _days_of_spans() -> int:
    """How many days all spans have together; those without an end until 2030."""
    until = dt.date(2030, 1, 1)
    spans = StatusSpan.objects.all()
    return sum(((row.validity.upper or until) - row.validity.lower).days for row in spans)


def _statuses() -> Counter[tuple[Any, ...]]:
    """What the pages count by lead body."""
    found: Counter[tuple[Any, ...]] = Counter()
    for day in DAYS:
        for row in counts_by_lead(with_status(Task.objects.all(), day), day):
            slug = row.body.slug if row.body else ""
            for status, number in row.counts.by_status.items():
                if status is not None and number:
                    found[day, slug, str(status)] = number
    return found


def _rows_of_money(model: type[BudgetStep | Commitment | Disbursement], *more: str) -> Rows:
    """Each amount with the moment at which another took its place."""
    fields = ("pk", "line", "line__year", "amount_vnd", "day", "is_withdrawn", "recorded_at")
    return Counter(model.objects.values_list(*fields, "corrected_by__recorded_at", *more))


def _paid_of_allocated() -> dict[tuple[int, str], tuple[int | None, int | None]]:
    """What was allocated and paid by year and source, as the pages of money add it up."""
    found: dict[tuple[int, str], tuple[int | None, int | None]] = {}
    for money in money_of(BudgetLine.objects.all(), LAST_DAY):
        key, amounts = (money.line.year, str(money.line.source)), money.amounts
        before = found.get(key, (None, None))
        both = (amounts.allotted, amounts.paid)
        found[key] = (_added(before[0], both[0]), _added(before[1], both[1]))
    return found


def _added(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other


def _bodies_that_report() -> Rows:
    """Each definition with its subject or each body of its group, tried one by one."""
    return Counter(
        (version.indicator.code, body.slug)
        for version in IndicatorVersion.objects.select_related("indicator", "reporters")
        for body in Organisation.objects.all()
        if is_asked_of(version, body)
    )


ORACLE: dict[str, Callable[[], Any]] = {
    "observations": _observations,
    "every value": lambda: Counter(
        IndicatorValue.objects.values_list(
            "indicator__code",
            "organisation__slug",
            "period_start",
            "period_end",
            "breakdown",
            "state",
            "value",
            "measured",
            "counted",
            "as_of",
        )
    ),
    "definitions": lambda: Counter(
        (each.indicator.code, each.number, each.name, each.unit, each.validity.lower)
        for each in IndicatorVersion.objects.select_related("indicator")
    ),
    "reporters": _bodies_that_report,
    "bodies": lambda: Counter(
        Organisation.objects.values_list("slug", "name", "kind", "level", "parent__slug")
    ),
    "lines": lambda: Counter(
        BudgetLine.objects.values_list(
            "pk", "year", "title", "body__slug", "source", "nature", "area"
        )
    ),
    "steps": lambda: _rows_of_money(BudgetStep, "stage"),
    "commitments": lambda: _rows_of_money(Commitment),
    "disbursements": lambda: _rows_of_money(Disbursement, "is_cumulative"),
    "paid of allocated": _paid_of_allocated,
    "values": _values_by_indicator,
    "span days": _days_of_spans,
    "statuses": _statuses,
    "updates": lambda: Counter(
        ProgressUpdate.objects.values_list("organisation__slug", "as_of", "percent")
    ),
}


def rows_of(facts: Facts, table: str) -> pa.Table:
    return pa.concat_tables(pq.ParquetFile(path).read() for path in facts.files(table))


def test_no_column_of_the_facts_is_a_floating_point_number() -> None:
    kinds = {kind for table in fact_tables().values() for kind in table.schema.types}
    assert not any(pa.types.is_floating(kind) for kind in kinds)


@pytest.mark.django_db
def test_each_file_has_the_columns_and_rows_that_are_told(written: Written) -> None:
    for name, table in fact_tables().items():
        rows = rows_of(written.facts, name)
        assert rows.schema.equals(table.schema), name
        assert rows.num_rows == written.facts.manifest.tables[name].rows > 0, name


@pytest.mark.django_db
def test_a_table_with_years_has_a_file_for_each(written: Written) -> None:
    paths = [Path(path) for path in written.facts.files("observations")]
    assert [path.parent.name for path in paths] == ["year=2024", "year=2025"]
    for path in paths:
        years = pq.ParquetFile(path).read()["year"].unique().to_pylist()
        assert path.parent.name == f"year={years[0]}" and len(years) == 1


@pytest.mark.django_db
def test_observations_are_those_of_the_database(written: Written) -> None:
    rows = rows_of(written.facts, "observations").to_pylist()
    keys = (
        "indicator", "body", "period_start", "period_end", "breakdown", "revision", "value",
        "qualifier", "quality", "entry", "as_of", "known_from", "known_to", "confirmed_at",
    )  # fmt: skip
    assert Counter(tuple(row[key] for key in keys) for row in rows) == written.says["observations"]
    assert {row["state"] for row in rows if row["value"] is None} == {"no_data"}
    corrected = [row for row in rows if row["known_to"] is not None]
    assert corrected
    assert all(row["known_from"] < row["known_to"] for row in corrected)


_OF_MONEY = (
    "row_id", "line_id", "year", "amount_vnd", "day", "is_withdrawn", "known_from", "known_to",
)  # fmt: skip


@pytest.mark.parametrize(
    ("table", "says", "columns"),
    [
        ("indicator_values", "every value",
         ("indicator", "body", "period_start", "period_end", "breakdown", "state", "value",
          "measured", "counted", "as_of")),
        ("indicators", "definitions", ("indicator", "version", "name", "unit", "valid_from")),
        ("reporters", "reporters", ("indicator", "body")),
        ("bodies", "bodies", ("body", "name", "kind", "level", "parent")),
        ("budget_lines", "lines",
         ("line_id", "year", "title", "body", "source", "nature", "area")),
        ("budget_steps", "steps", (*_OF_MONEY, "stage")),
        ("commitments", "commitments", _OF_MONEY),
        ("disbursements", "disbursements", (*_OF_MONEY, "is_cumulative")),
    ],
)  # fmt: skip
def test_every_row_of_a_table_is_one_of_the_database(
    written: Written, table: str, says: str, columns: tuple[str, ...]
) -> None:
    rows = rows_of(written.facts, table).to_pylist()
    assert Counter(tuple(row[name] for name in columns) for row in rows) == written.says[says]


def test_money_adds_up_as_on_the_pages(written: Written) -> None:
    analysis = expressions.budget_by("source", on=LAST_DAY)
    found = {
        (row["year"], row["source"]): (row["allocated"], row["paid"])
        for row in run(analysis, written.facts).to_pylist()
    }
    assert found == written.says["paid of allocated"]


@pytest.mark.django_db
def test_values_by_indicator_and_period_are_those_of_the_database(written: Written) -> None:
    rows = run(expressions.values_by_indicator_and_period(), written.facts).to_pylist()
    found = {
        (row["indicator"], row["period_start"], row["period_end"]): (
            row["total"],
            row["counted"],
            row["measured"],
            row["no_data"],
        )
        for row in rows
    }
    assert found == written.says["values"]


@pytest.mark.django_db
def test_every_day_of_every_span_stands_in_the_facts_once(written: Written) -> None:
    until = dt.date(2030, 1, 1)
    rows = rows_of(written.facts, "status_spans").to_pylist()
    days = sum(((row["valid_to"] or until) - row["valid_from"]).days for row in rows)
    assert days == written.says["span days"]
    assert {row["is_counted"] for row in rows} == {True, False}


@pytest.mark.django_db
def test_statuses_by_body_are_those_of_the_pages(written: Written) -> None:
    rows = run(expressions.statuses_by_body(DAYS), written.facts).to_pylist()
    found = Counter({(row["day"], row["body"], row["status"]): row["tasks"] for row in rows})
    assert found == written.says["statuses"]


@pytest.mark.django_db
def test_updates_are_those_of_the_database(written: Written) -> None:
    rows = rows_of(written.facts, "progress_updates").to_pylist()
    keys = ("body", "as_of", "percent")
    assert Counter(tuple(row[key] for key in keys) for row in rows) == written.says["updates"]


@pytest.mark.django_db
def test_a_run_is_told_with_its_rows_and_files(settings: Any, tmp_path: Path) -> None:
    settings.FACTS_ROOT = tmp_path
    with noon(LAST_DAY):
        done = write_facts()
    facts = open_facts(tmp_path)
    assert (done.folder, done.rows_count) == (facts.folder.name, facts.manifest.rows)
    assert freshness().as_of == clock.local_noon(LAST_DAY)


@pytest.mark.django_db
def test_the_last_two_folders_are_kept_and_drafts_of_the_killed_go(
    settings: Any, tmp_path: Path
) -> None:
    settings.FACTS_ROOT = tmp_path
    (tmp_path / ".making-20250101T000000000000Z").mkdir(parents=True)
    for day in range(1, 5):
        with noon(dt.date(2025, 11, day)):
            write_folder(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["facts-20251103T050000000000Z", "facts-20251104T050000000000Z"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "Đĩa không còn chỗ"), (errno.EACCES, "Permission denied")],
)
def test_a_run_that_fails_says_why_and_leaves_the_last_facts(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    settings.FACTS_ROOT = tmp_path
    with noon(dt.date(2025, 11, 1)):
        write_facts()

    def refuse(*_given: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("tiendo.analytics.facts.write_manifest", refuse)
    with noon(LAST_DAY), pytest.raises(FactsNotWritten, match=words):
        write_facts()
    assert len(list(tmp_path.iterdir())) == 1
    assert FactsRun.objects.first().state == "failed"  # type: ignore[union-attr]
    fresh = freshness()
    assert fresh.as_of == clock.local_noon(dt.date(2025, 11, 1))
    assert words in fresh.problem


@pytest.mark.django_db
def test_a_run_that_was_killed_is_told_as_broken_off_by_the_next(
    settings: Any, tmp_path: Path
) -> None:
    settings.FACTS_ROOT = tmp_path
    killed = FactsRun.objects.create(started_at=clock.local_noon(dt.date(2025, 11, 1)))
    with noon(LAST_DAY):
        done = write_facts()
    killed.refresh_from_db()
    assert (done.state, killed.state, killed.problem) == ("done", "failed", "Bị dừng giữa chừng")
    assert freshness().problem == ""


@pytest.mark.django_db
def test_a_second_writer_waits_for_the_first() -> None:
    order: list[str] = []

    def write() -> None:
        with only_writer():
            order.append("second")
        connection.close()

    second = threading.Thread(target=write)
    with only_writer():
        second.start()
        second.join(timeout=0.3)
        order.append("first")
    second.join(timeout=20)
    assert order == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_all_tables_are_read_at_one_moment_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {}

    def look(cursor: Any, *_given: object) -> None:
        for name in ("transaction_isolation", "transaction_read_only", "timezone"):
            cursor.execute(f"SHOW {name}")
            seen[name] = cursor.fetchone()[0]
        raise LookupError

    monkeypatch.setattr("tiendo.analytics.facts._write_tables", look)
    with pytest.raises(LookupError):
        write_folder(tmp_path)
    assert seen == {
        "transaction_isolation": "repeatable read",
        "transaction_read_only": "on",
        "timezone": "UTC",
    }
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone()[0] == "off"
