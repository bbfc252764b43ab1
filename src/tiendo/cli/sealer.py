"""`tiendo sealer`: hashes new events of the trail into the chain until it is told to stop."""

import argparse

from tiendo.cli.children import end_with_parent
from tiendo.cli.database import open_database, require_schema, set_up_django
from tiendo.cli.words import _


def main(arguments: list[str]) -> int:
    """Seals what is committed, again and again; `--once` seals and exits."""
    parser = argparse.ArgumentParser(prog="tiendo sealer", description=_("Niêm phong nhật ký"))
    parser.add_argument("--once", action="store_true", help=_("chạy một lần rồi thoát"))
    options = parser.parse_args(arguments)
    end_with_parent()
    with open_database():
        set_up_django()
        require_schema()
        from tiendo.audit.sealer import run_forever, seal_pending

        if options.once:
            seal_pending()
        else:
            run_forever()
    return 0
