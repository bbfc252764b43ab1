"""Where analysis runs: DuckDB in this process, or a Spark Connect server (Spark itself, Sail)."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import duckdb
import ibis
import pyarrow as pa
from ibis import ir
from ibis.expr import operations as ops

from tiendo.analytics.errors import AnalyticsError, EngineFailed, EngineUnreachable
from tiendo.analytics.expressions import Analysis
from tiendo.analytics.folders import latest_folder
from tiendo.analytics.manifest import MANIFEST, SCHEMA_VERSION, Manifest, check_files, read_manifest
from tiendo.analytics.quotients import add_quartiles, add_quotients

if TYPE_CHECKING:
    from pyspark.sql.connect.client import DefaultChannelBuilder
    from pyspark.sql.connect.session import SparkSession

Files = Mapping[str, Sequence[str]]
_TRIES_AGAIN = 2
_PORT = 15002


@dataclass(frozen=True, slots=True)
class Facts:
    """A folder of facts whose manifest was read."""

    folder: Path
    manifest: Manifest

    def files(self, table: str) -> list[str]:
        """The paths of a table's files, each found whole. Errors: FactsDamaged, AnalyticsError."""
        if table not in self.manifest.tables:
            names = ", ".join(sorted(self.manifest.tables))
            raise AnalyticsError("facts.table", table=table, tables=names)
        files = self.manifest.tables[table].files
        check_files(self.folder, files)
        return [str(self.folder / file.path) for file in files]


def open_facts(path: str | Path) -> Facts:
    """The facts of a folder: one that was written, or the latest in the folder of all.

    Errors: AnalyticsError where none were written, FactsDamaged.
    """
    folder = Path(path).absolute()
    if not (folder / MANIFEST).exists():
        folder = latest_folder(folder)
    return Facts(folder, read_manifest(folder, SCHEMA_VERSION))


class Engine(Protocol):
    """What computes expressions over files."""

    @property
    def name(self) -> str:
        """Its name, for people."""

    def compute(self, expression: ir.Table, files: Files) -> pa.Table:
        """The rows, in the columns of the expression. Errors: EngineUnreachable, EngineFailed."""


@dataclass(frozen=True, slots=True)
class DuckDB:
    """DuckDB in this process. ``options`` are its own (memory_limit, threads, temp_directory)."""

    options: dict[str, Any] = field(default_factory=dict)
    name: str = "DuckDB"

    def compute(self, expression: ir.Table, files: Files) -> pa.Table:
        """The rows, from views in a database in memory; nothing is fetched from outside."""
        alone = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        connection = ibis.duckdb.connect(":memory:", **alone, **self.options)
        try:
            for table, paths in files.items():
                connection.read_parquet(paths, table_name=table, hive_partitioning=False)
            return connection.to_pyarrow(expression)
        except duckdb.Error as error:
            raise EngineFailed("engine.failed", engine=self.name, why=str(error)) from error
        finally:
            connection.disconnect()


@dataclass(frozen=True, slots=True)
class SparkConnect:
    """A Spark Connect server that sees the folder of facts at the same path.

    One that does not answer within ``within_s`` seconds is not there. No page waits for it.
    """

    url: str
    name: str = "Spark Connect"
    within_s: float = 10.0

    def compute(self, expression: ir.Table, files: Files) -> pa.Table:
        """The rows, from views in a session of its own."""
        _require_client(self.name)
        from grpc import RpcError
        from pyspark.errors import PySparkException

        try:
            with self._session() as session:
                for table, paths in files.items():
                    session.read.parquet(*paths).createOrReplaceTempView(table)
                rows = session.sql(ibis.to_sql(expression, dialect="pyspark")).toArrow()
        except RpcError as error:
            raise self._unreachable() from error
        except PySparkException as error:
            raise EngineFailed("engine.failed", engine=self.name, why=str(error)) from error
        return rows.cast(expression.schema().to_pyarrow())

    @contextmanager
    def _session(self) -> Iterator[SparkSession]:
        from pyspark.sql.connect.client import DefaultChannelBuilder
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession

        builder = DefaultChannelBuilder(self.url)
        self._reach(builder)
        session = SparkSession.builder.channelBuilder(builder).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES_AGAIN)])
        try:
            session.conf.set("spark.sql.session.timeZone", "UTC")
            yield session
        finally:
            session.client.close()

    def _reach(self, builder: DefaultChannelBuilder) -> None:
        """Find out within seconds what the client's own tries would take minutes to tell."""
        from grpc import FutureTimeoutError, channel_ready_future

        channel = builder.toChannel()
        try:
            socket.create_connection(self._address(), timeout=self.within_s).close()
            channel_ready_future(channel).result(timeout=self.within_s)
        except (OSError, FutureTimeoutError) as error:
            raise self._unreachable() from error
        finally:
            channel.close()

    def _unreachable(self) -> EngineUnreachable:
        """Told with the address without what follows it, which may be a token."""
        return EngineUnreachable("engine.unreachable", url="sc://{}:{}".format(*self._address()))

    def _address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or _PORT


def _require_client(engine: str) -> None:
    if find_spec("pyspark") is None:
        raise AnalyticsError("engine.not_installed", engine=engine)


def chosen_engine() -> Engine:
    """The engine of the installation's settings; what does not fit into memory goes beside the
    facts."""
    from django.conf import settings

    if settings.ANALYTICS_ENGINE == "spark":
        return SparkConnect(settings.ANALYTICS_URL)
    return DuckDB({"temp_directory": str(settings.FACTS_ROOT / ".spill")})


def run(analysis: Analysis, facts: Facts, engine: Engine | None = None) -> pa.Table:
    """The rows of an analysis over facts; the engine is DuckDB unless told otherwise.

    Errors: EngineUnreachable, EngineFailed, FactsDamaged, AnalyticsError.
    """
    expression = analysis.expression
    tables = sorted({table.name for table in expression.op().find(ops.UnboundTable)})
    files = {table: facts.files(table) for table in tables}
    rows = (engine or DuckDB()).compute(expression, files)
    return add_quartiles(add_quotients(rows, analysis.quotients), analysis.quartiles)
