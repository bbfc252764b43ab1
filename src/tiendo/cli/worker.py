"""`tiendo worker`: runs the jobs that actions deferred."""

from tiendo.cli.children import end_with_parent
from tiendo.cli.database import open_database, require_schema, set_up_django


def main(arguments: list[str]) -> int:
    """Works until it is told to stop; a job under way is finished first."""
    end_with_parent()
    with open_database():
        set_up_django()
        require_schema()
        from django.core.management import call_command

        call_command("procrastinate", "worker", "--shutdown-graceful-timeout=15", *arguments)
    return 0
