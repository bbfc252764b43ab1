"""The database of a verb: the one DATABASE_URL names, else the embedded server."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config import environment

SETTINGS = "tiendo.config.settings"
# Tells child processes that DATABASE_URL leads to the embedded server.
EMBEDDED = "TIENDO_EMBEDDED"


@contextlib.contextmanager
def open_database(*, durable: bool = True) -> Iterator[None]:
    """Within the block DATABASE_URL and MIGRATION_DATABASE_URL lead to a running server."""
    if is_external():
        yield
        return
    from tiendo.config.postgres import Cluster
    from tiendo.config.postgres_roles import APPLICATION_ROLE, MIGRATION_ROLE

    folder = environment.read_data_folder() / "postgres"
    with Cluster(folder, durable=durable).running() as server:
        os.environ["DATABASE_URL"] = server.url(APPLICATION_ROLE)
        os.environ["MIGRATION_DATABASE_URL"] = server.url(MIGRATION_ROLE)
        os.environ[EMBEDDED] = "1"
        try:
            yield
        finally:
            close_connections()


def is_external() -> bool:
    """Whether the operator names a database."""
    return environment.read_database("DATABASE_URL") is not None


def close_connections() -> None:
    """Closes Django's connections, so that the server need not wait for them."""
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


def set_up_django() -> None:
    """Loads the settings and the apps."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()


def run_verb(*arguments: str) -> None:
    """Runs another verb of this CLI in a process of its own; its output goes to stderr."""
    command = [sys.executable, "-P", "-m", "tiendo.cli", *arguments]
    done = subprocess.run(command, stdout=sys.stderr)  # noqa: S603
    if done.returncode != 0:
        raise CommandError(
            _("bước “%(step)s” không xong; xem các dòng trên") % {"step": " ".join(arguments)}
        )


def has_unapplied_migrations() -> bool:
    """Whether the code knows migrations that the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_schema() -> None:
    """Brings the embedded database up to date; an operator's is migrated only on order."""
    if not has_unapplied_migrations():
        return
    if not environment.read_flag(EMBEDDED, default=False):
        raise CommandError(
            _("cơ sở dữ liệu chưa đúng phiên bản. Hãy chạy trước: ./tiendo manage migrate")
        )
    run_verb("manage", "migrate", "--no-input", "--verbosity=0")
