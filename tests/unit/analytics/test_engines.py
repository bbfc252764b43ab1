"""DuckDB and Sail give the same rows; an engine that is not there is told as such."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from tests.facts_on_disk import lay_facts, random_rows
from tiendo.analytics import (
    AnalyticsError,
    DuckDB,
    EngineFailed,
    EngineUnreachable,
    SparkConnect,
    chosen_engine,
    expressions,
    run,
)
from tiendo.analytics.comparing import every_analysis
from tiendo.analytics.engines import Facts
from tiendo.analytics.expressions import Analysis
from tiendo.analytics.tables import fact_tables

ANALYSES = every_analysis(dt.datetime(2025, 9, 1, 3, 4, 5, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return lay_facts(tmp_path_factory.mktemp("facts"), random_rows(2025))


@pytest.fixture(scope="module")
def sail() -> Iterator[SparkConnect]:
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    # However busy the machine is: what is asked here is not how fast it answers.
    yield SparkConnect(f"sc://{host}:{port}", "Sail", within_s=120)
    server.stop()


@pytest.mark.parametrize("name", ANALYSES)
def test_sail_gives_the_rows_of_duckdb(name: str, facts: Facts, sail: SparkConnect) -> None:
    ours = run(ANALYSES[name], facts)
    theirs = run(ANALYSES[name], facts, sail)
    assert ours.num_rows > 1
    assert theirs.schema.equals(ours.schema)
    assert theirs.to_pylist() == ours.to_pylist()


@pytest.mark.parametrize("name", ANALYSES)
def test_no_result_is_a_floating_point_number(name: str, facts: Facts) -> None:
    assert not any(pa.types.is_floating(kind) for kind in run(ANALYSES[name], facts).schema.types)


def test_an_engine_that_does_not_answer_is_told_without_the_client_trying_again(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trying_for_minutes(*_given: object) -> None:
        raise AssertionError("the client's own tries take minutes")

    monkeypatch.setattr(
        "pyspark.sql.connect.session.SparkSession.Builder.create", trying_for_minutes
    )
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        engine = SparkConnect(f"sc://127.0.0.1:{closed.getsockname()[1]}/;token=secret")
        with pytest.raises(EngineUnreachable) as refused:
            run(expressions.values_by_body(), facts, engine)
    assert refused.value.code == "engine.unreachable"
    assert "127.0.0.1" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_server_that_says_something_else_is_no_engine(facts: Facts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        engine = SparkConnect(f"sc://127.0.0.1:{server.getsockname()[1]}", within_s=0.5)
        with pytest.raises(EngineUnreachable):
            run(expressions.values_by_body(), facts, engine)


@pytest.mark.parametrize("where", ["duckdb", "sail"])
def test_what_an_engine_cannot_do_is_told_with_its_words(
    where: str, facts: Facts, sail: SparkConnect
) -> None:
    updates = expressions.table("progress_updates")
    wrong = Analysis(updates.select(no=updates.count_unit.cast("int64")))
    rows = {"progress_updates": [{"count_unit": "chữ"}]}
    told = lay_facts(facts.folder.parent / f"wrong-{where}", rows)
    with pytest.raises(EngineFailed) as refused:
        run(wrong, told, sail if where == "sail" else DuckDB())
    assert refused.value.code == "engine.failed"
    assert "chữ" in str(refused.value)


def test_a_table_that_is_not_among_the_facts_is_told(facts: Facts) -> None:
    with pytest.raises(AnalyticsError) as refused:
        facts.files("salaries")
    assert refused.value.code == "facts.table"
    with pytest.raises(AnalyticsError, match="indicator_values"):
        expressions.table("salaries")


def test_the_settings_choose_the_engine(settings: pytest.FixtureRequest) -> None:
    assert isinstance(chosen_engine(), DuckDB)
    settings.ANALYTICS_ENGINE = "spark"  # type: ignore[attr-defined]
    assert isinstance(chosen_engine(), SparkConnect)


def test_every_table_can_be_asked(facts: Facts) -> None:
    for name in fact_tables():
        rows = run(Analysis(expressions.table(name).limit(3)), facts)
        assert rows.num_rows == min(3, facts.manifest.tables[name].rows)


def test_the_files_are_those_of_the_folder(facts: Facts) -> None:
    assert [Path(path).name for path in facts.files("bodies")] == ["part-0.parquet"]
