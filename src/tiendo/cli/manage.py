"""`tiendo manage …`: Django's own commands, against the database of this installation."""

import gc
import os

from tiendo.cli.database import SETTINGS, open_database, set_up_django
from tiendo.config import environment

# These read or write the schema and so run under the migration role.
SCHEMA_COMMANDS = {
    "flush",
    "makemigrations",
    "migrate",
    "optimizemigration",
    "showmigrations",
    "sqlmigrate",
    "squashmigrations",
}
# Every migration makes all models anew, which wakes the collector for nothing: a fifth of the time.
_COLLECT_SELDOM = (50_000, 20, 20)


def main(arguments: list[str]) -> int:
    """Runs the command; after `migrate` the application role is granted its rights anew."""
    from django.core.management import execute_from_command_line

    command = arguments[0] if arguments else "help"
    with open_database():
        application = environment.read_database("DATABASE_URL")
        if command in SCHEMA_COMMANDS:
            use_migration_role()
            gc.set_threshold(*_COLLECT_SELDOM)
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
        if command == "migrate":
            from tiendo.config.migrating import migrate_in_groups

            migrate_in_groups()
        execute_from_command_line(["tiendo manage", *arguments])
        if command in {"migrate", "flush"} and application is not None:
            grant_rights(application.user)
    return 0


def use_migration_role() -> None:
    """From here on this process connects with MIGRATION_DATABASE_URL, where one is given."""
    url = environment.read("MIGRATION_DATABASE_URL")
    if url is not None:
        os.environ.pop("DATABASE_URL_FILE", None)
        os.environ["DATABASE_URL"] = url


def grant_rights(role: str) -> None:
    """Grants the application role its rights, unless the schema belongs to that very role."""
    set_up_django()
    from django.conf import settings
    from django.db import connection

    from tiendo.config.privileges import grant_application_role

    if connection.settings_dict["USER"] != role:
        grant_application_role(connection, role, settings.APPEND_ONLY_TABLES)
