"""Where analysis runs: DuckDB in this process, or a Spark Connect server (Spark itself, Sail)."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import duckdb
import ibis
import pyarrow as pa
from ibis.expr import operations as ops

from tiendo.analytics.errors import AnalyticsError, EngineFailed, EngineUnreachable
from tiendo.analytics.expressions import Analysis
from tiendo.analytics.folders import latest_folder
from tiendo.analytics.manifest import MANIFEST, Manifest, check_files, read_manifest
from tiendo.analytics.quotients import add_quotients
from tiendo.analytics.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

# A server that is there answers at once; nobody waits longer for one that is not.
_REACHED_WITHIN_S = 3.0
_TRIES_AGAIN = 2


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
    """What computes: ``opened`` gives an Ibis connection that knows some tables of facts."""

    @property
    def name(self) -> str:
        """Its name, for people."""

    def opened(self, facts: Facts, tables: Sequence[str]) -> AbstractContextManager[Any]:
        """The connection. Errors: EngineUnreachable, EngineFailed, FactsDamaged."""


@dataclass(frozen=True, slots=True)
class DuckDB:
    """DuckDB in this process. ``options`` are its own (memory_limit, threads, temp_directory)."""

    options: dict[str, Any] = field(default_factory=dict)
    name: str = "DuckDB"

    @contextmanager
    def opened(self, facts: Facts, tables: Sequence[str]) -> Iterator[Any]:
        """Views of the files in a database in memory; nothing is fetched from outside."""
        files = {table: facts.files(table) for table in tables}
        alone = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        connection = ibis.duckdb.connect(":memory:", **alone, **self.options)
        try:
            for table, paths in files.items():
                connection.read_parquet(paths, table_name=table, hive_partitioning=False)
            yield connection
        except duckdb.Error as error:
            raise EngineFailed("engine.failed", engine=self.name, why=str(error)) from error
        finally:
            connection.disconnect()


@dataclass(frozen=True, slots=True)
class SparkConnect:
    """A Spark Connect server that sees the folder of facts at the same path."""

    url: str
    name: str = "Spark Connect"

    @contextmanager
    def opened(self, facts: Facts, tables: Sequence[str]) -> Iterator[Any]:
        """Views of the files in a session of its own."""
        files = {table: facts.files(table) for table in tables}
        self._reach()
        session = self._session()
        from grpc import RpcError
        from pyspark.errors import PySparkException

        try:
            connection = ibis.pyspark.connect(session)
            for table, paths in files.items():
                session.read.parquet(*paths).createOrReplaceTempView(table)
            yield connection
        except RpcError as error:
            raise EngineUnreachable("engine.unreachable", url=self._place()) from error
        except PySparkException as error:
            raise EngineFailed("engine.failed", engine=self.name, why=str(error)) from error
        finally:
            session.client.close()

    def _session(self) -> SparkSession:
        try:
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
        except ImportError as error:
            raise AnalyticsError("engine.not_installed", engine=self.name) from error
        session = SparkSession.builder.remote(self.url).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES_AGAIN)])
        return session

    def _reach(self) -> None:
        host, port = self._host_and_port()
        try:
            socket.create_connection((host, port), timeout=_REACHED_WITHIN_S).close()
        except OSError as error:
            raise EngineUnreachable("engine.unreachable", url=self._place()) from error

    def _host_and_port(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 15002

    def _place(self) -> str:
        """The address without what follows it, which may be a token."""
        return "sc://{}:{}".format(*self._host_and_port())


def chosen_engine() -> Engine:
    """The engine of the installation's settings."""
    from django.conf import settings

    return (
        SparkConnect(settings.ANALYTICS_URL) if settings.ANALYTICS_ENGINE == "spark" else DuckDB()
    )


def run(analysis: Analysis, facts: Facts, engine: Engine | None = None) -> pa.Table:
    """The rows of an analysis over facts; the engine is DuckDB unless told otherwise.

    Errors: EngineUnreachable, EngineFailed, FactsDamaged, AnalyticsError.
    """
    expression = analysis.expression
    tables = sorted({table.name for table in expression.op().find(ops.UnboundTable)})
    with (engine or DuckDB()).opened(facts, tables) as connection:
        rows: pa.Table = connection.to_pyarrow(expression)
    return add_quotients(rows, analysis.quotients)
